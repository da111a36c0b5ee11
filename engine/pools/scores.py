"""Scores of many brackets in many universes, and how they are spread: the compiled part."""

import numpy as np

from engine.arrays import F4, F8, I4, I8, U1
from engine.game.jit import njit

NEGLIGIBLE = -30.0  # log of a probability that adds nothing


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
def fill_table(below: I4, integral: F8, table: F4) -> None:
    """Fill ``table[U, X]`` with ``payouts.paid`` of every score."""
    rivals = integral.shape[0] - 2
    for u in range(table.shape[0]):
        for x in range(table.shape[1]):
            beaten, level = below[u, x], below[u, x + 1] - below[u, x] + 1
            gap = integral[rivals - beaten + 1] - integral[rivals - beaten + 1 - level]
            table[u, x] = gap * (rivals + 1) / level


@njit(nogil=True)
def known_worth(
    lower: F8,
    higher: F8,
    above: I8,
    level: I8,
    unknown: int,
    place: I8,
    share: F8,
    node: F8,
    weight: F8,
    log_factorial: F8,
    expected: F8,
) -> None:
    """Fill ``expected[U]`` with ``payouts.known_payout``: ``share[J]`` of the paying places (in
    order), ``unknown`` independent rivals, ``log_factorial[N]``, the mean over ``node[M]``."""
    last = place[place.shape[0] - 1]
    for u in range(lower.shape[0]):
        if above[u] >= last:
            continue
        t = level[u]
        for m in range(node.shape[0]):
            v = node[m]
            q = lower[u] + v * (higher[u] - lower[u])
            log_v, log_w, log_q, log_p = np.log(v), np.log1p(-v), np.log(q), np.log1p(-q)
            for i in range(t + 1):
                tied = log_factorial[t] - log_factorial[i] - log_factorial[t - i]
                tied += i * log_v + (t - i) * log_w
                if tied < NEGLIGIBLE:
                    continue
                for j in range(place.shape[0]):
                    k = place[j] - 1 - above[u] - i
                    if k < 0 or k > unknown:
                        continue
                    free = log_factorial[unknown] - log_factorial[k] - log_factorial[unknown - k]
                    free += k * log_q + (unknown - k) * log_p
                    if tied + free > NEGLIGIBLE:
                        expected[u] += weight[m] * share[j] * np.exp(tied + free)


@njit(nogil=True)
def split_pots(
    choice: U1,
    won: U1,
    value: I4,
    sure: I4,
    upto: F8,
    weight: F8,
    score: I4,
    count: I4,
    pay: F8,
    share: F8,
    paid: F8,
) -> None:
    """Pay out a pool of ``choice[P, N]`` in each universe: ``paid[U]`` of the first entry, and
    ``share[N]``, the sum over universes by ``weight[U]``. ``sure[N]``: points that each entry has
    anyhow; ``upto[N + 1]``: the prizes of the places up to each. ``score[N]``, ``count[X + 1]``
    and ``pay[X + 1]`` (X: most points) are overwritten."""
    positions, entries = choice.shape
    for u in range(won.shape[1]):
        for n in range(entries):
            score[n] = sure[n]
        for x in range(count.shape[0]):
            count[x] = 0
        for p in range(positions):
            w, v = won[p, u], value[p, u]
            for n in range(entries):
                score[n] += v * (choice[p, n] == w)
        for n in range(entries):
            count[score[n]] += 1
        above = 0
        for x in range(count.shape[0] - 1, -1, -1):
            if count[x]:
                pay[x] = (upto[above + count[x]] - upto[above]) / count[x]
                above += count[x]
        for n in range(entries):
            share[n] += weight[u] * pay[score[n]]
        paid[u] = pay[score[0]]
