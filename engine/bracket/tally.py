"""Counts of many universes of a tournament in place of the universes: what the workers of a long
run send back. Counts are whole numbers and only ever added, so neither the cut of the work nor the
order in which parts arrive can change them."""

from typing import NamedTuple

import numpy as np

from engine.arrays import I2, I4, I8, U1
from engine.bracket import kernel
from engine.domain.counts import Tally
from engine.game.kernel import Plain
from engine.stats.histograms import merged

LEAF = 1_000  # universes that are held at a time, by one worker


class Asked(NamedTuple):
    """What is counted besides winners. ``seed_line[E]``; ``wins[Q, S, E]``: 1 where that win counts
    for question q; ``together[K]``: slots whose winners are counted in pairs."""

    seed_line: I2
    wins: U1
    together: I2


def count_block(
    random_seed: int,
    teams: Plain,
    pairings: Plain,
    pair: I4,
    game_tables: Plain,
    tree: Plain,
    asked: Plain,
    first: int,
    count: int,
) -> Plain:
    """The fields of a ``Tally`` of universes first, first + 1, …; a pool task. ``asked``: the
    fields of ``Asked``; the rest as in ``kernel.play_block``."""
    last, parts = first + count, []
    for start in range(first, last, LEAF):
        size = min(LEAF, last - start)
        winner = kernel.play_block(
            random_seed, teams, pairings, pair, game_tables, tree, start, size
        )
        parts.append(tally(winner, tree[0], Asked(*asked)))
    return merged(parts)


def tally(winner: U1, feeder: I2, asked: Asked) -> Tally:
    """The counts of ``winner[S, U]``."""
    slots, universes = winner.shape
    entrants = len(asked.seed_line)
    at = np.arange(slots)[:, None]
    won = np.bincount((at * entrants + winner).ravel(), minlength=slots * entrants)
    hit = [wins[at, winner].sum(axis=0, dtype=np.int64) for wins in asked.wins]
    return Tally(
        np.array([universes]),
        won.reshape(slots, entrants),
        np.bincount(_upsets(winner, feeder, asked.seed_line), minlength=slots + 1),
        np.array([np.bincount(h, minlength=slots + 1) for h in hit]).reshape(-1, slots + 1),
        _together(winner[asked.together], entrants),
    )


def _upsets(winner: U1, feeder: I2, seed_line: I2) -> I8:
    """The number of upsets in each universe."""
    count = np.zeros(winner.shape[1], dtype=np.int64)
    line = seed_line[winner]
    for s, sides in enumerate(feeder.tolist()):
        strong, weak = (line[-side - 1] if side < 0 else seed_line[side] for side in sides)
        count += line[s] > np.minimum(strong, weak)
    return count


def _together(winner: U1, entrants: int) -> I8:
    """[E, E]: universes in which both won one of the slots of ``winner[K, U]``."""
    came = np.zeros(
        (winner.shape[1], entrants), dtype=np.float32
    )  # exact: at most LEAF ones add up
    for row in winner:
        came[np.arange(len(row)), row] = 1.0
    return np.asarray(came.T @ came, dtype=np.int64)
