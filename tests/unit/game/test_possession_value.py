"""Expected points of a possession, for odds that can be solved on paper."""

import numpy as np
import pytest

from engine.game import possession as p
from engine.game.possession_value import USUAL_STARTS, possession_value, starts
from tests.game_tables import game_tables

NO_BONUS = (0.0, 0.0)
SHARED = game_tables().shared.copy()
SHARED[p.ORB_FT] = 0.0


def play_odds(**odds: float) -> np.ndarray:
    """play_odds[1, 2, 7, COLUMNS] of both sides: only the named events are possible."""
    columns = {"foul": p.FOUL, "turnover": p.TURNOVER, "three": p.THREE, "drawn2": p.DRAWN2,
               "fg2": p.FG2, "fg3": p.FG3, "and1": p.AND1, "orb": p.ORB, "ft": p.FT}  # fmt: skip
    out = np.zeros((1, 2, 7, p.COLUMNS))
    for name, value in odds.items():
        out[..., columns[name]] = value
    return out


def test_later_free_throws_have_odds_of_their_own():
    """Every two is fouled; the first shot goes in one time in two, the second three in four."""
    shared = SHARED.copy()
    shared[p.LATER_FT] = 3.0
    odds = play_odds(drawn2=1e12, ft=1)
    points = possession_value(odds, shared, NO_BONUS, starts(odds, shared, NO_BONUS))
    np.testing.assert_allclose(points, 1 / 2 + 3 / 4)


def value(of: np.ndarray, bonus: tuple[float, float] = NO_BONUS) -> np.ndarray:
    return possession_value(of, SHARED, bonus, starts(of, SHARED, bonus))[0]


# A fraction p is odds of p / (1 - p): 3 is three in four, 1 is one in two, 1/3 is one in four.
@pytest.mark.parametrize(
    ("odds", "bonus", "points"),
    [
        ({"fg2": 1}, NO_BONUS, 2 / 2),  # only twos, no rebounds: 2 p
        ({"fg2": 3}, NO_BONUS, 2 * 3 / 4),
        ({"three": 1, "fg2": 1, "fg3": 1 / 3}, NO_BONUS, (2 / 2 + 3 / 4) / 2),
        ({"fg2": 3, "turnover": 1 / 3}, NO_BONUS, 3 / 4 * 2 * 3 / 4),
        # half the misses come back: V = 2 / 2 + 1 / 4 V
        ({"fg2": 1, "orb": 1}, NO_BONUS, 4 / 3),
        # every two fouled: two shots of three in four (odds of a million: sure)
        ({"drawn2": 1e12, "ft": 3}, NO_BONUS, 2 * 3 / 4),
        # a made two in four is followed by a shot of three in four
        ({"fg2": 1, "and1": 1, "ft": 3}, NO_BONUS, 2 / 2 + 1 / 2 * 1 / 2 * 3 / 4),
        # a foul in two without bonus: the ball is kept, and nothing is lost
        ({"fg2": 1, "foul": 1}, NO_BONUS, 1.0),
        # in the bonus it is two shots, or the second only after the first
        ({"fg2": 1, "foul": 1, "ft": 3}, (1.0, 0.0), (2 * 3 / 4 + 1.0) / 2),
        ({"fg2": 1, "foul": 1, "ft": 3}, (1.0, 1.0), (3 / 4 + 9 / 16 + 1.0) / 2),
    ],
)
def test_a_possession_solved_by_hand(odds, bonus, points):
    np.testing.assert_allclose(value(play_odds(**odds), bonus), points, rtol=1e-9)


def test_sides_have_their_own_worth_and_start_as_the_other_ends():
    """b only loses the ball, half of it stolen, so a starts from a steal or a dead ball; a scores
    for sure after a steal, every other time from a dead ball, so b starts from a made basket in
    three cases of four and from a rebound in one."""
    both = play_odds(fg2=1e12)
    both[0, 1] = 0.0
    both[0, 1, :, p.TURNOVER] = 1e12
    both[0, 0, p.DEAD, p.FG2] = 1.0
    begin = starts(both, SHARED, NO_BONUS)
    # made, rebound, steal, dead ball
    np.testing.assert_allclose(begin[0], [[0, 0, 0.5, 0.5], [0.75, 0.25, 0, 0]], atol=1e-9)
    np.testing.assert_allclose(value(both), [0.5 * 2 + 0.5 * 1, 0.0], atol=1e-9)


def test_the_usual_starts_are_shares():
    assert sum(USUAL_STARTS) == pytest.approx(1.0)
