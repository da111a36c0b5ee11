"""All known entries of a pool side by side: what each of them may expect, the rest sampled."""

from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I8, U1
from engine.pools.evaluate import Held
from engine.pools.payouts import known_payout
from engine.pools.rules import FIRST, Pool, Prizes
from engine.pools.scores import count_below
from engine.pools.strategy import Worlds

THIN = 4  # of the worlds with other publics and odds, every so-many-th universe


@dataclass(frozen=True, slots=True, eq=False)
class Standings:
    """Axis N: entries. ``win_prob`` with its counting error ``win_prob_se``, ``low`` and ``high``
    over publics and odds; ``payout``: expected share of the pot; ``points``: mean, in units of the
    worlds' values."""

    win_prob: F8
    win_prob_se: F8
    low: F8
    high: F8
    payout: F8
    points: F8


def standings(choice: U1, held: Held, pool: Pool) -> Standings:
    """The entries ``choice[P, N]`` among each other and as many sampled rivals as the pool has
    besides."""
    seen = held.worlds
    score = scores(choice, seen)
    first = paid(score, choice, seen, FIRST, pool.entries)
    payout = first if pool.prizes == FIRST else paid(score, choice, seen, pool.prizes, pool.entries)
    means = [first.mean(axis=1)]
    for world in held.others:
        part = Worlds(
            world.board, world.won[:, ::THIN], world.value[:, ::THIN], world.below[::THIN]
        )
        means.append(paid(scores(choice, part), choice, part, FIRST, pool.entries).mean(axis=1))
    return Standings(
        win_prob=means[0],
        win_prob_se=first.std(axis=1, ddof=1) / np.sqrt(first.shape[1]),
        low=np.min(means, axis=0),
        high=np.max(means, axis=0),
        payout=payout.mean(axis=1),
        points=score.mean(axis=1),
    )


def scores(choice: U1, seen: Worlds) -> I8:
    """score[N, U]."""
    score = np.zeros((choice.shape[1], seen.won.shape[1]), dtype=np.int64)
    for row, value, won in zip(choice, seen.value, seen.won, strict=True):
        score += value * (row[:, None] == won[None, :])
    return score


def paid(score: I8, choice: U1, seen: Worlds, prizes: Prizes, entries: int) -> F8:
    """paid[N, U]: the expected share of the pot of each entry."""
    known, rivals = choice.shape[1] - 1, int(seen.below[0, -1])
    among = count_below(choice, seen.won, seen.value, seen.below.shape[1] - 2)
    universe = np.arange(score.shape[1])
    found = np.empty(score.shape)
    for n, mine in enumerate(score):
        lower, upper = (seen.below[universe, mine + more].astype(np.int64) for more in (0, 1))
        found[n] = known_payout(
            (rivals - upper) / (rivals + 1),
            (rivals - lower + 1) / (rivals + 1),
            prizes,
            entries,
            (known + 1 - among[universe, mine + 1]).astype(np.int64),
            (among[universe, mine + 1] - among[universe, mine] - 1).astype(np.int64),
            known,
        )
    return found
