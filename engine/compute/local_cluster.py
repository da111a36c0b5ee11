"""A Dask cluster on this machine: spawned workers of one thread, on the loopback, without the web
pages that Dask's own local cluster always serves."""

import os
import signal
from contextlib import suppress
from typing import Any

import dask
from distributed import Nanny, Scheduler, SpecCluster, Worker

from engine.compute.process_executor import THREAD_LIMITS

HERE = "127.0.0.1"
QUIET = 50  # logging.CRITICAL
CONFIG = {
    "distributed.worker.multiprocessing-method": "spawn",
    "distributed.worker.profile.enabled": False,  # samples every 10 ms; nobody looks at it
    "distributed.worker.daemon": True,
    "distributed.scheduler.allowed-failures": 0,  # the pool tries again, one chunk at a time
}


class QuietScheduler(Scheduler):
    """A scheduler that opens no port for web pages."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """None."""


class QuietWorker(Worker):
    """A worker that opens no port for web pages."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """None."""


class LocalCluster(SpecCluster):
    """The scheduler in this process, and its workers."""

    def end_workers(self) -> None:
        """Kill the workers, whatever they are doing; asked to end, they would finish a chunk."""
        for nanny in self.workers.values():
            nanny.auto_restart = False
            with suppress(ProcessLookupError, TypeError):  # it has ended, or not begun
                os.kill(nanny.pid, signal.SIGKILL)


def start(workers: int) -> LocalCluster:
    """``workers`` processes."""
    os.environ.update(dict.fromkeys(THREAD_LIMITS, "1"))
    worker = {
        "cls": Nanny,
        "options": {
            "host": HERE,
            "nthreads": 1,
            "memory_limit": 0,
            "worker_class": QuietWorker,
            "silence_logs": QUIET,
            "dashboard": False,
        },
    }
    scheduler = {"cls": QuietScheduler, "options": {"host": HERE, "port": 0, "dashboard": False}}
    with dask.config.set(CONFIG):
        return LocalCluster(  # type: ignore[no-untyped-call]
            workers=dict.fromkeys(range(workers), worker), scheduler=scheduler, silence_logs=QUIET
        )
