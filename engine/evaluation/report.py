"""What was said of real games against what happened: the figures of every backtest.

Axes: N games, each forecast before it was played. A *rival* is another forecaster of the same
games; comparisons are paired, game by game, so that what both found hard cancels.
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

FAVOURITE_EDGES: F8 = np.linspace(0.5, 1.0, 11)  # bins of the favourite's probability


@dataclass(frozen=True, slots=True)
class SeasonsSpec:
    """Which seasons' games to forecast (sorted), each game in so many universes; a kind of backtest
    says in ``known`` which seasons it has."""

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
        """The seasons that can be asked for."""
        raise NotImplementedError


# --- What was said -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What the universes say of N games: probability that a wins (``win_prob[N]``, half a universe
    off 0 and 1), mean and standard deviation of margin and total, and the part of each one's
    distribution that the real value takes up (``scoring.transform``): ``low`` to ``high`` of the
    margin's, ``total_low`` to ``total_high`` of the total's."""

    win_prob: F8
    margin_mean: F8
    margin_sd: F8
    total_mean: F8
    total_sd: F8
    low: F8
    high: F8
    total_low: F8
    total_high: F8


def forecast(points: I2, real: I8) -> Forecast:
    """Count ``points[N, 2, U]`` and place the real points ``real[N, 2]`` among them."""
    margin = points[:, 0].astype(np.int32) - points[:, 1]
    total = points[:, 0].astype(np.int32) + points[:, 1]
    low, high = calibration.pit(margin, real[:, 0] - real[:, 1])
    total_low, total_high = calibration.pit(total, real.sum(axis=1))
    return Forecast(
        proper_scores.off_the_ends(np.mean(margin > 0, axis=1), points.shape[2]),
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
    """One of all: every array of ``parts`` joined."""
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    return kind(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


# --- Rivals --------------------------------------------------------------------------------------


# --- How good it was -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BaselineComparison:
    """Another forecaster on the same games. ``gain``: its log loss less that of the universes,
    ``brier_gain`` likewise: above zero the universes know more. ``_se``: standard errors."""

    log_loss: float
    log_loss_se: float
    brier: float
    brier_se: float
    gain: float
    gain_se: float
    brier_gain: float
    brier_gain_se: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Real margins or totals among the simulated ones: shares inside the central 50 % and 90 %,
    root mean square error, and mean of real less expected (points)."""

    coverage_50: float
    coverage_50_se: float
    coverage_90: float
    coverage_90_se: float
    rmse: float
    bias: float
    bias_se: float


@dataclass(frozen=True, slots=True)
class ForecastScore:
    """How good the forecasts of some games were; ``_se`` is the standard error. ``rivals``: by
    name, ``seeds`` and ``plain``."""

    games: int
    log_loss: float
    log_loss_se: float
    brier: float
    brier_se: float
    rivals: Mapping[str, BaselineComparison]
    margin: Coverage
    total: Coverage


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """N real games and what was said of them. ``season[N]``; ``points[N, 2]`` as they were played;
    ``counts[N]``: whether a game is scored; ``rivals``: name -> prob[N] that a wins."""

    season: I8
    points: I8
    counts: Bool
    forecast: Forecast
    rivals: Mapping[str, F8]

    @property
    def won(self) -> Bool:
        """Whether team a won."""
        return np.asarray(self.points[:, 0] > self.points[:, 1])

    def scored(self, first: int | None = None, last: int | None = None) -> Bool:
        """mask[N]: the games that count, of all seasons, of one, or from ``first`` to ``last``."""
        if first is None:
            return self.counts
        last = first if last is None else last
        return np.asarray(self.counts & (self.season >= first) & (self.season <= last))

    def score(self, first: int | None = None, last: int | None = None) -> ForecastScore:
        """All seasons pooled, one, or those from ``first`` to ``last``."""
        at, f = self.scored(first, last), self.forecast
        won, prob, points = self.won[at], f.win_prob[at], self.points[at].astype(np.float64)
        loss, square = proper_scores.log_loss(prob, won), proper_scores.brier(prob, won)
        return ForecastScore(
            int(at.sum()),
            *estimates.mean_se(loss),
            *estimates.mean_se(square),
            {name: _rival(other[at], won, loss, square) for name, other in self.rivals.items()},
            _spread(f.low[at], f.high[at], points[:, 0] - points[:, 1] - f.margin_mean[at]),
            _spread(f.total_low[at], f.total_high[at], points.sum(axis=1) - f.total_mean[at]),
        )

    def calibration(self, first: int | None = None, last: int | None = None) -> CalibrationBins:
        """The scored games by the forecast of side a, in tenths."""
        at = self.scored(first, last)
        return calibration.calibration(self.forecast.win_prob[at], self.won[at])

    def favourites(self, first: int | None = None, last: int | None = None) -> CalibrationBins:
        """The scored games by the probability of their favourite, 50 to 100 %, in twentieths."""
        at = self.scored(first, last)
        prob, won = self.forecast.win_prob[at], self.won[at]
        right = np.where(prob >= 0.5, won, ~won)
        return calibration.calibration(np.maximum(prob, 1.0 - prob), right, FAVOURITE_EDGES)

    def transform(
        self, figure: str, first: int | None = None, last: int | None = None
    ) -> CalibrationBins:
        """The scored games by the tenth of its simulated distribution into which the real
        ``margin`` or ``total`` fell."""
        at, f = self.scored(first, last), self.forecast
        low, high = (f.low, f.high) if figure == "margin" else (f.total_low, f.total_high)
        return calibration.pit_bins(low[at], high[at])


def _rival(prob: F8, won: Bool, loss: F8, square: F8) -> BaselineComparison:
    its_loss, its_square = proper_scores.log_loss(prob, won), proper_scores.brier(prob, won)
    return BaselineComparison(
        *estimates.mean_se(its_loss),
        *estimates.mean_se(its_square),
        *estimates.paired(its_loss, loss),
        *estimates.paired(its_square, square),
    )


def _spread(low: F8, high: F8, miss: F8) -> Coverage:
    return Coverage(
        *estimates.mean_se(calibration.coverage(low, high, 0.5)),
        *estimates.mean_se(calibration.coverage(low, high, 0.9)),
        estimates.rms(miss),
        *estimates.mean_se(miss),
    )


def figures(score: ForecastScore) -> dict[str, Any]:
    """A score by name, for JSON: the margin's figures bare, the total's under ``total_``, the
    rivals' under ``seeds_only`` and ``plain``."""
    flat: dict[str, Any] = {
        name: getattr(score, name)
        for name in ("games", "log_loss", "log_loss_se", "brier", "brier_se")
    }
    for spread, prefix in ((score.margin, ""), (score.total, "total_")):
        for field in fields(spread):
            name = field.name
            bare = name.startswith("coverage")
            flat[(prefix if bare else prefix or "margin_") + name] = getattr(spread, name)
    if "seeds" in score.rivals:
        seeds = score.rivals["seeds"]
        flat |= {"gain": seeds.gain, "gain_se": seeds.gain_se}
    for name, rival in score.rivals.items():
        its = {field.name: getattr(rival, field.name) for field in fields(rival)}
        flat["seeds_only" if name == "seeds" else name] = {"games": score.games} | its
    return flat
