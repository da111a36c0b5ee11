"""The box scores of many universes, player by player: a task of the workers.

Every universe is replayed and credited exactly as on its own page, so a player's mean here is the
mean of those box scores. Nothing but NumPy and Numba is loaded."""

from dataclasses import fields
from typing import Any

import numpy as np

from engine.arrays import I2
from engine.domain.players import CreditRates, Roster
from engine.domain.specs import GameSpec, Side
from engine.domain.venue import Venue
from engine.game import possession as p
from engine.game.kernel import Entrants, Pairings, Plain
from engine.game.replay import logged_game
from engine.recap.boxscore import COLUMNS, boxes
from engine.recap.night import Plan
from engine.recap.rotation import Rotation
from engine.recap.scorer import event_log

SECONDS = len(COLUMNS)  # the column after those of a box score: seconds on the floor


def plain(value: Any) -> Plain:
    """The fields of a frozen dataclass, which a worker can take whatever was reloaded since."""
    return tuple(getattr(value, field.name) for field in fields(value))


def plain_rotation(rotation: Rotation) -> Plain:
    """A rotation as plain values."""
    roster, made, *rest = plain(rotation)
    return (plain(roster), plain(made), *rest)


def play_block(
    request: Plain,
    teams: Plain,
    pairings: Plain,
    venue: int,
    game_tables: Plain,
    swap: bool,
    rotations: tuple[Plain | None, Plain | None],
    rates: Plain,
    first: int,
    count: int,
) -> tuple[I2, I2]:
    """For each side ``line[count, N, SECONDS + 1]``: its players' box scores, in roster order, and
    seconds in universes first … first + count - 1; no players where the season has no data.

    ``request``: league, (season, team id) of both sides, the venue's number and the random seed of
    a ``GameSpec``; the rest are the fields of what ``logged_game`` and ``event_log`` take."""
    league, a, b, where, random_seed = request
    spec = GameSpec(league, Side(*a), Side(*b), Venue(where), first + count, random_seed)
    inputs = Entrants(*teams), Pairings(*pairings), venue, p.GameTables(*game_tables), swap
    both = _known(rotations[0]), _known(rotations[1])
    credit = CreditRates(*rates)
    lines = [
        np.zeros((count, 0 if one is None else len(one.roster.name), SECONDS + 1), dtype=np.int16)
        for one in both
    ]
    for i in range(count):
        log = event_log(logged_game(spec, first + i, *inputs), both, credit)
        for side, box in enumerate(boxes(log)):
            lines[side][i, :, :SECONDS] = box.player
            lines[side][i, :, SECONDS] = np.round(60.0 * box.minutes)
    return lines[0], lines[1]


def _known(values: Plain | None) -> Rotation | None:
    return None if values is None else rotation_of_plain(values)


def rotation_of_plain(values: Plain) -> Rotation:
    """The rotation whose ``plain_rotation`` these values are."""
    roster, made, *rest = values
    return Rotation(Roster(*roster), Plan(*made), *rest)
