"""Wider bars and the map of both scores hold every universe once."""

import numpy as np

from engine.domain.results import Games
from engine.domain.specs import GameSpec, Side
from engine.tables.games import binned, histogram, score_grid


def games(a: list[int], b: list[int]) -> Games:
    n = len(a)
    none = np.zeros((2, n), np.int16)
    spec = GameSpec("men", Side(2026, 1), Side(2026, 2), "neutral", n, 1)
    points = np.array([a, b], np.int16)
    return Games(spec, points, none, none, none, none[0], none[0], none)


def test_bars_begin_at_multiples_of_their_width() -> None:
    found = binned(histogram(games([58, 60, 61, 66], [50] * 4), "points_a"), 3)
    assert found["low"].tolist() == [57, 60, 63, 66]
    assert found["high"].tolist() == [59, 62, 65, 68]
    assert found["universes"].tolist() == [1, 2, 0, 1]
    assert found["share"].sum() == 1.0 and (found["share_se"] > 0).all()


def test_squares_hold_both_scores_and_who_won() -> None:
    found = score_grid(games([60, 63, 61, 72], [62, 60, 70, 48]), 4)
    rows = {
        (row.low_a, row.high_a, row.low_b, row.high_b): (row.universes, row.a_wins)
        for row in found.itertuples()
    }
    assert rows == {
        (60, 63, 60, 63): (2, 1),
        (60, 63, 68, 71): (1, 0),
        (72, 75, 48, 51): (1, 1),
    }
    assert found["share"].sum() == 1.0
