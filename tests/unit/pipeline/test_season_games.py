"""Weekly ratings and every game's forecast: nothing of that day or later is in them."""

import numpy as np
import pandas as pd
import pytest

from engine import store
from engine.pipeline.fits import last_month, season_games
from engine.pipeline.fits.last_month import FIRST_DAY
from tests.unit.pipeline.test_last_month import TURNED, planted

EARLY_DAY = 60  # long before the last month
START = pd.Timestamp(2008, 11, 3)


def tables(turned: pd.DataFrame, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(last_month.FIRST_SEASON, "men", 2009)
    dated = turned.assign(date=START + pd.to_timedelta(turned["day_num"], unit="D"))
    (month,) = last_month.months(dated, "men")
    known = dict(season_games.known_by_day(month))
    return season_games.weekly(month, known), season_games.forecast_games(month, known)


@pytest.mark.parametrize("day", [EARLY_DAY, FIRST_DAY + 2])
def test_a_fake_result_moves_nothing_of_its_day_or_before(monkeypatch, day):
    date = f"{START + pd.Timedelta(days=day):%Y-%m-%d}"
    (weeks, games), (fake_weeks, fake_games) = (
        tables(turned, monkeypatch) for turned in (TURNED, planted(day))
    )
    early, week = games["date"] <= date, weeks["date"] <= date
    forecast = ["margin", "margin_se"]
    pd.testing.assert_frame_equal(games[early][forecast], fake_games[early][forecast])
    pd.testing.assert_frame_equal(weeks[week], fake_weeks[week])
    # the twin: what was played is known from the next day on
    assert (games[~early]["margin"] != fake_games[~early]["margin"]).mean() > 0.8
    assert (weeks[~week]["net"] != fake_weeks[~week]["net"]).mean() > 0.8


def test_every_game_is_there_once(monkeypatch):
    weeks, games = tables(TURNED, monkeypatch)
    real = TURNED[TURNED["season"] == 2009]
    assert len(games) == len(real) and games["points_a"].sum() == real["score_a"].sum()
    assert weeks.groupby("date").size().nunique() == 1  # every team in every week


@pytest.mark.parametrize("league", ["men", "women"])
def test_the_embedded_forecasts_of_the_last_month_are_those_of_the_record(league):
    season = store.seasons(league)[-1]
    late = store.frame("late_games", league)
    late = late[late["season"] == season].sort_values(["day", "a", "b"], ignore_index=True)
    games = store.load_season_games(league, season)
    last = games.tail(len(late)).reset_index(drop=True)
    assert last[["a", "b", "points_a"]].to_numpy().tolist() == (
        late[["a", "b", "points_a"]].to_numpy().tolist()
    )
    np.testing.assert_allclose(last["margin"], late["margin"], atol=0.06)
    np.testing.assert_allclose(last["margin_se"], late["margin_se"], atol=0.06)


def test_the_embedded_weeks_end_near_selection_sundays_ratings():
    weeks, teams = store.load_weekly_ratings("men", 2026), store.load_teams("men", 2026)
    last = weeks[weeks["date"] == weeks["date"].max()].set_index("team_id")["net"]
    gap = last.loc[teams.team_id].to_numpy() - (teams.off_eff - teams.def_eff)
    assert np.abs(gap).mean() < 1.0 and np.abs(gap).max() < 6.0
