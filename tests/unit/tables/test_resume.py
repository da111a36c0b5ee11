"""A season from its games: both sides, records, wins above bubble, common opponents."""

import numpy as np
import pandas as pd
import pytest

from engine.tables import resume
from tests.unit.tables.test_tables import team_table

# Team 1 beats 2 at home, loses to 3 away, beats 4 on a neutral floor; 2 beats 3.
GAMES = pd.DataFrame(
    {
        "date": ["2012-01-01", "2012-01-05", "2012-01-09", "2012-01-12"],
        "a": [1, 1, 1, 2], "b": [2, 3, 4, 3], "venue": [1, -1, 0, 0],
        "points_a": [80, 60, 90, 71], "points_b": [70, 65, 60, 70], "overtimes": [0, 0, 0, 1],
        "margin": [6.0, 4.0, 20.0, 3.0], "margin_se": [3.0, 3.0, 3.0, 3.0],
    }
)  # fmt: skip


def games(prob: float = 0.5) -> pd.DataFrame:
    rows = resume.with_opponents(resume.sided(GAMES), team_table())
    return rows.assign(bubble_prob=prob)


def of(team: int, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["team_id"] == team].reset_index(drop=True)


def test_every_game_stands_there_from_both_sides():
    rows = resume.sided(GAMES)
    assert len(rows) == 8 and rows["won"].sum() == 4
    third = of(3, rows).iloc[0]
    assert (third["opponent_id"], third["venue"], third["points"], third["won"]) == (1, 1, 65, True)
    assert (third["expected"], third["expected_se"]) == (-4.0, 3.0)


def test_records_by_tier_and_venue():
    found = resume.resume(of(1, games()))
    top = found.tiers.iloc[0]
    assert (top["name"], top["wins"], top["losses"]) == ("Top 25", 2, 1)
    assert found.venues[["wins", "losses"]].to_numpy().tolist() == [[1, 0], [1, 0], [0, 1]]
    assert found.last["opponent"].tolist() == ["Doum", "Cedar", "Birch"]


def test_the_best_win_is_the_one_that_a_bubble_team_gets_least_often():
    rows = of(1, games()).assign(bubble_prob=[0.3, 0.8, 0.6])
    found = resume.resume(rows)
    assert found.best["opponent"].tolist() == ["Birch", "Doum"]
    assert found.worst["opponent"].tolist() == ["Cedar"]


def test_wins_above_bubble_and_the_schedule():
    found = resume.season_resumes(games(0.6))
    assert found.loc[1, "wins"] == 2
    assert found.loc[1, "above_bubble"] == pytest.approx(2 - 3 * 0.6)
    assert found.loc[1, "above_bubble_sd"] == pytest.approx(np.sqrt(3 * 0.24))
    assert found.loc[1, "schedule"] == pytest.approx((12 + 4 - 4) / 3)
    assert found.loc[1, "schedule_se"] == pytest.approx(np.sqrt(3 * 25) / 3)
    # the twin: an easier schedule asks for more wins
    easier = resume.season_resumes(games(0.9))
    assert (easier["above_bubble"] < found["above_bubble"]).all()


def test_common_opponents():
    rows = games()
    both = resume.common_opponents(of(1, rows), of(2, rows))
    assert both["opponent"].tolist() == ["Cedar"]
    assert (both.loc[0, "wins_a"], both.loc[0, "wins_b"]) == (0, 1)
    assert (both.loc[0, "margin_a"], both.loc[0, "margin_b"]) == (-5.0, 1.0)
