"""One pairing in many universes, box totals and the lead's way included."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.arrays import I2
from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.game_detail import GameDetail
from engine.domain.specs import GameSpec
from engine.game import box_totals
from engine.game.levers import Lever, pulled
from engine.run.games import games_of, meeting
from engine.run.prepare import blocks
from engine.stats.estimates import paired

Part = tuple[I2, I2, I2]

DETAIL_PER_CHUNK = 5_000  # universes: some 40 ms of work, so that two workers share a usual run


def submit_detail(spec: GameSpec, pool: WorkerPool, levers: tuple[Lever, ...] = ()) -> Job[Part]:
    """Start the run on the workers; ``detail_result`` turns its parts into a ``GameDetail``."""
    return pool.submit(("detail", spec, levers), box_totals.play_block, _chunks(spec, levers))


def detail_result(spec: GameSpec, parts: list[Part]) -> GameDetail:
    """The parts of a finished job, in order, as a result."""
    tally, box, lead = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    swap = meeting(spec).swap
    return GameDetail(
        games=games_of(spec, tally, swap),
        box=box[:, ::-1] if swap else box,
        lead=-lead if swap else lead,
    )


def detail(
    spec: GameSpec, pool: WorkerPool | None = None, levers: tuple[Lever, ...] = ()
) -> GameDetail:
    """``run.game(spec)`` with box totals and leads, under levers if asked; without a pool in this
    thread.

    UnknownSeason or UnknownTeam when a side is not in the data."""
    if pool is None:
        return detail_result(
            spec, [box_totals.play_block(*chunk) for chunk in _chunks(spec, levers)]
        )
    return detail_result(spec, submit_detail(spec, pool, levers).result())


def _chunks(spec: GameSpec, levers: tuple[Lever, ...]) -> list[tuple[Any, ...]]:
    inputs, venue, swap = meeting(spec)
    teams, game_tables = tuple(inputs.teams), tuple(inputs.game_tables)
    pairings = tuple(pulled(inputs.pairings, levers, swap))
    return [
        (spec.random_seed, teams, pairings, venue, game_tables, first, count)
        for first, count in blocks(spec.universes, DETAIL_PER_CHUNK)
    ]


@dataclass(frozen=True, slots=True)
class LeverEffect:
    """What levers do to a: win probability before and after, the difference in win probability and
    in mean margin (points) with their paired standard errors over the same universes."""

    before: float
    after: float
    win_prob_diff: float
    win_prob_diff_se: float
    margin_diff: float
    margin_diff_se: float


def lever_effect(before: GameDetail, after: GameDetail) -> LeverEffect:
    """Two runs of the same universes, without and with levers."""
    win = paired(after.a_wins.astype(np.float64), before.a_wins.astype(np.float64))
    margin = paired(after.games.margin.astype(np.float64), before.games.margin.astype(np.float64))
    return LeverEffect(before.games.win_prob, after.games.win_prob, *win, *margin)
