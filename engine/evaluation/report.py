"""Scores forecasts against actual results. Shared by all backtests.

Axes: N games, each forecast before it was played. A *baseline* is a simpler forecaster of the same
games. Comparisons are paired game by game, so games that are hard for both do not blur them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np

from engine import MODEL_VERSION, store
from engine.arrays import F8, I2, I8, Bool
from engine.domain.specs import check_random_seed, check_universes
from engine.domain.teams import League
from engine.stats import calibration, estimates, proper_scores
from engine.stats.calibration import CalibrationBins

T = TypeVar("T")

FAVORITE_EDGES: F8 = np.linspace(0.5, 1.0, 11)  # bins of the favorite's win probability


@dataclass(frozen=True, slots=True)
class SeasonsSpec:
    """The seasons whose games to forecast (sorted) and the number of universes per game. Each kind
    of backtest defines in ``known`` which seasons it has."""

    league: League
    seasons: tuple[int, ...]
    universes: int
    random_seed: int
    model: str = MODEL_VERSION

    def __post_init__(self) -> None:
        check_universes(self.universes)
        check_random_seed(self.random_seed)
        object.__setattr__(self, "seasons", tuple(sorted(set(self.seasons))))
        for season in self.seasons:
            store.check_season(self.league, season, self.known())

    def known(self) -> tuple[int, ...]:
        """Seasons that can be chosen."""
        raise NotImplementedError


# --- Forecasts -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Forecasts of N games: by the win curve, so without counting noise, the probability that side
    a wins (``win_prob[N]``, never 0 or 1); counted over universes, mean and standard deviation of
    margin and total (points), and the probability integral transform (``calibration.pit``) of the
    real margin, ``low`` to ``high``, and of the real total, ``total_low`` to ``total_high``."""

    win_prob: F8
    margin_mean: F8
    margin_sd: F8
    total_mean: F8
    total_sd: F8
    low: F8
    high: F8
    total_low: F8
    total_high: F8


def forecast(points: I2, real: I8, win_prob: F8) -> Forecast:
    """The forecast from simulated ``points[N, 2, U]``, with the place of ``real[N, 2]`` in it, and
    from ``win_prob[N]`` of side a by the curve."""
    margin = points[:, 0].astype(np.int32) - points[:, 1]
    total = points[:, 0].astype(np.int32) + points[:, 1]
    low, high = calibration.pit(margin, real[:, 0] - real[:, 1])
    total_low, total_high = calibration.pit(total, real.sum(axis=1))
    return Forecast(
        proper_scores.off_the_ends(win_prob),
        np.mean(margin, axis=1),
        np.std(margin, axis=1),
        np.mean(total, axis=1),
        np.std(total, axis=1),
        low,
        high,
        total_low,
        total_high,
    )


