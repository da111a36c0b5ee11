"""Waiting for what must happen, and whether a process is gone.

Deadlines end a test that would wait forever. They are no requirement: what is waited for takes a
fraction of a second on a usual machine, and may take a hundred times as long on a busy one.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

DEADLINE_S = 60.0


def until(true: Callable[[], object], seconds: float = DEADLINE_S) -> None:
    """Wait until ``true()``; fail the test when it never is."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.01)


def gone(pid: int) -> bool:
    """Whether a process has ended (one that nobody has collected yet has ended too)."""
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat")
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return True
