"""How far a cluster scales: a simulation of chunks that go through one scheduler, and the chunk
length that follows from it.

Each finished chunk costs the scheduler and the process that asked some time, one after the other;
only then does its worker get another one. A worker holds two, so it waits only where both are on
their way. The lengths of chunks are log-normal around their mean.
"""

import heapq
import math
from dataclasses import dataclass

import numpy as np

# Measured by ``python -m engine scaling --cluster local:2`` on a local cluster, whose scheduler is
# in the process that asks.
SERIAL_S = 0.005  # of the scheduler and the asker for a chunk
WORKER_S = 0.004  # of the worker for a chunk, besides the games
LATENCY_S = 0.002  # of the network, there and back
SPREAD = 0.1  # of the length of a chunk, as a share of it
BUSY = 0.5  # the share of its time that the scheduler is busy at most: it never is the limit
EACH = 8  # chunks for each worker at least: the last ones end at different times
HELD = 2  # chunks that a worker has, the one it works on included


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds of a chunk besides its games, and the ``spread`` of chunks' lengths."""

    serial: float = SERIAL_S
    worker: float = WORKER_S
    latency: float = LATENCY_S
    spread: float = SPREAD


@dataclass(frozen=True, slots=True)
class Scaled:
    """``seconds`` until the last chunk; ``efficiency``: the games' share of all workers' time;
    ``scheduler``: the share of the time that the scheduler was busy."""

    seconds: float
    efficiency: float
    scheduler: float


def simulate(
    workers: int, chunk: float, chunks: int, costs: Costs | None = None, random_seed: int = 0
) -> Scaled:
    """``chunks`` of ``chunk`` seconds of games each on ``workers`` workers."""
    costs = costs or Costs()
    rng = np.random.default_rng(random_seed)
    bend = math.sqrt(math.log1p(costs.spread**2))
    length = chunk * rng.lognormal(-(bend**2) / 2, bend, chunks)
    free = [0.0] * workers  # when a worker is done with all it has
    ends: list[tuple[float, int]] = []
    scheduler = busy = last = 0.0
    sent = 0

    def send(worker: int, asked_at: float) -> None:
        nonlocal scheduler, busy, sent
        scheduler = max(scheduler, asked_at) + costs.serial
        busy += costs.serial
        start = max(free[worker], scheduler + costs.latency)
        free[worker] = start + length[sent] + costs.worker
        heapq.heappush(ends, (free[worker], worker))
        sent += 1

    for worker in [*range(workers)] * HELD:
        if sent < chunks:
            send(worker, 0.0)
    while ends:
        last, worker = heapq.heappop(ends)
        if sent < chunks:
            send(worker, last)
    return Scaled(float(last), float(length.sum() / (workers * last)), float(busy / last))


def chunk_seconds(workers: int, least: float = 1.0, costs: Costs | None = None) -> float:
    """How long a chunk should be: so long that the scheduler is busy at most ``BUSY`` of its time
    with ``workers`` workers, and at least ``least``."""
    return max(least, workers * (costs or Costs()).serial / BUSY)


def chunk_universes(usual: int, universes: int, workers: int, costs: Costs | None = None) -> int:
    """How many universes one chunk of a run should have: ``usual`` (about a second's), more on a
    cluster so large that its scheduler would be the limit, fewer where the run is so short that
    workers would stand idle at its end."""
    long = usual * math.ceil(chunk_seconds(workers, costs=costs))
    return max(1, min(long, -(-universes // (EACH * workers))))
