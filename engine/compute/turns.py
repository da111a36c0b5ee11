"""Whose chunk is next: small jobs by the order they came, shorter ones sooner; large ones wait."""

import heapq
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from engine.compute.jobs import Job

LARGE = 50  # chunks: twice those of the usual 10,000 universes
AT_ONCE = 2  # large jobs that are worked on together
LARGE_EVERY = 4  # chunks: one of so many is a large job's while small ones wait
HANDICAP_S = 0.1  # how much later a small job counts as come for each of its chunks


class Turns:
    """The running jobs of a pool.

    Small jobs are worked on one after another: taking turns, all of them would end as late as the
    last. Each counts as come a moment later for every chunk that it has, so that a short one passes
    long ones that came just before it, and none waits for ever. The first ``AT_ONCE`` large jobs
    share every fourth chunk, and all there are while no small job is there; the others wait in
    line. Not thread-safe. ``clock``: seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._small: list[tuple[float, int, Job[Any]]] = []  # a heap: the first to be served first
        self._large: deque[Job[Any]] = deque()  # the job to be served next comes first
        self._line: deque[Job[Any]] = deque()
        self._added = 0  # jobs so far, so that equals are served in the order they came
        self._since_large = 0  # chunks of small jobs since the last one of a large job

    def add(self, job: Job[Any]) -> None:
        """A job that has just come."""
        self._added += 1
        if job.total > LARGE:
            self._line.append(job)
            self._admit()
        else:
            due = self._clock() + HANDICAP_S * job.total
            heapq.heappush(self._small, (due, self._added, job))

    def next(self) -> tuple[Job[Any], int] | None:
        """The job whose turn it is with its next chunk, or None without any."""
        self._since_large += 1
        if self._since_large < LARGE_EVERY:
            return self._next_small() or self._next_large()
        return self._next_large() or self._next_small()

    def _next_small(self) -> tuple[Job[Any], int] | None:
        while self._small:
            job = self._small[0][2]
            i = job.next_chunk()
            if i is not None:
                return job, i
            heapq.heappop(self._small)
        return None

    def _next_large(self) -> tuple[Job[Any], int] | None:
        while self._large:
            job = self._large.popleft()
            i = job.next_chunk()
            if i is not None:
                self._large.append(job)
                self._since_large = 0
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
        before = [*(small for *_, small in self._small), *self._large, *line]
        return sum(one.total - one.done for one in before if one.state == "running")

    def _admit(self) -> None:
        large = sum(job.state == "running" for job in self._large)
        while self._line and large < AT_ONCE:
            job = self._line.popleft()
            if job.state == "running":
                self._large.append(job)
                large += 1
