"""Final scores only: a pool task for backtests and the benchmark."""

import numpy as np

from engine.arrays import I2, I8
from engine.game import possession as p
from engine.game.kernel import Plain, play_block


def play_scores(
    random_seed: int,
    teams: Plain,
    pairings: Plain,
    venue: I8,
    game_tables: Plain,
    first: int,
    count: int,
) -> I2:
    """points[P, 2, count] of universes first … first + count - 1; as in ``kernel.play_block``."""
    block = play_block(random_seed, teams, pairings, venue, game_tables, first, count)
    return np.ascontiguousarray(block[:, :, [p.POINTS_A, p.POINTS_B]].transpose(0, 2, 1))
