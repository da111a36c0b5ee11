"""What is expected of a strength when the next season starts."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from engine.ratings import next_season
from engine.ratings.constants import PROGRAM_KEEP, RETURNING, SHRINKAGE, STAYS
from engine.ratings.model import Observations, RandomWalkPrior, carried, fit_shared, no_prior
from engine.ratings.observations import rest
from engine.ratings.season_ratings import season_fits

IDS = np.array([1101, 1102, 1103])
WALK = RandomWalkPrior(100.0, 6.0, 0.0, 0.2, 0.8, 1.0, 3.0, 0.5, 0.2)


def player(season: int, team: int, who: int, minutes: float, pts: float, year: str) -> dict:
    counts = dict.fromkeys(next_season.COUNTS, 0.0) | {"pts": pts}
    key = {"season": season, "team_id": team, "player_id": who, "class": year}
    return key | {"minutes": minutes, "team_games": 10.0} | counts


PLAYERS = pd.DataFrame(
    [
        player(2018, 1101, 1, 0.6, 100.0, "Fr"),
        player(2018, 1101, 2, 0.4, 100.0, "Sr"),
        player(2018, 1102, 3, 1.0, 200.0, "Jr"),
        player(2019, 1101, 1, 1.0, 100.0, "So"),
        player(2019, 1103, 3, 1.0, 100.0, "Sr"),
    ]
)


def test_who_returns_by_hand():
    """Of 2018, player 1 stays, 2 leaves, 3 goes to another school: 0.6 and 0 of the minutes."""
    features = next_season.returning_features(PLAYERS, IDS)[2019]
    value = 10.0 - 20.0 * 0.6  # ten points a game, against an average player's in as many minutes
    np.testing.assert_allclose(features[0], [0.3, value / 2, 0.3, 0.0], atol=1e-12)
    np.testing.assert_allclose(features[1], -features[0], atol=1e-12)
    np.testing.assert_array_equal(features[2], 0.0)  # not in the league before
    points = next_season.returning(PLAYERS, IDS)[2019]
    assert points == pytest.approx(features @ np.array(list(RETURNING.values())))


def test_an_unknown_roster_counts_by_class():
    features = next_season.returning_features(PLAYERS, IDS)[2020]
    assert features[0, 0] == pytest.approx((STAYS["So"] - STAYS["Sr"]) / 2)


def test_a_strength_returns_to_its_program():
    """Two seasons without games of the third team: it keeps what its program says."""
    games = Observations(*(np.array([x]) for x in (0, 1, 0.0, 30.0, 70.0, 5)), np.full(3, -1))
    last = fit_shared(games, WALK, no_prior(3), -1.0)
    number = next_season.program(np.array([0.0, 0.0, 10.0]), last)
    assert number[2] == pytest.approx(10.0 * PROGRAM_KEEP)
    extra = np.array([0.0, 1.0, 0.0])
    found = next_season.with_following(last, WALK, number, extra)
    expected = WALK.carry * last.offense + WALK.program * number + extra
    np.testing.assert_allclose(carried(found, WALK).offense, expected)
    np.testing.assert_allclose(carried(found, WALK).defense, -expected)
    np.testing.assert_allclose(carried(found, WALK).home, WALK.home_carry * last.home)


def test_a_schools_own_floor_is_found():
    """Team 0 is 10 better at home than on the road; of the others all are 4, the league's edge."""
    draw = np.random.default_rng(4)
    n, true = 3000, np.array([8.0, 0.0, 0.0, 0.0])
    i, j = draw.integers(0, 4, n), draw.integers(0, 4, n)
    i, j = i[i != j], j[i != j]
    venue = draw.choice([1.0, -1.0], i.size)
    host = np.where(venue > 0, i, j)
    value = venue * (4.0 + true[host]) + draw.normal(0.0, 10.0, i.size)
    ones, day = np.ones(i.size), np.sort(draw.integers(0, 100, i.size))
    obs = Observations(i, j, venue, value, ones, day, np.full(4, -1))
    walk = RandomWalkPrior(10.0, 5.0, 0.0, 0.0, 1.0, home=5.0)
    found = fit_shared(obs, walk, no_prior(4), -1.0)
    assert found.edge + found.home == pytest.approx(4.0 + true, abs=1.5)
    at_home = found.expected(np.array([0, 1]), np.array([1, 0]), np.array([1.0, 0.0]))
    assert at_home[0] == pytest.approx(found.offense[0] - found.offense[1] + 12.0, abs=1.5)
    assert at_home[1] == found.offense[1] - found.offense[0]  # a neutral floor is nobody's
    league_only = fit_shared(obs, replace(walk, home=0.0), no_prior(4), -1.0)
    assert league_only.home is None


def test_who_played_yesterday():
    team, other, day = np.array([[1, 2, 10], [1, 3, 11], [3, 4, 12], [1, 2, 13]]).T
    assert rest(team, other, day).tolist() == [0.0, 1.0, 1.0, 0.0]
    assert rest(other, team, day).tolist() == [0.0, -1.0, -1.0, 0.0]


def test_a_tired_loss_counts_less():
    one = (np.array([x]) for x in (0, 1, 0.0, -5.0, 70.0, 5))
    obs = Observations(*one, np.full(2, -1))
    walk = replace(WALK, tired=-2.0, home=0.0)
    rested, tired = (
        fit_shared(replace(obs, rest=np.array([x])), walk, no_prior(2), -1.0) for x in (0.0, 1.0)
    )
    assert rested.offense[0] < tired.offense[0] < 0.0


def test_returning_players_move_the_start_of_their_season_only():
    rows = pd.DataFrame(
        {
            "season": np.repeat([2018, 2019], 4), "offense": [1101, 1102, 1102, 1101] * 2,
            "defense": [1102, 1101, 1101, 1102] * 2, "conference": "a", "venue": 0.0,
            "points": [70, 60, 60, 70] * 2, "minutes": 40.0, "day_num": 3, "possessions": np.nan,
            "fgm": np.nan, "fga": np.nan, "fgm3": np.nan, "fga3": np.nan, "ftm": np.nan,
            "fta": np.nan, "or": np.nan, "dr": np.nan, "to": np.nan, "opp_dr": np.nan,
        }
    )  # fmt: skip
    shift = np.array([3.0, 0.0, 0.0])
    plain, moved = (
        list(season_fits(rows, IDS, SHRINKAGE["men"], back)) for back in (None, {2019: shift})
    )
    np.testing.assert_array_equal(plain[0].fits["net"].offense, moved[0].fits["net"].offense)
    start = moved[0].fits["net"].following - plain[0].fits["net"].following
    np.testing.assert_allclose(start, shift)