def concatenated(kind: type[T], parts: list[T]) -> T:
    """One dataclass of ``kind`` with every array of ``parts`` concatenated."""
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    return kind(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


# --- Scores --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BaselineComparison:
    """A baseline on the same games. ``log_loss_improvement``: its log loss less Hardwood's, per
    game, so positive when Hardwood is better; ``brier_improvement`` likewise. ``_se``: standard
    errors."""

    log_loss: float
    log_loss_se: float
    brier: float
    brier_se: float
    log_loss_improvement: float
    log_loss_improvement_se: float
    brier_improvement: float
    brier_improvement_se: float

    def columns(self) -> dict[str, float]:
        """All figures under their names in tables and JSON, where an improvement is a ``gain``."""
        names = {"log_loss_improvement": "gain", "brier_improvement": "brier_gain"}
        names |= {f"{name}_se": f"{column}_se" for name, column in names.items()}
        return {names.get(f.name, f.name): getattr(self, f.name) for f in fields(self)}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Real margins or totals among the simulated ones: shares inside the central 50% and 90%,
    root mean square error, and bias, the mean of real less expected (points)."""

    coverage_50: float
    coverage_50_se: float
    coverage_90: float
    coverage_90_se: float
    rmse: float
    bias: float
    bias_se: float


@dataclass(frozen=True, slots=True)
class ForecastScore:
    """Scores of the forecasts of some games, with standard errors (``_se``). ``baselines``: by
    name, ``seeds`` and ``plain``."""

    games: int
    log_loss: float
    log_loss_se: float
    brier: float
    brier_se: float
    baselines: Mapping[str, BaselineComparison]
    margin: Coverage
    total: Coverage


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """N real games and their forecasts. ``season[N]``; real ``points[N, 2]``; ``counts[N]``:
    whether a game is scored; ``baselines``: name -> prob[N] that side a wins."""

    season: I8
    points: I8
    counts: Bool
    forecast: Forecast
    baselines: Mapping[str, F8]

    @property
    def won(self) -> Bool:
        """won[N]: whether team a won."""
        return np.asarray(self.points[:, 0] > self.points[:, 1])

    def scored(self, first: int | None = None, last: int | None = None) -> Bool:
        """mask[N]: the scored games of all seasons, of one, or from ``first`` to ``last``."""
        if first is None:
            return self.counts
        last = first if last is None else last
        return np.asarray(self.counts & (self.season >= first) & (self.season <= last))

    def score(self, first: int | None = None, last: int | None = None) -> ForecastScore:
        """The score of all seasons pooled, of one, or of those from ``first`` to ``last``."""
        at, f = self.scored(first, last), self.forecast
        won, prob, points = self.won[at], f.win_prob[at], self.points[at].astype(np.float64)
        loss, square = proper_scores.log_loss(prob, won), proper_scores.brier(prob, won)
        return ForecastScore(
            int(at.sum()),
            *estimates.mean_se(loss),
            *estimates.mean_se(square),
            {
                name: _compared(other[at], won, loss, square)
                for name, other in self.baselines.items()
            },
            _coverage(f.low[at], f.high[at], points[:, 0] - points[:, 1] - f.margin_mean[at]),
            _coverage(f.total_low[at], f.total_high[at], points.sum(axis=1) - f.total_mean[at]),
        )

    def calibration(self, first: int | None = None, last: int | None = None) -> CalibrationBins:
        """Calibration of side a's win probability, in bins of a tenth."""
        at = self.scored(first, last)
        return calibration.calibration(self.forecast.win_prob[at], self.won[at])

    def favorites(self, first: int | None = None, last: int | None = None) -> CalibrationBins:
        """Calibration of the favorite's win probability, 50 to 100%, in bins of a twentieth."""
        at = self.scored(first, last)
        prob, won = self.forecast.win_prob[at], self.won[at]
        right = np.where(prob >= 0.5, won, ~won)
        return calibration.calibration(np.maximum(prob, 1.0 - prob), right, FAVORITE_EDGES)

    def pit(
        self, figure: str, first: int | None = None, last: int | None = None
    ) -> CalibrationBins:
        """Histogram of the probability integral transform: the share of scored games whose real
        ``margin`` or ``total`` fell into each tenth of its simulated distribution."""
        at, f = self.scored(first, last), self.forecast
        low, high = (f.low, f.high) if figure == "margin" else (f.total_low, f.total_high)
        return calibration.pit_bins(low[at], high[at])


def _compared(prob: F8, won: Bool, loss: F8, square: F8) -> BaselineComparison:
    """``prob[N]`` of a baseline; ``loss[N]`` and ``square[N]``: Hardwood's log loss and Brier."""
    its_loss, its_square = proper_scores.log_loss(prob, won), proper_scores.brier(prob, won)
    return BaselineComparison(
        *estimates.mean_se(its_loss),
        *estimates.mean_se(its_square),
        *estimates.paired(its_loss, loss),
        *estimates.paired(its_square, square),
    )


def _coverage(low: F8, high: F8, miss: F8) -> Coverage:
    return Coverage(
        *estimates.mean_se(calibration.coverage(low, high, 0.5)),
        *estimates.mean_se(calibration.coverage(low, high, 0.9)),
        estimates.rms(miss),
        *estimates.mean_se(miss),
    )


def figures(score: ForecastScore) -> dict[str, Any]:
    """A score for JSON: figures of the margin without a prefix where that is clear, of the total
    under ``total_``, of the baselines under ``seeds_only`` and ``plain``."""
    flat: dict[str, Any] = {
        name: getattr(score, name)
        for name in ("games", "log_loss", "log_loss_se", "brier", "brier_se")
    }
    for coverage, prefix in ((score.margin, ""), (score.total, "total_")):
        for field in fields(coverage):
            name = field.name
            bare = name.startswith("coverage")
            flat[(prefix if bare else prefix or "margin_") + name] = getattr(coverage, name)
    for name, baseline in score.baselines.items():
        its = baseline.columns()
        if name == "seeds":
            flat |= {"gain": its["gain"], "gain_se": its["gain_se"]}
        flat["seeds_only" if name == "seeds" else name] = {"games": score.games} | its
    return flat
