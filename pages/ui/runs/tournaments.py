"""Tournament runs as the pages ask for them: precomputed, finished, or played with progress.

Results are shared by all visitors under (spec, data version); the spec carries the model version.
A session keeps specs and the jobs it waits for (``state.RunState``).
"""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import streamlit as st

from engine import run, store
from engine.arrays import F8, U1
from engine.compute.jobs import Job
from engine.domain.results import TournamentResult
from engine.domain.specs import DEFAULT_RANDOM_SEED, DEFAULT_UNIVERSES, BracketSpec
from engine.domain.teams import League
from engine.errors import HardwoodError
from pages.ui.runs.in_sight import MOMENT, wait_for
from pages.ui.runs.server import finished_runs, pool
from pages.ui.runs.session import state
from pages.ui.runs.state import Action, chain, next_action, without_locks
from pages.ui.shell import datasets

KEPT_ODDS = 256  # odds of tournament runs, 40 KB each
LINK_UNIVERSES = 20_000  # the largest run that a link alone may start


# What is there ----------------------------------------------------------------------------------


def default_spec(league: League, season: int, source: str | None = None) -> BracketSpec:
    """The run of a first visit: precomputed, but for data that are not embedded; in the data that
    the session looks at unless others are named."""
    source = datasets.source(league, season) if source is None else source
    return BracketSpec(league, season, DEFAULT_UNIVERSES, DEFAULT_RANDOM_SEED, source=source)


def is_precomputed(spec: BracketSpec) -> bool:
    """Whether the embedded tables hold a run."""
    return not spec.source and spec == store.load_default(spec.league, spec.season)[0]


def shown(league: League, season: int, source: str | None = None) -> BracketSpec:
    """The run on screen: this session's last finished one if it is of this season, else the
    precomputed one; ``source`` as in ``default_spec``."""
    last, usual = state().shown, default_spec(league, season, source)
    return replace(last, source=usual.source) if last and _same_field(last, usual) else usual


def base(league: League, season: int) -> BracketSpec:
    """What a change starts from: the run that this session waits for, else the one on screen."""
    usual = default_spec(league, season)
    for spec in state().waiting:
        if _same_field(spec, usual) and not spec.locks:
            return replace(spec, source=usual.source)
    return shown(league, season)


def _same_field(a: BracketSpec, b: BracketSpec) -> bool:
    """Of one tournament by the same ratings, in whichever snapshot."""
    if (a.league, a.season) != (b.league, b.season):
        return False
    return a.source == b.source or as_kept(a).source == as_kept(b).source


def cached_run(spec: BracketSpec) -> TournamentResult | None:
    """A run's winners if nothing has to be played for them."""
    if is_precomputed(spec):
        return store.load_default_result(spec.league, spec.season)
    kept = finished_runs().get(as_kept(spec), store.data_version())
    return None if kept is None else _as_asked(kept, spec)


def as_kept(spec: BracketSpec) -> BracketSpec:
    """The name under which a run is kept: that of the first data with its ratings and field."""
    return replace(spec, source=store.first_alike(spec.league, spec.season, spec.source))


def _as_asked(kept: TournamentResult, spec: BracketSpec) -> TournamentResult:
    """A kept run as one of the data that are asked for."""
    if kept.spec == spec:
        return kept
    field = store.load_field(spec.league, spec.season, source=spec.source)
    return replace(kept, spec=spec, field=field)


def is_ready(spec: BracketSpec) -> bool:
    """Whether the run that ``shown`` names is there; if not, it is played from now on."""
    return cached_run(spec) is not None or result(spec) is not None


def running() -> bool:
    """Whether this session waits for a run."""
    return bool(state().waiting)


# Odds -------------------------------------------------------------------------------------------


def bracket(spec: BracketSpec) -> F8:
    """``slot_prob[S, E]`` of a run that ``shown`` names."""
    if is_precomputed(spec):
        return store.load_default(spec.league, spec.season)[1]
    found = cached_run(spec)
    if found is None:  # evicted to make room
        found = _kept(spec, wait_for(run.submit_bracket(spec, pool()), spec, spec.universes))
    return _counted(found, spec, store.data_version())


def slot_prob(spec: BracketSpec) -> F8 | None:
    """``slot_prob[S, E]``: precomputed, or counted from ``result``; None while that is played."""
    if not spec.source:
        after_round = _after_rounds(spec.league, spec.season, store.data_version()).get(spec)
        if after_round is not None:
            return store.load_stage(spec.league, spec.season, after_round)
    if is_precomputed(spec):
        return bracket(spec)
    found = result(spec)
    return None if found is None else _counted(found, spec, store.data_version())


