"""What an entry's differences bring, on a bracket of eight teams."""

import numpy as np

from engine.pools.board import board_of
from engine.pools.evaluate import Held, payouts
from engine.pools.public import sample_games
from engine.pools.reasons import by_champion, next_champion, reasons
from engine.pools.rules import Pool, Scoring, pick_value
from engine.pools.strategy import worlds
from tests.fields import knockout

BOARD = board_of(knockout([1, 2, 3, 4, 5, 6, 7, 8]))
POOL = Pool(10)


def _worlds(seed: int):
    draw = np.random.default_rng(seed)
    win = np.full((8, 8), 0.5)
    win[0, 1:], win[1:, 0] = 0.7, 0.3
    won = sample_games(BOARD, win, 400, draw)
    value = pick_value(Scoring(), BOARD, won)
    rivals = sample_games(BOARD, win, 300, draw)
    return worlds(BOARD, won, value, rivals)


HELD = Held(_worlds(1), (), ())
CHALK = np.array([0, 2, 4, 6, 0, 4, 0], dtype=np.uint8)


def test_a_changed_champion_is_one_reason():
    other = CHALK.copy()
    other[-1] = 4
    (reason,) = reasons(other, CHALK, np.zeros((8, 6)), HELD, POOL)
    gain = payouts(other, HELD.worlds, POOL) - payouts(CHALK, HELD.worlds, POOL)
    assert (reason.contestant, reason.over, reason.round) == (4, 0, 6 - 3)
    assert np.isclose(reason.gain, gain.mean())


def test_the_same_bracket_has_no_reasons():
    assert reasons(CHALK, CHALK, np.zeros((8, 6)), HELD, POOL) == []


def test_each_champion_once_and_another_one_beside_the_first():
    entries = by_champion(_worlds(2), HELD, POOL)
    assert sorted(entry.contestant for entry in entries) == list(range(8))
    assert all(entry.choice[-1] == entry.contestant for entry in entries)
    other = next_champion(_worlds(2), POOL, "bold", 0)
    assert other is not None and other[-1] != 0
    assert next_champion(_worlds(2), POOL, "bold", 0, {6: 0}) is None
