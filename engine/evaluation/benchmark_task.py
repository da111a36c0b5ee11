"""The benchmark's tasks: a worker's memory, and random numbers without a game."""

from typing import Any

import numpy as np

from engine.compute.machine import memory_mb
from engine.game.final_scores import play_scores
from engine.game.jit import njit
from engine.game.random_streams import draw, folded

DRAWS = 230  # random numbers of a game, about


@njit()
def draw_numbers(random_seed: int, games: int) -> np.uint64:
    """The random numbers of many games, one after another as a game draws them. The way out keeps
    the compiler from drawing several at once."""
    total = np.uint64(0)
    for game in range(games):
        key = folded(np.uint64(random_seed), game)
        for n in range(DRAWS):
            bits = draw(key, np.uint64(n))
            if bits == 0:
                return total
            total += bits
    return total


def memory_at_work(*chunk: Any) -> float | None:
    """Peak memory (MB) of the process after playing this chunk of ``play_scores``."""
    play_scores(*chunk)
    return memory_mb()
