"""The win probability of a game that is under way."""

import pytest

from engine.domain.rules import rules
from engine.domain.specs import GameSpec, Side
from engine.recap.live_odds import live_win_prob, seconds_left
from engine.run import game

DUKE, SIENA = Side(2026, 1181), Side(2026, 1373)
SPEC = GameSpec("men", DUKE, SIENA, "neutral", 2000, 1)
TURNED = GameSpec("men", SIENA, DUKE, "neutral", 2000, 1)


@pytest.mark.parametrize(
    ("league", "period", "clock", "left"),
    [
        ("men", 1, "20:00", 2400), ("men", 1, "0:00", 1200), ("men", 2, "4.2", 4),
        ("men", 3, "5:00", 300), ("women", 2, "10:00", 1800), ("women", 5, "0:30", 30),
        ("men", 2, "99:00", 1200), ("men", 0, "20:00", None), ("men", 2, "Half", None),
        ("men", 2, "", None),
    ],
)  # fmt: skip
def test_the_time_that_is_left(league, period, clock, left):
    assert seconds_left(rules(league, 2026), period, clock) == left


def test_the_lead_and_the_clock_move_it_and_the_order_of_the_sides_does_not():
    at_half = [live_win_prob(SPEC, points, 2, "20:00") for points in ((30, 40), (35, 35), (40, 30))]
    assert at_half == sorted(at_half) and len({*at_half}) == 3
    late = live_win_prob(SPEC, (60, 68), 2, "0:40")
    early = live_win_prob(SPEC, (10, 18), 1, "15:00")
    assert late is not None and early is not None and late < 0.1 < early
    for points in ((30, 40), (61, 60)):
        turned = live_win_prob(TURNED, points[::-1], 2, "5:00")
        assert live_win_prob(SPEC, points, 2, "5:00") == pytest.approx(1 - turned)
    start = live_win_prob(SPEC, (0, 0), 1, "20:00")
    assert start == pytest.approx(game(SPEC).win_prob, abs=0.05)
    assert live_win_prob(SPEC, (40, 30), 2, "soon") is None
