"""Scores of forecasts, on examples small enough to check on paper."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation import baselines
from engine.stats import calibration, estimates, odds, proper_scores

YES, NO = np.array([True]), np.array([False])


def close(x):
    return pytest.approx(x, abs=1e-12)


def test_log_loss_is_minus_the_log_of_the_result():
    assert proper_scores.log_loss(np.array([0.5]), YES)[0] == close(log(2))
    assert proper_scores.log_loss(np.array([0.8]), YES)[0] == close(-log(0.8))
    assert proper_scores.log_loss(np.array([0.8]), NO)[0] == close(-log(0.2))


def test_brier_is_the_squared_distance():
    assert proper_scores.brier(np.array([0.8]), YES)[0] == close(0.04)
    assert proper_scores.brier(np.array([0.8]), NO)[0] == close(0.64)


def test_no_event_is_ruled_out():
    moved = proper_scores.off_the_ends(np.array([0.0, 0.25, 1.0]))
    assert list(moved) == [1e-5, 0.25, 1 - 1e-5]
    assert proper_scores.log_loss(moved[:1], YES)[0] == close(log(1e5))  # finite


def test_mean_and_its_error():
    mean, se = estimates.mean_se(np.array([1.0, 2.0, 3.0]))
    assert (mean, se) == (close(2), close(1 / sqrt(3)))
    assert estimates.mean_se(np.array([4.0])) == (4.0, np.inf)


def test_a_paired_difference_forgets_what_both_found_hard():
    x, y = np.array([1.0, 5.0, 9.0]), np.array([0.0, 4.0, 8.0])
    assert estimates.paired(x, y) == (close(1), close(0))
    assert estimates.paired(x, y - [0.0, 1.0, 2.0]) == (close(2), close(1 / sqrt(3)))


def test_wilson_interval():
    low, high = estimates.wilson(np.array([0.0, 5.0, 10.0]), np.array([10.0, 10.0, 10.0]))
    assert low == pytest.approx([0.0, 0.2366, 0.7225], abs=1e-4)
    assert high == pytest.approx([0.2775, 0.7634, 1.0], abs=1e-4)
    low, high = estimates.wilson(np.array([0.0]), np.array([0.0]))
    assert (low[0], high[0]) == (0.0, 1.0)  # nothing seen, nothing known


def test_calibration_bins():
    prob = np.array([0.0, 0.1, 0.4, 0.5, 0.9, 1.0])
    won = np.array([False, True, False, True, True, True])
    bins = calibration.calibration(prob, won, np.array([0.0, 0.5, 1.0]))
    assert list(bins.count) == [3, 3]  # 0.5 opens the upper bin, 1.0 closes it
    assert bins.prob == pytest.approx([0.5 / 3, 0.8])
    assert bins.share == pytest.approx([1 / 3, 1.0])
    assert (bins.share_low < bins.share).all() and bins.share_high[0] > 1 / 3


def test_an_empty_bin_has_no_share_and_no_row():
    bins = calibration.calibration(np.array([0.95]), YES)
    assert list(bins.count) == [0] * 9 + [1]
    assert np.isnan(bins.share[:9]).all()
    (row,) = bins.rows()
    assert (row["from"], row["to"], row["games"], row["share"]) == (0.9, 1.0, 1, 1.0)


# ---- the transform: where the real value lies among the simulated ones ----


def place(sample, value):
    low, high = calibration.pit(np.array([sample]), np.array([value]))
    return low[0], high[0]


def test_the_transform_counts_the_real_value_as_one_more_draw():
    assert place([1, 2, 3], 2) == (0.25, 0.75)  # of 1 2 2 3: one below, two equal
    assert place([1, 2, 3], 9) == (0.75, 1.0)
    assert place([1, 2, 3], 0) == (0.0, 0.25)


def test_coverage_counts_the_part_inside():
    low, high = np.array([0.25, 0.75, 0.1]), np.array([0.75, 1.0, 0.5])
    covered = calibration.coverage(low, high, 0.5)
    assert covered == pytest.approx([1.0, 0.0, 0.25 / 0.4])


draws = st.lists(st.integers(-40, 40), min_size=2, max_size=60)


@given(draws, st.floats(0.05, 0.95))
def test_coverage_is_exact_when_reality_is_one_of_the_universes(values, level):
    """Whichever of a set of draws is the real one, the others cover it as often as they claim."""
    low, high = held_out(values)
    assert np.mean(calibration.coverage(low, high, level)) == pytest.approx(level, abs=1e-9)
    assert calibration.pit_histogram(low, high) == pytest.approx([0.1] * 10, abs=1e-9)


def held_out(values):
    values = np.array(values)
    others = np.array([np.delete(values, i) for i in range(len(values))])
    return calibration.pit(others, values)


def test_counting_ties_as_inside_would_not_be_exact():
    """The twin: an interval closed at both ends claims more than it should."""
    low, high = held_out([-2, -1, -1, 1, 1, 2])
    touched = (high > 0.25) & (low < 0.75)
    assert np.mean(touched) > 0.6


def test_rms():
    assert estimates.rms(np.array([3.0, -4.0])) == close(sqrt(12.5))


# ---- seeds only ----


def test_slope_of_one_kind_of_game():
    # Three of four won at a gap of 1: logistic(slope) = 3/4.
    won = np.array([True, True, True, False])
    assert odds.logistic_slope(np.ones(4), won) == close(log(3))
    assert odds.logistic_slope(2 * np.ones(4), won) == close(log(3) / 2)


def test_slope_does_not_depend_on_who_is_called_a():
    gap = np.array([1.0, 3.0, -2.0, 5.0, -4.0, 8.0])
    won = np.array([True, False, False, True, True, True])
    turn = np.array([1, -1, 1, -1, -1, 1])
    turned = odds.logistic_slope(gap * turn, np.where(turn > 0, won, ~won))
    assert turned == close(odds.logistic_slope(gap, won))


def test_a_season_is_forecast_from_the_others():
    season = np.array([2001] * 4 + [2002] * 4)
    won = np.array([True, True, True, False, True, False, False, False])
    prob = baselines.seeds_only(np.ones(8), won, season, np.ones(8, dtype=bool))
    assert prob == pytest.approx([0.25] * 4 + [0.75] * 4)


def test_what_is_not_learned_from_is_still_forecast():
    season = np.array([2001] * 4 + [2002] * 5)
    won = np.array([True, True, True, False, True, False, False, False, True])
    learn = np.array([True] * 8 + [False])
    prob = baselines.seeds_only(np.ones(9), won, season, learn)
    assert prob == pytest.approx([0.25] * 4 + [0.75] * 5)
