"""The record of the chance of the field: its sums, and what a biased projection would look like."""

import numpy as np
import pandas as pd
import pytest

from engine import store
from engine.evaluation import field_record
from engine.pipeline.fits.field_chances import PlainRule, chances, fitted_rule, tenths

EVENING = "03-01"


def season_of(rng, year, sharper=1.0):
    """Teams whose true chance is ``t``, told as a chance that is ``sharper`` in log odds."""
    true = rng.beta(0.4, 1.4, 360)
    odds = sharper * np.log(true / (1 - true))
    frame = pd.DataFrame(
        {
            "chance": 1 / (1 + np.exp(-odds)),
            "net": 10 * true,
            "best": False,
            "in_field": rng.uniform(size=360) < true,
        }
    )
    rows = tenths(frame, PlainRule(2.0, 0.3))
    return rows.assign(league="men", season=year, evening=EVENING)


def record(monkeypatch, sharper):
    rng = np.random.default_rng(5)
    table = pd.concat([season_of(rng, year, sharper) for year in range(2008, 2025)])
    monkeypatch.setattr(store, "frame", lambda name, league: table)
    return field_record.reliability("men", EVENING), field_record.brier_by_evening("men")


def test_honest_chances_lie_on_the_line_and_sharpened_ones_do_not(monkeypatch):
    frame, brier = record(monkeypatch, 1.0)
    inside = (frame["expected"] >= frame["share_low"]) & (frame["expected"] <= frame["share_high"])
    assert inside.sum() >= 8 and frame["count"].sum() == 17 * 360
    assert brier["seasons"].tolist() == [17, 12, 5]
    frame, worse = record(monkeypatch, 2.0)  # the twin: twice as sure as it may be
    inside = (frame["expected"] >= frame["share_low"]) & (frame["expected"] <= frame["share_high"])
    assert inside.sum() <= 4 and worse["brier"].iloc[0] > brier["brier"].iloc[0]


def test_the_plain_rule_is_fitted_on_what_it_is_given():
    net = np.linspace(-20, 30, 360)
    frame = pd.DataFrame({"net": net, "best": False, "in_field": net > np.sort(net)[-45]})
    rule = fitted_rule([frame])
    assert rule.scale == pytest.approx(0.5) and rule.best_share == 0


def games_of(season):
    """An embedded season as a games frame."""
    found = store.load_season_games("men", season)
    return pd.DataFrame(
        {
            "day_num": 1,
            "date": pd.to_datetime(found["date"]),
            "team_id_a": found["a"],
            "team_id_b": found["b"],
            "venue": found["venue"].astype(float),
            "score_a": found["points_a"],
            "score_b": found["points_b"],
        }
    )


def test_nothing_after_the_evening_is_known():
    columns = ["conf_tourney", "day_num", "w_team_id", "l_team_id", "w_loc"]
    evening, none = pd.Timestamp(2019, 3, 1), pd.DataFrame(columns=columns)
    games = games_of(2019)

    def told(turned):
        swapped = games.assign(
            score_a=games["score_a"].where(~turned, games["score_b"]),
            score_b=games["score_b"].where(~turned, games["score_a"]),
        )
        return chances("men", 2019, evening.date(), swapped, none, universes=3)["chance"]

    real = told(games["date"] < pd.Timestamp(1900, 1, 1))
    assert (told(games["date"] > evening) == real).all()
    assert (told(games["date"] <= evening) != real).any()  # the twin
