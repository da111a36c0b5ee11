"""The figures that describe a season, measured by the same functions on real and simulated ones.

Each figure is computed on one season at a time, so any bias of an estimator (few games, unknown
strengths) is the same for the real season and a simulated one. Shares are fractions; points and
possessions are per game.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8, I8
from engine.domain.schedule import Schedule
from engine.evaluation.realism_box import box_figures

Figures = dict[str, float]

MARGIN_BANDS = (3, 5, 10)  # share of games decided by at most 3, 5 and 10 points
BLOWOUT = 20  # share of games decided by at least 20 points
CLOSE = range(7)  # absolute margins after 40 minutes, and leads with a minute left
POSSESSION_POINTS = range(5)
# Ridge penalty on team strength, in games: the best of 0.5 to 6 in cross-validation, men 2025-26.
RIDGE = 0.5
LEVEL, LOPSIDED = 6, 15  # forecast margins: level below 6 points, lopsided from 15 on
FREE = 1e-6  # practically no penalty: least squares


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """One season of N games, real or from one universe, home side first (the lower id on a neutral
    floor). None for what is unknown.

    ``points[2, N]``; ``overtimes[N]``; ``possessions[N]`` of both sides, NaN where unknown; lead of
    the home side ``half[N]`` after the first half, ``regulation[N]`` after 40 minutes and
    ``minute[N]`` with one minute left; ``possession_points[6]``: possessions of 0 to 5 points;
    ``box[half, side, N, BOX]`` as in ``realism_box``, and the games ``hosted[N]`` by the home
    side."""

    points: F8
    overtimes: I8
    possessions: F8 | None = None
    half: F8 | None = None
    regulation: F8 | None = None
    minute: F8 | None = None
    possession_points: I8 | None = None
    box: F8 | None = None
    hosted: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Margin = home strength - away strength + home edge * hosted + noise, fitted to one season by
    ridge regression: ``design[N, T + 1]``, ``inverse`` of the normal equations, ``leverage[N]``:
    the weight of each game in its own fitted value."""

    design: F8
    inverse: F8
    leverage: F8

    def fitted(self, margin: F8) -> F8:
        """Fitted margin[N], each game included in the fit."""
        return np.asarray(self.design @ (self.inverse @ (self.design.T @ margin)))

    def leave_one_out(self, margin: F8) -> F8:
        """Leave-one-out forecast[N]: (fit - leverage * margin) / (1 - leverage)."""
        return np.asarray((self.fitted(margin) - self.leverage * margin) / (1.0 - self.leverage))


def model(schedule: Schedule, ridge: float) -> Model:
    """The model of a schedule; it depends on no score."""
    home = np.where(schedule.at_home(), schedule.b, schedule.a)
    away = np.where(schedule.at_home(), schedule.a, schedule.b)
    ids = np.unique(np.concatenate([home, away]))
    row = np.arange(len(home))
    design = np.zeros((len(home), len(ids) + 1))
    design[row, np.searchsorted(ids, home)] = 1.0
    design[row, np.searchsorted(ids, away)] = -1.0
    design[:, -1] = schedule.venue != 0
    penalty = np.append(np.full(len(ids), ridge), FREE)
    inverse = np.asarray(np.linalg.inv(design.T @ design + np.diag(penalty)), dtype=np.float64)
    leverage = np.asarray(np.einsum("ij,ij->i", design @ inverse, design), dtype=np.float64)
    return Model(design, inverse, leverage)


@dataclass(frozen=True, slots=True, eq=False)
class Models:
    """``least_squares``, and ``shrunk``: the penalty with the best leave-one-out forecasts."""

    least_squares: Model
    shrunk: Model


def models(schedule: Schedule) -> Models:
    """Both models of a schedule."""
    return Models(model(schedule, FREE), model(schedule, RIDGE))


def figures(season: Season, by: Models) -> Figures:
    """All figures that the season's data allow, by name."""
    found = scores(season.points) | overtimes(season.overtimes)
    margin = season.points[0] - season.points[1]
    found |= {"margin_sd": noise(margin, by.least_squares)} | noise_by_forecast(margin, by.shrunk)
    if season.possessions is not None:
        found |= possessions(season.possessions)
    if season.regulation is not None:
        found |= regulation(season.regulation)
        if season.half is not None:
            found |= halves(season.half, season.regulation, by.shrunk)
        if season.minute is not None:
            found |= last_minute(season.minute, season.regulation)
    if season.possession_points is not None:
        found |= possession_points(season.possession_points)
    if season.box is not None and season.hosted is not None:
        found |= box_figures(season.box, season.hosted)
    return found


