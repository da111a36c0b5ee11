"""Worker processes: how they start, what they do first, and how they end."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import connection
from typing import Any, TypeVar

T = TypeVar("T")

NICENESS = 10  # workers give way to the server, which has clicks to answer
START_S = 60.0  # seconds; a worker that is not up by then will not come up

# One thread per worker: the workers themselves are the parallelism. Libraries read these variables
# while loading, so they are set before the first worker starts.
THREAD_LIMITS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMBA_NUM_THREADS",
)


class ProcessExecutor:
    """An ``Executor`` with ``workers`` spawned processes. The first ``submit`` starts them all."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        os.environ.update(dict.fromkeys(THREAD_LIMITS, "1"))
        spawn = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(workers, spawn, _enter_worker)
        # Left to itself, the pool starts workers one by one while a thread of its own watches those
        # that already run. When one dies, that thread takes the pool down and loops over the table
        # of processes, which a worker started meanwhile would change ("dictionary changed size
        # during iteration"). With False, as for forked workers, all start before the thread does.
        self._pool._safe_to_dynamically_spawn_children = False  # type: ignore[attr-defined]

    def check(self) -> None:
        """Wait until a worker has answered. Raises whatever kept the workers from starting."""
        self._pool.submit(os.getpid).result(START_S)

    def submit(self, task: Callable[..., T], /, *args: Any) -> Future[T]:
        """Run ``task(*args)`` in a worker; BrokenExecutor, here or in the future, if one died."""
        return self._pool.submit(task, *args)

    def has_dead_worker(self) -> bool:
        """Whether a worker has ended without being asked to."""
        processes = list((self._pool._processes or {}).values())
        return bool(connection.wait([process.sentinel for process in processes], timeout=0))

    def close(self) -> None:
        """Kill the workers, whatever they are doing; the pool then cleans up by itself."""
        # Python 3.14 has kill_workers() for this; earlier versions have only these attributes.
        processes, results = self._pool._processes, self._pool._result_queue
        self._pool.shutdown(wait=False)  # no process starts after this
        for process in list((processes or {}).values()):
            process.kill()
        if results is not None:
            # A reader waiting for the rest of a result wakes up when the last writer closes.
            results._writer.close()  # type: ignore[attr-defined]


# ---- in the worker ----


def _enter_worker() -> None:
    """Runs once in each new worker, before any task."""
    # Where SciPy is installed, Numba loads its linear algebra. No game needs it; it takes 17 MB.
    sys.modules.setdefault("scipy", None)  # type: ignore[arg-type]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server handles Ctrl-C and ends its workers
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_with_parent, args=(parent.sentinel,), daemon=True).start()


def _exit_with_parent(sentinel: int) -> None:
    """End this worker when the server ends. A server that is killed cannot tell its workers."""
    connection.wait([sentinel])
    os._exit(1)
