"""What is done next about a run, for every combination of facts, without Streamlit or workers."""

from dataclasses import replace
from itertools import product
from typing import get_args

import pytest

from engine.compute.jobs import Job, State
from engine.domain.specs import BracketSpec
from engine.errors import Cancelled, PoolBroken
from pages.ui.runs.held_jobs import HeldJob
from pages.ui.runs.run_state import Action, Facts, RunState, Step, base_of, next_action

ALL = [
    Facts(at_hand, job, waited, stopped)
    for at_hand, job, waited, stopped in product(
        (False, True), (None, *get_args(State)), (False, True), (False, True)
    )
]
RUN = BracketSpec("men", 2026, 400, 1)
LOCKED = replace(RUN, locks=(("R1W1", 1373),))
OTHER_LOCKS = replace(RUN, locks=(("R1W1", 1181),))


def held(job: Job[int] | None = None) -> HeldJob:
    return HeldJob(job or Job("run", int, [(1,)]))


# The next action --------------------------------------------------------------------------------


@pytest.mark.parametrize("base", [None, *ALL])
def test_every_combination_of_facts(base: Facts | None) -> None:
    for run in ALL:
        action = next_action(run, base)
        # What is at hand is shown, whatever else is going on, and nothing else is.
        assert (action.step is Step.SHOW) == run.at_hand
        if run.at_hand:
            continue
        if run.stopped:
            assert action == Action(Step.REST)
        # A run is started when there is no job of it and all that it starts from is there.
        ready = base is None or base.at_hand
        wanted = not run.stopped and run.job is None
        assert (action == Action(Step.START)) == (wanted and ready)
        # The base is the matter only while it is missing and the run has no job.
        assert (action.of == "base") == (wanted and not ready)
        # An ended job is always collected, a running one is waited for once.
        about = base if action.of == "base" and base else run
        if not about.stopped:
            assert (action.step is Step.COLLECT) == (about.job not in (None, "running"))
            assert (action.step is Step.WAIT) == (about.job == "running" and not about.waited)


def test_a_run_stopped_by_its_visitor_stays_stopped_even_as_a_base() -> None:
    assert next_action(Facts(), Facts(stopped=True)) == Action(Step.REST, "base")


@pytest.mark.parametrize("locks", [False, True])
@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("fails", [None, "run", "base"])
def test_asking_always_comes_to_an_end(locks: bool, slow: bool, fails: str | None) -> None:
    """Follow the actions: a result for a quick run, a rest for a slow or a failed one."""
    facts = {"run": Facts(), "base": Facts()}
    seen = []
    for _ in range(12):
        action = next_action(facts["run"], facts["base"] if locks else None)
        seen.append((action.of, action.step))
        if action.step in (Step.SHOW, Step.REST):
            break
        facts[action.of] = _after(facts[action.of], action.step, slow, action.of == fails)
    first = "base" if locks else "run"
    failed = fails is not None and (locks or fails == "run")
    assert seen[0] == (first, Step.START)
    assert seen[-1][1] is (Step.REST if slow or failed else Step.SHOW)
    assert len(set(seen)) == len(seen)  # no step twice


def _after(facts: Facts, step: Step, slow: bool, fails: bool) -> Facts:
    if step is Step.START:
        return replace(facts, job="running")
    if step is Step.WAIT:
        return replace(facts, waited=True, job="running" if slow else "failed" if fails else "done")
    return replace(facts, job=None, at_hand=not fails, stopped=fails)


# The session's state ----------------------------------------------------------------------------


def test_facts_are_those_of_the_job_held() -> None:
    job = Job("run", int, [(1,)])
    state = RunState().holding(RUN, held(job))
    assert state.facts(RUN, at_hand=False, waited=True) == Facts(job="running", waited=True)
    job.complete(0, 1)
    assert state.facts(RUN, at_hand=False, waited=False).job == "done"
    assert state.facts(LOCKED, at_hand=True, waited=False) == Facts(at_hand=True)


def test_a_finished_run_is_shown_and_a_finished_lock_is_not() -> None:
    state = RunState().holding(RUN, held()).holding(LOCKED, held())
    assert state.finished(LOCKED).shown is None
    after = state.finished(RUN)
    assert after.shown == RUN and [spec for spec, _ in after.waiting] == [LOCKED]
    assert after.last_shown("men", 2026) == RUN and after.last_shown("men", 2025) is None


def test_a_stop_is_said_once_and_holds_until_play() -> None:
    state = RunState().holding(RUN, held()).stopping(RUN, Cancelled())
    assert state.error is not None and not state.waiting
    assert state.said().error is None and state.said().stopped == RUN
    assert state.said().pressed_play().stopped is None
    again = state.stopping(LOCKED, PoolBroken("A worker died.", "Try again."))
    assert isinstance(again.error, PoolBroken)


def test_locks_no_longer_asked_for_are_stale_and_other_runs_are_not() -> None:
    state = RunState().holding(RUN, held()).holding(LOCKED, held()).holding(OTHER_LOCKS, held())
    assert state.asking(OTHER_LOCKS).stale() == (LOCKED,)
    assert state.unlocked("men", 2026) == RUN and state.unlocked("women", 2026) is None


def test_only_what_is_asked_for_missing_and_not_stopped_is_forgotten() -> None:
    asked = RunState().asking(LOCKED)
    nothing: frozenset[BracketSpec] = frozenset()
    assert asked.forgotten(nothing)
    assert not asked.forgotten(frozenset({LOCKED}))
    assert not asked.holding(base_of(LOCKED), held()).forgotten(nothing)
    assert not asked.stopping(LOCKED, Cancelled()).forgotten(nothing)
    assert not asked.stopping(base_of(LOCKED), Cancelled()).forgotten(nothing)
    assert not asked.drawn().forgotten(nothing)


def test_what_was_left_while_away_is_asked_for_again() -> None:
    away = held()
    state = RunState().holding(LOCKED, away).holding(RUN, held())
    away.leave()
    assert [spec for spec, _ in state.without_left().waiting] == [RUN]


def test_an_offer_ends_with_play_or_with_its_result() -> None:
    offered = RunState().offering(RUN)
    assert offered.offered == RUN
    assert offered.pressed_play().offered is None
    assert offered.holding(RUN, held()).finished(RUN).offered is None
