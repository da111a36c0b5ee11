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
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.arrays import F4, F8, I4, I8
from engine.pools.rules import Prizes
from engine.pools.scores import fill_table

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


def prize_integral(prizes: Prizes, entries: int, q: F8) -> F8:
    """G(q) [Q]: the integral of the expected prize from 0 to q."""
    pay = prizes.by_place(entries)
    tails = binomial_tails(entries, q, [place for place, _ in pay])
    return np.asarray(np.array([share for _, share in pay]) @ tails / entries)


@dataclass(frozen=True, slots=True, eq=False)
class PrizeCurve:
    """What a place among R sampled rivals is worth. ``integral[R + 1]``: G at 0, 1/R … 1;
    ``slope[R + 1]``: the expected prize g there, for scores that no sampled rival has."""

    integral: F8
    slope: F8

    def paid(self, below: Any, below_next: Any) -> F8:
        """The expected share of the pot of a score that beats ``below`` of the sampled rivals and
        beats or ties ``below_next`` of them; any shape."""
        rivals = len(self.integral) - 1
        ahead, with_ties = rivals - below_next, rivals - below
        tied = with_ties - ahead
        mean = (self.integral[with_ties] - self.integral[ahead]) * rivals / np.maximum(tied, 1)
        return np.asarray(np.where(tied > 0, mean, self.slope[ahead]))


def prize_curve(prizes: Prizes, entries: int, rivals: int) -> PrizeCurve:
    """The curve of a pool of ``entries``, from a sample of ``rivals``."""
    integral = prize_integral(prizes, entries, np.arange(rivals + 1) / rivals)
    slope = np.gradient(integral, 1.0 / rivals)
    paid = dict(prizes.by_place(entries))
    slope[0], slope[-1] = paid.get(1, 0.0), paid.get(entries, 0.0)
    return PrizeCurve(integral, slope)


def payout_table(below: I4, prizes: Prizes, entries: int) -> F4:
    """E[U, X]: the expected share of the pot of an entry with X points in universe U.

    ``below[U, X + 1]``: how many of the sampled rivals have fewer than X points; the last column is
    their number R.
    """
    curve = prize_curve(prizes, entries, int(below[0, -1]))
    table = np.empty((below.shape[0], below.shape[1] - 1), dtype=np.float32)
    fill_table(below, curve.integral, curve.slope, table)
    return table


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
    paying = above < int(np.flatnonzero(paid).max())
    for m in range(SLICES):
        v = (m + 0.5) / SLICES
        q = lower + v * (higher - lower)
        for a in np.unique(above[paying]):
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
