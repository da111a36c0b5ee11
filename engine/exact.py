"""Exact advancement from win probabilities: no universes, no error. The oracle of the tests."""

import numpy as np
from numpy.typing import NDArray

from engine.field import Field

F8 = NDArray[np.float64]


def slot_prob(field: Field, win_prob: F8) -> F8:
    """prob[S, E]: the probability that entrant e wins slot s.

    ``win_prob[S, E, E]``: probability that the first entrant beats the second in slot s, for games
    independent of each other. P(e wins s) = P(e comes from one side) x sum over o of
    P(o comes from the other side) P(e beats o).
    """
    entrants = len(field.seed)
    prob = np.zeros((len(field.slot), entrants))
    for s, (x, y) in enumerate(field.feeder):
        left, right = (_arrives(prob, int(side), entrants) for side in (x, y))
        prob[s] = left * (win_prob[s] @ right) + right * (win_prob[s] @ left)
    return prob


def _arrives(prob: F8, side: int, entrants: int) -> F8:
    if side < 0:
        return np.asarray(prob[-side - 1])
    one = np.zeros(entrants)
    one[side] = 1.0
    return one
