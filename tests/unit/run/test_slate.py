"""A day's games agree with the games played one by one, whichever side is named first."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from engine import run, store
from engine.domain.specs import GameSpec, Side
from engine.errors import UnknownTeam
from engine.run.season.slate import COLUMNS, forecast_games, rest_on

DUKE, CONNECTICUT, SIENA = 1181, 1163, 1373
TABLE = store.load_teams("men", 2026)


def slate(home: list[int], away: list[int], neutral: list[bool]):
    return forecast_games(TABLE, np.array(home), np.array(away), np.array(neutral))


def test_a_days_games_are_those_of_the_game_page():
    found = slate([CONNECTICUT, DUKE, SIENA], [DUKE, SIENA, DUKE], [True, False, False])
    for row, (a, b, venue) in zip(
        found.itertuples(),
        ((CONNECTICUT, DUKE, "neutral"), (DUKE, SIENA, "a"), (SIENA, DUKE, "a")),
        strict=True,
    ):
        game = run.game(GameSpec("men", Side(2026, a), Side(2026, b), venue, 4000, 2026))
        assert row.win_prob == pytest.approx(game.win_prob, abs=4 * game.win_prob_se + 0.01)
        sd = game.margin.std()
        assert row.margin == pytest.approx(game.margin.mean(), abs=5 * sd / 20)
        assert row.weaker < row.win_prob < row.stronger


def test_whoever_is_named_first_has_the_same_game():
    one = slate([CONNECTICUT], [DUKE], [True]).iloc[0]
    two = slate([DUKE], [CONNECTICUT], [True]).iloc[0]
    assert one["win_prob"] == pytest.approx(1.0 - two["win_prob"])
    assert one["home_points"] == two["away_points"] and one["close"] == two["close"]


def test_an_own_floor_and_a_day_of_rest_move_a_game():
    """Six points per 100 possessions on its own floor; Duke tired costs about 2.3 of them."""
    floor = np.zeros(len(TABLE.team_id))
    floor[TABLE.rows([DUKE])] = 6.0
    table, pair = replace(TABLE, home=floor), (np.array([DUKE]), np.array([CONNECTICUT]))

    def chance(of, neutral: bool, rest: float) -> float:
        found = forecast_games(of, *pair, np.array([neutral]), rest=np.array([rest]))
        return float(found["win_prob"].iloc[0])

    plain = chance(TABLE, False, 0.0)
    assert chance(table, False, 0.0) > chance(table, False, 1.0) > plain > chance(TABLE, False, 1.0)
    assert chance(table, True, 0.0) == chance(TABLE, True, 0.0)
    assert chance(TABLE, True, -1.0) > chance(TABLE, True, 0.0)


def test_rest_is_the_day_before():
    days = {"date": ["2026-11-05", "2026-11-06", "2026-11-06"]}
    games = pd.DataFrame(days | {"home": [1, DUKE, SIENA], "away": [2, 3, DUKE + 1]})
    home, away = np.array([DUKE, CONNECTICUT]), np.array([CONNECTICUT, SIENA])
    assert rest_on(games, "2026-11-07", home, away).tolist() == [1.0, -1.0]
    assert rest_on(games, "2026-11-08", home, away).tolist() == [0.0, 0.0]


def test_no_games_and_unknown_teams():
    assert list(slate([], [], []).columns) == list(COLUMNS)
    with pytest.raises(UnknownTeam):
        slate([DUKE], [99], [True])
