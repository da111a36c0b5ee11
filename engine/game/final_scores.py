"""Final scores only: a pool task for whoever needs nothing else of a game."""

from typing import Any

import numpy as np

from engine import possession as p
from engine.games import I2, I8, Plain, play_block
from engine.machine import memory_mb


def play_scores(
    seed: int, teams: Plain, pairings: Plain, venue: I8, court: Plain, first: int, count: int
) -> I2:
    """points[P, 2, count] of universes first … first + count - 1; as in ``games.play_block``."""
    block = play_block(seed, teams, pairings, venue, court, first, count)
    return np.ascontiguousarray(block[:, :, [p.POINTS_A, p.POINTS_B]].transpose(0, 2, 1))


def memory_at_work(*chunk: Any) -> float | None:
    """The most memory (MB) of the process that plays this chunk of ``play_scores``; a pool task."""
    play_scores(*chunk)
    return memory_mb()
