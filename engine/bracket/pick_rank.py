"""All possible brackets of a field, numbered without gaps.

Most strings of "open, strong side, weak side" are no bracket: nobody wins a slot before its feeders
are decided. Numbering only what is possible takes 103 bits for 76 teams, where base 3 takes 119.

Below one slot there are ``n_open`` ways to decide the earlier games that leave it open, and
``n_won`` that decide it. With the feeders A and B:

    n_open = n(A) n(B)        n_won = n_won(A) n(B) + n_won(B) n(A)        n = n_open + n_won

An entrant is decided in the one way there is. Numbers of a slot run from its open ways to those
that the strong side wins to those that the weak side wins; in each, those of the strong side first.
"""

from typing import NamedTuple

from engine.bracket.picks import OPEN, Picks
from engine.domain.field import Field


class _Ways(NamedTuple):
    """How many ways there are to decide what is below a side: leaving it open, or not."""

    n_open: int
    n_won: int

    @property
    def n(self) -> int:
        return self.n_open + self.n_won


_ENTRANT = _Ways(0, 1)


def n_brackets(field: Field) -> int:
    """How many different picks, complete or not, a field allows."""
    return _ways(field)[-1].n


def rank(picks: Picks, field: Field) -> int:
    """The number of these picks, from 0 (nothing picked) to ``n_brackets(field)`` - 1."""
    ways = _ways(field)
    number: list[int] = []
    for s, (strong, weak) in enumerate(field.feeder.tolist()):
        (a, a_winner), (b, _) = (
            (number[-side - 1], picks.entrant[-side - 1]) if side < 0 else (0, side)
            for side in (strong, weak)
        )
        from_a, from_b = _sides(ways, strong, weak)
        if picks.entrant[s] == OPEN:
            number.append(a * from_b.n + b)
        elif picks.entrant[s] == a_winner:
            number.append(ways[s].n_open + (a - from_a.n_open) * from_b.n + b)
        else:
            before = ways[s].n_open + from_a.n_won * from_b.n
            number.append(before + a * from_b.n_won + b - from_b.n_open)
    return number[-1]


def unrank(number: int, field: Field) -> Picks:
    """The picks with this number."""
    ways = _ways(field)
    slots = len(field.slot)
    left = [0] * (slots - 1) + [number]
    came_by: list[int | None] = [None] * slots  # the feeder that a slot's winner comes from
    for s in reversed(range(slots)):
        sides = field.feeder[s].tolist()
        parts, came_by[s] = _split(left[s], ways[s].n_open, sides, *_sides(ways, *sides))
        for side, part in zip(sides, parts, strict=True):
            if side < 0:
                left[-side - 1] = part
    winner: list[int] = []
    for side in came_by:
        winner.append(OPEN if side is None else side if side >= 0 else winner[-side - 1])
    return Picks(tuple(winner))


def _split(
    number: int, n_open: int, sides: list[int], a: _Ways, b: _Ways
) -> tuple[tuple[int, int], int | None]:
    """The numbers of both sides, and the side that wins, from the number of a slot."""
    if number < n_open:
        return divmod(number, b.n), None
    number -= n_open
    if number < a.n_won * b.n:
        won, other = divmod(number, b.n)
        return (a.n_open + won, other), sides[0]
    other, won = divmod(number - a.n_won * b.n, b.n_won)
    return (other, b.n_open + won), sides[1]


def _ways(field: Field) -> list[_Ways]:
    ways: list[_Ways] = []
    for strong, weak in field.feeder.tolist():
        a, b = _sides(ways, strong, weak)
        ways.append(_Ways(a.n * b.n, a.n_won * b.n + b.n_won * a.n))
    return ways


def _sides(ways: list[_Ways], strong: int, weak: int) -> tuple[_Ways, _Ways]:
    a, b = (ways[-side - 1] if side < 0 else _ENTRANT for side in (strong, weak))
    return a, b
