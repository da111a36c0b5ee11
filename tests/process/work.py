"""Tasks for the pool's tests: top-level functions of a module that a worker can import."""

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
    """The first ``deaths`` workers that get here die; ``flag`` counts them."""
    with open(flag, "a+") as file:
        file.seek(0)
        if len(file.read()) >= deaths:
            return answer
        file.write("x")
    os.kill(os.getpid(), signal.SIGKILL)
    return -1


def die_in_mid_answer(flag: str, answer: int = 0) -> int:
    """Once: die with the head of a long answer sent and the rest not."""
    if os.path.exists(flag):
        return answer
    Path(flag).touch()
    frame: Any = sys._getframe()
    while "result_queue" not in frame.f_locals:
        frame = frame.f_back
    os.write(frame.f_locals["result_queue"]._writer.fileno(), struct.pack("!i", 100_000) + b"half")
    os.kill(os.getpid(), signal.SIGKILL)
    return -1


def object_to(name: str) -> None:
    """Raise an error of Hardwood's own whose constructor takes other arguments than it keeps."""
    raise UnknownTeam(name, "men's 2026", ["Siena", "Duke"])


def divide(number: int) -> float:
    """Raise an ordinary error for 0."""
    return 1 / number


def surroundings() -> dict[str, Any]:
    """What this worker is and has loaded."""
    return {
        "pid": os.getpid(),
        "nice": os.nice(0),
        "sigint_ignored": signal.getsignal(signal.SIGINT) == signal.SIG_IGN,
        "threads": os.environ.get("NUMBA_NUM_THREADS"),
        # A name without a module is a library that the worker refuses to load.
        "modules": sorted(name for name, module in sys.modules.items() if module is not None),
    }


def meet(folder: str, others: int) -> int:
    """Wait (at most a minute) until ``others`` processes have come here; the process's id."""
    (Path(folder) / str(os.getpid())).touch()
    deadline = time.monotonic() + 60
    while len(os.listdir(folder)) < others:
        if time.monotonic() > deadline:
            raise TimeoutError(f"only {len(os.listdir(folder))} of {others} workers came")
        time.sleep(0.01)
    return os.getpid()
