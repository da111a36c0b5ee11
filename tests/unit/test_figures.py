"""Figures of a season of three hand-written games."""

import pandas as pd
import pytest

from engine.build import figures

# game, period, home, act_left, points, last, possession, won
ROWS = [
    ("a", 1, True, 900, 2, True, 0, "period_start"),
    ("a", 1, False, 880, 3, True, 1, "after_made"),
    ("a", 2, True, 70, 0, False, 2, "period_start"),
    ("a", 2, True, 61, 1, True, 2, "off_reb"),
    ("a", 2, False, 59, 2, True, 3, "after_made"),
    ("a", 2, True, 1, 2, True, 4, "after_made"),
    ("a", 3, True, 200, 3, True, 5, "period_start"),
    ("b", 1, True, 900, 2, True, 0, "period_start"),
    ("b", 2, False, 100, 0, True, 1, "period_start"),
    ("b", 2, False, 90, 1, False, -1, "technical"),
    ("c", 1, True, 500, 3, True, 0, "period_start"),
    ("c", 2, False, 500, 3, True, 1, "period_start"),
    ("c", 3, False, 100, 2, True, 2, "period_start"),
    ("c", 3, True, 50, 2, True, 3, "after_made"),
    ("c", 4, True, 100, 1, True, 4, "period_start"),
]
COLUMNS = ["game", "period", "home", "act_left", "points", "last", "possession", "won"]
PLAYS = pd.DataFrame(ROWS, columns=COLUMNS)


def named(rows: list[figures.Row]) -> dict[str, tuple[float, int]]:
    return {name: (value, n) for name, value, n in rows}


def test_scores() -> None:
    found = named(figures.scores(PLAYS))  # 8-5, 2-1, 6-5
    assert found["points_mean"] == (27 / 6, 6)
    assert found["margin_mean_absolute"] == (pytest.approx(5 / 3), 3)
    assert found["margin_at_most_3"][0] == 1 and found["margin_at_least_20"][0] == 0


def test_overtimes() -> None:
    found = named(figures.overtimes(PLAYS))
    assert found == {"overtime": (2 / 3, 3), "overtime_again": (0.5, 2)}


def test_margins_at_a_moment_count_what_was_scored_by_then() -> None:
    assert figures.margins_after(PLAYS, 2, 60).to_dict() == {"a": 0, "b": 1, "c": 0}
    assert figures.margins_after(PLAYS, 2, 0).to_dict() == {"a": 0, "b": 1, "c": 0}
    assert figures.margins_after(PLAYS, 2, 30).to_dict() == {"a": -2, "b": 1, "c": 0}


def test_ties_by_the_lead_with_a_minute_left() -> None:
    found = named(figures.last_minute(PLAYS))
    assert found["tied_40_given_0_at_1_00"] == (1.0, 2)
    assert found["tied_40_given_1_at_1_00"] == (0.0, 1)
    assert named(figures.regulation(PLAYS))["margin_40_0"] == (2 / 3, 3)


def test_possessions_leave_technical_free_throws_out() -> None:
    found = named(figures.possessions(PLAYS))
    assert found["possessions_mean"] == (pytest.approx((6 + 2 + 5) / 3), 3)
    assert found["possession_points_0"] == (pytest.approx(1 / 13), 13)
    assert found["possession_points_3"] == (pytest.approx(4 / 13), 13)
