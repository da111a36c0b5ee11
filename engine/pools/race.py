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
from engine.pools.strategy import worlds


@dataclass(frozen=True, slots=True, eq=False)
class Race:
    """Axis N: known entries, mine the first. ``points`` so far and ``most`` that are possible;
    ``best_place`` in any way the rest can go; ``win_prob`` with its counting error and, where the
    ways can be weighted anew, ``low`` and ``high`` over other odds (else NaN); ``share`` of the pot
    to expect; ``games``: whom to root for."""

    points: F8
    most: F8
    best_place: I8
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
        win_prob=win_prob,
        win_prob_se=error,
        low=over.min(axis=0) if other_weights else unknown,
        high=over.max(axis=0) if other_weights else unknown,
        share=share @ weight,
        games=tuple(rooting(board, decided, paths, share[0])),
    )
