"""What a session does next for a run, and what it lets go of; without Streamlit."""

from dataclasses import replace
from itertools import product

import pytest

from engine.compute.jobs import Job
from engine.domain.specs import BracketSpec
from engine.errors import Cancelled, TooBusy
from pages.ui.runs.state import MOST_RUNS, Action, RunState, chain, next_action, without_locks
from pages.ui.runs.visitors import Visitors

WHOLE = BracketSpec("men", 2026, 100, 1)
LOCKED = BracketSpec("men", 2026, 100, 1, locks=(("R1W1", 1373),))


def job() -> Job[int]:
    return Job("key", int, [(1,)])


@pytest.mark.parametrize("state", [None, "running", "done", "cancelled", "failed"])
@pytest.mark.parametrize(("finished", "stopped"), [*product([True, False], [None, WHOLE, LOCKED])])
def test_every_case_has_one_next_action(finished, state, stopped):
    action = next_action(WHOLE, finished, state, stopped)
    if finished:
        assert action is Action.SHOW
    elif state is None:
        assert action is (Action.REST if stopped == WHOLE else Action.START)
    else:
        assert action is (Action.WAIT if state == "running" else Action.FINISH)


def test_a_run_with_locks_needs_its_universes_first():
    assert chain(LOCKED) == (WHOLE, LOCKED) and chain(WHOLE) == (WHOLE,)
    assert without_locks(LOCKED) == WHOLE


def test_locks_that_nobody_asks_for_are_stale_and_a_pressed_play_is_not():
    runs = RunState(waiting={WHOLE: job(), LOCKED: job()})
    assert runs.stale() == [LOCKED]
    runs.asked.add(LOCKED)
    assert runs.stale() == []


def test_a_session_has_so_many_runs_under_way_and_no_more():
    runs = RunState(waiting={replace(WHOLE, random_seed=i): job() for i in range(MOST_RUNS)})
    with pytest.raises(TooBusy, match="Your session has as many runs"):
        runs.make_room()
    next(iter(runs.waiting.values())).cancel()
    runs.make_room()


def test_leaving_ends_a_job_that_nobody_else_waits_for():
    alone, shared = job(), job()
    assert shared.join()
    runs = RunState(waiting={WHOLE: alone, LOCKED: shared})
    runs.leave_all()
    assert runs.waiting == {}
    assert alone.state == "cancelled" and shared.state == "running"


def test_a_stopped_run_rests_until_it_is_asked_for_anew():
    runs = RunState()
    runs.stop(WHOLE, Cancelled())
    assert next_action(WHOLE, False, None, runs.stopped_spec) is Action.REST
    assert next_action(LOCKED, False, None, runs.stopped_spec) is Action.START


def test_a_visitor_who_left_takes_the_runs_along_and_a_reload_does_not():
    here = {"stays", "leaves", "reloads"}
    states = {name: RunState(waiting={WHOLE: job()}) for name in here}
    visitors = Visitors(here.__contains__)
    for name, runs in states.items():
        visitors.register(name, runs)
    jobs = {name: runs.waiting[WHOLE] for name, runs in states.items()}
    visitors.look()
    here -= {"leaves", "reloads"}
    visitors.look()
    assert all(one.state == "running" for one in jobs.values())  # perhaps only a reload
    assert jobs["reloads"].join()  # the new session has asked for the same run
    visitors.look()
    assert jobs["leaves"].state == "cancelled" and states["leaves"].waiting == {}
    assert jobs["reloads"].state == "running" and jobs["stays"].state == "running"
    assert states["stays"].waiting != {}


def test_nothing_is_prepared_twice_nor_what_was_stopped():
    runs, prepared = RunState(), job()
    assert runs.may_prepare(LOCKED)
    runs.prepare(LOCKED, prepared)
    assert not runs.may_prepare(LOCKED) and runs.may_prepare(WHOLE)
    prepared.complete(0, 1)
    assert runs.may_prepare(LOCKED)  # ended; its result may have had to make room
    runs.stop(WHOLE, Cancelled())
    assert not runs.may_prepare(WHOLE) and not runs.may_prepare(LOCKED)


def test_a_visitor_who_leaves_lets_go_what_was_prepared():
    runs, prepared = RunState(), job()
    runs.prepare(LOCKED, prepared)
    runs.leave_all()
    assert prepared.state == "cancelled" and not runs.prepared
