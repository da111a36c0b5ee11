"""Exact advancement from win probabilities: no universes, no error. The oracle of the tests."""

from collections.abc import Sequence

import numpy as np

from engine.arrays import F8
from engine.domain.field import Field


def slot_prob(field: Field, win_prob: F8, came: Sequence[int] | None = None) -> F8:
    """prob[S, E]: the probability that entrant e wins slot s.

    ``win_prob[S, E, E]``: probability that the first entrant beats the second in slot s, for games
    independent of each other. P(e wins s) = P(e comes from one side) x sum over o of
    P(o comes from the other side) P(e beats o). Where ``came[S]`` names an entrant (and is not
    negative), it is taken to have come out of that slot, whatever its chance there was.
    """
    entrants = len(field.seed)
    prob = np.zeros((len(field.slot), entrants))
    for s, (x, y) in enumerate(field.feeder):
        left, right = (_arrives(prob, int(side), entrants, came) for side in (x, y))
        prob[s] = left * (win_prob[s] @ right) + right * (win_prob[s] @ left)
    return prob


def _arrives(prob: F8, side: int, entrants: int, came: Sequence[int] | None) -> F8:
    certain = side if side >= 0 else came[-side - 1] if came is not None else -1
    if certain < 0:
        return np.asarray(prob[-side - 1])
    one = np.zeros(entrants)
    one[certain] = 1.0
    return one
