"""The curve of win probabilities against games that were played, and perfection against counting.

Each with a twin: a curve a little too steep must be found."""

from dataclasses import replace

import numpy as np
import pytest

from engine import store
from engine.bracket import exact_advancement, fill, pick_value
from engine.bracket import picks as p
from engine.bracket import win_curve as ch
from engine.bracket.win_curve import WinCurve
from engine.domain.field import Field
from engine.domain.rules import rules
from engine.domain.venue import Venue
from tests.fields import Played, knockout, ready

SEED, GAMES, BRACKETS = 12, 2_000, 8_000
LINES = ("W01", "W16", "W08", "W09", "W05", "W12", "W04", "W13")
STEEPER = 1.1


def region(league: str, season: int) -> Field:
    """Eight real teams; the best two hold the openers at home."""
    field = store.load_field(league, season)
    ids = [int(field.team_id[field.seed.index(line)]) for line in LINES]
    return replace(knockout(ids, hosts={0: 0, 2: 4, 4: 0}), league=league, season=season)


def link(field: Field, steeper: float = 1.0) -> WinCurve:
    coefficient, error = store.load_win_curve(rules(field.league, field.season).periods)
    return WinCurve(tuple(steeper * c for c in coefficient), error)


def chances(played: Played, steeper: float = 1.0, uncertain: bool = True) -> ch.WinMatrix:
    table = store.load_teams(played.field.league, played.field.season)
    return ch.of_field(played.field, table, link(played.field, steeper), uncertain)


@pytest.fixture(scope="module", params=[("men", 2026), ("women", 2026)], ids=["men", "women"])
def eight(request) -> Played:
    return ready(region(*request.param), uncertain=True)


@pytest.fixture(scope="module")
def counted(eight: Played) -> dict[int, np.ndarray]:
    """share[E, E] of games won by the first, by the lower id's venue code."""
    return {venue: eight.wins(SEED, 0, GAMES, venue) for venue in range(3)}


def off(eight: Played, counted: dict[int, np.ndarray], steeper: float = 1.0) -> float:
    """The mean squared distance of curve and count over all pairings on all floors, in variances:
    near 1 where the curve misses no more than it says."""
    field = eight.field
    known = chances(eight, steeper)
    lower = field.team_id[:, None] < field.team_id[None, :]
    a, b = np.nonzero(lower)
    z = []
    for venue, sign in [(venue, float(venue.sign)) for venue in Venue]:
        said = ch._all_pairs(known.team_strengths, known.league_context, known.curve, sign, True)[
            a, b
        ]
        variance = said * (1 - said) / GAMES + ch.error_at(known.curve, said) ** 2
        z.append((counted[venue][a, b] - said) / np.sqrt(variance))
    return float(np.mean(np.concatenate(z) ** 2))


def test_the_curve_says_what_is_counted(eight, counted):
    # Over other seeds: 0.8 to 1.3 here, 3.2 and more for the twins.
    assert off(eight, counted) < 1.9


def test_a_curve_too_steep_is_found(eight, counted):
    assert off(eight, counted, STEEPER) > 1.9
    assert off(eight, counted, 1 / STEEPER) > 1.9


def test_the_floor_is_in_the_chances(eight):
    """In slot 0 the first entrant is at home, in slot 1 nobody is."""
    win = chances(eight).win
    assert win[0, 0, 1] > win[1, 0, 1] and win[2, 4, 5] > win[1, 4, 5]
    np.testing.assert_allclose(win + win.transpose(0, 2, 1), 1.0)


def test_perfection_is_as_rare_as_counted(eight):
    result = eight.result(SEED, BRACKETS)
    known = chances(eight)
    favourites = fill.filled(
        p.no_picks(eight.field), eight.field, "favourites", known.win, 0 * known.win[:, 0]
    )
    right = (result.winner == np.array(favourites.entrant)[:, None]).all(axis=0)
    counted, se = right.mean(), right.std() / np.sqrt(BRACKETS)

    def far(steeper: float) -> float:
        found = pick_value.perfect(favourites, result, chances(eight, steeper))
        return abs(found.prob - counted) / np.hypot(
            se, np.hypot(found.se, found.error * found.prob)
        )

    assert right.sum() > 100
    assert far(1.0) < 3.5
    assert far(1.3) > 3.5


def test_exact_advancement_on_the_curve(eight):
    """The curve's chances, solved exactly, are the bracket's odds where strengths are certain."""
    certain = ready(eight.field, uncertain=False)
    solved = exact_advancement.slot_prob(eight.field, chances(certain, uncertain=False).win)
    counted = certain.result(SEED, BRACKETS).slot_prob()
    np.testing.assert_allclose(counted, solved, atol=0.02)
