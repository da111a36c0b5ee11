"""A day's games agree with the games played one by one, whichever side is named first."""

import numpy as np
import pytest

from engine import run, store
from engine.domain.specs import GameSpec, Side
from engine.errors import UnknownTeam
from engine.run.season.slate import COLUMNS, forecast_games

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


def test_no_games_and_unknown_teams():
    assert list(slate([], [], []).columns) == list(COLUMNS)
    with pytest.raises(UnknownTeam):
        slate([DUKE], [99], [True])
