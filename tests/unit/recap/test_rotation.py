"""Lineups and weights: floor time and events of each player match the season."""

import numpy as np
import pytest

from engine import store
from engine.domain import players as pl
from engine.domain.players import Roster
from engine.game import random_streams
from engine.recap import rotation as ro
from engine.recap.night import Plan, plan


def roster(minutes: list[float], **counts: list[float]) -> Roster:
    """Made-up players; a count that is not given is the same for everybody."""
    n = len(minutes)
    count = np.full((n, len(pl.COUNTS)), 20.0)
    for name, values in counts.items():
        count[:, pl.COUNTS.index(name)] = values
    names = tuple(f"Player {i}" for i in range(n))
    return Roster(2026, 1276, names, np.array(minutes), count, 30, np.arange(n), np.full(n, 30.0))


def test_five_players_share_all_the_minutes():
    _, on, prob = ro.fives(*planned(np.full(5, 1.0)), np.ones(5), 7)
    assert on.all() and prob.sum() == pytest.approx(1.0)


def planned(minutes: np.ndarray) -> tuple[Plan, np.ndarray]:
    share = ro.places(minutes)
    return plan(roster(minutes.tolist()), share, 7), share


@pytest.mark.parametrize(
    "minutes", [[0.9, 0.8, 0.8, 0.7, 0.6, 0.5, 0.3, 0.2, 0.15, 0.05], [0.5] * 10]
)
def test_everybody_is_on_the_floor_his_share(minutes):
    _, on, prob = ro.fives(*planned(np.array(minutes)), np.ones(len(minutes)), 7)
    assert (on.sum(axis=1) == 5).all()
    np.testing.assert_allclose(prob @ on, ro.places(np.array(minutes)), atol=0.05)
    assert len({tuple(row) for row in on.tolist()}) > 10  # not one fixed bench


def test_places_never_exceed_the_whole_game():
    share = ro.places(np.array([0.99, 0.98, 0.5, 0.5, 0.5, 0.5, 0.2]) * 1.2)
    assert share.max() <= 1.0 and share.sum() == pytest.approx(5.0)


def test_expected_shares_are_the_seasons():
    real = store.load_roster("men", 2026, 1276)
    book = store.load_credit_rates()
    target = ro._targets(real, book)
    share_of = ro.places(real.minutes)
    _, on, prob = ro.fives(plan(real, share_of, 1), share_of, target[ro.PF] / share_of, 1)
    weight = ro.fitted(on, prob, target)
    floor = on.astype(float)
    share = weight * ((prob / (weight @ floor.T)) @ floor)
    common = [kind for kind in range(ro.KINDS) if kind < ro.FREE_THROW + 5]
    seen = real.minutes > 0.03  # who hardly plays cannot do what he did in garbage time
    np.testing.assert_allclose(share[common][:, seen], target[common][:, seen], atol=0.005)
    # The twin: weights that are plain rates per minute flatten the stars.
    rate = target / ro.places(real.minutes)
    plain = rate * ((prob / (rate @ floor.T)) @ floor)
    assert np.abs(plain - target).max() > 0.01


def test_nobody_assists_himself_and_shares_still_hold():
    minutes = np.array([0.9, 0.9, 0.8, 0.7, 0.6, 0.6, 0.5, 0.0])
    _, on, prob = ro.fives(*planned(minutes), np.ones(8), 3)
    on, prob = on[~on[:, 7], :7], prob[~on[:, 7]] / prob[~on[:, 7]].sum()
    target = np.array([0.4, 0.15, 0.15, 0.1, 0.1, 0.05, 0.05])
    made = np.array([[0.05, 0.4, 0.2, 0.1, 0.1, 0.1, 0.05]] * 2)
    weight = ro.assisting(on, prob, target, made, np.array([10.0, 6.0]))
    got = np.zeros(7)
    for five, p in zip(on, prob, strict=True):
        floor = np.flatnonzero(five)
        for scorer in floor:
            who = made[0, scorer] / made[0, floor].sum()
            others = floor[floor != scorer]
            got[others] += p * who * weight[others] / weight[others].sum()
    np.testing.assert_allclose(got, target, atol=1e-4)


def test_percentages_are_in_the_weights():
    good, bad = [90.0, 10.0], [100.0, 100.0]
    r = roster([0.5] * 10, fgm2=(good * 5), fga2=(bad * 5))
    target = ro._targets(r, store.load_credit_rates())
    assert target[ro.MADE2, 0] / target[ro.MADE2, 1] == pytest.approx(9.0, rel=0.02)
    assert target[ro.MISSED2, 1] / target[ro.MISSED2, 0] == pytest.approx(9.0, rel=0.02)


def test_fouls_are_raised_to_what_they_would_be_without_the_fifth(monkeypatch):
    assert ro._uncapped(np.array([0.6]))[0] == pytest.approx(1.0, abs=0.01)
    # Where nobody takes care: a Poisson variable of mean 4 capped at five has mean 3.59.
    monkeypatch.setattr(ro.coach, "CARE", (1.0,) * 5 + (0.0,))
    assert ro._uncapped(np.array([3.590]))[0] == pytest.approx(4.0 / 3.590, abs=0.005)


def test_numbers_are_those_of_the_addressed_stream():
    key = 0x123456789ABCDEF
    bits = [int(random_streams.draw(np.uint64(key), np.uint64(n))) >> 11 for n in range(5, 9)]
    np.testing.assert_array_equal(random_streams.uniforms(key, 5, 4), np.array(bits) / 2**53)
