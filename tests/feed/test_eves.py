"""What was said of a final the evening before: made once, and of nothing later."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from engine import store
from engine.ratings.current_season import rate_season
from engine.run.season import current_season, gathering, live_ratings
from engine.run.season.slate import forecast_games
from engine.tables.season_record import season_log_loss
from tests.feed.conftest import MORNING
from tests.feed.quick import FUNCTIONS
from tests.feed.shapes import event

NEXT = "2026-11-08T14:00Z"  # a day later


def finish(world, day):
    """Play the games of a day."""
    games = world.events["men", day]
    world.put("men", day, *(event(int(g["id"]), *_ids(g), (81, 70), day=day) for g in games))


def correct(world, day):
    """Another score of the day's first game."""
    first = world.events["men", day][0]
    world.events["men", day][0] = event(int(first["id"]), *_ids(first), (30, 99), day=day)


def _ids(game):
    return [int(side["team"]["id"]) for side in game["competitions"][0]["competitors"]]


def test_eves_come_from_the_ratings_of_the_day_before(command, world):
    for day in ("2026-11-03", "2026-11-05"):  # few games, real ratings
        world.put("men", day)
    assert command().code == 0
    snapshot = command.snapshot()
    eves, finals = snapshot.eves("men"), snapshot.games[snapshot.games["status"] == "final"]
    assert sorted(eves["event_id"]) == sorted(finals["event_id"]) and len(eves) == 36
    members, prior = store.espn_teams("men", 2027), store.load_prior("men", 2027)
    known = gathering.resumed("men", members, snapshot)
    games = current_season.rated_games(known.rows, known.boxes, "2026-11-05")
    table = rate_season("men", 2027, games, prior, members, "2026-11-05")
    last = eves[eves["date"] == "2026-11-06"]
    again = forecast_games(table, *(last[name].to_numpy() for name in ("home", "away", "neutral")))
    np.testing.assert_allclose(last["win_prob"], again["win_prob"], atol=0.003)
    np.testing.assert_allclose(last["home_points"], again["home_points"], atol=2.5)
    assert (last["weaker"] < last["win_prob"]).all() and (last["win_prob"] < last["stronger"]).all()
    record = season_log_loss(eves, snapshot.games)
    assert record["games"].tolist() == [12, 24, 36] and (record["log_loss"] < 1.5).all()


@pytest.fixture
def made(monkeypatch):
    """How many forecasts are made a day."""
    count = Counter()

    def counted(table, home, away, neutral, rest=None):
        count[table.base.cutoff] += len(home)
        return FUNCTIONS["forecast_games"](table, home, away, neutral, rest=rest)

    for name, function in (FUNCTIONS | {"forecast_games": counted}).items():
        monkeypatch.setattr(live_ratings, name, function)
    return count


def eves_after(command, now):
    assert command("--boxes", "none", now=now).code == 0
    return command.snapshot().eves("men")


def test_a_day_later_only_its_games_are_forecast(command, world, made):
    first = eves_after(command, MORNING)
    assert sum(made.values()) == 60
    made.clear()
    finish(world, "2026-11-07")
    second = eves_after(command, NEXT)
    assert made == {"2026-11-06": 12}
    pd.testing.assert_frame_equal(second[second["date"] < "2026-11-07"], first)


def test_a_corrected_score_changes_the_eves_after_it(command, world, made):
    first = eves_after(command, MORNING)
    made.clear()
    correct(world, "2026-11-05")
    second = eves_after(command, MORNING)
    assert made == {"2026-11-05": 12}  # the eves of the 5th do not stand on its games
    old = second["date"] <= "2026-11-05"
    pd.testing.assert_frame_equal(second[old], first[old])


def test_the_eves_of_another_model_are_made_again(command, made, monkeypatch):
    first = eves_after(command, MORNING)
    made.clear()
    monkeypatch.setattr(live_ratings, "MODEL_VERSION", "another")
    command("--boxes", "none")
    assert sum(made.values()) == 60
    pd.testing.assert_frame_equal(command.snapshot().eves("men"), first)
