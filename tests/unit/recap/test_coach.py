"""The coach and the night: shares add up, foul trouble sits down, the bench ends decided games."""

import numpy as np
import pytest

from engine.domain.specs import GameSpec, Side
from engine.recap import coach as co
from engine.recap import coaching, game_recap
from engine.recap import night as nt
from engine.recap.night import Night
from engine.recap.rotation import places

SPEC = GameSpec("men", Side(2026, 1181), Side(2026, 1163), "a", 1000, 5)


def tonight(share: list[float], spare: int = 0) -> Night:
    """A night with these shares; the last ``spare`` men wait for the end of a decided game."""
    n = len(share)
    waits = (*(False,) * (n - spare), *(True,) * spare)
    return Night(np.array(share), (0, 1, 2, 3, 4), np.ones((len(nt.FORMS), n)), waits)


def whole_game(coach: co.Coach, lead: int = 0, step: float = 30.0) -> list[float]:
    for i in range(int(2400 / step)):
        coach.run(step)
        after = step * (i + 1)
        coach.dead_ball(after, co.ending(2400 - after, lead), 0.5)
    return [played / 2400 for played in coach.played]


def test_everybody_plays_about_his_share():
    share = [0.85, 0.8, 0.7, 0.6, 0.6, 0.5, 0.45, 0.3, 0.2]
    got = whole_game(co.Coach(tonight(share)), lead=12)
    assert sum(got) == pytest.approx(5.0)
    np.testing.assert_allclose(got, share, atol=0.09)


def test_the_best_end_a_close_game_and_the_bench_a_decided_one():
    share = [0.8, 0.8, 0.7, 0.6, 0.6, 0.5, 0.4, 0.3, 0.3, 0.01, 0.01]
    close, decided = co.Coach(tonight(share, 2)), co.Coach(tonight(share, 2))
    whole_game(close, lead=2)
    whole_game(decided, lead=30)
    assert set(close.on_floor) == {0, 1, 2, 3, 4} and close.cleared < 0
    assert {9, 10} <= set(decided.on_floor) and decided.cleared > 2100
    assert close.played[9] == 0.0 < decided.played[9] < 300


def test_foul_trouble_sits_a_man_down_and_time_lets_him_return():
    coach = co.Coach(tonight([0.8, 0.8, 0.7, 0.6, 0.6, 0.5, 0.5, 0.5]))
    coach.run(300.0)
    coach.foul(0, 300.0)
    coach.foul(0, 300.0)
    coach.dead_ball(300.0, co.OPEN, 0.0)
    assert 0 not in coach.on_floor
    assert [(change.player, change.fouls) for change in coach.sat] == [(0, 2)]
    coach.run(900.0)
    coach.dead_ball(1200.0, co.OPEN, 0.0)
    assert 0 in coach.on_floor
    assert [co.allowed(at) for at in (0.0, 1200.0, 1700.0, 2300.0)] == [2, 3, 4, 5]


def test_nights_average_to_the_season():
    """The plan takes absences, margins and noise apart; together they give the season again. The
    twin: with the odds of a plain share they do not."""
    rotation = game_recap.rotation_of("men", Side(2026, 1163))
    roster = rotation.roster
    share = places(roster.minutes)
    made = nt.plan(roster, share, 1)
    margins = nt.MARGINS[np.arange(600) % len(nt.MARGINS)].tolist()

    def mean(plan: nt.Plan) -> np.ndarray:
        return np.mean([nt.night(plan, 99 + k, m).share for k, m in enumerate(margins)], axis=0)

    assert np.abs(mean(made) - share).max() < 0.03
    plain = nt.Plan(made.present, made.rise, np.zeros_like(share), made.start, made.spare)
    assert np.abs(mean(plain) - share).max() > 0.1
    missed = [nt.night(made, 99 + k, m).share[:8] == 0 for k, m in enumerate(margins)]
    assert np.abs(np.mean(missed, axis=0) - (1 - made.present[:8])).max() < 0.06


def test_what_coaches_did_is_told():
    told = [" ".join(coaching.coaching(game_recap.recap(SPEC, u))) for u in range(12)]
    every = " ".join(told)
    assert "fouls with" in every and "left in the 2nd half" in every
    assert "has its bench in" in every and "did not play for" in every
    assert all(len(coaching.coaching(game_recap.recap(SPEC, u))) <= coaching.MOST for u in (0, 3))
