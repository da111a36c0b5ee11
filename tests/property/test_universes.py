"""What holds in every universe, whatever teams, seeds and locks."""

from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import run, store
from engine.bracket.locks import OPEN, locked_slots
from engine.domain.field import Field
from engine.domain.results import TournamentResult
from engine.domain.rules import rules
from engine.domain.specs import MAX_RANDOM_SEED, BracketSpec, GameSpec, Side
from engine.domain.teams import LEAGUES
from engine.domain.venue import Venue
from engine.stats.estimates import proportion_se
from tests.fields import Played, ready

UNIVERSES = 15
seeds = st.integers(0, MAX_RANDOM_SEED)
tournaments = st.sampled_from([("men", 2026), ("men", 2010), ("women", 2026), ("women", 2021)])


@cache
def the(league: str, season: int) -> Played:
    return ready(store.load_field(league, season), uncertain=True)


@st.composite
def games(draw: st.DrawFn) -> GameSpec:
    league = draw(st.sampled_from(LEAGUES))
    season = st.sampled_from(store.seasons(league))

    def side() -> Side:
        year = draw(season)
        ids = store.load_teams(league, year).team_id
        return Side(year, int(ids[draw(st.integers(0, len(ids) - 1))]))

    a, b = side(), side()
    if a == b:
        b = Side(b.season, int(store.load_teams(league, b.season).team_id[-1]))
        a = Side(a.season, int(store.load_teams(league, a.season).team_id[0]))
    return GameSpec(
        league, a, b, draw(st.sampled_from(Venue)), 20, draw(seeds), draw(st.booleans())
    )


@settings(max_examples=60)
@given(games())
def test_every_game_is_a_game(spec):
    g = run.game(spec)
    periods = rules(spec.league, max(spec.a.season, spec.b.season)).periods
    assert (g.points[0] != g.points[1]).all()
    assert (g.half <= g.regulation).all() and (g.regulation <= g.points).all()
    assert (g.half >= 0).all() and (g.possessions > 0).all()
    tied = g.regulation[0] == g.regulation[1]
    np.testing.assert_array_equal(g.overtimes > 0, tied)
    np.testing.assert_array_equal(g.points[:, ~tied], g.regulation[:, ~tied])
    # Possessions alternate, so a period gives a side at most one more than the other.
    apart = np.abs(g.possessions[0] - g.possessions[1])
    assert (apart <= periods + g.overtimes).all()
    # The largest lead of the winner is at least the final margin.
    assert (g.largest_lead >= np.maximum(g.margin * np.array([[1], [-1]]), 0)).all()
    assert (g.largest_lead <= g.points).all() and (g.lead_changes >= 0).all()
    # No side averages four points per possession.
    assert (g.points <= 4 * g.possessions).all()


@st.composite
def brackets(draw: st.DrawFn) -> tuple[Played, int, tuple[tuple[str, int], ...]]:
    played = the(*draw(tournaments))
    field = played.field
    reach, locks = field.reach(), {}
    taken = np.full(len(field.slot), OPEN)
    for _ in range(draw(st.integers(0, 4))):
        slot = draw(st.integers(0, len(field.slot) - 1))
        entrant = draw(st.sampled_from(np.flatnonzero(reach[slot]).tolist()))
        lock = locked_slots(field, ((field.slot[slot], int(field.team_id[entrant])),))
        clash = (taken != OPEN) & (lock != OPEN) & (taken != lock)
        if not clash.any():
            locks[field.slot[slot]] = int(field.team_id[entrant])
            taken = np.where(lock != OPEN, lock, taken)
    return played, draw(seeds), tuple(locks.items())


@settings(max_examples=40)
@given(brackets())
def test_every_bracket_is_a_bracket(case):
    played, seed, locks = case
    field = played.field
    winner = played.brackets(seed, 0, UNIVERSES, locks)
    for slot, team_id in locks:
        assert (field.team_id[winner[field.slot.index(slot)]] == team_id).all()
    for s, feeders in enumerate(field.feeder.tolist()):
        sides = [np.full(UNIVERSES, e) if e >= 0 else winner[-e - 1] for e in feeders]
        assert ((winner[s] == sides[0]) | (winner[s] == sides[1])).all()
    _odds_are_odds(field, seed, winner, locks)


def _odds_are_odds(
    field: Field, seed: int, winner: np.ndarray, locks: tuple[tuple[str, int], ...]
) -> None:
    spec = BracketSpec(field.league, field.season, UNIVERSES, seed, locks)
    result = TournamentResult(spec, field, winner)
    prob, by_round = result.slot_prob(), result.advancement()
    np.testing.assert_allclose(prob.sum(axis=1), 1.0)
    assert (prob[~field.reach()] == 0).all()
    # No team wins a later round more often than an earlier one, and each round has its winners.
    assert (np.diff(by_round[:, 1:], axis=1) <= 1e-12).all()
    assert (by_round[:, 1] <= by_round[:, 0] + 1e-12).all()
    np.testing.assert_allclose(by_round[:, 1:].sum(axis=0), [32, 16, 8, 4, 2, 1])


@given(st.floats(0, 1), st.integers(1, 100_000))
def test_a_share_is_never_claimed_to_be_certain(share, n):
    assert 0 < proportion_se(np.array(share), n) <= 0.5 / np.sqrt(n) + 1e-12
