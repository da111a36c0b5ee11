"""Engine calls as the pages make them: cached, on the one pool of this server, with progress.

Results are shared by all visitors under (spec, data version); the spec carries the model version.
The session keeps specs and the jobs it waits for only.
"""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, cast

import streamlit as st

from engine import run, store
from engine.arrays import F8
from engine.bracket import surprise as engine_spice
from engine.bracket import upsets
from engine.bracket.surprise import SurpriseRanking
from engine.bracket.upsets import UpsetHistory
from engine.compute.jobs import Job
from engine.domain.field import Field, RealGame
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.domain.teams import League
from engine.errors import HardwoodError
from engine.run import SlotGame
from pages.ui.runs.games import KEPT_RECAPS
from pages.ui.runs.server import finished_runs, pool

MOMENT = 0.6  # seconds a page waits for a run before it shows a bar instead
KEPT_ODDS = 256  # odds of tournament runs, 40 KB each
KEPT_SPICE = 16  # rankings of a run's universes, 0.2 MB each


@st.cache_resource(max_entries=KEPT_SPICE, show_spinner=False)
def _spice(_played: TournamentResult, spec: BracketSpec, data_version: str) -> SurpriseRanking:
    return engine_spice.surprise_ranking(_played, run.load_win_matrix(spec.league, spec.season).win)


def spice(played: TournamentResult) -> SurpriseRanking:
    """How surprising each universe of a run is; shared, for reading only."""
    return _spice(played, played.spec, store.data_version())


@st.cache_resource(max_entries=KEPT_RECAPS, show_spinner=False)
def _universe(
    _played: TournamentResult, spec: BracketSpec, u: int, data_version: str
) -> tuple[SlotGame, ...]:
    return run.one_universe(spec, u, _played.winner[:, u], pool())


def universe(played: TournamentResult, u: int) -> tuple[SlotGame, ...]:
    """Every game of one universe of a run, with its score."""
    return _universe(played, played.spec, u, store.data_version())


@st.cache_resource(show_spinner=False)
def _upset_history(league: League, data_version: str) -> UpsetHistory:
    return upsets.upset_history(history(league))


def upset_history(league: League) -> UpsetHistory:
    """How many upsets real tournaments had."""
    return _upset_history(league, store.data_version())


def history(league: League) -> list[tuple[Field, Sequence[RealGame]]]:
    """Every tournament of a league as it was played."""
    return [
        (store.load_field(league, season), store.load_results(league, season))
        for season in store.tournament_seasons(league)
    ]


# Tournament runs --------------------------------------------------------------------------------


def default_spec(league: League, season: int) -> BracketSpec:
    """The precomputed run."""
    return store.load_default(league, season)[0]


def shown(league: League, season: int) -> BracketSpec:
    """The run on screen: this session's last finished one if it is of this season, else the
    precomputed one."""
    last: BracketSpec | None = st.session_state.get("shown")
    if last and (last.league, last.season) == (league, season):
        return last
    return default_spec(league, season)


def bracket(spec: BracketSpec) -> F8:
    """``slot_prob[S, E]`` of a run that ``shown`` names."""
    precomputed, slot_prob = store.load_default(spec.league, spec.season)
    if spec == precomputed:
        return slot_prob
    found = cached_run(spec)
    if found is None:  # it has had to make room for others
        found = _shelved(spec, run.submit_bracket(spec, pool()))
    return _counted(found, spec, store.data_version())


@st.cache_data(max_entries=KEPT_ODDS, show_spinner=False)
def _counted(_played: TournamentResult, spec: BracketSpec, data_version: str) -> F8:
    return _played.slot_prob()


def slot_prob(spec: BracketSpec) -> F8 | None:
    """``slot_prob[S, E]``: precomputed, or counted from ``result``; None while that is played."""
    stage = _stages(spec.league, spec.season, store.data_version()).get(spec)
    if stage is not None:
        return store.load_stage(spec.league, spec.season, stage)
    if spec == default_spec(spec.league, spec.season):
        return bracket(spec)
    found = result(spec)
    return None if found is None else _counted(found, spec, store.data_version())


@st.cache_resource(max_entries=64, show_spinner=False)
def _stages(league: League, season: int, data_version: str) -> dict[BracketSpec, int]:
    """The precomputed runs of a season: the last round that each takes as it was played."""
    return {run.spec_after_round(league, season, n): n for n in range(7)}


