"""Odds of each slot if the earlier picks come true: counted while enough universes are left.

A team's strength is the same in all games of a universe, so a pick that comes true says something
about the next game. Counting keeps that; the win curve, which takes games as independent, does
not. But few universes agree with many picks, so below ``LEAST`` of them the curve takes over.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8
from engine.bracket.picks import OPEN, Picks
from engine.domain.results import TournamentResult

LEAST = 400  # universes: a 95% error of 5 percentage points at most


@dataclass(frozen=True, slots=True, eq=False)
class OddsGivenPicks:
    """``prob[S, E]``: probability of winning each slot if all earlier picks come true;
    ``counted[S]``: how many universes it was counted in, 0 where it comes from the curve."""

    prob: F8
    counted: NDArray[np.int64]


def odds_given_picks(result: TournamentResult | None, picks: Picks, curve: F8) -> OddsGivenPicks:
    """Counts over ``result``'s universes; ``curve[S, E]``: the same odds from the win curve, used
    where fewer than LEAST universes agree with the earlier picks, and without a result."""
    prob, counted = curve.copy(), np.zeros(len(picks.entrant), dtype=np.int64)
    if result is None:
        return OddsGivenPicks(prob, counted)
    winner, field = result.winner, result.field
    agrees = np.ones(winner.shape, dtype=np.bool_)  # with all picks before each slot
    for s in range(len(field.slot)):
        for before in field.earlier(s):
            pick = picks.entrant[before]
            agrees[s] &= agrees[before] & ((winner[before] == pick) | (pick == OPEN))
        left = winner[s, agrees[s]]
        if len(left) >= LEAST:
            counted[s] = len(left)
            prob[s] = np.bincount(left, minlength=prob.shape[1]) / len(left)
    return OddsGivenPicks(prob, counted)
