"""Least squares on a line that a reader can draw."""

import numpy as np
import pytest

from engine.stats.estimates import least_squares


def test_slopes_of_a_plane_are_found() -> None:
    x = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 5.0], [3.0, -1.0], [4.0, 2.0]])
    assert least_squares(x, 7.0 + 2.0 * x[:, 0] - 3.0 * x[:, 1]) == pytest.approx([2.0, -3.0])


def test_equal_columns_share_their_slope() -> None:
    x = np.repeat(np.arange(5.0)[:, None], 2, axis=1)
    assert least_squares(x, 4.0 * np.arange(5.0)) == pytest.approx([2.0, 2.0])
    assert least_squares(np.ones((3, 1)), np.arange(3.0)) == pytest.approx([0.0])
