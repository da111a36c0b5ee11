"""Filling the rest of somebody's bracket. Picks that were made stay."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8, U1
from engine.bracket.picks import OPEN, Picks
from engine.domain.field import Field
from engine.errors import BadInput

FILLS = {
    "favourites": "In every game the side more likely to win it.",
    "seeds": "In every game the better seed line; between equal lines the likelier side.",
    "likely": "The one bracket that is most likely to be right in every game.",
    "points": "The bracket that expects the most points: a team goes far if it often does.",
}
ROUND_POINTS = (0, 1, 2, 4, 8, 16, 32)  # a right pick in each round, First Four first


def filled(picks: Picks, field: Field, how: str, win: F8, slot_prob: F8) -> Picks:
    """Every open slot filled, ``how`` a key of ``FILLS``.

    ``win[S, E, E]`` as in ``chances.Chances``; ``slot_prob[S, E]`` of a run, which is what
    ``points`` goes by. BadInput for another ``how``.
    """
    if how == "favourites":
        return _forward(picks, field, lambda s, a, b: a if win[s, a, b] >= 0.5 else b)
    if how == "seeds":
        return _forward(picks, field, lambda s, a, b: _better_seed(field, win, s, a, b))
    if how == "likely":
        with np.errstate(divide="ignore"):
            return _best(picks, field, np.log(win))
    if how == "points":
        worth = np.array(ROUND_POINTS)[field.round][:, None] * slot_prob
        # Where nothing was ever counted, the likelier way there still beats the others.
        return _best(picks, field, worth[:, :, None] + 1e-9 * win)
    raise BadInput(f"“{str(how)[:24]}” is no way to fill a bracket.", f"Use {', '.join(FILLS)}.")


def filled_from(picks: Picks, field: Field, winner: U1, win: F8) -> Picks:
    """Every open slot filled as one universe went, ``winner[S]``. Where picks have brought two
    teams together that did not meet there in it, the likelier one wins."""

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
    """Game by game in playing order."""
    chosen = list(picks.entrant)
    for s, entrant in enumerate(picks.entrant):
        if entrant == OPEN:
            chosen[s] = who(s, *field.arriving(chosen, s))
    return Picks(tuple(chosen))


def _best(picks: Picks, field: Field, value: F8) -> Picks:
    """The bracket with the largest sum of ``value[S, E, E or 1]`` of (slot, winner, loser) over all
    slots, by dynamic programming: the best way for each team to come out of each slot."""
    entrants = len(field.seed)
    value = np.broadcast_to(value, (len(field.slot), entrants, entrants))
    best = np.full((len(field.slot), entrants), -np.inf)  # of slot s and all before it, e winning
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
    """Write down how ``winner`` comes out of slot s, and whom it beats there."""
    chosen[s] = winner
    pair = (winner, int(beaten[s, winner]))
    for earlier in field.earlier(s):
        came = pair[int(np.argmax(best[earlier, pair]))]
        _trace(field, best, beaten, earlier, came, chosen)
