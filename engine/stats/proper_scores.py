"""How good forecasts are: proper scores, calibration, coverage, and the error of each figure.

Axes: N games. ``prob[N]`` is the forecast that team a wins, ``won[N]`` whether it did.
"""

from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
Bool = NDArray[np.bool_]

TENTHS: F8 = np.linspace(0.0, 1.0, 11)
Z_95 = NormalDist().inv_cdf(0.975)

# --- Probabilities -------------------------------------------------------------------------------


def off_the_ends(prob: F8, universes: int) -> F8:
    """Counted probabilities moved half a universe off 0 and 1.

    What never happened in a finite run is rare, not impossible: k of n counts as at least 1/2 and
    at most n - 1/2. Without it one surprise would make the log loss infinite.
    """
    return np.asarray(np.clip(prob, 0.5 / universes, 1.0 - 0.5 / universes))


def log_loss(prob: F8, won: Bool) -> F8:
    """Per game: -ln of the probability that was given to what happened (Good, 1952), in nats."""
    return np.asarray(-np.log(np.where(won, prob, 1.0 - prob)))


def brier(prob: F8, won: Bool) -> F8:
    """Per game: (probability - outcome)^2, the outcome being 0 or 1 (Brier, 1950)."""
    return np.asarray((prob - won) ** 2)


# --- Errors of figures ---------------------------------------------------------------------------


def mean_se(x: F8) -> tuple[float, float]:
    """(mean, its standard error): s / sqrt(n), s with n - 1; infinite for fewer than two values."""
    se = float(np.std(x, ddof=1) / np.sqrt(x.size)) if x.size > 1 else np.inf
    return float(np.mean(x)), se


def paired(x: F8, y: F8) -> tuple[float, float]:
    """(mean of x - y, its standard error) of two forecasters' scores on the same games.

    What both find hard cancels, so this error is far smaller than either score's own.
    """
    return mean_se(x - y)


def wilson(hits: F8, n: F8, z: float = Z_95) -> tuple[F8, F8]:
    """The (low, high) interval of a proportion ``hits / n`` (Wilson, 1927); (0, 1) where n is 0.

    Centre (p + z^2/2n) / (1 + z^2/n), half width z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n).
    """
    hits, n = np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64)
    scale = n + z * z
    centre = (hits + z * z / 2.0) / scale
    spread = hits * (n - hits) / np.maximum(n, 1.0) + z * z / 4.0
    half = z * np.sqrt(spread) / scale
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


# --- Calibration ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class CalibrationBins:
    """K bins of forecasts between ``edge[K + 1]``: ``count[K]`` games, their mean forecast
    ``prob[K]``, and how often team a won, ``share[K]``, with its 95% interval. Empty bins hold
    NaN."""

    edge: F8
    count: I8
    prob: F8
    share: F8
    share_low: F8
    share_high: F8

    def rows(self) -> list[dict[str, float | int]]:
        """The bins that hold games, one after another."""
        return [
            {
                "from": float(self.edge[k]),
                "to": float(self.edge[k + 1]),
                "games": int(self.count[k]),
                "prob": float(self.prob[k]),
                "share": float(self.share[k]),
                "share_low": float(self.share_low[k]),
                "share_high": float(self.share_high[k]),
            }
            for k in np.flatnonzero(self.count)
        ]


def calibration(prob: F8, won: Bool, edge: F8 = TENTHS) -> CalibrationBins:
    """Games sorted by forecast into bins [edge k, edge k+1), the last one closed (Murphy and
    Winkler, 1977)."""
    bins = len(edge) - 1
    at = np.clip(np.searchsorted(edge, prob, side="right") - 1, 0, bins - 1)
    count = np.bincount(at, minlength=bins).astype(np.int64)
    hits = np.bincount(at, weights=won, minlength=bins).astype(np.float64)
    filled = np.where(count > 0, count.astype(np.float64), np.nan)
    mean = np.bincount(at, weights=prob, minlength=bins) / filled
    low, high = wilson(hits, filled)
    return CalibrationBins(edge, count, mean, hits / filled, low, high)


# --- Simulated distributions ---------------------------------------------------------------------


def transform(sample: NDArray[np.integer], value: NDArray[np.integer]) -> tuple[F8, F8]:
    """(low[N], high[N]): the part of the simulated distribution that the real value takes up.

    The probability integral transform for whole numbers (Czado, Gneiting and Held, 2009), with the
    real value counted as one more draw: of ``sample[N, U]`` and it, the share below, and the share
    below or equal. If reality is one more universe, a point chosen evenly between the two is
    uniform on (0, 1), exactly and for any U.
    """
    draws = sample.shape[1] + 1
    below = np.sum(sample < value[:, None], axis=1)
    equal = np.sum(sample == value[:, None], axis=1) + 1
    return below / draws, (below + equal) / draws


def within(low: F8, high: F8, start: float, stop: float) -> F8:
    """Per game: the share of [low, high] that lies in [start, stop]."""
    overlap = np.minimum(high, stop) - np.maximum(low, start)
    return np.asarray(np.maximum(overlap, 0.0) / (high - low))


def coverage(low: F8, high: F8, level: float) -> F8:
    """Per game: whether the real value fell into the central interval of that level.

    A fraction where the interval's end cuts through the value, so that its mean is ``level`` when
    the distributions are right; counting such a value as inside would always flatter wholes.
    """
    return within(low, high, 0.5 - level / 2.0, 0.5 + level / 2.0)


def transform_histogram(low: F8, high: F8, edge: F8 = TENTHS) -> F8:
    """share[K] of the real values in each bin of the transform: flat when the distributions are
    right, U-shaped when they are too narrow, a hump when too wide."""
    return np.array([np.mean(within(low, high, start, stop)) for start, stop in pairwise(edge)])


def transform_bins(low: F8, high: F8, edge: F8 = TENTHS) -> CalibrationBins:
    """The same as bins: ``prob[K]`` is a bin's width, the share due; ``count[K]`` is rounded,
    since a whole number may lie across an edge."""
    share = transform_histogram(low, high, edge)
    games = np.full(len(share), len(low), dtype=np.float64)
    count = np.rint(share * games).astype(np.int64)
    return CalibrationBins(edge, count, np.diff(edge), share, *wilson(share * games, games))


def rms(error: F8) -> float:
    """Root of the mean square."""
    return float(np.sqrt(np.mean(error**2)))


# --- The seeds-only forecaster -------------------------------------------------------------------


def logistic(x: F8) -> F8:
    """1 / (1 + exp(-x))."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def logistic_slope(x: F8, won: Bool) -> float:
    """The maximum-likelihood slope of P(won) = logistic(slope x), by Newton's method.

    No intercept: which team is called a must not matter. Each step is sum(x (won - p)) over
    sum(x^2 p (1 - p)); the likelihood has one peak, and from 0 the steps reach it.
    """
    slope = 0.0
    for _ in range(50):
        prob = logistic(slope * x)
        step = float(np.sum(x * (won - prob)) / np.sum(x * x * prob * (1.0 - prob)))
        slope += step
        if abs(step) < 1e-12:
            break
    return slope


def seeds_only(gap: F8, won: Bool, season: I8, learn: Bool) -> F8:
    """prob[N] that team a wins, known nothing but ``gap[N]``: b's seed line less a's.

    A logistic curve whose slope is fitted on the ``learn`` games of all other seasons.
    """
    prob = np.empty(len(gap))
    for year in np.unique(season):
        held_out = season == year
        seen = learn & ~held_out
        prob[held_out] = logistic(logistic_slope(gap[seen], won[seen]) * gap[held_out])
    return prob
