"""A visitor's own bracket: the winner of each slot, as far as it is decided.

All picks must be able to come true together: the winner of a slot has won every slot on its path.
So a pick fills the path to its slot, and replacing a team removes that team's later picks.

``pick_code`` writes picks as 24 characters that are safe in a URL: a version letter, then a number
of 138 bits. From the top: league and season (7 bits), a check of the field (8), a check of the
whole content (16), and one base-3 digit for each slot (107 bits): open, strong side, weak side.
Fields of more than 68 teams have a rank in place of the digits (``pick_rank``).
"""

from dataclasses import dataclass

from engine.domain.field import OPEN as OPEN  # a slot without a pick
from engine.domain.field import Field
from engine.errors import BadPick


@dataclass(frozen=True, slots=True)
class Picks:
    """``entrant[S]``: the winner of each slot (a row of the field), or OPEN. Consistent when made
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
    """A bracket without picks."""
    return Picks((OPEN,) * len(field.slot))


def with_pick(picks: Picks, field: Field, slot: str, entrant: int) -> Picks:
    """``entrant`` wins ``slot`` and every slot on its path; later picks of the teams it replaces
    are removed. BadPick when it cannot reach the slot."""
    s = _slot(field, slot)
    path = _path(field, s, entrant)
    chosen = list(picks.entrant)
    for step in path:
        if chosen[step] not in (OPEN, entrant):
            _withdraw(field, chosen, step)
        chosen[step] = entrant
    return Picks(tuple(chosen))


def without_pick(picks: Picks, field: Field, slot: str) -> Picks:
    """``slot`` is open again, and so are the later slots that its winner had won."""
    chosen = list(picks.entrant)
    _withdraw(field, chosen, _slot(field, slot))
    return Picks(tuple(chosen))


def pairing(picks: Picks, field: Field, slot: str) -> tuple[int, int]:
    """The two entrants of ``slot`` by these picks, the strong side first; OPEN if not decided."""
    return field.arriving(picks.entrant, _slot(field, slot))


def locks_of(picks: Picks, field: Field) -> tuple[tuple[str, int], ...]:
    """The picks as locks of a run, in whose universes all of them come true."""
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


def _path(field: Field, s: int, entrant: int) -> list[int]:
    """The slots that ``entrant`` has to win up to slot s; BadPick when it cannot reach s."""
    way = _way(field, s, entrant)
    if way is None:
        who = field.seed[entrant] if 0 <= entrant < len(field.seed) else f"number {entrant}"
        raise BadPick(
            f"The team {who} cannot reach slot {field.slot[s]}.",
            "Pick a team from that part of the bracket.",
        )
    return way


def _way(field: Field, s: int, entrant: int) -> list[int] | None:
    if entrant >= 0 and entrant in field.feeder[s]:
        return [s]
    for earlier in field.earlier(s):
        way = _way(field, earlier, entrant)
        if way is not None:
            return [*way, s]
    return None


def _withdraw(field: Field, chosen: list[int], s: int) -> None:
    """Remove the pick of slot s and the same team's later picks."""
    team, at = chosen[s], s
    while team != OPEN and chosen[at] == team:
        chosen[at] = OPEN
        later = [t for t in range(at + 1, len(chosen)) if at in field.earlier(t)]
        if not later:
            return
        at = later[0]
