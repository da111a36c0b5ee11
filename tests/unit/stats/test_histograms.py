"""Figures of counts are NumPy's figures of the values themselves."""

import numpy as np
import pytest

from engine.stats.histograms import mean_sd, merged, quantile

VALUES = np.array([-3, -3, 0, 1, 1, 1, 4, 9, 9, 20])
LOWEST = -5
COUNT = np.bincount(VALUES - LOWEST, minlength=40)


def test_mean_and_spread():
    assert mean_sd(COUNT, LOWEST) == pytest.approx((VALUES.mean(), VALUES.std()))


@pytest.mark.parametrize("share", [0.0, 0.05, 0.25, 0.4, 0.5, 0.77, 0.95, 1.0])
def test_quantiles(share):
    assert quantile(COUNT, share, LOWEST) == pytest.approx(np.quantile(VALUES, share))


@pytest.mark.parametrize("n", [1, 2, 3, 7, 8])
def test_parts_are_added_whatever_their_number(n):
    parts = [(np.array([i]), np.array([[i, 2 * i]])) for i in range(n)]
    one, two = merged(parts)
    total = n * (n - 1) // 2
    assert (one.tolist(), two.tolist()) == ([total], [[total, 2 * total]])
