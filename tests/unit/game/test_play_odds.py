"""The odds of a play by themselves, compiled: rungs, shots, the line, the horn, fouls to give."""

import numpy as np
import pytest

from engine.game import periods, play
from engine.game import possession as p
from engine.game.random_streams import folded, root
from tests.game_tables import even_odds, game_tables

A, B = 0, 1


def line(tries: int, odds: float, later: float, orb: float, one_and_one: bool, start: int):
    """Many trips to the line: tried[N], hits[N], how the next ball is won[N]."""
    shared = np.zeros(p.SHARED)
    shared[p.LATER_FT] = later
    key = np.uint64(folded(root(start, 99), 0))
    trips = []
    for i in range(TRIPS):
        n = np.uint64(10 * i)
        tried, hits, after, last = play.at_the_line(key, n, tries, odds, shared, orb, one_and_one)
        assert last == n + np.uint64(tried + (after != p.MADE))
        trips.append((tried, hits, after))
    return np.array(trips).T


TRIPS = 40_000
NEAR = 4.0 * 0.5 / TRIPS**0.5  # four standard errors of a share


def test_free_throws_go_in_as_often_as_their_odds_say():
    """The first at odds 1, the others at 3; a third of the last misses come back."""
    tried, hits, after = line(3, 1.0, 3.0, 0.5, False, 1)
    assert (tried == 3).all()
    share = [((hits >> k) & 1).mean() for k in range(3)]
    np.testing.assert_allclose(share, [1 / 2, 3 / 4, 3 / 4], atol=NEAR)
    assert ((after == p.MADE) == (hits >> 2 == 1)).all()
    missed = after[after != p.MADE]
    assert abs((missed == p.OFF_REB).mean() - 1 / 3) < 2 * NEAR


def test_a_one_and_one_ends_with_a_first_miss():
    tried, hits, after = line(2, 1.0, 1.0, 1.0, True, 2)
    np.testing.assert_array_equal(tried, np.where(hits & 1, 2, 1))
    assert abs((tried == 2).mean() - 1 / 2) < NEAR
    assert abs((hits == 3).mean() - 1 / 4) < NEAR
    assert abs((after == p.MADE).mean() - 1 / 4) < NEAR


@pytest.mark.parametrize("odds", [1e-6, 0.02, 0.75, 1.0, 3.0, 99.0])
def test_a_rung_of_the_ladder_is_as_wide_as_its_odds_say(odds):
    """Of an even grid of w, the share o / (1 + o) is a foul, and of the rest, half and half, a
    quarter each is a two and a three and the other half a turnover."""
    play_odds, effects = even_odds(), game_tables().effects
    play_odds[..., p.FOUL] = odds
    grid = 1.0 - (np.arange(100_000) + 0.5) / 100_000
    kinds = np.array(
        [play.kind_of_play(w, play_odds, effects, A, p.START, p.WIDEST, 1.0, 1.0, 0) for w in grid]
    )
    rest = 1 / (1 + odds)
    share = {p.A_TWO: rest / 4, p.A_THREE: rest / 4, p.LOSS: rest / 2, p.FOULED: 1 - rest}
    for kind, width in share.items():
        assert abs((kinds == kind).mean() - width) <= 2e-5


def test_a_shot_ends_as_its_odds_say():
    """Fouled one in five, good one in two of the rest, a miss comes back one in four; one good two
    in three is fouled as well."""
    play_odds, effects = even_odds(), game_tables().effects
    play_odds[..., p.DRAWN2], play_odds[..., p.ORB], play_odds[..., p.AND1] = 1 / 4, 1 / 3, 1 / 2
    grid = 1.0 - (np.arange(60_000) + 0.5) / 60_000
    shots = [play.shoot(w, play_odds, effects, B, p.MADE, p.WIDEST, 0, 1.0, 1.0, 1.0) for w in grid]
    end, and1 = np.array(shots).T
    share = [(end == e).mean() for e in (p.LOST, p.BACK, p.GOOD, p.DRAWN)]
    np.testing.assert_allclose(share, [0.3, 0.1, 0.4, 0.2], atol=1e-4)
    assert abs(and1[end == p.GOOD].mean() - 1 / 3) <= 1e-4
    assert not and1[end != p.GOOD].any()


