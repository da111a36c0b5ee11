"""Means, proportions and their errors."""

from statistics import NormalDist

import numpy as np

from engine.arrays import F8


def proportion_se(prob: F8, n: int) -> F8:
    """Monte-Carlo standard error of a proportion counted over ``n`` universes.

    sqrt(p (1 - p) / n), with p clipped to [0.5/n, 1 - 0.5/n] (after Agresti and Coull, 1998), so an
    event seen in none (or all) of n universes keeps a non-zero error.
    """
    inner = np.clip(prob, 0.5 / n, 1 - 0.5 / n)
    return np.asarray(np.sqrt(inner * (1 - inner) / n), dtype=np.float64)


Z_95 = NormalDist().inv_cdf(0.975)


def mean_se(x: F8) -> tuple[float, float]:
    """(mean, its standard error): s / sqrt(n), s with n - 1; infinite for fewer than two values."""
    se = float(np.std(x, ddof=1) / np.sqrt(x.size)) if x.size > 1 else np.inf
    return float(np.mean(x)), se


def paired(x: F8, y: F8) -> tuple[float, float]:
    """(mean of x - y, its standard error) of two forecasters' scores on the same games.

    Games that are hard for both cancel, so this error is far smaller than either score's own.
    """
    return mean_se(x - y)


def wilson(hits: F8, n: F8, z: float = Z_95) -> tuple[F8, F8]:
    """The (low, high) interval of a proportion ``hits / n`` (Wilson, 1927); (0, 1) where n is 0.

    Center (p + z^2/2n) / (1 + z^2/n), half width z sqrt(p(1-p)/n + z^2/4n^2) / (1 + z^2/n).
    """
    hits, n = np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64)
    scale = n + z * z
    center = (hits + z * z / 2.0) / scale
    spread = hits * (n - hits) / np.maximum(n, 1.0) + z * z / 4.0
    half = z * np.sqrt(spread) / scale
    return np.maximum(center - half, 0.0), np.minimum(center + half, 1.0)


def least_squares(x: F8, y: F8) -> F8:
    """slope[K] of y on the columns of ``x[N, K]`` with an intercept, by the normal equations, the
    shortest one where columns depend on each other."""
    inner = x - x.mean(axis=0)
    slope, *_ = np.linalg.lstsq(inner.T @ inner, inner.T @ (y - y.mean()), rcond=None)
    return np.asarray(slope)


def rms(error: F8) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(error**2)))
