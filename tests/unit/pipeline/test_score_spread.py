"""The women's figures from scores alone: counted right, and met by the embedded constants."""

from dataclasses import replace

import numpy as np
import pytest

from engine import store
from engine.pipeline.fits import score_spread as ss

FAR = 4.5  # standard errors of the real seasons' figures, besides the simulation's own


@pytest.fixture(scope="module")
def seasons():
    return [ss.recorded("women", year) for year in ss.SEASONS]


def test_games_that_went_to_overtime_were_level_after_forty_minutes(seasons):
    of = seasons[0]
    found = ss.figures(of, of.points, of.overtime)
    assert found["margin_40_0"] == pytest.approx(float(np.mean(of.overtime > 0)))
    assert ss.figures(of, of.points, 0 * of.overtime)["margin_40_0"] == 0.0
    doubled = ss.figures(of, 2.0 * of.points, of.overtime)
    assert doubled["margin_40_3"] == 0.0
    assert doubled["margin_40_6"] == pytest.approx(found["margin_40_3"])
    assert doubled["total_sd"] == pytest.approx(2.0 * found["total_sd"])


def missed(seasons, calibration) -> np.ndarray:
    real, error = ss.real_figures(seasons)
    simulated = ss.simulated_figures(seasons, calibration, universes=2)
    return np.abs(simulated - real) / error


def test_the_women_s_seasons_up_to_2019_come_out_as_they_did(seasons):
    assert missed(seasons, store.load_calibration(4)).max() < FAR


def test_the_men_s_pull_is_found_out(seasons):
    """The twin."""
    calibration = store.load_calibration(4)
    men = replace(calibration, pull=store.load_calibration(2).pull)
    assert missed(seasons, men).max() > 1.5 * FAR
