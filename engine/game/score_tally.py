"""Counts of many universes of a pairing in place of the universes: what the workers of a long run
send back. As in ``bracket.tally``, counts are only ever added."""

import numpy as np

from engine.arrays import I2, I8
from engine.domain.counts import MOST, MOST_OVERTIMES, ScoreTally
from engine.game import possession as p
from engine.game.kernel import Plain, play_block
from engine.stats.histograms import merged

LEAF = 25_000  # universes that are held at a time, by one worker


def count_scores(
    random_seed: int,
    teams: Plain,
    pairings: Plain,
    venue: I8,
    game_tables: Plain,
    first: int,
    count: int,
) -> Plain:
    """The fields of a ``ScoreTally`` of universes first, first + 1, … of the one pairing; a pool
    task. Arguments as in ``game.kernel.play_block``."""
    parts, last = [], first + count
    for start in range(first, last, LEAF):
        size = min(LEAF, last - start)
        block = play_block(random_seed, teams, pairings, venue, game_tables, start, size)
        parts.append(score_tally(block[0]))
    return merged(parts)


def score_tally(block: I2) -> ScoreTally:
    """The counts of kernel rows ``block[U, GAME_COLUMNS]``."""
    columns = block[:, [p.POINTS_A, p.POINTS_B]].T.astype(np.int64)
    a, b = np.minimum(columns, MOST)
    overtimes = np.minimum(block[:, p.OVERTIMES], MOST_OVERTIMES)
    return ScoreTally(
        np.array([len(block)]),
        np.bincount(a - b + MOST, minlength=2 * MOST + 1),
        np.bincount(a + b, minlength=2 * MOST + 1),
        np.array([np.bincount(side, minlength=MOST + 1) for side in (a, b)]),
        np.bincount(overtimes, minlength=MOST_OVERTIMES + 1),
        block[:, [p.POSS_A, p.POSS_B]].sum(dtype=np.int64, keepdims=True).reshape(1),
    )
