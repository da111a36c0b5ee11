"""A pool with one game to go, by hand."""

import numpy as np
import pytest

from engine.pools.race import race
from engine.pools.rooting import exact_paths
from engine.pools.rules import Pool
from tests.unit.pools.test_reasons import BOARD, CHALK

WIN = np.full((8, 8), 0.5)
WIN[0, 4], WIN[4, 0] = 0.7, 0.3
DECIDED = np.array([0, 2, 4, 6, 0, 4, -1])


def _choices() -> np.ndarray:
    other, hopeless = CHALK.copy(), CHALK.copy()
    other[-1] = 4
    hopeless[[0, 4, 6]] = 1
    return np.stack([CHALK, other, hopeless], axis=1)


def test_a_final_between_two_entries():
    paths = exact_paths(BOARD, DECIDED, WIN)
    flat = exact_paths(BOARD, DECIDED, np.full((8, 8), 0.5)).weight
    found = race(BOARD, DECIDED, paths, [flat], _choices(), _choices()[:, :0], Pool(3))
    assert found.win_prob == pytest.approx([0.7, 0.3, 0])
    assert found.low == pytest.approx([0.5, 0.3, 0]) and found.high == pytest.approx([0.7, 0.5, 0])
    assert (found.win_prob_se == 0).all()
    assert found.points.tolist() == [8, 8, 5] and found.most.tolist() == [12, 12, 5]
    assert found.best_place.tolist() == [1, 1, 3] and (found.top == 1).all()
    (final,) = found.games
    assert (final.if_a, final.if_b, final.matters) == (1.0, 0.0, True)


def test_unknown_rivals_take_their_part():
    paths = exact_paths(BOARD, DECIDED, WIN)
    rivals = np.repeat(_choices()[:, :1], 50, axis=1)  # all of them like me
    found = race(BOARD, DECIDED, paths, [], _choices(), rivals, Pool(4))
    assert found.win_prob == pytest.approx([0.35, 0.3, 0], abs=0.01)
    assert np.isnan(found.low).all()


def test_the_chance_of_a_good_place_counts_those_who_are_not_known():
    paths = exact_paths(BOARD, DECIDED, WIN)
    best, other, hopeless = _choices().T
    half = np.stack([other] * 30 + [hopeless] * 30, axis=1)  # of two, none, one or both like other
    found = race(BOARD, DECIDED, paths, [], best[:, None], half, Pool(5))
    # If my champion loses, each of four unknown entries is ahead with one half: at most two of
    # them leave me in the first three.
    assert found.top[0] == pytest.approx([0.7 + 0.3 * 11 / 16, 1.0])
    alone = race(BOARD, DECIDED, paths, [], hopeless[:, None], half, Pool(5))
    assert alone.top[0, 0] < found.top[0, 0]
