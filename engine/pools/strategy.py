"""Which bracket to enter: a search for the largest expected payout, and its baselines.

The search starts from several sensible brackets and takes the first change that helps: a team wins
through a round and either inherits the later wins of the team it replaces or leaves them to the
next opponent. It sees one half of the universes and of the rivals; figures come from the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from engine.arrays import F4, F8, I4, U1
from engine.errors import BadLock
from engine.pools.board import Board, as_uint8
from engine.pools.payouts import known_table, payout_table
from engine.pools.rules import Pool, Prizes, totals
from engine.pools.scores import count_below, mean_worth

STYLES = {
    "tempered": "As if the pool had 30 entries and prizes 60, 30 and 10 %: best on real seasons.",
    "bold": "The literal optimum for this pool: relies on the odds wherever the public disagrees.",
}
TEMPERED = Pool(30, Prizes.read("60,30,10"))
CHAMPIONS = 10  # likeliest champions from whose best brackets the search may start
TOPS = 3  # of those the search reaches in a part of the universes, climbed further in all
THIN = 4  # the search first climbs in every fourth universe
RARE = 0.004  # a team that wins a game in fewer universes is not tried there
GAIN = 1e-9  # a change that helps less is none

Locks = Mapping[int, int]  # position -> contestant
NO_LOCKS: Locks = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Worlds:
    """``won[P, U]`` and ``value[P, U]`` of universes, and ``below[U, X + 1]``: how many sampled
    rivals score less than X there."""

    board: Board
    won: U1
    value: I4
    below: I4

    def slot_prob(self) -> F8:
        """prob[P, C]: the share of universes in which a contestant wins a position."""
        count = [np.bincount(row, minlength=self.board.contestants) for row in self.won]
        return np.asarray(np.array(count) / self.won.shape[1])

    def expected_points(self) -> F8:
        """points[P, C]: the mean points of picking a contestant in a position."""
        contestants = self.board.contestants
        sums = [
            np.bincount(row, weights=v, minlength=contestants)
            for row, v in zip(self.won, self.value, strict=True)
        ]
        return np.asarray(np.array(sums) / self.won.shape[1])

    def below_of(self, brackets: Sequence[U1]) -> I4:
        """below[U, X + 1]: how many of these brackets score less than X in each universe."""
        none = np.zeros((len(self.won), 0), dtype=np.uint8)
        choice = as_uint8(brackets) if brackets else none
        return count_below(choice, self.won, self.value, self.below.shape[1] - 2)


def worlds(board: Board, won: U1, value: I4, rivals: U1) -> Worlds:
    """Universes with the scores of ``rivals[P, R]`` in them."""
    levels = int(value.sum(axis=0).max(initial=0))
    return Worlds(board, won, value, count_below(rivals, won, value, levels))


def best_sum(board: Board, value: F8, locks: Locks = NO_LOCKS) -> U1:
    """choice[P]: the bracket with the largest sum of ``value[P, C]``, by dynamic programming; a
    locked position keeps its contestant. BadLock when the locks contradict each other."""
    best = np.full(value.shape, -np.inf)
    reach = np.zeros(value.shape, dtype=np.bool_)
    reach[board.path, np.arange(board.contestants)[:, None]] = True
    for p, feeders in enumerate(board.feeder.tolist()):
        sides = []
        for f in feeders:
            start = np.where(np.arange(board.contestants) == f, 0.0, -np.inf)
            sides.append(best[-f - 1] if f < 0 else start)
        best[p] = np.maximum(sides[0] + sides[1].max(), sides[1] + sides[0].max()) + value[p]
        best[p][~reach[p]] = -np.inf
        if p in locks:
            best[p][np.arange(board.contestants) != locks[p]] = -np.inf
    if not np.isfinite(best[-1].max()):
        raise BadLock("Two locks contradict each other.", "Release one of them.")
    choice = np.zeros(len(value), dtype=np.uint8)
    _trace(board, best, len(value) - 1, int(np.argmax(best[-1])), choice)
    return choice


def _trace(board: Board, best: F8, p: int, winner: int, choice: U1) -> None:
    choice[p] = winner
    for f in board.feeder[p].tolist():
        if f < 0:
            inside = winner in np.flatnonzero(np.isfinite(best[-f - 1]))
            came = winner if inside else int(np.argmax(best[-f - 1]))
            _trace(board, best, -f - 1, came, choice)


def most_points(seen: Worlds, locks: Locks = NO_LOCKS) -> U1:
    """The bracket with the most expected points."""
    return best_sum(seen.board, seen.expected_points() + 1e-9 * seen.slot_prob(), locks)


def chalk(seen: Worlds, locks: Locks = NO_LOCKS) -> U1:
    """The better seed line in every game; between equal lines, the likelier to come through."""
    value = 17.0 - seen.board.line[None, :] + 1e-3 * seen.slot_prob()
    return best_sum(seen.board, value, locks)


def starts(seen: Worlds, locks: Locks = NO_LOCKS) -> list[U1]:
    """Most points, chalk, and most points with each of the likeliest champions."""
    points = seen.expected_points() + 1e-9 * seen.slot_prob()
    final = len(points) - 1
    champions = np.argsort(-seen.slot_prob()[final], kind="stable")[:CHAMPIONS].tolist()
    if final in locks:
        champions = []
    found = [most_points(seen, locks), chalk(seen, locks)]
    for c in champions:
        try:
            found.append(best_sum(seen.board, points, {**locks, final: c}))
        except BadLock:  # the locks leave this champion no way
            continue
    return found


def table_for(seen: Worlds, pool: Pool, style: str, known: Sequence[U1] = ()) -> F4:
    """E[U, X] that a style maximizes: its own pool if tempered, the real one if bold or if all
    rivals are ``known``, since nothing is left that the public's model could have wrong."""
    tempered = style == "tempered" and len(known) + pool.mine < pool.entries
    aim = TEMPERED if tempered else pool
    entries = aim.entries if tempered else pool.entries - pool.mine + 1
    if not known:
        return payout_table(seen.below, aim.prizes, entries)
    return known_table(seen.below, seen.below_of(known), aim.prizes, max(entries, len(known) + 1))


