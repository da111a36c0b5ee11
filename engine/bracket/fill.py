"""Fills the open slots of a bracket. Picks that were made stay."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8, U1
from engine.bracket.picks import OPEN, Picks
from engine.domain.field import Field
from engine.errors import BadInput

FILLS = {
    "favourites": "In every game the side that is more likely to win.",
    "seeds": "In every game the better seed line; between equal seed lines the likelier side.",
    "likely": "The bracket most likely to be right in every game.",
    "points": "The bracket with the most expected points.",
}
ROUND_POINTS = (0, 1, 2, 4, 8, 16, 32)  # for a right pick in each round, First Four first


def filled(
    picks: Picks,
    field: Field,
    strategy: str,
    win: F8,
    slot_prob: F8,
    points: F8 | None = None,
) -> Picks:
    """Every open slot filled by a ``strategy``, one of ``FILLS``.

    ``win[S, E, E]`` as in ``win_curve.WinMatrix``; ``slot_prob[S, E]`` of a run, used by the
    strategy ``points``, or ``points[S, E]`` to expect of a pick where they are not 1-2-4-8-16-32.
    BadInput for an unknown strategy.
    """
    if strategy == "favourites":
        return _forward(picks, field, lambda s, a, b: a if win[s, a, b] >= 0.5 else b)
    if strategy == "seeds":
        return _forward(picks, field, lambda s, a, b: _better_seed(field, win, s, a, b))
    if strategy == "likely":
        with np.errstate(divide="ignore"):
            return _best(picks, field, np.log(win))
    if strategy == "points":
        if points is None:
            points = np.array(ROUND_POINTS)[field.round][:, None] * slot_prob
        # Among slots that no universe reached, prefer the likelier path.
        return _best(picks, field, points[:, :, None] + 1e-9 * win)
    raise BadInput(
        f"“{str(strategy)[:24]}” is no way to fill a bracket.", f"Use {', '.join(FILLS)}."
    )


def most_points(picks: Picks, field: Field, win: F8, slot_prob: F8) -> float:
    """The expected points (1-2-4-8-16-32) of the best bracket that has these picks."""
    best = np.array(filled(picks, field, "points", win, slot_prob).entrant)
    points = np.array(ROUND_POINTS)[field.round]
    return float(points @ slot_prob[np.arange(len(best)), best])


def filled_from(picks: Picks, field: Field, winner: U1, win: F8) -> Picks:
    """Every open slot filled with the winner of one universe, ``winner[S]``. Where the picks bring
    together two teams that did not meet there in that universe, the likelier one wins."""

    def who(s: int, a: int, b: int) -> int:
        won = int(winner[s])
        if won in (a, b):
            return won
        return a if win[s, a, b] >= 0.5 else b

    return _forward(picks, field, who)


def _better_seed(field: Field, win: F8, s: int, a: int, b: int) -> int:
    line_a, line_b = field.seed_line(a), field.seed_line(b)
    if line_a != line_b:
        return a if line_a < line_b else b
    return a if win[s, a, b] >= 0.5 else b


def _forward(picks: Picks, field: Field, who: Callable[[int, int, int], int]) -> Picks:
    """Fill game by game, in playing order, by ``who(slot, a, b)``."""
    chosen = list(picks.entrant)
    for s, entrant in enumerate(picks.entrant):
        if entrant == OPEN:
            chosen[s] = who(s, *field.arriving(chosen, s))
    return Picks(tuple(chosen))


def _best(picks: Picks, field: Field, value: F8) -> Picks:
    """The bracket with the largest sum of ``value[S, E, E or 1]`` of (slot, winner, loser), by
    dynamic programming: the best way for each team to win each slot."""
    entrants = len(field.seed)
    value = np.broadcast_to(value, (len(field.slot), entrants, entrants))
    best = np.full((len(field.slot), entrants), -np.inf)  # of slot s and all before it, if e wins s
    beaten = np.full((len(field.slot), entrants), OPEN)
    starting = np.where(np.eye(entrants, dtype=np.bool_), 0.0, -np.inf)  # nothing won so far
    for s in range(len(field.slot)):
        strong, weak = field.arriving(best, s, starting)
        for own, other in ((strong, weak), (weak, strong)):
            with_loser = value[s] + other[None, :]
            loser = np.argmax(with_loser, axis=1)
            total = own + with_loser[np.arange(entrants), loser]
            better = total > best[s]
            best[s, better], beaten[s, better] = total[better], loser[better]
        if picks.entrant[s] != OPEN:
            best[s, np.arange(entrants) != picks.entrant[s]] = -np.inf
    chosen = [OPEN] * len(field.slot)
    _trace(field, best, beaten, len(field.slot) - 1, int(np.argmax(best[-1])), chosen)
    return Picks(tuple(chosen))


def _trace(
    field: Field, best: F8, beaten: NDArray[np.int64], s: int, winner: int, chosen: list[int]
) -> None:
    """Fill ``chosen`` with the path of ``winner`` to slot s and of the team it beats there."""
    chosen[s] = winner
    pair = (winner, int(beaten[s, winner]))
    for earlier in field.earlier(s):
        came = pair[int(np.argmax(best[earlier, pair]))]
        _trace(field, best, beaten, earlier, came, chosen)
