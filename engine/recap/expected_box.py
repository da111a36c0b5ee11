"""The box score to expect: each player's mean line over many replayed universes, with errors."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.arrays import F8, I2
from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import GameSpec
from engine.recap import boxscore as bx
from engine.recap import player_sample
from engine.recap.game_recap import credit_rates, player_note, rotation_of
from engine.recap.player_sample import SECONDS, plain, plain_rotation
from engine.run import blocks, kept_meeting
from engine.stats.estimates import proportion_se

Part = tuple[I2, I2]

PER_CHUNK = 50  # universes: some 0.1 s of work, so that the bar moves and Cancel is quick
MANY_POINTS = 20
LEAST_MINUTES = 1.0  # players with fewer on average are not listed


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedBox:
    """One row a player for each side, the most minutes first; ``note``: why players are missing.

    Columns: player; means with their Monte-Carlo standard errors: minutes, points, rebounds,
    assists, steals, blocks, turnovers (``points_se`` …); ``low``, ``high``: the middle half of the
    points; ``many``, ``many_se``: the share of universes with 20 points or more."""

    universes: int
    side: tuple[pd.DataFrame, pd.DataFrame]
    note: str


def submit_box(spec: GameSpec, universes: int, pool: WorkerPool) -> Job[Part]:
    """Start replaying the first ``universes`` of a run on the workers; UnknownSeason or
    UnknownTeam when a side is not in the data."""
    inputs, venue, swap = kept_meeting(spec)
    sides = spec.a, spec.b
    rotations = [rotation_of(spec.league, side) for side in sides]
    request = (
        spec.league,
        *((side.season, side.team_id) for side in sides),
        int(spec.venue),
        spec.random_seed,
    )
    fixed = (
        request,
        tuple(inputs.teams),
        tuple(inputs.pairings),
        venue,
        tuple(inputs.game_tables),
        swap,
        tuple(one and plain_rotation(one) for one in rotations),
        plain(credit_rates()),
    )
    chunks = [(*fixed, *block) for block in blocks(universes, PER_CHUNK)]
    return pool.submit(("box", spec, universes), player_sample.play_block, chunks)


def box_result(spec: GameSpec, parts: list[Part]) -> ExpectedBox:
    """The parts of a finished job, in order, as tables."""
    rotations = [rotation_of(spec.league, side) for side in (spec.a, spec.b)]
    tables = []
    for side, rotation in enumerate(rotations):
        line = np.concatenate([part[side] for part in parts])
        names = () if rotation is None else rotation.roster.name
        tables.append(_table(names, line))
    known = rotations[0] is not None, rotations[1] is not None
    universes = sum(len(part[0]) for part in parts)
    return ExpectedBox(universes, (tables[0], tables[1]), player_note(spec, known))


def _table(names: tuple[str, ...], line: I2) -> pd.DataFrame:
    counts = line.astype(np.float64)
    points = counts[:, :, bx.POINTS]
    figures = {
        "minutes": counts[:, :, SECONDS] / 60.0,
        "points": points,
        "rebounds": counts[:, :, bx.ORB] + counts[:, :, bx.DRB],
        "assists": counts[:, :, bx.AST],
        "steals": counts[:, :, bx.STL],
        "blocks": counts[:, :, bx.BLK],
        "turnovers": counts[:, :, bx.TOV],
    }
    table = pd.DataFrame({"player": list(names)})
    for name, value in figures.items():
        table[name], table[f"{name}_se"] = value.mean(axis=0), _mean_se(value)
    table["low"], table["high"] = np.percentile(points, (25, 75), axis=0)
    many = (points >= MANY_POINTS).mean(axis=0)
    table["many"], table["many_se"] = many, proportion_se(many, len(points))
    seen = table[table["minutes"] >= LEAST_MINUTES]
    return seen.sort_values("minutes", ascending=False, ignore_index=True)


def _mean_se(value: F8) -> F8:
    """se[N] of the means over universes of ``value[U, N]``."""
    spread = value.std(axis=0, ddof=1) if len(value) > 1 else np.full(value.shape[1], np.inf)
    return np.asarray(spread / np.sqrt(len(value)))
