"""The pool while the tournament is on: what each known entry has, may still get, and may expect.

Entries are ranked in every way the rest can go; rivals whose brackets are not known are sampled.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I8, U1
from engine.pools.board import Board
from engine.pools.rooting import Paths, Root, rooting
from engine.pools.rules import FIRST, Pool, pick_value, points_unit
from engine.pools.standings import paid, scores
from engine.pools.strategy import Worlds, worlds

TOP = (3, 10)  # places


@dataclass(frozen=True, slots=True, eq=False)
class Race:
    """Axis N: known entries, mine the first. ``points`` so far and ``most`` that are possible;
    ``best_place`` in any way the rest can go; ``top[N, 2]``: the chance of a place among the first
    ``TOP``, tied places counted as the best of them; ``win_prob`` with its counting error and,
    where the ways can be weighted anew, ``low`` and ``high`` over other odds (else NaN); ``share``
    of the pot to expect; ``games``: whom to root for."""

    points: F8
    most: F8
    best_place: I8
    top: F8
    win_prob: F8
    win_prob_se: F8
    low: F8
    high: F8
    share: F8
    games: tuple[Root, ...]


def race(
    board: Board,
    decided: I8,
    paths: Paths,
    other_weights: list[F8],
    choice: U1,
    rivals: U1,
    pool: Pool,
) -> Race:
    """``decided[P]``: the winner so far, or -1; ``other_weights``: of the same paths by other odds;
    ``choice[P, N]``: the known entries; ``rivals[P, R]``: a sample of the public, for the rest."""
    value = pick_value(pool.scoring, board, paths.won)
    seen = worlds(board, paths.won, value, rivals)
    unit = points_unit(pool.scoring, board, value, paths.won)
    score, weight = scores(choice, seen), paths.weight / paths.weight.sum()
    first = paid(score, choice, seen, FIRST, pool.entries)
    share = first
    if pool.prizes != FIRST:
        share = paid(score, choice, seen, pool.prizes, pool.entries)
    win_prob = first @ weight
    over = np.stack([win_prob, *(first @ (other / other.sum()) for other in other_weights)])
    known = decided >= 0
    now = ((choice[known] == decided[known, None]) * value[known, :1]).sum(axis=0)
    unknown = np.full(len(choice.T), np.nan)
    place = np.array([1 + (score > mine).sum(axis=0).min() for mine in score])
    error = np.zeros(len(win_prob)) if paths.exact else first.std(axis=1) / len(weight) ** 0.5
    return Race(
        points=unit * now,
        most=unit * score.max(axis=1),
        best_place=place,
        top=_top(score, seen, pool.entries - len(score), weight),
        win_prob=win_prob,
        win_prob_se=error,
        low=over.min(axis=0) if other_weights else unknown,
        high=over.max(axis=0) if other_weights else unknown,
        share=share @ weight,
        games=tuple(rooting(board, decided, paths, share[0])),
    )


def _top(score: I8, seen: Worlds, unknown: int, weight: F8) -> F8:
    """top[N, 2] of the known entries' ``score[N, U]``; the ``unknown`` others are independent and
    score like the sampled rivals: how many of them are ahead is binomial."""
    sampled, universe = int(seen.below[0, -1]), np.arange(score.shape[1])
    found = np.empty((len(score), len(TOP)))
    for n, mine in enumerate(score):
        known = (score > mine).sum(axis=0)
        ahead = 1.0 - seen.below[universe, mine + 1] / max(sampled, 1)
        for t, place in enumerate(TOP):
            found[n, t] = _at_most(place - 1 - known, max(unknown, 0), ahead) @ weight
    return found


def _at_most(most: I8, n: int, p: F8) -> F8:
    """P(X <= most) of a binomial X of n trials with chance p, for each of ``most[U]``, ``p[U]``;
    ``most`` is small."""
    total, term = np.zeros(len(p)), (1.0 - p) ** n
    for k in range(min(int(most.max()), n) + 1):
        total += np.where(k <= most, term, 0.0)
        odds = p / np.maximum(1.0 - p, 1e-12)
        term = term * odds * (n - k) / (k + 1)
    return np.minimum(np.where(most >= n, 1.0, total), 1.0)
