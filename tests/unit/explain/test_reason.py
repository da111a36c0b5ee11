"""The reason for an underdog: planted strengths are found, and nothing is made up."""

from dataclasses import replace

import numpy as np
import pytest

from engine.domain.teams import RATES
from engine.explain.reason import reason, season_factors
from tests.unit.tables.test_tables import team_table

TEAMS = 40
ORB, TOV, FG3 = (RATES.index(name) for name in ("orb", "tov", "fg3"))


def season(planted: float):
    """A season in which 1 percentage point of offensive rebounds is worth 0.4 points; team 0 gets
    ``planted`` of them more than the others and is weak in all else."""
    rng = np.random.default_rng(7)
    table = team_table(tuple(f"T{i}" for i in range(TEAMS)))
    offence = table.offence + rng.normal(0, 0.02, table.offence.shape)
    offence[0] = table.offence[0]
    offence[0, ORB] += planted
    offence[0, TOV] += 0.01
    defence = table.defence + rng.normal(0, 0.02, table.defence.shape)
    off_eff = 100 + 40 * (offence[:, ORB] - 0.3) - 60 * (offence[:, TOV] - 0.15)
    off_eff = off_eff + 150 * (offence[:, FG3] - 0.34)
    def_eff = 100 + 40 * (defence[:, ORB] - 0.3) - 60 * (defence[:, TOV] - 0.15)
    return replace(table, offence=offence, defence=defence, off_eff=off_eff, def_eff=def_eff)


def test_a_planted_strength_is_the_reason_with_its_worth_and_rank():
    table = season(planted=0.12)
    factors = season_factors(table)
    found = reason(factors, 0, 1)
    assert (found.name, found.own_ball) == ("Offensive rebound percentage", True)
    assert found.offense == pytest.approx(table.offence[0, ORB]) and found.offense_rank == 1
    opponent = table.defence[1, ORB] - table.defence[:, ORB].mean()
    own = table.offence[0, ORB] - table.offence[:, ORB].mean()
    assert found.points == pytest.approx(40 * (own + opponent), abs=0.8)


def test_without_it_that_is_not_the_reason():
    found = reason(season_factors(season(planted=-0.12)), 0, 1)
    assert (found.name, found.own_ball) != ("Offensive rebound percentage", True)


def test_a_season_without_box_scores_gives_no_reason():
    assert season_factors(team_table(has_style=False)) is None
