"""Exact advancement from win probabilities, without simulation. Tests check the kernel by it."""

from collections.abc import Sequence

import numpy as np

from engine.arrays import F8
from engine.domain.field import OPEN, Field


def slot_prob(field: Field, win_prob: F8, came: Sequence[int] | None = None) -> F8:
    """prob[S, E]: the probability that entrant e wins slot s.

    ``win_prob[S, E, E]``: probability that the first entrant beats the second in slot s, for games
    independent of each other. P(e wins s) = P(e arrives on one side) x sum over o of
    P(o arrives on the other side) P(e beats o). Where ``came[S]`` names an entrant (and is not
    OPEN), that entrant goes on to the next slot, whatever its probability in this one.
    """
    certain = np.eye(len(field.seed))
    prob = np.zeros((len(field.slot), len(field.seed)))
    goes_on = np.zeros_like(prob)  # to the next slot
    for s in range(len(field.slot)):
        left, right = field.arriving(goes_on, s, certain)
        prob[s] = left * (win_prob[s] @ right) + right * (win_prob[s] @ left)
        known = OPEN if came is None else came[s]
        goes_on[s] = prob[s] if known == OPEN else certain[known]
    return prob
