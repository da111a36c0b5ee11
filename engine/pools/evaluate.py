"""What brackets are worth in a pool: win chance, payout and places, each with two errors.

The counting error comes from a finite number of universes and sampled rivals, both unseen by the
search. ``low`` and ``high`` are the worst and best chance when the public or the odds are others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I4, U1
from engine.pools.payouts import known_payout, prize_curve
from engine.pools.rules import FIRST, Pool, Prizes, totals
from engine.pools.strategy import Worlds, moves

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
    with its error; ``fair_shares``: the same in average entries' payouts; ``points``: mean."""

    win_prob: float
    win_prob_se: float
    low: float
    high: float
    payout: float
    payout_se: float
    fair_shares: float
    points: float


def figures(choices: Sequence[U1], held: Held, pool: Pool, divisor: float = 1.0) -> Figures:
    """The figures of one bracket, or of a set that is entered together (its best entry wins the
    pool; its payout is the sum). ``divisor`` turns units of ``value`` back into points."""
    seen = held.worlds
    first = paid(choices, seen, FIRST, pool.entries, held.known)
    spread = _jackknife(choices, held, FIRST, pool.entries)
    payout, payout_spread = first, spread
    if pool.prizes != FIRST:
        payout = paid(choices, seen, pool.prizes, pool.entries, held.known)
        payout_spread = _jackknife(choices, held, pool.prizes, pool.entries)
    over = [float(paid(choices, w, FIRST, pool.entries, held.known).mean()) for w in held.others]
    over.append(float(first.mean()))
    best = np.maximum.reduce([totals(seen.value, seen.won, choice) for choice in choices])
    return Figures(
        win_prob=float(first.mean()),
        win_prob_se=_error(first, spread),
        low=min(over),
        high=max(over),
        payout=float(payout.mean()),
        payout_se=_error(payout, payout_spread),
        fair_shares=float(payout.mean()) * pool.entries / len(choices),
        points=float(best.mean()) * divisor,
    )


def _error(paid: F8, rivals_variance: float) -> float:
    return float(np.sqrt(paid.var(ddof=1) / len(paid) + rivals_variance))


def paid(
    choices: Sequence[U1],
    seen: Worlds,
    prizes: Prizes,
    entries: int,
    rivals_known: Sequence[U1],
) -> F8:
    """paid[U]: the expected share of the pot that the entries get together."""
    if len(choices) == 1 and not rivals_known:
        return _single(choices[0], seen, prizes, entries, seen.below)
    rivals = float(seen.below[0, -1])
    score = np.stack([totals(seen.value, seen.won, choice) for choice in (*choices, *rivals_known)])
    universe = np.arange(score.shape[1])
    total = np.zeros(score.shape[1])
    for mine in score[: len(choices)]:
        ahead = 1.0 - seen.below[universe, mine + 1] / rivals
        with_ties = 1.0 - seen.below[universe, mine] / rivals
        above, level = (score > mine).sum(axis=0), (score == mine).sum(axis=0) - 1
        known = len(score) - 1
        total += known_payout(ahead, with_ties, prizes, entries, above, level, known)
    return total


def _single(choice: U1, seen: Worlds, prizes: Prizes, entries: int, below: I4) -> F8:
    score = totals(seen.value, seen.won, choice)
    universe = np.arange(len(score))
    curve = prize_curve(prizes, entries, int(below[0, -1]))
    counts = below[universe, score].astype(np.int64), below[universe, score + 1].astype(np.int64)
    return curve.paid(*counts)


def _jackknife(choices: Sequence[U1], held: Held, prizes: Prizes, entries: int) -> float:
    """The variance of the mean payout from sampling rivals, leaving out one group at a time."""
    means = []
    for group in held.groups:
        rest = held.worlds.below - group
        part = Worlds(held.worlds.board, held.worlds.won, held.worlds.value, rest)
        means.append(float(paid(choices, part, prizes, entries, held.known).mean()))
    n = len(means)
    return float((n - 1) / n * np.sum((np.array(means) - np.mean(means)) ** 2)) if n > 1 else 0.0


def places(choice: U1, seen: Worlds, entries: int) -> F8:
    """prob[min(N, PLACES)]: the chance of each of the first places, ties counted by their share."""
    shown = min(entries, PLACES)
    return np.array(
        [
            _single(choice, seen, Prizes(((j, 1.0),)), entries, seen.below).mean()
            for j in range(1, shown + 1)
        ]
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
    before = _single(choice, search, pool.prizes, pool.entries, search.below).mean()
    prob = search.slot_prob()
    found: list[tuple[float, int, int, U1]] = []
    for c, path in enumerate(search.board.path.tolist()):
        for r, p in enumerate(path, 1):
            if prob[p, c] < 0.02:
                continue
            for changed, after in moves(search.board, choice, c, r):
                new = choice.copy()
                new[changed] = after
                after = _single(new, search, pool.prizes, pool.entries, search.below).mean()
                if after > before:
                    found.append((float(after - before), c, r, new))
    found.sort(key=lambda change: -change[0])
    return [_measured(choice, held, pool, c, r, new) for _, c, r, new in _distinct(found)]


def _distinct(found: list[tuple[float, int, int, U1]]) -> list[tuple[float, int, int, U1]]:
    """The best changes, each of another contestant."""
    seen: dict[int, tuple[float, int, int, U1]] = {}
    for change in found:
        seen.setdefault(change[1], change)
    return list(seen.values())[:CHANGES]


def _measured(choice: U1, held: Held, pool: Pool, c: int, r: int, new: U1) -> Change:
    seen = held.worlds
    old = _single(choice, seen, pool.prizes, pool.entries, seen.below)
    gain = _single(new, seen, pool.prizes, pool.entries, seen.below) - old
    return Change(c, r, new, float(gain.mean()), float(gain.std(ddof=1) / np.sqrt(len(gain))))
