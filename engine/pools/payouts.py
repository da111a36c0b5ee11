"""What a score is worth: the expected share of the pot against independent rivals, exactly.

Against N - 1 rivals of whom each is above me with probability q, I finish j-th with probability
Binomial(N - 1, q)(j - 1), so my expected prize is g(q) = sum_j pay_j Binomial(N - 1, q)(j - 1).
Splitting a tie equally is worth the same as breaking it at random, and then q is uniform between
1 - F(x) (nobody level is above me) and 1 - F(x-) (everybody level is):

    E(x) = (G(1 - F(x-)) - G(1 - F(x))) / (F(x) - F(x-)),  G' = g.

The integral of a binomial term is a tail, G(q) = 1/N sum_j pay_j P(Binomial(N, q) >= j), so pool
size and payouts cost nothing.
"""

from collections.abc import Sequence

import numpy as np

from engine.arrays import F8, I8
from engine.pools.rules import Prizes

SLICES = 16  # of a tie with known rivals


def log_binomials(n: int, k: I8) -> F8:
    """log of n over k."""
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    return np.asarray(log_factorial[n] - log_factorial[k] - log_factorial[n - k])


def binomial_tails(n: int, q: F8, places: Sequence[int]) -> F8:
    """P(Binomial(n, q) >= j) [J, Q] for the places j (0 … n + 1)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        log_q, log_p = np.log(q), np.log1p(-q)

    def probability(first: int, last: int) -> F8:
        total = np.zeros_like(q)
        for k in range(first, last + 1):
            chosen = float(log_binomials(n, np.array([k]))[0]) if n < 64 else logs[k]
            term = chosen + (k * log_q if k else 0.0) + ((n - k) * log_p if k < n else 0.0)
            total += np.exp(term)
        return total

    logs = log_binomials(n, np.arange(n + 1)) if n >= 64 else np.zeros(0)
    tails = []
    for j in places:
        below = 2 * j <= n
        tail = 1.0 - probability(0, j - 1) if below else probability(j, n)
        tails.append(np.clip(tail, 0.0, 1.0))
    return np.array(tails)


def prize_integral(prizes: Prizes, entries: int, q: F8, above: int = 0, known: int = 0) -> F8:
    """G(q) [Q]: the integral of the expected prize from 0 to q, against ``entries`` - 1 rivals of
    whom ``known`` are not among the independent ones and ``above`` of those are ahead of me."""
    unknown = entries - 1 - known
    pay = [(j - above, share) for j, share in prizes.by_place(entries)]
    pay = [(j, share) for j, share in pay if 1 <= j <= unknown + 1]
    if not pay:
        return np.zeros_like(q)
    tails = binomial_tails(unknown + 1, q, [j for j, _ in pay])
    return np.asarray(np.array([share for _, share in pay]) @ tails / (unknown + 1))


def payout_table(below: I8, prizes: Prizes, entries: int, above: int = 0, known: int = 0) -> F8:
    """E[U, X]: the expected share of the pot of an entry with X points in universe U.

    ``below[U, X + 1]``: how many of the sampled rivals have fewer than X points; the last column is
    their number R. ``above`` and ``known`` as in ``prize_integral``, for known rivals of whom none
    is level.
    """
    rivals = int(below[0, -1])
    q = np.arange(rivals + 1) / rivals
    integral = prize_integral(prizes, entries, q, above, known)
    slope = np.append(np.diff(integral), 0.0) * rivals  # a tie of none: G' at one point
    slope[1:-1] = 0.5 * (slope[1:-1] + slope[:-2])
    slope[-1] = slope[-2]
    slope[[0, -1]] = _prize_at_ends(prizes, entries, above, known)
    higher, lower = rivals - below[:, :-1], rivals - below[:, 1:]
    tied = higher - lower
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (integral[higher] - integral[lower]) * rivals / tied
    return np.where(tied > 0, mean, slope[lower])


def _prize_at_ends(prizes: Prizes, entries: int, above: int, known: int) -> tuple[float, float]:
    """g(0) and g(1): all independent rivals are below me, or above me."""
    paid = dict(prizes.by_place(entries))
    return paid.get(above + 1, 0.0), paid.get(above + entries - known, 0.0)


def known_payout(
    lower: F8, higher: F8, prizes: Prizes, entries: int, above: I8, level: I8, known: int
) -> F8:
    """E[U] with ``known`` rivals of whom ``above[U]`` are ahead and ``level[U]`` level with me.

    ``lower[U]``, ``higher[U]``: the share of the independent rivals ahead of me, without and with
    those level with me. With my place in the tie at v (uniform on 0 … 1), each known rival in
    the tie is ahead with probability v, and q = lower + v (higher - lower). The integral over v
    is taken in SLICES midpoints, which is exact for a tie without known rivals up to the binomial
    terms' curvature.
    """
    unknown = entries - 1 - known
    paid = np.zeros(entries + 2)
    for place, share in prizes.by_place(entries):
        paid[place] = share
    expected = np.zeros(len(lower))
    for m in range(SLICES):
        v = (m + 0.5) / SLICES
        q = lower + v * (higher - lower)
        for a in np.unique(above):
            for t in np.unique(level[above == a]):
                at = (above == a) & (level == t)
                for i in range(int(t) + 1):
                    weight = np.exp(log_binomials(int(t), np.array([i])))[0]
                    weight *= v**i * (1 - v) ** (int(t) - i)
                    expected[at] += weight * _prize(paid, unknown, q[at], int(a) + i) / SLICES
    return expected


def _prize(paid: F8, unknown: int, q: F8, above: int) -> F8:
    """g(q): the expected prize with ``above`` known rivals ahead, from ``paid[place]``."""
    places = [j for j in np.flatnonzero(paid).tolist() if above + 1 <= j <= above + unknown + 1]
    if not places:
        return np.zeros_like(q)
    k = np.array(places) - above - 1
    q = np.clip(q, 0.0, 1.0)
    with np.errstate(divide="ignore"):
        up = np.where(k[:, None] > 0, k[:, None] * np.maximum(np.log(q), -1e30), 0.0)
        left = (unknown - k)[:, None]
        down = np.where(left > 0, left * np.maximum(np.log1p(-q), -1e30), 0.0)
    return np.asarray(paid[places] @ np.exp(log_binomials(unknown, k)[:, None] + up + down))