def scores(points: F8) -> Figures:
    """Final scores, overtime included: points, totals, correlation of both sides, margins."""
    margin = np.abs(points[0] - points[1])
    found = {
        "points_mean": points.mean(),
        "points_sd": points.std(ddof=1),
        "total_sd": points.sum(axis=0).std(ddof=1),
        "points_correlation": correlation(points[0], points[1]),
        "margin_mean_absolute": margin.mean(),
    }
    found |= {f"margin_at_most_{band}": (margin <= band).mean() for band in MARGIN_BANDS}
    found[f"margin_at_least_{BLOWOUT}"] = (margin >= BLOWOUT).mean()
    return {name: float(value) for name, value in found.items()}


def overtimes(count: I8) -> Figures:
    """Share of games with overtime, and among those the share with a second one."""
    extra = count[count > 0]
    return {"overtime": float(np.mean(count > 0)), "overtime_again": _share(extra > 1)}


def noise(margin: F8, least_squares: Model) -> float:
    """Standard deviation of the margin given both strengths and the venue: of the least-squares
    residuals, corrected for the degrees of freedom (T - 1 strengths, 1 home edge)."""
    residual = margin - least_squares.fitted(margin)
    return float(np.sqrt(np.sum(residual**2) / (len(margin) - least_squares.design.shape[1] + 1)))


def noise_by_forecast(margin: F8, shrunk: Model) -> Figures:
    """Standard deviation of the margin around its leave-one-out forecast, in level and in lopsided
    games."""
    forecast = shrunk.leave_one_out(margin)
    residual, gap = margin - forecast, np.abs(forecast)
    return {
        "margin_sd_level": _sd(residual[gap < LEVEL]),
        "margin_sd_lopsided": _sd(residual[gap >= LOPSIDED]),
    }


def possessions(both: F8) -> Figures:
    """Possessions of both sides in a game, over the games where they are known."""
    known = both[np.isfinite(both)]
    return {
        "possessions_mean": float(known.mean()),
        "possessions_sd": float(known.std(ddof=1)),
    }


def regulation(margin: F8) -> Figures:
    """Share of each small absolute margin after 40 minutes; ``margin_40_0`` are ties."""
    return {f"margin_40_{k}": _share(np.abs(margin) == k) for k in CLOSE}


def halves(half: F8, margin: F8, shrunk: Model) -> Figures:
    """Margins of both halves around their forecasts: standard deviations, correlation, and the
    standard deviation of the sum. The forecast of a half is a straight line in the leave-one-out
    forecast of the game."""
    x = np.column_stack([np.ones(len(margin)), shrunk.leave_one_out(margin)])
    sides = np.column_stack([half, margin - half])
    residual = sides - x @ np.linalg.lstsq(x, sides, rcond=None)[0]
    return {
        "half_1_margin_sd": float(residual[:, 0].std(ddof=2)),
        "half_2_margin_sd": float(residual[:, 1].std(ddof=2)),
        "halves_correlation": correlation(residual[:, 0], residual[:, 1]),
        "margin_40_sd": float(residual.sum(axis=1).std(ddof=2)),
    }


def last_minute(lead: F8, margin: F8) -> Figures:
    """Share of games tied after 40 minutes, by the absolute lead with one minute left."""
    tied, ahead = margin == 0, np.abs(lead)
    return {f"tied_40_given_{k}_at_1_00": _share(tied[ahead == k]) for k in CLOSE}


def possession_points(count: I8) -> Figures:
    """Points per possession: mean, variance and shares; ``count[k]`` possessions had k points."""
    share = count / count.sum()
    points = np.arange(len(count))
    mean = float(share @ points)
    found = {
        "possession_points_mean": mean,
        "possession_points_variance": float(share @ points**2) - mean**2,
    }
    return found | {f"possession_points_{k}": float(share[k]) for k in POSSESSION_POINTS}


def correlation(x: F8, y: F8) -> float:
    """Pearson's correlation coefficient."""
    x, y = x - x.mean(), y - y.mean()
    return float(np.sum(x * y) / np.sqrt(np.sum(x**2) * np.sum(y**2)))


def _sd(x: F8) -> float:
    """Standard deviation; NaN for fewer than two values."""
    return float(x.std(ddof=1)) if x.size > 1 else float("nan")


def _share(event: NDArray[np.bool_]) -> float:
    """Mean of ``event``; NaN for an empty array."""
    return float(np.mean(event)) if event.size else float("nan")
