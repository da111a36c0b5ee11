"""Locks: teams that win a slot in every universe of a run."""

import numpy as np

from engine.arrays import I2
from engine.domain.field import OPEN as OPEN  # a slot without a lock
from engine.domain.field import Field
from engine.errors import BadLock


def locked_slots(field: Field, locks: tuple[tuple[str, int], ...]) -> I2:
    """lock[S]: the entrant that wins slot s in every universe, or OPEN.

    Winning a slot means winning every earlier slot on the way there. BadLock when a slot or team is
    unknown, a team cannot reach its slot, or two locks contradict.
    """
    reach = field.reach()
    lock = np.full(len(field.slot), OPEN, dtype=np.int16)
    ids = list(field.team_id)
    for slot, team_id in locks:
        if slot not in field.slot:
            raise BadLock(
                f"There is no slot “{slot[:24]}” in this bracket.",
                f"Slots are named like {field.slot[0]} … {field.slot[-1]}.",
            )
        if team_id not in ids:
            raise BadLock(
                f"Team {team_id} is not in this tournament.", "Lock one of the teams in the field."
            )
        at, entrant = field.slot.index(slot), ids.index(team_id)
        if not reach[at, entrant]:
            raise BadLock(
                f"Team {team_id} cannot reach slot {slot}.",
                "Lock a team from that part of the bracket.",
            )
        for s in range(at + 1):
            if reach[s, entrant] and _feeds(field, s, at):
                if lock[s] not in (OPEN, entrant):
                    raise BadLock(
                        f"Two locks contradict each other at slot {field.slot[s]}.",
                        "Release one of them.",
                    )
                lock[s] = entrant
    return lock


def _feeds(field: Field, s: int, at: int) -> bool:
    """Slot s is ``at`` itself or leads to it."""
    return s == at or any(_feeds(field, s, earlier) for earlier in field.earlier(at))
