"""The record of a season's first weeks."""

import numpy as np
import pandas as pd
import pytest

from engine import store
from engine.evaluation import early_season
from engine.evaluation.early_season import SPANS, early_record


def test_every_early_game_is_counted_once():
    frame = early_record("men", 2024, 2025)
    games = [store.load_season_games("men", season) for season in (2024, 2025)]
    day = np.concatenate(
        [(x - x.min()).dt.days for x in (pd.to_datetime(g["date"]) for g in games)]
    )
    counts = [int(((day >= first) & (day <= last)).sum()) for first, last in SPANS]
    assert frame["games"].tolist() == counts and min(counts) > 500
    assert (frame["log_loss"] < 0.60).all() and (frame["log_loss_se"] < 0.03).all()
    assert (abs(frame["favorite_prob"] - frame["favorite_won"]) < 0.05).all()


def test_results_the_other_way_round_are_noticed(monkeypatch):
    """The twin: with every result turned, the score is far worse than a coin's."""
    load = store.load_season_games

    def turned(league, season):
        games = load(league, season)
        return games.assign(points_a=games["points_b"], points_b=games["points_a"])

    right = early_record("men", 2025, 2025)
    monkeypatch.setattr(early_season.store, "load_season_games", turned)
    wrong = early_record("men", 2025, 2025)
    assert (wrong["log_loss"] > 1.0).all()
    assert wrong["favorite_won"].to_numpy() == pytest.approx(1.0 - right["favorite_won"].to_numpy())
