"""Tasks for the tests of the pool: top-level functions that a worker can import."""

import multiprocessing
import os
import signal
import struct
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import UnknownTeam


def draws(seed: int, start: int, stop: int) -> NDArray[np.int64]:
    """One integer a universe, from its address alone (a few rounds of splitmix)."""
    x = np.arange(start, stop, dtype=np.uint64) + np.uint64(seed * 0x9E3779B97F4A7C15 % 2**64)
    for factor in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB):
        x = (x ^ (x >> np.uint64(30))) * np.uint64(factor)
    return (x >> np.uint64(44)).astype(np.int64)


def rest(log: str, seconds: float, answer: int = 0) -> int:
    """Write a line to ``log``, then take a while."""
    with open(log, "a") as file:
        file.write(f"{answer}\n")
    time.sleep(seconds)
    return answer


def die(flag: str, deaths: int, answer: int = 0) -> int:
    """Kill the first ``deaths`` workers that call this; the file ``flag`` counts them."""
    with open(flag, "a+") as file:
        file.seek(0)
        if len(file.read()) >= deaths:
            return answer
        file.write("x")
    _kill_this_worker()
    return -1


def _kill_this_worker() -> None:
    """SIGKILL, but never for the process that runs the tests."""
    assert multiprocessing.parent_process() is not None, "no worker process"
    os.kill(os.getpid(), signal.SIGKILL)


def die_in_mid_answer(flag: str, answer: int = 0) -> int:
    """Once: die after sending the beginning of a long result."""
    if os.path.exists(flag):
        return answer
    Path(flag).touch()
    frame: Any = sys._getframe()
    while "result_queue" not in frame.f_locals:
        frame = frame.f_back
    os.write(frame.f_locals["result_queue"]._writer.fileno(), struct.pack("!i", 100_000) + b"half")
    _kill_this_worker()
    return -1


def object_to(name: str) -> None:
    """Raise a Hardwood error whose constructor takes arguments that it does not keep."""
    raise UnknownTeam(name, "men's 2026", ["Siena", "Duke"])


def divide(number: int) -> float:
    """1 / number; ZeroDivisionError for 0."""
    return 1 / number


def surroundings() -> dict[str, Any]:
    """Process id, priority, signal handling, threads and loaded modules of this worker."""
    return {
        "pid": os.getpid(),
        "nice": os.nice(0),
        "sigint_ignored": signal.getsignal(signal.SIGINT) == signal.SIG_IGN,
        "threads": os.environ.get("NUMBA_NUM_THREADS"),
        # A name mapped to None is a library that the worker refuses to load.
        "modules": sorted(name for name, module in sys.modules.items() if module is not None),
    }


def meet(folder: str, others: int) -> int:
    """Wait (at most 60 s) until ``others`` processes have called this; return the process id."""
    (Path(folder) / str(os.getpid())).touch()
    deadline = time.monotonic() + 60
    while len(os.listdir(folder)) < others:
        if time.monotonic() > deadline:
            raise TimeoutError(f"only {len(os.listdir(folder))} of {others} workers came")
        time.sleep(0.01)
    return os.getpid()
