"""Whose chunk is next: a small job is never behind large ones, and large ones wait in line."""

from collections import deque
from typing import Any

from engine.compute.jobs import Job

LARGE = 50  # chunks: twice those of the usual 10,000 universes
AT_ONCE = 2  # large jobs that are worked on together


class Turns:
    """The running jobs of a pool. Those that have turns give one chunk each, round and round: all
    small ones, and the first ``AT_ONCE`` large ones. The other large ones wait in line, so that
    neither they nor those before them take for ever. Not thread-safe."""

    def __init__(self) -> None:
        self._turn: deque[Job[Any]] = deque()  # the job to be served next comes first
        self._line: deque[Job[Any]] = deque()

    def add(self, job: Job[Any]) -> None:
        """A job that has just come."""
        (self._line if job.total > LARGE else self._turn).append(job)
        self._admit()

    def next(self) -> tuple[Job[Any], int] | None:
        """The job whose turn it is with its next chunk, or None without any."""
        while self._turn:
            job = self._turn.popleft()
            i = job.next_chunk()
            if i is not None:
                self._turn.append(job)
                return job, i
            self._admit()
        return None

    def place(self, job: Job[Any]) -> int:
        """1 for the first in line, 0 for a job that waits for nobody."""
        waiting = [one for one in self._line if one.state == "running"]
        return waiting.index(job) + 1 if job in waiting else 0

    def ahead(self, job: Job[Any]) -> int:
        """The chunks not finished yet of all that come before a job in line, 0 if it has turns."""
        place = self.place(job)
        if place == 0:
            return 0
        line = [one for one in self._line if one.state == "running"][: place - 1]
        return sum(one.total - one.done for one in [*self._turn, *line] if one.state == "running")

    def _admit(self) -> None:
        large = sum(job.total > LARGE and job.state == "running" for job in self._turn)
        while self._line and large < AT_ONCE:
            job = self._line.popleft()
            if job.state == "running":
                self._turn.append(job)
                large += 1
