"""Exact intervals against SciPy's beta distribution, and what they promise."""

import numpy as np
import pytest
from scipy import stats

from engine.stats.exact_interval import beta_quantile, beta_share, clopper_pearson

COUNTS = [(0, 10), (10, 10), (1, 1), (7, 20), (3, 10**7), (0, 10**9), (4 * 10**8, 10**9)]


@pytest.mark.parametrize(("hits", "n"), [*COUNTS, (10**7 - 1, 10**7)])
def test_the_interval_is_scipys(hits, n):
    low, high = clopper_pearson(hits, n)
    from_scipy = (
        0.0 if hits == 0 else stats.beta.ppf(0.025, hits, n - hits + 1),
        1.0 if hits == n else stats.beta.ppf(0.975, hits + 1, n - hits),
    )
    assert (low, high) == pytest.approx(from_scipy, rel=1e-7, abs=0.0)


def test_the_incomplete_beta_is_scipys():
    for a, b in ((0.5, 0.5), (2, 30), (400, 3), (5000, 7000)):
        for x in (1e-9, 0.01, 0.3, 0.41, 0.7, 0.999, 0.0, 1.0):
            assert beta_share(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-10)
        assert beta_quantile(0.2, a, b) == pytest.approx(stats.beta.ppf(0.2, a, b), rel=1e-9)


def coverage(shrink: float) -> float:
    """How often the interval of 2 in 100 covers it, its ends moved toward the count."""
    n, prob = 100, 0.02
    hits = np.arange(n + 1)
    covers = np.zeros(n + 1)
    for k in hits:
        low, high = clopper_pearson(int(k), n)
        low, high = (k / n + (end - k / n) * shrink for end in (low, high))
        covers[k] = low <= prob <= high
    return float(covers @ stats.binom.pmf(hits, n, prob))


def test_it_covers_as_often_as_it_says():
    assert coverage(1.0) >= 0.95


def test_a_planted_bias_is_found():
    assert coverage(0.7) < 0.95
