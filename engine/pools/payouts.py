"""What a score is worth: the expected share of the pot against independent rivals, exactly.

Against N - 1 rivals of whom each is above me with probability q, I finish j-th with probability
Binomial(N - 1, q)(j - 1), so my expected prize is g(q) = sum_j pay_j Binomial(N - 1, q)(j - 1).
Splitting a tie equally is worth the same as breaking it at random, and then q is uniform between
1 - F(x) (nobody level is above me) and 1 - F(x-) (everybody level is):

    E(x) = (G(1 - F(x-)) - G(1 - F(x))) / (F(x) - F(x-)),  G' = g.

The integral of a binomial term is a tail, G(q) = 1/N sum_j pay_j P(Binomial(N, q) >= j), so pool
size and payouts cost nothing.

F is counted from R sampled rivals and me, R + 1 brackets in all: with k rivals above and t level, q
is uniform from k / (R + 1) to (k + t + 1) / (R + 1). So R + 1 brackets of the public, each against
the other R, get exactly 1/N in the mean. Without me among them they would get N / 2R more.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.arrays import F4, F8, I4, I8
from engine.pools.rules import Prizes
from engine.pools.scores import fill_table, known_worth

NODES = 16  # for the mean over my place in a tie with known rivals (Gauss and Legendre)
ROUGH = 4  # of them where a search compares brackets


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


def prize_integrals(prizes: Prizes, entries: int, rivals: int) -> F8:
    """G at 0, 1/(R + 1) … 1 [R + 2], for a pool of ``entries`` and a sample of ``rivals``."""
    return prize_integral(prizes, entries, np.arange(rivals + 2) / (rivals + 1))


def paid(integral: F8, below: Any, below_next: Any) -> F8:
    """The expected share of the pot of a score that beats ``below`` of the R sampled rivals and
    beats or ties ``below_next`` of them; any shape. ``integral`` as in ``prize_integrals``."""
    rivals = len(integral) - 2
    level = below_next - below + 1  # with me
    gap = integral[rivals - below + 1] - integral[rivals - below_next]
    return np.asarray(gap * (rivals + 1) / level)


def payout_table(below: I4, prizes: Prizes, entries: int) -> F4:
    """E[U, X]: the expected share of the pot of an entry with X points in universe U.

    ``below[U, X + 1]``: how many of the sampled rivals have fewer than X points; the last column is
    their number R.
    """
    integral = prize_integrals(prizes, entries, int(below[0, -1]))
    table = np.empty((below.shape[0], below.shape[1] - 1), dtype=np.float32)
    fill_table(below, integral, table)
    return table


def known_table(below: I4, known: I4, prizes: Prizes, entries: int) -> F4:
    """``payout_table`` with known rivals: ``known[U, X + 1]``, how many of them have fewer than X
    points; the last column is their number."""
    rivals, others = int(below[0, -1]), int(known[0, -1])
    lower = (rivals - below[:, 1:]) / (rivals + 1)
    higher = (rivals - below[:, :-1] + 1) / (rivals + 1)
    above = (others - known[:, 1:]).astype(np.int64)
    level = np.diff(known).astype(np.int64)
    share, count = (lower.ravel(), higher.ravel()), (above.ravel(), level.ravel())
    worth = known_payout(*share, prizes, entries, *count, others, ROUGH)
    return np.ascontiguousarray(worth.reshape(lower.shape), dtype=np.float32)


def known_payout(
    lower: F8,
    higher: F8,
    prizes: Prizes,
    entries: int,
    above: I8,
    level: I8,
    known: int,
    nodes: int = NODES,
) -> F8:
    """E[U] with ``known`` rivals of whom ``above[U]`` are ahead and ``level[U]`` level with me.

    ``lower[U]`` < ``higher[U]``: the share of the independent rivals ahead of me, without and with
    those level with me. With my place in the tie at v (uniform on 0 … 1), each known rival in
    the tie is ahead with probability v, and q = lower + v (higher - lower). The integral over v
    is a sum over Gauss's ``nodes``. If every rival is known, the prizes of the tied places are
    shared.
    """
    pay = prizes.by_place(entries)
    place, share = np.array([j for j, _ in pay]), np.array([share for _, share in pay])
    unknown = entries - 1 - known
    if unknown == 0:
        upto = np.cumsum(np.bincount(place, weights=share, minlength=entries + 1))
        return np.asarray((upto[above + level + 1] - upto[above]) / (level + 1))
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, entries + 1)))])
    expected = np.zeros(len(lower))
    node, weight = np.polynomial.legendre.leggauss(nodes)
    known_worth(
        *(lower, higher, above, level, unknown),
        *(place, share, (1.0 + node) / 2.0, weight / 2.0, log_factorial, expected),
    )
    return expected
