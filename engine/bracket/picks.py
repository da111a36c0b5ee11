"""Somebody's own bracket: who wins each slot, as far as he or she has decided, and its short code.

A pick must be able to come true together with all the others: whoever wins a slot has won every
slot on the way there. So a pick fills its path, and replacing a team takes its later picks away.

A code is 24 characters that are safe in an address. From the top, as one number of 138 bits after
the version's letter: league and season (7 bits), a check on the field (8), a check on all that was
said (16), and one digit of base 3 a slot (107 bits): nobody yet, the strong side, the weak side. In
fields of more than 68 teams the last part is a rank instead (see ``pick_rank``).
"""

from dataclasses import dataclass

from engine.domain.field import Field
from engine.errors import BadPick

OPEN = -1  # a slot without a pick


@dataclass(frozen=True, slots=True)
class Picks:
    """``entrant[S]``: who wins each slot (a row of the field), or OPEN. Always consistent when made
    by the functions below."""

    entrant: tuple[int, ...]

    @property
    def made(self) -> int:
        """How many slots have a pick."""
        return sum(e != OPEN for e in self.entrant)

    def counted(self, field: Field) -> int:
        """How many of the games that pools count (``Field.counted``) have a pick."""
        return sum(
            e != OPEN for e, counts in zip(self.entrant, field.counted, strict=True) if counts
        )

    @property
    def complete(self) -> bool:
        """Whether every slot has one."""
        return OPEN not in self.entrant


def no_picks(field: Field) -> Picks:
    """Nothing decided."""
    return Picks((OPEN,) * len(field.slot))


def with_pick(picks: Picks, field: Field, slot: str, entrant: int) -> Picks:
    """``entrant`` wins ``slot`` and every slot on its way there; later picks of the teams that it
    replaces are taken back. BadPick when it cannot get there."""
    s = _slot(field, slot)
    path = _path(field, s, entrant)
    chosen = list(picks.entrant)
    for step in path:
        if chosen[step] not in (OPEN, entrant):
            _withdraw(field, chosen, step)
        chosen[step] = entrant
    return Picks(tuple(chosen))


def without_pick(picks: Picks, field: Field, slot: str) -> Picks:
    """Nobody wins ``slot`` yet, nor does its winner win a later one."""
    chosen = list(picks.entrant)
    _withdraw(field, chosen, _slot(field, slot))
    return Picks(tuple(chosen))


def pairing(picks: Picks, field: Field, slot: str) -> tuple[int, int]:
    """Who meets in ``slot`` by these picks, the strong side first; OPEN where nobody knows yet."""
    a, b = (comes_from(picks.entrant, side) for side in sides_of(field, _slot(field, slot)))
    return a, b


def locks_of(picks: Picks, field: Field) -> tuple[tuple[str, int], ...]:
    """The picks as locks of a run: universes in which all of them come true."""
    return tuple(
        (slot, int(field.team_id[e]))
        for slot, e in zip(field.slot, picks.entrant, strict=True)
        if e != OPEN
    )


def _slot(field: Field, slot: str) -> int:
    if slot not in field.slot:
        raise BadPick(
            f"There is no slot “{str(slot)[:24]}” in this bracket.",
            f"Slots are named like {field.slot[0]} … {field.slot[-1]}.",
        )
    return field.slot.index(slot)


def sides_of(field: Field, s: int) -> tuple[int, int]:
    """The strong and the weak side of slot s, as in ``Field.feeder``."""
    strong, weak = field.feeder[s].tolist()
    return strong, weak


def comes_from(entrant: tuple[int, ...] | list[int], side: int) -> int:
    """Who comes from that side of a slot, or OPEN."""
    return side if side >= 0 else entrant[-side - 1]


def _path(field: Field, s: int, entrant: int) -> list[int]:
    """The slots that ``entrant`` has to win, slot s the last; BadPick when there is no way."""
    way = _way(field, s, entrant)
    if way is None:
        who = field.seed[entrant] if 0 <= entrant < len(field.seed) else f"number {entrant}"
        raise BadPick(
            f"The team {who} cannot reach slot {field.slot[s]}.",
            "Pick a team from that part of the bracket.",
        )
    return way


def _way(field: Field, s: int, entrant: int) -> list[int] | None:
    for side in sides_of(field, s):
        if side == entrant:
            return [s]
        earlier = _way(field, -side - 1, entrant) if side < 0 else None
        if earlier is not None:
            return [*earlier, s]
    return None


def _withdraw(field: Field, chosen: list[int], s: int) -> None:
    """Take the pick of slot s back, and that team's picks after it."""
    team, at = chosen[s], s
    while team != OPEN and chosen[at] == team:
        chosen[at] = OPEN
        later = [t for t in range(at + 1, len(chosen)) if -at - 1 in sides_of(field, t)]
        if not later:
            return
        at = later[0]


# --- The code ------------------------------------------------------------------------------------
