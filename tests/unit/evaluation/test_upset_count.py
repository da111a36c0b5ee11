"""Upset counts on small examples with known answers."""

import numpy as np

from engine.bracket import upsets
from engine.domain.field import RealGame
from tests.fields import knockout

# 1 against 2, 3 against 4, then the winners; entrants 0-3 have the lines 1-4.
FIELD = knockout([1, 2, 3, 4])
GAMES = [
    RealGame("R1W1", 2, 1, 70, 60, 0),
    RealGame("R1W2", 3, 4, 70, 60, 0),
    RealGame("R2W3", 2, 3, 70, 60, 0),
]


def test_the_larger_line_wins():
    winner = np.array([[0, 1, 1], [2, 2, 3], [0, 1, 3]], dtype=np.uint8)
    assert upsets.upset_count(FIELD, winner, GAMES).tolist() == [0, 1, 3]
    assert upsets.real_upsets(FIELD, GAMES) == 1


def test_a_game_that_was_not_played_does_not_count():
    winner = np.array([[1], [3], [3]], dtype=np.uint8)
    contest = [RealGame("R1W1", 2, 1, 0, 0, 0), *GAMES[1:]]
    assert upsets.upset_count(FIELD, winner, contest).tolist() == [2]
    assert upsets.real_upsets(FIELD, contest) == 0


def test_the_summary_places_the_real_number():
    said = upsets.summary(np.array([1, 2, 3]), np.array([10, 80, 10]), real=3)
    assert said["expected"] == 2.0 and said["sd"] == np.sqrt(0.2)
    assert (said["low"], said["high"]) == (1, 3)
    assert (said["at_most"], said["at_least"]) == (1.0, 0.1)
