"""Scores of forecasts, on three games with known answers."""

from dataclasses import replace
from math import erf, log, sqrt

import numpy as np
import pytest

from engine.evaluation import baselines
from engine.evaluation import report as evaluation_report
from engine.evaluation.report import Forecast, Report
from engine.stats import calibration

# Three games in four universes; real scores 70-60, 60-70, 81-80.
POINTS = np.array(
    [
        [[70, 66, 75, 60], [60, 60, 70, 62]],  # a wins three of four by 10, 6, 5, -2
        [[50, 70, 60, 60], [60, 60, 70, 80]],  # by -10, 10, -10, -20
        [[81, 90, 85, 88], [80, 80, 80, 80]],  # always
    ],
    dtype=np.int16,
)
REAL = np.array([[70, 60], [60, 70], [81, 80]])
PROB = np.array([0.75, 0.25, 0.875])


def close(x):
    return pytest.approx(x, abs=1e-9)


def report(**changes) -> Report:
    whole = Report(
        season=np.array([2018, 2018, 2021]),
        points=REAL,
        counts=np.array([True, True, True]),
        forecast=evaluation_report.forecast(POINTS, REAL, PROB),
        baselines={"seeds": np.array([0.5, 0.5, 0.5]), "plain": np.array([0.75, 0.25, 0.8])},
    )
    return replace(whole, **changes)


def test_a_forecast_counts_and_places():
    said = evaluation_report.forecast(POINTS, REAL, np.array([0.75, 0.25, 1.0]))
    assert said.win_prob.tolist() == [0.75, 0.25, 1 - 1e-5]  # never certain
    assert said.margin_mean.tolist() == close([4.75, -7.5, 6.0])
    assert said.total_mean[0] == close((130 + 126 + 145 + 122) / 4)
    # Real margin +10 among 10, 6, 5, -2 and itself: three below, two equal, of five.
    assert (said.low[0], said.high[0]) == (close(0.6), close(1.0))
    # Real total 130 among 130, 126, 145, 122 and itself.
    assert (said.total_low[0], said.total_high[0]) == (close(0.4), close(0.8))


def test_scores_and_what_is_gained_on_rivals():
    score = report().score()
    assert score.games == 3
    losses = [-log(0.75), -log(0.75), -log(0.875)]
    assert score.log_loss == close(sum(losses) / 3)
    assert score.brier == close((0.0625 + 0.0625 + 0.015625) / 3)
    seeds = score.baselines["seeds"]
    assert seeds.log_loss == close(log(2)) and seeds.log_loss_se == close(0)
    assert seeds.log_loss_improvement == close(log(2) - score.log_loss)
    assert seeds.log_loss_improvement_se == close(np.std(losses, ddof=1) / sqrt(3))
    assert seeds.brier_improvement == close(0.25 - score.brier)
    same = score.baselines["plain"]
    assert same.log_loss_improvement == close((log(0.875) - log(0.8)) / 3)


def test_seasons_alone_pooled_and_without_what_does_not_count():
    whole = report()
    assert whole.score(2021).games == 1 and whole.score(2018).games == 2
    assert whole.score(2018, 2021) == whole.score()
    assert report(counts=np.array([True, False, True])).score(2018).games == 1


def test_favourites_are_folded_to_their_own_side():
    bins = report().favorites()
    assert bins.count.sum() == 3
    middle = np.flatnonzero(bins.count)
    assert bins.edge[middle].tolist() == close([0.75, 0.85])
    assert bins.prob[middle].tolist() == close([0.75, 0.875])
    assert bins.share[middle].tolist() == [1.0, 1.0]  # a by 10, b by 10, a by 1
    upset = report(points=REAL[:, ::-1])
    assert upset.favorites().share[middle].tolist() == [0.0, 0.0]


def test_coverage_and_misses_of_margins_and_totals():
    score = report().score()
    misses = np.array([10 - 4.75, -10 + 7.5, 1 - 6.0])
    assert score.margin.rmse == close(sqrt(np.mean(misses**2)))
    assert score.margin.bias == close(misses.mean())
    f = report().forecast
    assert score.margin.coverage_50 == close(np.mean(calibration.coverage(f.low, f.high, 0.5)))
    bins = report().pit("total")
    assert bins.share.sum() == close(1) and bins.prob.tolist() == close([0.1] * 10)


def test_the_plain_rating_is_a_normal_curve_with_the_others_spread():
    margin, real = np.array([5.0, 0.0, 3.0]), np.array([8.0, -4.0, 99.0])
    season, learn = np.array([1, 2, 2]), np.array([True, True, False])
    prob = baselines.baseline_prob(margin, real, season, learn)
    # Season 1 has the spread of season 2's one game that counts, 4 points; season 2 has 3.
    assert prob[0] == close(0.5 + 0.5 * erf(5 / 4 / sqrt(2)))
    assert prob[1] == close(0.5)
    assert prob[2] == close(0.5 + 0.5 * erf(1 / sqrt(2)))


def test_figures_have_their_names():
    said = evaluation_report.figures(report().score())
    assert {"coverage_50", "coverage_90", "margin_rmse", "total_coverage_90"} <= said.keys()
    assert {"total_rmse", "total_bias", "gain", "gain_se", "brier_se"} <= said.keys()
    assert said["seeds_only"]["games"] == 3 and "brier_gain_se" in said["plain"]
    lone = evaluation_report.figures(
        replace(report(), baselines={"plain": np.full(3, 0.5)}).score()
    )
    assert "seeds_only" not in lone and "gain" not in lone


def test_games_put_together_keep_their_order():
    one = evaluation_report.forecast(POINTS[:1], REAL[:1], PROB[:1])
    rest = evaluation_report.forecast(POINTS[1:], REAL[1:], PROB[1:])
    both, whole = (
        evaluation_report.concatenated(Forecast, [one, rest]),
        evaluation_report.forecast(POINTS, REAL, PROB),
    )
    assert both.win_prob.tolist() == whole.win_prob.tolist()
    assert both.total_high.tolist() == whole.total_high.tolist()
