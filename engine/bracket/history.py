"""The results of a real tournament, as locks and as winners."""

from collections.abc import Iterable

import numpy as np

from engine.arrays import I2, U1
from engine.domain.field import OPEN, OPENING_ROUND, ROUND_NAMES, Field, RealGame
from engine.domain.specs import whole_number

Locks = tuple[tuple[str, int], ...]


def check_round(value: object) -> int:
    """A round, 0 (First Four, Opening Round) to 6, by its number or its name; BadInput."""
    asked = str(value).strip().casefold()
    for number, name in [*enumerate(ROUND_NAMES), (0, OPENING_ROUND)]:
        if asked == name.casefold():
            return number
    return whole_number(value, "round", 0, len(ROUND_NAMES) - 1)


def results_as_locks(field: Field, results: Iterable[RealGame], after_round: int) -> Locks:
    """Every real winner of the rounds up to ``after_round`` (0-6; -1: none) as locks, as far as
    they are known. A no contest counts as won by the team that advanced."""
    winner = winner_so_far(field, results)
    return tuple(
        (slot, int(field.team_id[winner[s]]))
        for s, slot in enumerate(field.slot)
        if field.round[s] <= after_round and winner[s] != OPEN
    )


def winner_so_far(field: Field, results: Iterable[RealGame]) -> I2:
    """winner[S]: the entrant that really won each slot, or OPEN."""
    entrant = {int(team): e for e, team in enumerate(field.team_id)}
    won = {game.slot: entrant[game.winner_id] for game in results}
    return np.array([won.get(slot, OPEN) for slot in field.slot], dtype=np.int16)


def real_winner(field: Field, results: Iterable[RealGame]) -> U1:
    """winner[S]: the entrant that really won each slot of a finished tournament."""
    winner = winner_so_far(field, results)
    assert (winner != OPEN).all()
    return winner.astype(np.uint8)
