"""Why an entry: what each pick that differs from most points brings, and what each champion would.

Everything is measured in universes and against rivals that the search did not see.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, U1
from engine.errors import BadLock
from engine.pools import strategy
from engine.pools.evaluate import Figures, Held, figures, payouts_among
from engine.pools.rules import Pool, totals
from engine.pools.strategy import CHAMPIONS, NO_LOCKS, Locks, Worlds

SHOWN = 8  # reasons, and champions


@dataclass(frozen=True, slots=True)
class Reason:
    """``contestant`` wins through ``round``, in the place of ``over``: the chance ``prob`` that it
    does, the ``share`` of the public that picks it to, and what the pick adds to the expected
    share of the pot (``gain``, with its error)."""

    contestant: int
    round: int
    over: int
    prob: float
    share: float
    gain: float
    gain_se: float


def reasons(
    choice: U1, plain: U1, share: F8, held: Held, pool: Pool, most: int = SHOWN
) -> list[Reason]:
    """The picks of ``choice[P]`` that ``plain[P]`` has not, those that bring most first;
    ``share[C, 6]`` of the public. Each is measured against the same entry in which the opponent
    goes through instead and takes over the later wins."""
    board, seen = held.worlds.board, held.worlds
    prob = seen.slot_prob()
    worth = payouts_among(held.known, seen, pool)
    before = worth(choice)
    found = []
    for c, path in enumerate(board.path.tolist()):
        differing = [p for p in path if choice[p] == c and plain[p] != c]
        if not differing:
            continue
        first, last = differing[0], differing[-1]
        sides = [f if f >= 0 else int(choice[-f - 1]) for f in board.feeder[first].tolist()]
        over = sides[0] if sides[1] == c else sides[1]
        other = choice.copy()
        other[[p for p in path if choice[p] == c and p >= first]] = over
        gain = before - worth(other)
        error = float(gain.std(ddof=1) / np.sqrt(len(gain)))
        r = int(board.round[last])
        found.append(
            Reason(
                c, r, over, float(prob[last, c]), float(share[c, r - 1]), float(gain.mean()), error
            )
        )
    return sorted(found, key=lambda reason: -reason.gain)[:most]


@dataclass(frozen=True, slots=True, eq=False)
class ChampionEntry:
    """The bracket ``choice[P]`` with most points among those with this champion, and its
    figures."""

    contestant: int
    choice: U1
    figures: Figures


def by_champion(
    search: Worlds, held: Held, pool: Pool, locks: Locks = NO_LOCKS, most: int = SHOWN
) -> list[ChampionEntry]:
    """One entry for each of the likeliest champions, those that pay most first."""
    found = [
        ChampionEntry(int(choice[-1]), choice, figures([choice], held, pool))
        for choice in _with_champions(search, locks)[:most]
    ]
    return sorted(found, key=lambda entry: -entry.figures.payout)


def next_champion(
    search: Worlds,
    pool: Pool,
    style: str,
    champion: int,
    locks: Locks = NO_LOCKS,
    known: Sequence[U1] = (),
) -> U1 | None:
    """The best entry with another champion among ``known`` rivals, by the half that the search may
    see; None where the locks leave no other."""
    table = strategy.table_for(search, pool, style, known)
    universe = np.arange(len(table))

    def worth(choice: U1) -> float:
        return float(table[universe, totals(search.value, search.won, choice)].mean())

    others = [c for c in _with_champions(search, locks) if c[-1] != champion]
    if not others:
        return None
    best = max(others, key=worth)
    return strategy.optimize(search, table, {**locks, len(best) - 1: int(best[-1])})


def _with_champions(search: Worlds, locks: Locks) -> Sequence[U1]:
    """The bracket with most points for each of the likeliest champions, the likeliest first."""
    points, prob = search.expected_points(), search.slot_prob()[-1]
    final, found = len(points) - 1, []
    for c in np.argsort(-prob, kind="stable")[:CHAMPIONS].tolist():
        if prob[c] == 0 or locks.get(final, c) != c:
            continue
        try:
            found.append(strategy.best_sum(search.board, points, {**locks, final: c}))
        except BadLock:  # the locks leave this champion no way
            continue
    return found
