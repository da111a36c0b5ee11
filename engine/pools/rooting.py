"""During the tournament: everybody's chance, and whom to root for.

Known entries are ranked in every universe that agrees with the results so far. From the Sweet 16 on
there are 2^15 = 32,768 ways the rest can go; all of them are counted, each with its probability.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I4, I8, U1
from engine.errors import BadInput
from engine.pools.board import Board
from engine.pools.rules import Prizes
from engine.pools.scores import split_pots

MAX_PATHS = 15  # undecided games that are counted exactly
MATTERS = 2.0  # standard errors of the difference


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """``won[P, U]`` and the probability ``weight[U]`` of each; ``exact``: all ways are there."""

    won: U1
    weight: F8
    exact: bool


def exact_paths(board: Board, decided: I8, win: F8) -> Paths:
    """Every way the rest can go. ``decided[P]``: the winner so far, or -1; ``win[C, C]``.

    BadInput when more than MAX_PATHS games are open."""
    still = np.flatnonzero(decided < 0)
    if len(still) > MAX_PATHS:
        raise BadInput(
            f"{len(still)} games are still open, too many to count every way.",
            "Count exactly from the Sweet 16 on, or use simulated universes.",
        )
    n = 2 ** len(still)
    won = np.repeat(np.maximum(decided, 0).astype(np.uint8)[:, None], n, axis=1)
    weight = np.ones(n)
    for i, p in enumerate(still.tolist()):
        a, b = (won[-f - 1] if f < 0 else np.full(n, f) for f in board.feeder[p].tolist())
        first = (np.arange(n) >> i) & 1 == 0
        won[p] = np.where(first, a, b)
        chance = win[a, b]
        weight *= np.where(first, chance, 1.0 - chance)
    return Paths(won, weight, True)


def outcomes(value: I4, paths: Paths, choice: U1, prizes: Prizes) -> tuple[F8, F8]:
    """(share[N], paid[U]): what each entry ``choice[P, N]`` may expect of the pot, and what the
    first one gets each way. ``value[P, U]`` of a right pick; the prizes of tied places are split
    equally. Nobody else is in the pool."""
    entries = choice.shape[1]
    pay = np.zeros(entries + 1)
    for place, amount in prizes.by_place(entries):
        pay[place] = amount
    same = (paths.won == paths.won[:, :1]).all(axis=1) & (value == value[:, :1]).all(axis=1)
    sure = (value[same, :1] * (choice[same] == paths.won[same, :1])).sum(axis=0, dtype=np.int32)
    levels = int(value.sum(axis=0).max()) + 1
    share, paid = np.zeros(entries), np.zeros(paths.won.shape[1])
    split_pots(
        *(np.ascontiguousarray(x[~same]) for x in (choice, paths.won, value)),
        *(sure, np.cumsum(pay), paths.weight),
        *(np.zeros_like(sure), np.zeros(levels, dtype=np.int32), np.zeros(levels)),
        *(share, paid),
    )
    return share, paid


@dataclass(frozen=True, slots=True)
class Root:
    """An open game: contestants ``a`` and ``b``, my expected share if each wins, the difference
    and its error; ``matters``: beyond MATTERS errors."""

    position: int
    a: int
    b: int
    if_a: float
    if_b: float
    difference: float
    difference_se: float
    matters: bool


def rooting(board: Board, decided: I8, paths: Paths, paid: F8) -> list[Root]:
    """The open games whose two sides are known, those that change ``paid[U]`` most first."""
    found = []
    for p in np.flatnonzero(decided < 0).tolist():
        a, b = (f if f >= 0 else int(decided[-f - 1]) for f in board.feeder[p].tolist())
        if min(a, b) < 0:
            continue
        means, variance = [], 0.0
        for c in (a, b):
            here = paths.won[p] == c
            weight = paths.weight * here
            mean = float(paid @ weight / max(weight.sum(), 1e-300))
            means.append(mean)
            if not paths.exact and here.any():
                variance += float(paid[here].var() / here.sum())
        gap, se = means[0] - means[1], float(np.sqrt(variance))
        matters = abs(gap) > max(MATTERS * se, 1e-9)
        found.append(Root(p, a, b, means[0], means[1], gap, se, matters))
    return sorted(found, key=lambda root: -abs(root.difference))
