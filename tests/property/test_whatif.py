"""A run re-solved under other locks is the run itself, to the last bit."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import run, store
from engine.bracket import history, kernel
from engine.bracket.locks import OPEN, locked_slots
from engine.domain.field import ROUND_NAMES, Field
from engine.domain.results import TournamentResult, sides
from engine.domain.specs import BracketSpec
from engine.domain.teams import LEAGUES
from engine.errors import BadInput, BadLock
from engine.run import what_if
from engine.run.prepare import prepare

UNIVERSES = 12
tournaments = st.sampled_from(
    [("men", 2026), ("men", 2008), ("women", 2026), ("women", 2014), ("women", 2021)]
)


@cache
def free(league: str, season: int) -> TournamentResult:
    return run.bracket(BracketSpec(league, season, UNIVERSES, 77))


@st.composite
def some_locks(draw: st.DrawFn, field: Field) -> tuple[tuple[str, int], ...]:
    reach, locks, taken = field.reach(), {}, np.full(len(field.slot), OPEN)
    for _ in range(draw(st.integers(0, 5))):
        slot = draw(st.integers(0, len(field.slot) - 1))
        entrant = draw(st.sampled_from(np.flatnonzero(reach[slot]).tolist()))
        lock = locked_slots(field, ((field.slot[slot], int(field.team_id[entrant])),))
        if not ((taken != OPEN) & (lock != OPEN) & (taken != lock)).any():
            locks[field.slot[slot]] = int(field.team_id[entrant])
            taken = np.where(lock != OPEN, lock, taken)
    return tuple(locks.items())


@settings(max_examples=40)
@given(tournaments, st.data())
def test_a_chain_of_locks_and_releases_is_each_time_the_run_itself(which, data):
    known = [free(*which)]
    for _ in range(data.draw(st.integers(1, 3))):
        locks = data.draw(some_locks(known[0].field))
        spec = replace(known[0].spec, locks=locks)
        found = run.whatif(spec, known[-1])
        np.testing.assert_array_equal(found.winner, run.bracket(spec).winner)
        known.append(found)
    back = run.whatif(known[0].spec, known[-1])  # all locks released
    np.testing.assert_array_equal(back.winner, known[0].winner)


def new_games(base: TournamentResult, after: TournamentResult) -> np.ndarray:
    """new[S, U]: games of ``after`` that were not played in ``base``."""
    before = np.stack(sides(base.field, base.winner))
    now = np.stack(sides(after.field, after.winner))
    was_locked = locked_slots(base.field, base.spec.locks) != OPEN
    is_open = locked_slots(base.field, after.spec.locks) == OPEN
    return is_open[:, None] & ((before != now).any(axis=0) | was_locked[:, None])


def test_only_new_pairings_are_played(monkeypatch):
    """With a kernel that lets the lower id win whatever it plays, every other winner stands."""
    base = free("men", 2026)
    field = base.field
    siena = int(field.team_id[field.seed.index("W16")])
    spec = replace(base.spec, locks=(("R1W1", siena),))
    inputs, _ = run.field_inputs(field)
    broken = inputs.pairings._replace(play_odds=np.ones_like(inputs.pairings.play_odds))
    monkeypatch.setattr(
        what_if,
        "prepare",
        lambda *of: replace(prepare(*of), inputs=inputs._replace(pairings=broken)),
    )
    wrong = run.whatif(spec, base)
    new = new_games(base, wrong)
    assert 0 < new.sum() < 5 * UNIVERSES + 1  # one game a round after the first, at most
    reused = ~new
    reused[locked_slots(field, spec.locks) != OPEN] = False
    np.testing.assert_array_equal(wrong.winner[reused], base.winner[reused])
    monkeypatch.undo()
    assert (run.whatif(spec, base).winner != wrong.winner).any()  # the twin: new games do go by it


def test_a_kept_array_may_be_read_only():
    base = free("women", 2026)
    winner = base.winner.copy()
    winner.flags.writeable = False
    frozen = TournamentResult(base.spec, base.field, winner)
    np.testing.assert_array_equal(run.whatif(base.spec, frozen).winner, winner)


# ---- real results ----


@pytest.mark.parametrize("league", LEAGUES)
def test_real_results_as_locks(league):
    for season in store.tournament_seasons(league):
        field, results = store.load_field(league, season), store.load_results(league, season)
        winner = history.real_winner(field, results)
        ids = {game.slot: {game.winner_id, game.loser_id} for game in results}
        strong, weak = sides(field, winner)
        for s, slot in enumerate(field.slot):
            assert {int(field.team_id[e]) for e in (strong[s], weak[s])} == ids[slot]
        for through in range(-1, 7):
            locks = history.results_as_locks(field, results, through)
            assert len(locks) == np.count_nonzero(field.round <= through)
            lock = locked_slots(field, locks)  # never contradict
            np.testing.assert_array_equal(
                lock[field.round <= through], winner[field.round <= through]
            )


def test_the_no_contest_of_2021_sent_oregon_through():
    field, results = store.load_field("men", 2021), store.load_results("men", 2021)
    none = next(game for game in results if game.winner_points == 0)
    locks = dict(history.results_as_locks(field, results, 1))
    assert locks[none.slot] == none.winner_id
    assert (
        store.load_teams("men", 2021).name[store.load_teams("men", 2021).row(none.winner_id)]
        == "Oregon"
    )


def test_after_the_last_round_nothing_is_open():
    base = free("men", 2026)
    locks = history.results_as_locks(base.field, store.load_results("men", 2026), 6)
    after = run.whatif(replace(base.spec, locks=locks), base)
    real = history.real_winner(base.field, store.load_results("men", 2026))
    assert (after.winner == real[:, None]).all()


def test_rounds_by_number_and_by_name():
    assert [history.check_round(name) for name in ROUND_NAMES] == list(range(7))
    assert (
        history.check_round(" sweet 16 ") == history.check_round("3") == history.check_round(3) == 3
    )
    for bad in ("7", "-1", "quarter-final", None):
        with pytest.raises(BadInput, match="whole number from 0 to 6"):
            history.check_round(bad)


# ---- which base, and bad input ----


def test_the_nearest_base_changes_the_fewest_locks():
    base = free("men", 2026)
    field = base.field
    duke, siena = (int(field.team_id[field.seed.index(x)]) for x in ("W01", "W16"))
    one = run.whatif(replace(base.spec, locks=(("R1W1", siena),)), base)
    two = replace(base.spec, locks=(("R1W1", siena), ("R1W8", int(field.team_id[8]))))
    assert run.nearest(two, [base, one]) is one
    assert run.nearest(replace(base.spec, locks=(("R1W1", duke),)), [one, base]) is base
    assert run.nearest(replace(base.spec, random_seed=78), [base, one]) is None


def test_other_universes_are_no_what_if():
    base = free("men", 2026)
    for other in ({"random_seed": 78}, {"universes": 13}, {"season": 2025}, {"uncertain": False}):
        with pytest.raises(BadInput, match="changes the locks of a run and nothing else"):
            run.whatif(replace(base.spec, **other), base)
    with pytest.raises(BadLock):
        run.whatif(replace(base.spec, locks=(("R1W1", 1),)), base)


def test_the_kernel_needs_no_base():
    """Playing anew is playing again from nothing."""
    assert kernel.UNKNOWN not in free("men", 2026).winner
