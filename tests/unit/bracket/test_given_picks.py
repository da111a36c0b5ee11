"""Odds given picks: counted in the universes that agree, from the curve where too few do."""

import numpy as np
import pytest

from engine import run, store
from engine.bracket import given_picks, win_curve
from engine.bracket.given_picks import odds_given_picks
from engine.bracket.picks import no_picks, with_pick
from engine.domain.results import TournamentResult


@pytest.fixture(scope="module")
def played() -> TournamentResult:
    return store.load_default_result("men", 2026)


@pytest.fixture(scope="module")
def win() -> np.ndarray:
    return run.load_win_matrix("men", 2026).win


def test_without_picks_the_odds_are_those_of_the_run(played, win):
    picks = no_picks(played.field)
    found = odds_given_picks(played, picks, win_curve.prob_given_picks(played.field, win, picks))
    assert np.array_equal(found.prob, played.slot_prob())
    assert (found.counted == played.winner.shape[1]).all()


def test_a_pick_keeps_the_universes_in_which_it_came_true(played, win):
    field = played.field
    first, second = field.slot.index("R1W1"), field.slot.index("R2W1")
    team = field.seed.index("W01")
    picks = with_pick(no_picks(field), field, "R1W1", team)
    curve = win_curve.prob_given_picks(field, win, picks)
    found = odds_given_picks(played, picks, curve)
    kept = played.winner[:, played.winner[first] == team]
    assert found.counted[second] == kept.shape[1]
    assert found.prob[second, team] == np.mean(kept[second] == team)
    # The picked game itself and the other half of the bracket keep all universes.
    elsewhere = field.slot.index("R2Z1")
    assert np.array_equal(found.prob[first], played.slot_prob()[first])
    assert np.array_equal(found.prob[elsewhere], played.slot_prob()[elsewhere])


def test_where_too_few_universes_are_left_the_curve_stands(played, win):
    field = played.field
    picks = with_pick(no_picks(field), field, "R3W1", field.seed.index("W16"))
    curve = win_curve.prob_given_picks(field, win, picks)
    found = odds_given_picks(played, picks, curve)
    late = field.slot.index("R4W1")
    assert found.counted[late] == 0 and np.array_equal(found.prob[late], curve[late])
    assert found.counted[field.slot.index("R4X1")] == played.winner.shape[1]


def test_without_a_run_everything_is_from_the_curve(played, win):
    picks = no_picks(played.field)
    curve = win_curve.prob_given_picks(played.field, win, picks)
    found = odds_given_picks(None, picks, curve)
    assert np.array_equal(found.prob, curve) and not found.counted.any()


def test_the_least_number_bounds_the_error():
    assert 100 * 1.96 * np.sqrt(0.25 / given_picks.LEAST) < 5
