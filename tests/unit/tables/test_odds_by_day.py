"""Title odds by day as tables, of a path written down."""

from dataclasses import replace

import numpy as np
import pytest

from engine import store
from engine.tables.odds_by_day import Course, by_step, moves

FIELD, RESULTS = store.load_field("men", 2026), store.load_results("men", 2026)[:3]
NAMES = tuple(f"Team {e}" for e in range(len(FIELD.seed)))


def course():
    """Three games on two days: team 5 goes from 40 % over 30 % to 60 % and out."""
    title = np.zeros((4, len(NAMES)))
    title[:, 5] = (0.4, 0.3, 0.6, 0.0)
    title[:, 6] = 1.0 - title[:, 5]
    error = np.full((3, len(NAMES)), 0.01)
    step = np.array([1, 1, 2])
    return Course(FIELD, NAMES, RESULTS, step, ("Before", "16 Mar", "17 Mar"), title, error, 100)


def test_each_step_has_the_odds_after_its_last_game():
    frame = by_step(course())
    five = frame[frame["name"] == "Team 5"].set_index("when")
    assert five["title"].to_dict() == {"Before": 0.4, "16 Mar": 0.6, "17 Mar": 0.0}
    assert five.loc["Before", "title_se"] == pytest.approx(np.sqrt(0.4 * 0.6 / 100))
    assert (frame.groupby("step")["title"].sum() == 1).all()


def test_the_games_of_a_step_add_up_to_its_change():
    frame = moves(course(), 1)
    five = frame[frame["name"] == "Team 5"]
    assert five["change"].sum() == pytest.approx(0.2) and set(frame["name"]) == {"Team 5", "Team 6"}
    first = frame.iloc[0]
    assert abs(first["change"]) == pytest.approx(0.3) and first["slot"] == RESULTS[1].slot
    assert first["score"] == f"{RESULTS[1].winner_points}–{RESULTS[1].loser_points}"
    assert moves(course(), 2, [5])["change"].tolist() == [pytest.approx(-0.6)]
    assert moves(course(), 3).empty


def test_a_no_contest_has_no_score():
    none = replace(RESULTS[2], winner_points=0, loser_points=0)
    frame = moves(replace(course(), results=(*RESULTS[:2], none)), 2)
    assert set(frame["score"]) == {""}
