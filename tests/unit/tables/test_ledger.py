"""Ranks, tiers and points per 100 possessions of a team's measures."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from engine.domain.teams import RATES
from engine.tables import ledger
from tests.unit.tables.test_tables import team_table


def measure(frame: pd.DataFrame, name: str, section: str = "Strength") -> dict[str, object]:
    found = frame[(frame["measure"] == name) & (frame["section"] == section)]
    return found.iloc[0].to_dict()


def shooters():
    """Twelve teams whose efficiency follows from turnovers and threes made, and nothing else."""
    teams = team_table(tuple("ABCDEFGHIJKL"))
    rng = np.random.default_rng(4)
    rate = teams.offence + rng.normal(0, 0.02, teams.offence.shape)
    tov, fg3 = rate[:, RATES.index("tov")], rate[:, RATES.index("fg3")]
    return replace(teams, offence=rate, off_eff=105 - 120 * (tov - 0.15) + 60 * (fg3 - 0.34))


def test_a_team_has_its_place_and_its_points_above_the_mean():
    frame = ledger.ledger(team_table(), 0)
    net = measure(frame, "Net efficiency")
    assert (net["value"], net["se"], net["mean"]) == (20.0, 5.0, 8.0)
    assert (net["rank"], net["of"], net["tier"]) == (1, 4, "elite")
    assert (net["points"], net["points_se"]) == (12.0, 5.0)
    defense = measure(frame, "Defensive efficiency")
    assert defense["better"] == "lower" and defense["points"] == 6.0
    assert measure(frame, "Pace")["rank"] == 0 and np.isnan(measure(frame, "Pace")["points"])


def test_the_scale_may_be_a_group_and_holds_the_team_itself():
    group = np.array([False, True, True, False])
    net = measure(ledger.ledger(team_table(), 3, group), "Net efficiency")
    assert (net["rank"], net["of"], net["mean"]) == (3, 3, pytest.approx((12 + 4 - 4) / 3))


def test_without_box_scores_style_has_no_place_and_no_points():
    frame = ledger.ledger(team_table(has_style=False), 0)
    style = frame[frame["section"] != "Strength"]
    assert (style["rank"] == 0).all() and style["points"].isna().all()
    assert measure(frame, "Net efficiency")["rank"] == 1


def test_opponents_free_throws_are_no_skill_of_a_defense():
    frame = ledger.ledger(team_table(), 0)
    assert "Free throws made" in set(frame[frame["section"] == "Shooting, offense"]["measure"])
    assert "Free throws made" not in set(frame[frame["section"] == "Shooting, defense"]["measure"])


def test_a_factor_is_worth_its_slope_in_points():
    teams = shooters()
    threes = measure(ledger.ledger(teams, 2), "Three-point shots made", "Shooting, offense")
    fg3 = teams.offence[:, RATES.index("fg3")]
    assert threes["points"] == pytest.approx(60 * (fg3[2] - fg3.mean()), abs=1e-6)
    assert threes["points_se"] == pytest.approx(0.6)
    # the twin: efficiency that follows from threes twice as much must show twice the points
    planted = replace(teams, off_eff=teams.off_eff + 60 * (fg3 - 0.34))
    other = measure(ledger.ledger(planted, 2), "Three-point shots made", "Shooting, offense")
    assert other["points"] == pytest.approx(2 * threes["points"], abs=1e-6)


def test_the_largest_differences_come_first():
    a, b = (ledger.ledger(shooters(), row) for row in (0, 1))
    frame = ledger.differences(a, b)
    assert len(frame) == 8 and frame["points"].abs().is_monotonic_decreasing
    bare = ledger.ledger(team_table(has_style=False), 0)
    strength = ledger.differences(bare, ledger.ledger(team_table(has_style=False), 1))
    assert set(strength["measure"]) == {"Offensive efficiency", "Defensive efficiency"}
    assert strength["points"].tolist() == [4.0, 4.0]


def test_the_best_is_first_whichever_way_is_better():
    value = np.array([1.0, 2.0, 2.0, 4.0, 5.0])
    assert ledger.rank_of(value, 5.0, "higher") == 1 and ledger.rank_of(value, 1.0, "lower") == 1
    assert ledger.rank_of(value, 2.0, "higher") == 3  # ties share the better rank
    assert ledger.rank_of(value, 2.0, "neither") == 0


@pytest.mark.parametrize(
    ("rank", "word"), [(1, "elite"), (18, "elite"), (19, "strong"), (182, "average"), (365, "poor")]
)
def test_a_place_has_its_word(rank, word):
    assert ledger.tier(rank, 365) == word
