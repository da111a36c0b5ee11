"""The tournament runs of this browser session: asked for, started, waited for, collected.

``run_state`` decides; this module does it. The session keeps one ``RunState``; results are shared
by all visitors under (spec, data version), and the spec carries the model version.
"""

import threading
from contextlib import suppress
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from engine import run, store
from engine.compute.jobs import Job
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.domain.teams import League
from engine.errors import Cancelled, HardwoodError
from pages.ui.runs.held_jobs import HeldJob
from pages.ui.runs.run_state import Action, RunState, Step, base_of, next_action
from pages.ui.runs.server import finished_runs, held_jobs, pool

MOMENT = 0.6  # seconds a page waits for a run before it shows a bar instead
LARGEST_LINK_RUN = 20_000  # universes that a link alone may have played, a few seconds' work
KEY = "runs"


def state() -> RunState:
    """The runs of this session."""
    kept: RunState = st.session_state.get(KEY, RunState())
    return kept.without_left()


def _become(after: RunState) -> None:
    st.session_state[KEY] = after


# What pages ask ---------------------------------------------------------------------------------


def default_spec(league: League, season: int) -> BracketSpec:
    """The precomputed run."""
    return store.load_default(league, season)[0]


def shown(league: League, season: int) -> BracketSpec:
    """The run on screen: this session's last finished one if it is of this season, else the
    precomputed one."""
    return state().last_shown(league, season) or default_spec(league, season)


def base(league: League, season: int) -> BracketSpec:
    """What a change starts from: the run that this session waits for, else the one on screen."""
    return state().unlocked(league, season) or shown(league, season)


def running() -> bool:
    """Whether this session waits for a run."""
    return bool(state().waiting)


def cached_run(spec: BracketSpec) -> TournamentResult | None:
    """A run's winners if nothing has to be played for them."""
    if spec == default_spec(spec.league, spec.season):
        return store.load_default_result(spec.league, spec.season)
    return finished_runs().get(spec, store.data_version())


def result(spec: BracketSpec) -> TournamentResult | None:
    """A run's winners, at hand or played within a moment. None while that takes longer: the
    progress bar shows how far it is and brings the page back. So a lock is never lost: it is part
    of the spec that is asked for again."""
    _become(state().asking(spec))
    waited: set[BracketSpec] = set()
    while True:
        action = _next_action(spec, waited)
        target = base_of(spec) if action.of == "base" else spec
        if action.step is Step.SHOW:
            return cached_run(spec)
        if action.step is Step.REST or (action.step is Step.START and not start(target)):
            return None
        if action.step is Step.WAIT and (held := state().job(target)):
            waited.add(target)
            held.job.wait(MOMENT)
        elif action.step is Step.COLLECT:
            found = collect(target)
            if target == spec:
                return found


def _next_action(spec: BracketSpec, waited: set[BracketSpec]) -> Action:
    now = state()
    run_, base_ = (
        now.facts(one, cached_run(one) is not None, one in waited) for one in (spec, base_of(spec))
    )
    return next_action(run_, base_ if spec.locks else None)


def prepare_run(spec: BracketSpec) -> None:
    """Have a run played in the background, for a click that may come; nothing waits for it."""
    now = state()
    if cached_run(spec) is not None or now.job(spec) or now.stopped in (spec, base_of(spec)):
        return
    try:
        job = _submit(spec)
    except HardwoodError:
        return  # a page that needs it asks again and shows the error
    if job is not None:
        _hold(job)
        threading.Thread(target=_keep_later, args=(spec, job), daemon=True).start()


def finish_page() -> None:
    """At the end of a page: leave the runs that it no longer asks for, and run the page again when
    a run that it asks for can be started only now."""
    now = state()
    for spec in now.stale():
        if held := now.job(spec):
            held.leave()
    now = now.without(*now.stale())
    _become(now.drawn())
    if now.forgotten(frozenset(spec for spec in now.asked if cached_run(spec) is not None)):
        st.rerun()


# What the visitor does --------------------------------------------------------------------------


def play(spec: BracketSpec) -> bool:
    """Start a run, or show it at once if it was played before; True for the latter."""
    now = state().pressed_play()
    if cached_run(spec) is not None:
        _become(now.showing(spec))
        return True
    _become(now)
    if not now.job(spec):
        start(spec)
    return False


def follow_link(spec: BracketSpec) -> None:
    """A link asks for a run: show it if it was played, start it if it is small, else offer it."""
    if spec.universes <= LARGEST_LINK_RUN or cached_run(spec) is not None:
        play(spec)
    else:
        _become(state().offering(spec))


def cancel(spec: BracketSpec) -> None:
    """Wait for a run no longer; it goes on if another visitor has asked for the same."""
    now = state()
    if held := now.job(spec):
        held.leave()
    _become(now.stopping(spec, Cancelled()))


def take_error() -> HardwoodError | None:
    """Why the last run ended without a result; once."""
    now = state()
    _become(now.said())
    return now.error


# From a spec to a kept result -------------------------------------------------------------------


def start(spec: BracketSpec) -> bool:
    """Put a run on the workers and hold its job; False when it cannot start."""
    try:
        job = _submit(spec)
    except HardwoodError as error:
        _become(state().stopping(spec, error))
        return False
    if job is not None:
        _become(state().holding(spec, _hold(job)))
    return job is not None


def _submit(spec: BracketSpec) -> Job[Any] | None:
    """A job for a run; one with locks needs its base at hand."""
    if not spec.locks:
        return run.submit_bracket(spec, pool())
    without_locks = cached_run(base_of(spec))
    if without_locks is None:
        return None
    known = [without_locks, *finished_runs().alike(spec, store.data_version())]
    return run.submit_whatif(spec, run.nearest(spec, known) or without_locks, pool())


def _hold(job: Job[Any]) -> HeldJob:
    context = get_script_run_ctx()
    return held_jobs().hold(context.session_id if context else "", job)


def collect(spec: BracketSpec) -> TournamentResult | None:
    """Keep the result of a run that has ended, or what stopped it for the page to show."""
    held = state().job(spec)
    if held is None:
        return cached_run(spec)
    try:
        found = keep(spec, held.job)
    except HardwoodError as error:
        _become(state().stopping(spec, error))
        return None
    _become(state().finished(spec))
    return found


def keep(spec: BracketSpec, job: Job[Any]) -> TournamentResult:
    """Wait for a job and share its result with all visitors."""
    found = run.bracket_result(spec, job.result())
    finished_runs().put(found, store.data_version())
    return found


def _keep_later(spec: BracketSpec, job: Job[Any]) -> None:
    with suppress(HardwoodError):
        keep(spec, job)
