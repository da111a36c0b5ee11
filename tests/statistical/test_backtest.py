"""The universes against real tournaments: better than the seeds, calibrated, and not too good.

Bounds are loose enough for few universes and tight enough that planted faults break them."""

from dataclasses import replace

import numpy as np
import pytest

from engine import store
from engine.compute.process_pool import WorkerPool
from engine.evaluation.tournament_backtest import BacktestSpec, TournamentReport, backtest

# League -> first season, universes a game, log loss of seeds only as measured elsewhere, how much
# less the universes' must be at least, and the figure below which something leaks.
LEAGUES = {"men": (2008, 200, 0.5653, 0.010, 0.50), "women": (2010, 120, 0.4433, 0.025, 0.33)}


def play(league: str, universes: int) -> TournamentReport:
    seasons = tuple(s for s in store.tournament_seasons(league) if s >= LEAGUES[league][0])
    with WorkerPool(0) as pool:
        return backtest(BacktestSpec(league, seasons, universes, 2026), pool)


def faults(report: TournamentReport) -> set[str]:
    """What is wrong with a backtest of all seasons."""
    score = report.score()
    seeds = score.baselines["seeds"]
    _, _, _, gain, leak = LEAGUES[report.spec.league]
    bounds = {
        "knows too little": seeds.log_loss_improvement > gain
        and seeds.log_loss_improvement > 2 * seeds.log_loss_improvement_se,
        "knows too much": score.log_loss > leak,
        "middle half": 0.45 < score.margin.coverage_50 < 0.57,
        "nine tenths": 0.86 < score.margin.coverage_90 < 0.955,
        "margins": 10.8 < score.margin.rmse < 12.8,
    }
    return {name for name, holds in bounds.items() if not holds}


@pytest.fixture(scope="module", params=LEAGUES)
def played(request) -> TournamentReport:
    return play(request.param, LEAGUES[request.param][1])


def test_the_universes_know_more_than_the_seeds(played):
    assert faults(played) == set()


def test_seeds_only_is_the_known_baseline(played):
    _, _, known, _, _ = LEAGUES[played.spec.league]
    assert played.score().baselines["seeds"].log_loss == pytest.approx(known, abs=0.0015)
    assert played.score().games == {"men": 1133, "women": 1008}[played.spec.league]


def test_forecasts_are_calibrated(played):
    """Of the games near each probability about as many are won: within four standard errors."""
    bins = played.calibration()
    error = np.sqrt(bins.prob * (1 - bins.prob) / bins.count)
    assert (np.abs(bins.share - bins.prob) < 4 * error + 0.01).all()


def test_swapped_ratings_are_noticed(monkeypatch):
    """The twin: every team has another team's strength."""
    true = store.load_teams

    def swapped(league, season, **source):
        table = true(league, season, **source)
        order = np.random.default_rng(season).permutation(len(table.team_id))
        strength = ("off_eff", "def_eff", "off_se", "def_se", "net_se")
        return replace(table, **{name: getattr(table, name)[order] for name in strength})

    monkeypatch.setattr(store, "load_teams", swapped)
    assert {"knows too little", "margins"} <= faults(play("men", 20))


def test_a_leak_is_noticed(played):
    """The twin: forecasts that lean toward what happened."""
    prob = played.forecast.win_prob
    leaning = replace(played.forecast, win_prob=0.8 * prob + 0.2 * played.games.won)
    assert "knows too much" in faults(replace(played, forecast=leaning))


@pytest.mark.parametrize("stretch", [0.7, 1.4])
def test_margins_too_narrow_or_too_wide_are_noticed(played, stretch):
    """The twin: every margin's distribution squeezed or stretched around its mean."""
    f = played.forecast
    rng = np.random.default_rng(5)
    around = f.margin_mean[:, None] + stretch * f.margin_sd[:, None] * rng.normal(size=(1, 400))
    margin = played.games.margin[:, None]
    low, high = np.mean(around < margin - 0.5, axis=1), np.mean(around < margin + 0.5, axis=1)
    wrong = replace(f, low=low, high=high + 1e-9)
    assert {"middle half", "nine tenths"} <= faults(replace(played, forecast=wrong))
