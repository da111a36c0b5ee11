"""A replay is the game that the fast run counted: always."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import run, store
from engine.domain.results import Games
from engine.domain.rules import rules
from engine.domain.specs import MAX_RANDOM_SEED, BracketSpec, GameSpec, Side
from engine.domain.teams import LEAGUES
from engine.domain.venue import Venue
from engine.errors import BadInput, BadNumber
from engine.game import possession as p
from engine.recap import boxscore, game_recap
from engine.run import Replay, replay, replay_slot, slot_spec

UNIVERSES = 400


def same(one: Replay, fast: Games, u: int) -> None:
    """Everything that the fast run keeps of universe u."""
    for name in ("points", "half", "regulation", "possessions", "largest_lead"):
        assert getattr(one, name) == tuple(getattr(fast, name)[:, u].tolist()), (name, u)
    assert (one.overtimes, one.lead_changes) == (fast.overtimes[u], fast.lead_changes[u])


@pytest.mark.parametrize("venue", Venue)
@pytest.mark.parametrize(
    ("league", "a", "b"),
    [
        ("men", Side(2026, 1276), Side(2026, 1163)),
        ("men", Side(2026, 1163), Side(2026, 1276)),
        ("men", Side(2026, 1181), Side(2011, 1163)),
        ("women", Side(2026, 3163), Side(2026, 3417)),
        ("women", Side(2012, 3323), Side(2012, 3124)),
    ],
)
def test_every_universe_of_a_run(league, a, b, venue):
    """Thousands of universes: both leagues, halves and quarters, all floors, either order."""
    spec = GameSpec(league, a, b, venue, UNIVERSES, 11)
    fast = run.game(spec)
    for u in range(UNIVERSES):
        same(replay(spec, u), fast, u)


@st.composite
def games(draw: st.DrawFn) -> GameSpec:
    league = draw(st.sampled_from(LEAGUES))
    season = draw(st.sampled_from(store.seasons(league)))
    ids = store.load_teams(league, season).team_id.tolist()
    a, b = draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True))
    venue, seed = draw(st.sampled_from(Venue)), draw(st.integers(0, MAX_RANDOM_SEED))
    sides = Side(season, a), Side(season, b)
    return GameSpec(league, *sides, venue, 20, seed, draw(st.booleans()))


@settings(max_examples=40)
@given(games(), st.integers(0, 19))
def test_any_pairing(spec, u):
    one, fast = replay(spec, u), run.game(spec)
    same(one, fast, u)
    assert tuple(one.log[-1, [p.L_POINTS_A, p.L_POINTS_B]]) == one.points
    # Clocks run down in each period, and every period of the game is there.
    period, seconds = one.log[:, p.L_PERIOD], one.seconds
    assert (np.diff(seconds)[np.diff(period) == 0] <= 0).all()
    periods = rules(spec.league, spec.a.season).periods + one.overtimes
    assert sorted(set(period.tolist())) == list(range(1, periods + 1))


@cache
def recap_of(venue: Venue, u: int, swapped: bool = False) -> game_recap.Recap:
    a, b = Side(2026, 1276), Side(2026, 1163)
    if swapped:
        a, b, venue = b, a, venue.swapped
    return game_recap.recap(GameSpec("men", a, b, venue, 500, 3), u)


@pytest.mark.parametrize("u", range(0, 500, 25))
@pytest.mark.parametrize("venue", Venue)
def test_the_story_adds_up_to_the_game(venue, u):
    game = recap_of(venue, u)
    for side in (0, 1):
        box = game.box[side]
        assert box.total[boxscore.POINTS] == game.replay.points[side] == sum(box.by_period)
        line = box.total.tolist()
        made = 2 * line[boxscore.FGM2] + 3 * line[boxscore.FGM3] + line[boxscore.FTM]
        assert made == line[boxscore.POINTS]
        assert (box.player[:, boxscore.PF] <= 5).all()
        whole = 5 * (40 + 5 * game.replay.overtimes)
        assert box.minutes.sum() == pytest.approx(whole) and (box.minutes >= 0).all()
    event = game.event_log.event
    assert boxscore.lead_changes(event) == game.replay.lead_changes
    assert boxscore.largest_lead(event) == game.replay.largest_lead
    # No player acts after a fifth foul, and every player who acts has played.
    fouls = np.zeros((2, 30), dtype=int)
    for e in event:
        if e.player >= 0:
            assert fouls[e.side, e.player] < 5
            assert game.event_log.seconds[e.side][e.player] >= 0
            fouls[e.side, e.player] += "foul" in boxscore.sc.EVENTS[e.event]


@pytest.mark.parametrize("u", range(0, 500, 50))
def test_the_line_ends_where_the_game_ends(u):
    game = recap_of(Venue.NEUTRAL, u)
    assert ((game.win_prob >= 0) & (game.win_prob <= 1)).all()
    assert game.win_prob[-1] == float(game.replay.points[0] > game.replay.points[1])
    swing = np.abs(np.diff(game.win_prob, prepend=game.start_prob))
    assert swing[game.turning] == swing.max() and swing[0] < 0.06


@pytest.mark.parametrize("venue", Venue)
def test_both_orders_of_sides_show_the_same_names(venue):
    for u in range(0, 500, 100):
        one, two = recap_of(venue, u), recap_of(venue, u, swapped=True)
        mine = [one.event_log.name(e.side, e.player) for e in one.event_log.event]
        assert mine == [two.event_log.name(e.side, e.player) for e in two.event_log.event]
        np.testing.assert_allclose(one.win_prob, 1 - two.win_prob, atol=1e-12)
        np.testing.assert_array_equal(one.box[0].player, two.box[1].player)


@pytest.mark.parametrize("league", LEAGUES)
def test_a_slot_of_a_bracket_opens_the_game_that_was_played_there(league):
    spec = BracketSpec(league, 2026, 40, 5)
    field, winner = store.load_field(league, 2026), run.bracket(spec).winner
    for u, s in ((0, 0), (3, 5), (17, 34), (21, 52), (39, len(field.slot) - 1)):
        game = replay_slot(spec, field.slot[s], u)
        sides = (game.spec.a.team_id, game.spec.b.team_id)
        assert sides[game.points[1] > game.points[0]] == field.team_id[winner[s, u]]
        assert game.spec.universes == 40 and game.universe == u


@pytest.mark.parametrize("u", [-1, 400, 10**9, "many", 1.5, None])
def test_a_universe_out_of_the_run_is_refused(u):
    spec = GameSpec("men", Side(2026, 1276), Side(2026, 1163), "neutral", 400, 1)
    with pytest.raises(BadNumber, match="from 0 to 399"):
        replay(spec, u)
    with pytest.raises(BadNumber, match="from 0 to 99"):
        replay_slot(BracketSpec("men", 2026, 100, 1), "R6CH", u)


def test_a_slot_that_was_locked_or_does_not_exist_has_no_game():
    spec = BracketSpec("men", 2026, 10, 1, (("R2W1", 1181),))
    with pytest.raises(BadInput, match="decided by a lock"):
        slot_spec(spec, "R1W1", 0)
    with pytest.raises(BadInput, match="no slot"):
        slot_spec(spec, "R9Q1", 0)
    assert slot_spec(spec, "R3W1", 0).a.season == 2026
