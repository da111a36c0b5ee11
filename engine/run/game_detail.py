"""One pairing in many universes, box totals and the lead's way included."""

from typing import Any

import numpy as np

from engine.arrays import I2
from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.game_detail import GameDetail
from engine.domain.specs import GameSpec
from engine.game import box_totals
from engine.run.games import games_of, meeting
from engine.run.prepare import blocks

Part = tuple[I2, I2, I2]

DETAIL_PER_CHUNK = 2_500  # universes: some 40 ms of work, so that two workers share a usual run


def submit_detail(spec: GameSpec, pool: WorkerPool) -> Job[Part]:
    """Start the run on the workers; ``detail_result`` turns its parts into a ``GameDetail``."""
    return pool.submit(("detail", spec), box_totals.play_block, _chunks(spec))


def detail_result(spec: GameSpec, parts: list[Part]) -> GameDetail:
    """The parts of a finished job, in order, as a result."""
    tally, box, lead = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    swap = meeting(spec).swap
    return GameDetail(
        games=games_of(spec, tally, swap),
        box=box[:, ::-1] if swap else box,
        lead=-lead if swap else lead,
    )


def detail(spec: GameSpec, pool: WorkerPool | None = None) -> GameDetail:
    """``run.game(spec)`` with box totals and leads; without a pool in this thread.

    UnknownSeason or UnknownTeam when a side is not in the data."""
    if pool is None:
        return detail_result(spec, [box_totals.play_block(*chunk) for chunk in _chunks(spec)])
    return detail_result(spec, submit_detail(spec, pool).result())


def _chunks(spec: GameSpec) -> list[tuple[Any, ...]]:
    inputs, venue, _ = meeting(spec)
    teams, pairings, game_tables = (tuple(part) for part in inputs)
    return [
        (spec.random_seed, teams, pairings, venue, game_tables, first, count)
        for first, count in blocks(spec.universes, DETAIL_PER_CHUNK)
    ]
