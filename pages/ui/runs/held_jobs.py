"""Jobs that visitors hold, so that whoever leaves the site leaves these too. Without Streamlit."""

import threading
import time
from collections.abc import Callable
from typing import Any

from engine.compute.jobs import Job

LOOK_S = 2.0  # seconds between two looks at who is still here
LOOKS_AWAY = 2  # a reload or a lost connection that is back within one look costs nothing


class HeldJob:
    """One visitor's hold on a job: it is left once, however often and from wherever that is
    asked. The last holder to leave cancels the job."""

    def __init__(self, job: Job[Any]) -> None:
        self.job = job
        self.left = False
        self._lock = threading.Lock()

    def leave(self) -> None:
        """Want the job's result no longer."""
        with self._lock:
            first, self.left = not self.left, True
        if first:
            self.job.leave()


class HeldJobs:
    """Which session holds which running jobs; safe to share by threads."""

    def __init__(self) -> None:
        self._held: dict[str, list[HeldJob]] = {}
        self._away: dict[str, int] = {}
        self._lock = threading.Lock()
        self._some = threading.Event()

    def hold(self, session: str, job: Job[Any]) -> HeldJob:
        """A hold on ``job`` that ends with the session at the latest."""
        held = HeldJob(job)
        with self._lock:
            self._held.setdefault(session, []).append(held)
            self._some.set()
        return held

    def look(self, is_here: Callable[[str], bool]) -> None:
        """Leave the jobs of sessions that were away LOOKS_AWAY looks in a row, and forget jobs that
        have ended."""
        with self._lock:
            for session in list(self._held):
                self._held[session] = [h for h in self._held[session] if _in_use(h)]
                self._away[session] = 0 if is_here(session) else self._away.get(session, 0) + 1
            gone = [s for s in self._held if self._away[s] >= LOOKS_AWAY]
            jobs = [held for session in gone for held in self._held[session]]
            for session in [s for s, held in self._held.items() if s in gone or not held]:
                del self._held[session], self._away[session]
            if not self._held:
                self._some.clear()
        for held in jobs:
            held.leave()

    def watch(self, is_here: Callable[[str], bool]) -> None:
        """Look every LOOK_S seconds while any job is held; never returns."""
        while self._some.wait():
            time.sleep(LOOK_S)
            self.look(is_here)


def _in_use(held: HeldJob) -> bool:
    return not held.left and held.job.state == "running"
