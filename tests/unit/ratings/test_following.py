"""Ratings that follow a tournament's results."""

from dataclasses import replace

import numpy as np
import pytest

from engine import store
from engine.ratings.constants import SHRINKAGE
from engine.ratings.following import PlayedRound, after
from engine.ratings.model import Observations, Prior, kalman_filter


@pytest.fixture(scope="module")
def table():
    return store.load_teams("men", 2026)


def played(margin: float, days: float = 3.0, venue: float = 0.0) -> PlayedRound:
    row, one = np.array([5]), np.ones(1)
    return PlayedRound(row, row + 4, venue * one, margin * one, 40.0 * one, days)


def test_a_result_moves_its_two_teams_and_nobody_else(table):
    won, lost = after(table, played(25.0)), after(table, played(-25.0))
    others = np.setdiff1d(np.arange(len(table.team_id)), [5, 9])
    for found in (won, lost):
        np.testing.assert_array_equal(found.off_eff[others], table.off_eff[others])
        assert (found.net_se[[5, 9]] < found.net_se[others].min() + 1.0).all()
        total = found.off_eff + found.def_eff
        np.testing.assert_allclose(total, table.off_eff + table.def_eff)
    assert won.off_eff[5] > table.off_eff[5] > lost.off_eff[5]
    assert won.def_eff[9] > table.def_eff[9] > lost.def_eff[9]
    assert after(table, played(25.0, venue=1.0)).off_eff[5] < won.off_eff[5]


def test_the_same_as_the_filter_of_the_season(table):
    """One game by ``kalman_filter``, for two teams with equal errors, at the same possessions."""
    even = replace(table, net_se=np.full(len(table.team_id), 4.0))
    walk = replace(SHRINKAGE["men"]["net"], own=4.0, conference=0.0, drift=0.0, home=0.0)
    net = (table.off_eff - table.def_eff)[[5, 9]]
    possessions = table.pace[5] + table.pace[9] - table.base.pace
    value = 50.0 * np.arcsinh(100.0 * 12.0 / possessions / 50.0)
    one = (np.array([x]) for x in (0, 1, 0.0, value, possessions, 1))
    obs = Observations(*one, np.full(2, -1))
    *_, (_, found) = kalman_filter(obs, walk, Prior(net, -net), -1.0)
    moved = after(even, played(12.0, days=0.0))
    np.testing.assert_allclose((moved.off_eff - moved.def_eff)[[5, 9]], found.offense)
    np.testing.assert_allclose(moved.net_se[[5, 9]], found.offense_se)
