"""Simulated margins and totals against thousands of real ones that no rating has seen.

If reality is one more universe, the transform of a real margin is uniform whatever the number of
universes (``scoring.transform``), so few of them suffice. Bounds are wider than the goals by the
sampling error of the games played here; planted faults break them."""

import numpy as np
import pytest

from engine.evaluation import last_month_backtest
from engine.evaluation.last_month_backtest import LastMonthSpec, last_month_games
from engine.evaluation.report import forecast
from engine.game.final_scores import play_scores
from engine.stats.calibration import pit_bins

SEASONS = {"men": (2015, 2019, 2023, 2025), "women": (2015, 2019, 2023, 2025)}
UNIVERSES = 19


@pytest.fixture(scope="module", params=SEASONS)
def played(request) -> tuple[np.ndarray, np.ndarray]:
    """(points[N, 2, U], real[N, 2]) of several thousand games."""
    league, points, real = request.param, [], []
    for season in SEASONS[league]:
        games = last_month_games(league, season)
        spec = LastMonthSpec(league, (season,), UNIVERSES, 2026)
        points += [play_scores(*chunk) for chunk in last_month_backtest._chunks(spec, games)]
        real.append(games.points)
    return np.concatenate(points), np.concatenate(real)


def faults(points: np.ndarray, real: np.ndarray) -> set[str]:
    """What is wrong with simulated scores of real games."""
    said = forecast(points, real, np.full(len(real), 0.5))  # only the scores are looked at
    found = set()
    for name, low, high in (
        ("margin", said.low, said.high),
        ("total", said.total_low, said.total_high),
    ):
        bins = pit_bins(low, high)
        middle, ends = bins.share[3:7].sum(), bins.share[[0, -1]].sum()
        bounds = {
            "narrow": ends < 0.24,
            "wide": ends > 0.17,
            "hump": middle < 0.44,
            "lean": abs(bins.share[:5].sum() - 0.5) < 0.045,
        }
        found |= {f"{name}: {fault}" for fault, holds in bounds.items() if not holds}
    return found


def test_real_scores_fall_anywhere_among_the_simulated_ones(played):
    points, real = played
    assert len(real) > 4000
    assert faults(points, real) == set()


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("margin: lean", lambda points: np.add(points, [[3], [0]])),  # a scores 3 too many
        ("total: lean", lambda points: np.add(points, 3)),
        ("margin: narrow", lambda points: around(points, 0.6)),
        ("margin: wide", lambda points: around(points, 1.6)),
    ],
)
def test_planted_faults_are_noticed(played, name, planted):
    """The twin: shifted, squeezed and stretched scores."""
    points, real = played
    assert name in faults(planted(points), real)


def around(points: np.ndarray, stretch: float) -> np.ndarray:
    """Every game's scores drawn together or apart around their means."""
    mean = points.mean(axis=2, keepdims=True)
    return np.rint(mean + stretch * (points - mean)).astype(np.int64)