@st.cache_data(max_entries=KEPT_ODDS, show_spinner=False)
def _counted(_played: TournamentResult, spec: BracketSpec, data_version: str) -> F8:
    return _played.slot_prob()


@st.cache_resource(max_entries=64, show_spinner=False)
def _after_rounds(league: League, season: int, data_version: str) -> dict[BracketSpec, int]:
    """The precomputed runs of a season: the last round that each takes as it was played."""
    return {run.spec_after_round(league, season, n): n for n in range(7)}


# Runs that are played ---------------------------------------------------------------------------


def result(spec: BracketSpec) -> TournamentResult | None:
    """A run's winners, finished or played within a moment. None while that takes longer: the
    progress bar shows how far it is and brings the page back. So a lock is never lost: it is part
    of the spec that is asked for again."""
    found = None
    for step in chain(spec):
        state().asked.add(step)
        found = _advanced(step)
        if found is None:
            state().missed.add(spec)
            break
    return found


def _advanced(spec: BracketSpec) -> TournamentResult | None:
    """One run as far as it gets within a moment."""
    runs = state()
    while True:
        found, job = cached_run(spec), runs.waiting.get(spec)
        match next_action(spec, found is not None, job.state if job else None, runs.stopped_spec):
            case Action.SHOW:
                return found
            case Action.REST:
                return None
            case Action.START:
                start(spec)
            case Action.FINISH:
                finish(spec)
            case Action.WAIT:
                if not runs.waiting[spec].wait(MOMENT):
                    return None


def start(spec: BracketSpec) -> None:
    """Put a run on the workers and wait for it; what speaks against it is remembered."""
    try:
        state().make_room()
        state().waiting[spec] = _submitted(spec)
    except HardwoodError as error:
        state().stop(spec, error)


def finish(spec: BracketSpec) -> None:
    """Keep the result of a job that has ended, or why there is none."""
    runs = state()
    job = runs.waiting.pop(spec)
    try:
        _kept(spec, job.result())
    except HardwoodError as error:
        runs.stop(spec, error)
        return
    if not spec.locks and _same_field(spec, default_spec(spec.league, spec.season)):
        runs.shown = spec


def _submitted(spec: BracketSpec) -> Job[Any]:
    """The job of a run; one with locks starts from the nearest finished run of its universes."""
    if not spec.locks:
        return run.submit_bracket(spec, pool())
    whole = cached_run(without_locks(spec))
    alike = finished_runs().alike(as_kept(spec), store.data_version())
    known = [_as_asked(one, replace(spec, locks=one.spec.locks)) for one in alike]
    known = [*([whole] if whole else []), *known]
    nearest = run.nearest(spec, known)
    return run.submit_whatif(spec, nearest, pool()) if nearest else run.submit_bracket(spec, pool())


def _kept(spec: BracketSpec, parts: Sequence[U1]) -> TournamentResult:
    found = run.bracket_result(spec, parts)
    finished_runs().put(_as_asked(found, as_kept(spec)), store.data_version())
    return found


def prepare_run(spec: BracketSpec) -> None:
    """Have a run played in the background, for a click that may come; the page does not wait."""
    ready = not spec.locks or cached_run(without_locks(spec)) is not None
    if not ready or cached_run(spec) is not None or not state().may_prepare(spec):
        return
    with suppress(HardwoodError):  # a page that needs it asks again and shows the error
        job = _submitted(spec)
        state().prepare(spec, job)
        threading.Thread(target=_keep_later, args=(spec, job), daemon=True).start()


def _keep_later(spec: BracketSpec, job: Job[Any]) -> None:
    with suppress(HardwoodError):
        _kept(spec, job.result())


def finish_page() -> None:
    """At the end of a page: leave the runs that it no longer asks for, and draw it again if
    something it missed has ended, or can be started, since then."""
    runs = state()
    for spec in runs.stale():
        runs.leave(spec)
    missed, runs.asked, runs.missed = runs.missed, set(), set()
    if not running() and any(runs.stopped_spec not in chain(spec) for spec in missed):
        st.rerun()


def from_link(spec: BracketSpec) -> None:
    """A link asks for a run: it starts if it is small; a large one is offered, so that opening a
    link costs other visitors nothing."""
    if cached_run(spec) is not None:
        state().shown = spec
    elif spec.universes <= LINK_UNIVERSES:
        if spec not in state().waiting and spec != state().stopped_spec:
            start(spec)
    else:
        state().offered = spec
