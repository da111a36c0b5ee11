"""What a season looks like in numbers: the same functions measure the real one and the simulated.

A figure is computed on one season of games at a time, so whatever an estimator does to the real
season (few games, strengths that are not known) it does to a simulated one as well. Shares are
fractions, points and possessions per game.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8, I8
from engine.domain.schedule import Schedule

Figures = dict[str, float]

MARGIN_BANDS = (3, 5, 10)  # share of games decided by at most so many points
BLOWOUT = 20  # share decided by at least so many
CLOSE = range(7)  # absolute margins after 40 minutes, and leads with a minute left, taken singly
POSSESSION_POINTS = range(5)
# Penalty on a team's strength in games: best of 0.5 to 6 on games left out, men 2025-26.
RIDGE = 0.5
LEVEL, LOPSIDED = 6, 15  # forecast margins below and from which a game counts as such
FREE = 1e-6  # as good as none: least squares


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """One season of N games, real or of one universe, the home side first (on a neutral floor the
    lower id). What is not known of a season is None.

    ``points[2, N]``; ``overtimes[N]``; ``possessions[N]`` of both sides, NaN where not known; the
    home side's lead ``half[N]`` after the first half, ``regulation[N]`` after 40 minutes and
    ``minute[N]`` with one minute left; ``worth[6]`` possessions of 0, 1, … points."""

    points: F8
    overtimes: I8
    possessions: F8 | None = None
    half: F8 | None = None
    regulation: F8 | None = None
    minute: F8 | None = None
    worth: I8 | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Margin = strength of the home side - strength of the other + edge * hosted + noise, solved by
    ridge regression on one season: ``design[N, T + 1]``, ``inverse`` of its normal equations and
    ``leverage[N]``, each game's weight in its own fit."""

    design: F8
    inverse: F8
    leverage: F8

    def fitted(self, margin: F8) -> F8:
        """margin[N] as the model sees it, each game included."""
        return np.asarray(self.design @ (self.inverse @ (self.design.T @ margin)))

    def unseen(self, margin: F8) -> F8:
        """Forecast of each game from all others: (fit - leverage * margin) / (1 - leverage)."""
        return np.asarray((self.fitted(margin) - self.leverage * margin) / (1.0 - self.leverage))


def model(schedule: Schedule, ridge: float) -> Model:
    """The model of a schedule; it does not depend on any score."""
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
    """``plain``: least squares; ``shrunk``: the best forecast of games left out."""

    plain: Model
    shrunk: Model


def models(schedule: Schedule) -> Models:
    """Both models of a schedule."""
    return Models(model(schedule, FREE), model(schedule, RIDGE))


def figures(season: Season, by: Models) -> Figures:
    """Every figure that the season allows, by name."""
    found = scores(season.points) | overtimes(season.overtimes)
    margin = season.points[0] - season.points[1]
    found |= {"margin_sd": noise(margin, by.plain)} | noise_by_forecast(margin, by.shrunk)
    if season.possessions is not None:
        found |= possessions(season.possessions)
    if season.regulation is not None:
        found |= regulation(season.regulation)
        if season.half is not None:
            found |= halves(season.half, season.regulation, by.shrunk)
        if season.minute is not None:
            found |= last_minute(season.minute, season.regulation)
    if season.worth is not None:
        found |= possession_points(season.worth)
    return found


def scores(points: F8) -> Figures:
    """Final scores, overtime included: points, totals, the two sides' correlation, margins."""
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
    """Share of games with overtime, and of those the share with more than one."""
    extra = count[count > 0]
    return {"overtime": float(np.mean(count > 0)), "overtime_again": _share(extra > 1)}


def noise(margin: F8, plain: Model) -> float:
    """Standard deviation of a game's margin given the two strengths and the venue: of the
    residuals of least squares, corrected for the degrees of freedom (T - 1 strengths, 1 edge)."""
    rest = margin - plain.fitted(margin)
    return float(np.sqrt(np.sum(rest**2) / (len(margin) - plain.design.shape[1] + 1)))


def noise_by_forecast(margin: F8, shrunk: Model) -> Figures:
    """Standard deviation of the margin around the forecast that has not seen the game, of level and
    of lopsided games."""
    forecast = shrunk.unseen(margin)
    rest, gap = margin - forecast, np.abs(forecast)
    return {
        "margin_sd_level": _sd(rest[gap < LEVEL]),
        "margin_sd_lopsided": _sd(rest[gap >= LOPSIDED]),
    }


def possessions(both: F8) -> Figures:
    """Possessions of both sides in a whole game, where they are known."""
    known = both[np.isfinite(both)]
    return {
        "possessions_mean": float(known.mean()),
        "possessions_sd": float(known.std(ddof=1)),
    }


def regulation(margin: F8) -> Figures:
    """Share of each small absolute margin after 40 minutes; ``margin_40_0`` is the ties."""
    return {f"margin_40_{k}": _share(np.abs(margin) == k) for k in CLOSE}


def halves(half: F8, margin: F8, shrunk: Model) -> Figures:
    """The halves' margins around the forecast that has not seen the game: standard deviations,
    correlation and the standard deviation of their sum. Each half's forecast is a line on the
    game's."""
    x = np.column_stack([np.ones(len(margin)), shrunk.unseen(margin)])
    sides = np.column_stack([half, margin - half])
    rest = sides - x @ np.linalg.lstsq(x, sides, rcond=None)[0]
    return {
        "half_1_margin_sd": float(rest[:, 0].std(ddof=2)),
        "half_2_margin_sd": float(rest[:, 1].std(ddof=2)),
        "halves_correlation": correlation(rest[:, 0], rest[:, 1]),
        "margin_40_sd": float(rest.sum(axis=1).std(ddof=2)),
    }


def last_minute(lead: F8, margin: F8) -> Figures:
    """Share tied after 40 minutes, by the absolute lead with one minute left."""
    tied, ahead = margin == 0, np.abs(lead)
    return {f"tied_40_given_{k}_at_1_00": _share(tied[ahead == k]) for k in CLOSE}


def possession_points(worth: I8) -> Figures:
    """Points of one possession: mean, variance and the share of each number."""
    share = worth / worth.sum()
    points = np.arange(len(worth))
    mean = float(share @ points)
    found = {
        "possession_points_mean": mean,
        "possession_points_variance": float(share @ points**2) - mean**2,
    }
    return found | {f"possession_points_{k}": float(share[k]) for k in POSSESSION_POINTS}


def correlation(x: F8, y: F8) -> float:
    """Pearson's."""
    x, y = x - x.mean(), y - y.mean()
    return float(np.sum(x * y) / np.sqrt(np.sum(x**2) * np.sum(y**2)))


def _sd(x: F8) -> float:
    """Standard deviation; NaN of fewer than two."""
    return float(x.std(ddof=1)) if x.size > 1 else float("nan")


def _share(event: NDArray[np.bool_]) -> float:
    """Mean of ``event``; NaN of none."""
    return float(np.mean(event)) if event.size else float("nan")
