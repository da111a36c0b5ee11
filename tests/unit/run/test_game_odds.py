"""A pairing's odds without playing it: the same for everybody, and near what is counted."""

from dataclasses import replace

import numpy as np
import pytest

from engine import run
from engine.domain.specs import GameSpec, Side
from engine.domain.venue import Venue
from engine.errors import UnknownTeam

DUKE, CONNECTICUT = Side(2026, 1181), Side(2026, 1163)
SPEC = GameSpec("men", DUKE, CONNECTICUT, Venue.A, 4_000, 7)


def apart(counted: float, universes: int) -> float:
    """The distance of a counted share from the odds, in standard errors of both."""
    odds = run.game_odds(SPEC)
    variance = odds.prob * (1 - odds.prob) / universes + odds.error**2
    return float(abs(counted - odds.prob) / np.sqrt(variance))


def test_they_are_near_what_is_counted():
    counted = run.game(SPEC).win_prob
    assert apart(counted, SPEC.universes) < 3.5
    assert apart(counted + 0.05, SPEC.universes) > 3.5  # the twin: five points off


def test_universes_and_seed_do_not_move_them_and_sides_mirror():
    odds = run.game_odds(SPEC)
    assert run.game_odds(replace(SPEC, universes=1, random_seed=8)) == odds
    other = run.game_odds(replace(SPEC, a=CONNECTICUT, b=DUKE, venue=Venue.B))
    assert other.prob == pytest.approx(1 - odds.prob) and other.error == pytest.approx(odds.error)
    assert other.weaker == pytest.approx(1 - odds.stronger)
    assert odds.weaker < odds.prob < odds.stronger and 0 < odds.error < 0.005


def test_seasons_meet_and_exact_ratings_have_no_range():
    old = run.game_odds(replace(SPEC, b=Side(2015, 1246), venue=Venue.NEUTRAL))
    assert 0.1 < old.prob < 0.9
    sure = run.game_odds(replace(SPEC, uncertain=False))
    assert sure.weaker == sure.prob == sure.stronger != run.game_odds(SPEC).prob


def test_an_unknown_team_is_said():
    with pytest.raises(UnknownTeam):
        run.game_odds(replace(SPEC, b=Side(2026, 9999)))
