"""A Dask cluster on this machine: spawned workers of one thread, on the loopback, without the web
pages that Dask's own local cluster always serves."""

import os
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
}


class QuietScheduler(Scheduler):
    """A scheduler that opens no port for web pages."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """None."""


class QuietWorker(Worker):
    """A worker that opens no port for web pages."""

    def start_http_server(self, *_: Any, **__: Any) -> None:
        """None."""


def start(workers: int, retries: int) -> SpecCluster:
    """``workers`` processes; a chunk is tried again ``retries`` times after its worker died."""
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
    with dask.config.set({**CONFIG, "distributed.scheduler.allowed-failures": retries}):
        return SpecCluster(
            workers=dict.fromkeys(range(workers), worker), scheduler=scheduler, silence_logs=QUIET
        )
