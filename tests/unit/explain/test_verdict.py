"""The verdict's figures on universes that a reader can count."""

import numpy as np
import pytest

from engine.domain.game_detail import BOX, GameDetail
from engine.domain.results import Games
from engine.domain.specs import GameSpec, Side
from engine.explain.flow import half_time
from engine.explain.verdict import beats, verdict
from engine.tables.games import share_below

MARGINS = [-16, -3, -1, 2, 5, 15, 20, 3]


def detail() -> GameDetail:
    n = len(MARGINS)
    points = np.full((2, n), 70, np.int16)
    points[0] += np.array(MARGINS, np.int16)
    half = np.array([[30] * n, [20, 40, 30, 20, 20, 20, 40, 40]], np.int16)
    none = np.zeros((2, n), np.int16)
    late = np.array([0, 1, 0, 0, 2, 0, 0, 0], np.int16)
    spec = GameSpec("men", Side(2026, 1), Side(2026, 2), "neutral", n, 1)
    games = Games(spec, points, half, none, none + 65, late, late, none)
    lead = np.zeros((n, 40), np.int16)
    lead[:, 37] = [-9, -5, 1, 5, 6, 12, 20, 0]
    return GameDetail(games, np.zeros((n, 2, len(BOX)), np.int16), lead)


def test_figures_count_what_they_say() -> None:
    found = verdict(detail())
    assert found.margin.value == pytest.approx(np.mean(MARGINS))
    assert found.total.value == pytest.approx(140 + np.mean(MARGINS))
    assert found.possessions.value == 65.0
    assert found.overtime.value == 2 / 8
    assert found.blowout.value == 3 / 8
    assert found.one_possession.value == 4 / 8
    assert found.close.value == 4 / 8
    assert found.one_possession.se == pytest.approx(np.sqrt(0.25 / 8))


def test_beats_counts_the_value_itself() -> None:
    assert beats(detail(), "margin", 5).value == 3 / 8
    assert beats(detail(), "margin", -3).value == 7 / 8
    assert beats(detail(), "total", 155).value == 2 / 8


def test_half_time_of_either_side() -> None:
    first, second = half_time(detail()), half_time(detail(), 1)
    assert (first.ahead, second.ahead) == (4 / 8, 3 / 8)
    assert first.holds == 3 / 4 and first.returns == 2 / 3
    assert second.returns == pytest.approx(1 / 4) and second.holds == 1 / 3


def test_a_real_margin_stands_among_the_universes() -> None:
    assert share_below(detail().games, "margin", 2) == pytest.approx((3 + 0.5) / 8)
    assert share_below(detail().games, "margin", 4) == pytest.approx(5 / 8)
