"""The server's one refresh of the running season, whoever asked for it; nothing of Streamlit."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.errors import HardwoodError
from engine.run import Came, Today, submit_refresh
from engine.run.projection import submit_projection
from engine.run.season.current_season import is_tournament_day
from engine.store import refresh_lock

SURPRISE = "The refresh broke off. What is stored stays in use; try again later."


class Refreshes:
    """Refreshes of the snapshots under ``root``, one at a time, each in a process of its own that
    ends with it. ``workers()``: how many processes this machine allows; 0 uses a thread instead.
    ``came``: what the last one brought, ``ended_at`` when (``time.time``)."""

    def __init__(self, root: Path, workers: Callable[[], int]) -> None:
        self.root = root
        self.came: Came | None = None
        self.ended_at = 0.0
        self._workers = workers
        self._job: Job[Came] | None = None
        self._lock = threading.Lock()

    def running(self) -> bool:
        """Whether a refresh is at work, of this server or of another process."""
        return self._job is not None or refresh_lock.at_work(self.root)

    def said(self) -> str:
        """How far it is, in words."""
        return refresh_lock.told(self.root)

    def wait(self, now: datetime) -> float:
        """Seconds from ``now`` (aware) until the next one may be asked for."""
        tournament = is_tournament_day(Today.of(now).day)
        return refresh_lock.seconds_to_wait(self.root, tournament, now.timestamp())

    def start(self, now: datetime) -> None:
        """Begin one, unless one is at work or the last one was a moment ago."""
        if self.wait(now) <= 0:
            self._begin(submit_refresh, now)

    def project(self, now: datetime) -> None:
        """Begin to play the rest of the season, unless that or a refresh is at work."""
        self._begin(submit_projection, now)

    def _begin(
        self, submit: Callable[[Path, datetime, WorkerPool], Job[Came]], now: datetime
    ) -> None:
        with self._lock:
            if self.running():
                return
            pool = WorkerPool(min(1, self._workers()))
            self._job = submit(self.root, now, pool)
        args = (self._job, pool)
        threading.Thread(target=self._finish, args=args, name="refresh", daemon=True).start()

    def _finish(self, job: Job[Came], pool: WorkerPool) -> None:
        try:
            (came,) = job.result()
        except HardwoodError as error:
            came = Came("kept", complaint=str(error))
        except Exception:  # a fault of the program: visitors get a sentence, no traceback
            came = Came("kept", complaint=SURPRISE)
        finally:
            pool.close()
        self.came, self.ended_at = came, time.time()
        self._job = None