def test_the_horn_counts_in_the_last_seconds_only():
    buzzer = np.arange(20, dtype=float).reshape(p.BUZZER + 1, p.BUZZER_COLUMNS)
    assert play.against_the_horn(buzzer, 0.0) == (0, 1, 2, 3)
    assert play.against_the_horn(buzzer, 0.4) == (0, 1, 2, 3)
    assert play.against_the_horn(buzzer, 1.6) == (8, 9, 10, 11)
    assert play.against_the_horn(buzzer, 3.9) == (16, 17, 18, 19)
    assert (
        play.against_the_horn(buzzer, 4.0) == play.against_the_horn(buzzer, 900.0) == (1, 1, 1, 1)
    )


def test_what_the_horn_changes_is_that_alone():
    """Times nothing: no shot is good, none is fouled, none is a three."""
    play_odds, effects = even_odds(), game_tables().effects
    grid = 1.0 - (np.arange(1000) + 0.5) / 1000
    at = (B, p.MADE, p.WIDEST)
    ends = {play.shoot(w, play_odds, effects, *at, 0, 0.0, 0.0, 1.0)[0] for w in grid}
    kinds = {play.kind_of_play(w, play_odds, effects, *at, 0.0, 1.0, 0) for w in grid}
    assert ends == {p.LOST, p.BACK} and kinds == {p.A_TWO, p.LOSS, p.FOULED}


def test_a_foul_to_give_has_odds_of_its_own():
    play_odds, effects = even_odds(), game_tables().effects.copy()
    effects[:, p.EFFECT_GIVE] = 3.0  # three in four instead of one in two
    grid = 1.0 - (np.arange(1000) + 0.5) / 1000
    share = [
        np.mean(
            [
                play.kind_of_play(w, play_odds, effects, A, p.MADE, p.WIDEST, 1.0, 1.0, give)
                == p.FOULED
                for w in grid
            ]
        )
        for give in (0, 1)
    ]
    assert share == pytest.approx([0.5, 0.75], abs=0.002)


def test_technical_fouls_are_as_many_as_the_rate_says_and_come_at_any_time():
    shared = np.zeros(p.SHARED)
    shared[p.TECHNICAL], shared[p.TECHNICAL + 1] = 0.1, 0.2
    rules = game_tables().rules
    for period, rate in ((1, 0.1), (2, 0.2)):
        found = np.array(
            [
                periods.technical_at(
                    np.uint64(folded(root(period, 99), i)), period, 1200.0, rules, shared
                )
                for i in range(TRIPS)
            ]
        )
        called = found >= 0.0
        assert abs(called.mean() - rate) < NEAR
        assert abs(found[called].mean() - 600.0) < 4.0 * 346.4 / called.sum() ** 0.5
        assert found.max() <= 1200.0


def test_a_length_lies_anywhere_in_the_range_that_is_selected():
    lengths = np.array([[0.0, *range(10, 74)]], dtype=np.float32)
    assert play.length_of(lengths, 0, np.uint64(0)) == 0.0
    assert play.length_of(lengths, 0, np.uint64(32)) == 5.0
    assert play.length_of(lengths, 0, np.uint64(1 << 6 | 16)) == 10.25
    assert play.length_of(lengths, 0, np.uint64(63 << 6 | 1 << 12)) == 72.0


def test_points_on_the_board_keep_leads():
    tally = np.zeros(p.TALLY, dtype=np.int64)
    for side, points in ((A, 2), (B, 2), (B, 1), (A, 3), (A, 3), (B, 2)):
        periods.put_on_board(tally, side, points)
    assert (tally[p.POINTS_A], tally[p.POINTS_B]) == (8, 5)
    assert (tally[p.LARGEST_A], tally[p.LARGEST_B]) == (5, 1)
    assert tally[p.LEAD_CHANGES] == 2  # a led, then b, then a again