def optimize(seen: Worlds, table: F4, locks: Locks = NO_LOCKS, others: Sequence[U1] = ()) -> U1:
    """choice[P] with the largest mean payout by ``table``; with ``others`` of my own entries, the
    largest payout of the best of them and this one in each universe."""
    rough = _Climb(_thinned(seen), table[::THIN], locks, others)
    tops = (rough.to_the_top(choice) for choice in starts(seen, locks))
    unique = list({top.tobytes(): top for top in tops}.values())
    climb = _Climb(seen, table, locks, others)
    best = sorted(unique, key=climb.worth, reverse=True)[:TOPS]
    return max((climb.to_the_top(choice) for choice in best), key=climb.worth)


def _thinned(seen: Worlds) -> Worlds:
    """Every THIN-th universe."""
    return Worlds(seen.board, seen.won[:, ::THIN], seen.value[:, ::THIN], seen.below[::THIN])


def entries(
    seen: Worlds, pool: Pool, style: str, locks: Locks = NO_LOCKS, known: Sequence[U1] = ()
) -> list[U1]:
    """``pool.mine`` brackets, each chosen to add most to those before it (greedy), among ``known``
    rivals and the public."""
    table = table_for(seen, pool, style, known)
    chosen: list[U1] = []
    for _ in range(pool.mine):
        chosen.append(optimize(seen, table, locks, chosen))
    return chosen


class _Climb:
    """First-improvement search over one set of worlds."""

    def __init__(self, seen: Worlds, table: F4, locks: Locks, others: Sequence[U1]) -> None:
        self.seen, self.table, self.locks = seen, np.ascontiguousarray(table), locks
        self.won = np.ascontiguousarray(seen.won.T)
        self.value = np.ascontiguousarray(seen.value.T)
        scores = [totals(seen.value, seen.won, choice) for choice in others]
        none = np.zeros(seen.won.shape[1], dtype=np.int32)
        self.floor = np.maximum.reduce([none, *scores])
        prob = seen.slot_prob()
        self.tries = [
            (c, r)
            for r in range(seen.board.path.shape[1], 0, -1)
            for c in np.argsort(-prob[seen.board.path[:, r - 1], np.arange(prob.shape[1])])
            if prob[seen.board.path[c, r - 1], c] >= RARE
        ]

    def worth(self, choice: U1) -> float:
        return self._after(totals(self.seen.value, self.seen.won, choice), [], [], [])

    def to_the_top(self, choice: U1) -> U1:
        choice = choice.copy()
        score = totals(self.seen.value, self.seen.won, choice)
        best, since, at = self._after(score, [], [], []), 0, 0
        while since < len(self.tries):
            for changed, after in self._moves(choice, *self.tries[at]):
                worth = self._after(score, changed, choice[changed].tolist(), after)
                if worth > best + GAIN:
                    choice[changed] = after
                    score = totals(self.seen.value, self.seen.won, choice)
                    best, since = worth, -1
                    break
            since, at = since + 1, (at + 1) % len(self.tries)
        return choice

    def _after(self, score: I4, changed: list[int], before: list[int], after: list[int]) -> float:
        moved = (np.array(x, dtype=np.int64) for x in (changed, before, after))
        return float(mean_worth(score, self.floor, self.won, self.value, *moved, self.table))

    def _moves(self, choice: U1, c: int, r: int) -> Iterator[tuple[list[int], list[int]]]:
        """Changes (positions, their new winners) that let c win through round r."""
        for changed, after in moves(self.seen.board, choice, int(c), r):
            kept = zip(changed, after, strict=True)
            if all(self.locks.get(p, new) == new for p, new in kept):
                yield changed, after


def moves(board: Board, choice: U1, c: int, r: int) -> Iterator[tuple[list[int], list[int]]]:
    """(positions, new winners) of the ways to let contestant c win through round r: with the later
    wins of the team that it replaces, or with those wins left to the next opponent."""
    path = board.path[c].tolist()
    replaced = int(choice[path[r - 1]])
    if replaced == c:
        return
    changed = [p for p in path[:r] if choice[p] != c]
    later = [p for p in path[r:] if choice[p] == replaced]
    yield changed + later, [c] * len(changed + later)
    if later:
        other = next(f for f in board.feeder[path[r]].tolist() if f != -path[r - 1] - 1 and f != c)
        opponent = other if other >= 0 else int(choice[-other - 1])
        yield changed + later, [c] * len(changed) + [opponent] * len(later)