def cached_run(spec: BracketSpec) -> TournamentResult | None:
    """A run's winners if nothing has to be played for them."""
    if spec == default_spec(spec.league, spec.season):
        return store.load_default_result(spec.league, spec.season)
    return finished_runs().get(spec, store.data_version())


def result(spec: BracketSpec) -> TournamentResult | None:
    """A run's winners, at hand or played within a moment. None while that takes longer:
    ``progress`` shows how far it is and brings the page back. So a lock is never lost: it is part
    of the spec that is asked for again."""
    _asked_now().add(spec)
    found = cached_run(spec)
    if found is None and spec != st.session_state.get("declined"):
        job = job_for(spec)
        if job is not None and job.wait(MOMENT):
            found = _finish(spec, job)
    return found


def prepare_run(spec: BracketSpec) -> None:
    """Have a run played in the background, for a click that may come; nobody waits for it."""
    if cached_run(spec) is not None or spec in _waiting():
        return
    try:
        job = _submitted(spec)
    except HardwoodError:
        return  # who needs it asks again and is told
    if job is not None:
        threading.Thread(target=_shelve_later, args=(spec, job), daemon=True).start()


def _shelve_later(spec: BracketSpec, job: Job[Any]) -> None:
    with suppress(HardwoodError):
        _shelved(spec, job)


def finish_page() -> None:
    """At the end of a page: wait no longer for locks that it has not asked for, since the visitor
    has others by now (a run without locks goes on; somebody pressed Play for it). And run the page
    again if something it asked for can be started only now, because what that starts from ended
    while the page was drawn."""
    wanted = _asked_now().copy()
    _asked_now().clear()
    for spec, job in list(_waiting().items()):
        if spec.locks and spec not in wanted:
            del _waiting()[spec]
            job.leave()
    declined = st.session_state.get("declined")
    bases = {spec: replace(spec, locks=()) for spec in wanted}
    if not running() and any(
        cached_run(spec) is None and declined not in (spec, base) for spec, base in bases.items()
    ):
        st.rerun()


def _asked_now() -> set[BracketSpec]:
    """What this page run has asked for so far."""
    return cast("set[BracketSpec]", st.session_state.setdefault("asked", set()))


def _waiting() -> dict[BracketSpec, Job[Any]]:
    """The runs that this session waits for."""
    return cast("dict[BracketSpec, Job[Any]]", st.session_state.setdefault("waiting", {}))


def job_for(spec: BracketSpec) -> Job[Any] | None:
    """The running job of a spec; None while another must end first, or when it cannot start."""
    try:
        job = _waiting().get(spec) or _submitted(spec)
    except HardwoodError as error:
        _stop(spec, error)
        return None
    if job is not None:
        _waiting()[spec] = job
    return job


def _submitted(spec: BracketSpec) -> Job[Any] | None:
    """Start a run; one with locks starts from the same universes without."""
    if not spec.locks:
        return run.submit_bracket(spec, pool())
    base = result(replace(spec, locks=()))
    if base is None:
        return None
    known = [base, *finished_runs().alike(spec, store.data_version())]
    return run.submit_whatif(spec, run.nearest(spec, known) or base, pool())


def _shelved(spec: BracketSpec, job: Job[Any]) -> TournamentResult:
    found = run.bracket_result(spec, job.result())
    finished_runs().put(found, store.data_version())
    return found


def _finish(spec: BracketSpec, job: Job[Any]) -> TournamentResult | None:
    """Shelve a run that has ended, or keep what stopped it for the page to say."""
    _waiting().pop(spec, None)
    try:
        found = _shelved(spec, job)
    except HardwoodError as error:
        _stop(spec, error)
        return None
    if not spec.locks:
        st.session_state["shown"] = spec
    return found


def _stop(spec: BracketSpec, error: HardwoodError) -> None:
    """Remember why a run ended, and that nobody asks for it again by just looking on."""
    st.session_state["stopped"], st.session_state["declined"] = error, spec


# A run with progress ----------------------------------------------------------------------------


def running() -> bool:
    """Whether this session waits for a run."""
    return bool(_waiting())


def base(league: League, season: int) -> BracketSpec:
    """What a change starts from: the run that this session waits for, else the one on screen."""
    for spec in _waiting():
        if (spec.league, spec.season, spec.locks) == (league, season, ()):
            return spec
    return shown(league, season)
