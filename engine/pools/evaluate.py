"""What brackets are worth in a pool: win chance, payout and places, each with two errors.

The counting error comes from a finite number of universes and sampled rivals, both unseen by the
search. ``low`` and ``high`` are the worst and best chance when the public or the odds are others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I4, I8, U1
from engine.pools.payouts import known_payout, paid, prize_integrals
from engine.pools.rules import FIRST, Pool, Prizes, totals
from engine.pools.strategy import Worlds, moves
from engine.stats.estimates import mean_se

PLACES = 10  # shown one by one; the rest is one number
CHANGES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Universes and rivals that no search has seen. ``groups``: ``below[U, X + 1]`` of equal parts
    of the rivals, which add up to ``worlds.below``; ``others``: worlds with other publics and
    odds; ``known``: brackets of rivals that are known; the rest of the pool is sampled."""

    worlds: Worlds
    groups: tuple[I4, ...]
    others: tuple[Worlds, ...]
    known: tuple[U1, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """``win_prob``: the chance of first place, a tie counted by its share, with its counting error;
    ``low``, ``high``: worst and best over publics and odds. ``payout``: expected share of the pot
    with its error; ``fair_shares``: the same in average entries' payouts; ``points``: mean of the
    best entry, with its counting error."""

    win_prob: float
    win_prob_se: float
    low: float
    high: float
    payout: float
    payout_se: float
    fair_shares: float
    points: float
    points_se: float


def figures(choices: Sequence[U1], held: Held, pool: Pool, divisor: float = 1.0) -> Figures:
    """The figures of one bracket, or of a set that is entered together (its best entry wins the
    pool; its payout is the sum). ``divisor`` turns units of ``value`` back into points."""
    seen = _standing(choices, held.worlds, held.worlds.below_of(held.known))
    first, spread = _paid(seen, FIRST, pool.entries), _jackknife(seen, held, FIRST, pool.entries)
    payout, payout_spread = first, spread
    if pool.prizes != FIRST:
        payout = _paid(seen, pool.prizes, pool.entries)
        payout_spread = _jackknife(seen, held, pool.prizes, pool.entries)
    over = [
        float(_paid(_standing(choices, w, w.below_of(held.known)), FIRST, pool.entries).mean())
        for w in held.others
    ]
    over.append(float(first.mean()))
    points, points_se = mean_se(seen.score.max(axis=0).astype(np.float64))
    return Figures(
        win_prob=float(first.mean()),
        win_prob_se=_error(first, spread),
        low=min(over),
        high=max(over),
        payout=float(payout.mean()),
        payout_se=_error(payout, payout_spread),
        fair_shares=float(payout.mean()) * pool.entries / len(choices),
        points=points * divisor,
        points_se=points_se * divisor,
    )


def _error(paid: F8, rivals_variance: float) -> float:
    return float(np.sqrt(paid.var(ddof=1) / len(paid) + rivals_variance))


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    """``score[M, U]`` of my entries in ``worlds``; ``above[M, U]`` and ``level[M, U]``: how many of
    the ``known`` other brackets, my own among them, are ahead of each and level with it."""

    worlds: Worlds
    score: I4
    above: I8
    level: I8
    known: int


def _standing(choices: Sequence[U1], seen: Worlds, known: I4) -> _Standing:
    score = np.stack([totals(seen.value, seen.won, choice) for choice in choices])
    above = (score[None] > score[:, None]).sum(axis=1)
    level = (score[None] == score[:, None]).sum(axis=1) - 1
    if rivals := int(known[0, -1]):
        universe = np.arange(score.shape[1])
        above += rivals - known[universe, score + 1]
        level += known[universe, score + 1] - known[universe, score]
    return _Standing(seen, score, above, level, len(choices) - 1 + rivals)


def _paid(at: _Standing, prizes: Prizes, entries: int, below: I4 | None = None) -> F8:
    """paid[U]: the expected share of the pot that the entries get together; ``below`` replaces that
    of the worlds."""
    below = at.worlds.below if below is None else below
    universe = np.arange(at.score.shape[1])
    lower, upper = (below[universe, at.score + more].astype(np.int64) for more in (0, 1))
    rivals = int(below[0, -1])
    if not at.known:
        return paid(prize_integrals(prizes, entries, rivals), lower[0], upper[0])
    ahead = (rivals - upper) / (rivals + 1)
    with_ties = (rivals - lower + 1) / (rivals + 1)
    each = [
        known_payout(q, up, prizes, entries, above, level, at.known)
        for q, up, above, level in zip(ahead, with_ties, at.above, at.level, strict=True)
    ]
    return np.asarray(np.sum(each, axis=0))


def payouts(choice: U1, seen: Worlds, pool: Pool) -> F8:
    """paid[U]: a bracket's expected share of the pot in each universe, among sampled rivals."""
    return payouts_among((), seen, pool)(choice)


def payouts_among(known: Sequence[U1], seen: Worlds, pool: Pool) -> Callable[[U1], F8]:
    """``payouts`` of any bracket among ``known`` rivals and sampled ones."""
    below = seen.below_of(known)
    return lambda choice: _paid(_standing([choice], seen, below), pool.prizes, pool.entries)


def _jackknife(at: _Standing, held: Held, prizes: Prizes, entries: int) -> float:
    """The variance of the mean payout from sampling rivals, leaving out one group at a time."""
    means = [
        float(_paid(at, prizes, entries, held.worlds.below - group).mean()) for group in held.groups
    ]
    n = len(means)
    return float((n - 1) / n * np.sum((np.array(means) - np.mean(means)) ** 2)) if n > 1 else 0.0


def places(choice: U1, held: Held, entries: int) -> F8:
    """prob[min(N, PLACES)]: the chance of each of the first places, ties counted by their share."""
    at = _standing([choice], held.worlds, held.worlds.below_of(held.known))
    return np.array(
        [_paid(at, Prizes(((j, 1.0),)), entries).mean() for j in range(1, min(entries, PLACES) + 1)]
    )


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Let ``contestant`` win through ``round``: the new ``choice[P]`` and what it adds to the
    payout (``gain``, with its error), in universes that did not choose it."""

    contestant: int
    round: int
    choice: U1
    gain: float
    gain_se: float


def best_changes(choice: U1, search: Worlds, held: Held, pool: Pool) -> list[Change]:
    """The changes to one bracket that add most to its expected payout, best first; found in one
    half of the universes, measured in the other, one for each round and region of the bracket."""
    worth = payouts_among(held.known, search, pool)
    before = worth(choice).mean()
    prob = search.slot_prob()
    found: list[tuple[float, int, int, U1]] = []
    for c, path in enumerate(search.board.path.tolist()):
        for r, p in enumerate(path, 1):
            if prob[p, c] < 0.02:
                continue
            for changed, after in moves(search.board, choice, c, r):
                new = choice.copy()
                new[changed] = after
                if (gain := float(worth(new).mean() - before)) > 0:
                    found.append((gain, c, r, new))
    found.sort(key=lambda change: -change[0])
    worth = payouts_among(held.known, held.worlds, pool)
    return [_measured(worth(new) - worth(choice), c, r, new) for _, c, r, new in _distinct(found)]


def _distinct(found: list[tuple[float, int, int, U1]]) -> list[tuple[float, int, int, U1]]:
    """The best changes, each of another contestant."""
    seen: dict[int, tuple[float, int, int, U1]] = {}
    for change in found:
        seen.setdefault(change[1], change)
    return list(seen.values())[:CHANGES]


def _measured(gain: F8, c: int, r: int, new: U1) -> Change:
    return Change(c, r, new, *mean_se(gain))
