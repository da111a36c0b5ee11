"""Scores of many brackets in many universes, and how they are spread: the compiled part."""

import numpy as np

from engine.arrays import F4, F8, I4, I8, U1
from engine.game.jit import njit


@njit(nogil=True)
def _count(choice: U1, won: U1, value: I4, score: I4, count: I4) -> None:
    """Count the totals of ``choice[P, R]`` in each universe: ``count[U, X]``; ``score[R]`` is
    overwritten."""
    positions, rivals = choice.shape
    for u in range(won.shape[1]):
        for r in range(rivals):
            score[r] = 0
        for p in range(positions):
            w, v = won[p, u], value[p, u]
            if v != 0:
                for r in range(rivals):
                    score[r] += v * (choice[p, r] == w)
        for r in range(rivals):
            count[u, score[r]] += 1


def count_below(choice: U1, won: U1, value: I4, levels: int) -> I4:
    """below[U, X + 1]: how many of the brackets ``choice[P, R]`` score less than X points in each
    universe of ``won[P, U]``, X from 0 to ``levels``; the last column is R."""
    count = np.zeros((won.shape[1], levels + 1), dtype=np.int32)
    buffer = np.zeros(choice.shape[1], dtype=np.int32)
    _count(np.ascontiguousarray(choice), np.ascontiguousarray(won), value, buffer, count)
    below = np.zeros((won.shape[1], levels + 2), dtype=np.int32)
    np.cumsum(count, axis=1, out=below[:, 1:])
    return below


@njit(nogil=True)
def mean_worth(
    score: I4,
    floor: I4,
    won: U1,
    value: I4,
    changed: I8,
    before: I8,
    after: I8,
    table: F4,
) -> float:
    """Mean of ``table[u, score]`` after position ``changed[k]`` goes from one contestant to
    another; ``floor[U]``: the best score of my other entries.
    ``won[U, P]`` and ``value[U, P]`` have the universe first."""
    total = 0.0
    for u in range(score.shape[0]):
        s = score[u]
        for k in range(changed.shape[0]):
            p = changed[k]
            w = won[u, p]
            if w == after[k]:
                s += value[u, p]
            elif w == before[k]:
                s -= value[u, p]
        total += table[u, max(s, floor[u])]
    return float(total / score.shape[0])


@njit(nogil=True)
def fill_table(below: I4, integral: F8, slope: F8, table: F4) -> None:
    """Fill ``table[U, X]`` with ``payouts.PrizeCurve.paid`` of every score."""
    rivals = integral.shape[0] - 1
    for u in range(table.shape[0]):
        for x in range(table.shape[1]):
            ahead = rivals - below[u, x + 1]
            tied = below[u, x + 1] - below[u, x]
            if tied > 0:
                table[u, x] = (integral[ahead + tied] - integral[ahead]) * rivals / tied
            else:
                table[u, x] = slope[ahead]
