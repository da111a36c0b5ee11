"""Do events occur as often as forecast, and do simulated distributions fit real values?"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8, I8, Bool
from engine.stats.estimates import wilson

TENTHS: F8 = np.linspace(0.0, 1.0, 11)


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
        """The non-empty bins, one row each."""
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


def pit(sample: NDArray[np.integer], value: NDArray[np.integer]) -> tuple[F8, F8]:
    """(low[N], high[N]): the interval of the simulated distribution that the real value covers.

    The probability integral transform for integers (Czado, Gneiting and Held, 2009), with the real
    value counted as one more draw: the shares of ``sample[N, U]`` and the real value that are below
    it, and below or equal to it. If reality is one more universe, a uniform point of this interval
    is uniform on (0, 1), exactly and for any U.
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
    """Per game: whether the real value is in the central interval of that level.

    A fraction where the end of the interval cuts through an integer, so that the mean is ``level``
    when the distributions are right; counting such a value as inside would inflate the coverage.
    """
    return within(low, high, 0.5 - level / 2.0, 0.5 + level / 2.0)


def pit_histogram(low: F8, high: F8, edge: F8 = TENTHS) -> F8:
    """share[K] of the real values in each bin of the transform: flat when the distributions are
    right, U-shaped when they are too narrow, a hump when too wide."""
    return np.array([np.mean(within(low, high, start, stop)) for start, stop in pairwise(edge)])


def pit_bins(low: F8, high: F8, edge: F8 = TENTHS) -> CalibrationBins:
    """``pit_histogram`` as bins: ``prob[K]`` is a bin's width, the expected share; ``count[K]`` is
    rounded, because an integer may lie across an edge."""
    share = pit_histogram(low, high, edge)
    games = np.full(len(share), len(low), dtype=np.float64)
    count = np.rint(share * games).astype(np.int64)
    return CalibrationBins(edge, count, np.diff(edge), share, *wilson(share * games, games))
