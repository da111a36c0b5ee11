"""Waiting with a deadline, and whether a process is gone."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def until(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until ``true()``; fail the test if that takes far longer than any machine needs."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.01)


def gone(pid: int) -> bool:
    """Whether a process has ended (a zombie, not yet collected by its parent, has ended too)."""
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat")
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return True
