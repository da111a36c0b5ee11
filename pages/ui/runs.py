"""Engine calls as the pages make them: cached, on the one pool of this server, with progress.

Results live in the shared cache under (spec, data version); the spec carries the model version. The
session keeps specs and the running job only.
"""

import gc
import threading
from collections.abc import Sequence
from typing import Any

import streamlit as st

from engine import recap, run, store
from engine.errors import HardwoodError
from engine.field import Field, RealGame
from engine.jobs import Job
from engine.recap import Recap
from engine.results import F8, Games
from engine.specs import DEFAULT_SEED, BracketSpec, GameSpec
from engine.teams import League
from engine.workers import Pool
from pages.ui import notices

KEPT = 64  # tournament results in the shared cache, 40 KB each
KEPT_GAMES = 16  # games in it, up to 2 MB each
KEPT_RECAPS = 64  # opened games in it, 0.1 MB each


@st.cache_resource(show_spinner=False)
def pool() -> Pool:
    """The server's one pool; nothing starts before its first work."""
    return Pool()


@st.cache_resource(show_spinner=False)
def warm_up() -> None:
    """Once a server, at the end of the first page view, in the background: have every worker load
    the kernel, so that no visitor waits for it. This process loads it when somebody opens a game:
    it would add 150 MB for those who only look at brackets."""
    threading.Thread(target=_warm, args=(pool(),), name="warm-up", daemon=True).start()


def _warm(pool_: Pool) -> None:
    league: League = "men"
    try:
        season = store.tournament_seasons(league)[-1]
        a_chunk_each = run.BRACKETS_PER_CHUNK * max(1, pool_.workers)
        run.submit_bracket(BracketSpec(league, season, a_chunk_each, DEFAULT_SEED), pool_)
    except HardwoodError:
        return  # damaged data, say: the pages tell the visitor
    gc.collect()
    gc.freeze()  # what is loaded by now stays: the collection after each page run skips it


@st.cache_resource(show_spinner=False)
def _played() -> dict[tuple[BracketSpec, str], None]:
    """Which runs the shared cache holds, oldest first."""
    return {}


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _slot_prob(spec: BracketSpec, data_version: str, _job: Job[Any] | None) -> F8:
    parts = (_job or run.submit_bracket(spec, pool())).result()
    return run.bracket_result(spec, parts).slot_prob()


def is_played(spec: BracketSpec) -> bool:
    """Whether ``bracket`` answers at once."""
    return (spec, store.data_version()) in _played()


def bracket(spec: BracketSpec) -> F8:
    """``slot_prob[S, E]`` of a finished run, or of the precomputed one."""
    precomputed, slot_prob = store.load_default(spec.league, spec.season)
    if spec == precomputed and not is_played(spec):
        return slot_prob
    return _slot_prob(spec, store.data_version(), None)


@st.cache_data(max_entries=KEPT_GAMES, show_spinner=False)
def _games(spec: GameSpec, data_version: str) -> Games:
    return run.game(spec, pool())


def game(spec: GameSpec) -> Games:
    """One pairing in all its universes."""
    return _games(spec, store.data_version())


@st.cache_resource(max_entries=KEPT_RECAPS, show_spinner=False)
def _recap(spec: GameSpec, universe: int, data_version: str) -> Recap:
    return recap.recap(spec, universe)


def opened(spec: GameSpec, universe: int) -> Recap:
    """One universe of a pairing, told; shared between visitors, so for reading only."""
    return _recap(spec, universe, store.data_version())


def history(league: League) -> list[tuple[Field, Sequence[RealGame]]]:
    """Every tournament of a league as it was played."""
    return [
        (store.load_field(league, season), store.load_results(league, season))
        for season in store.tournament_seasons(league)
    ]


# A run with progress ----------------------------------------------------------------------------


def play(spec: BracketSpec) -> None:
    """Start a run; the page shows its result when it is there, at once if it was played before."""
    if is_played(spec):
        st.session_state["shown"] = spec
        st.toast("These universes have been played. Another seed plays others.")
        return
    try:
        st.session_state["job"] = (spec, run.submit_bracket(spec, pool()))
    except HardwoodError as error:
        st.session_state["stopped"] = error


def usual(league: League, season: int) -> BracketSpec:
    """The precomputed run."""
    return store.load_default(league, season)[0]


def shown(league: League, season: int) -> BracketSpec:
    """The run on screen: this session's last finished one if it is of this season, else the
    precomputed one."""
    last: BracketSpec | None = st.session_state.get("shown")
    if last and (last.league, last.season) == (league, season):
        return last
    return usual(league, season)


def running() -> bool:
    """Whether this session waits for a run."""
    return "job" in st.session_state


@st.fragment(run_every=0.4)
def progress() -> None:
    """The moving bar with its Cancel button. Reruns the page when the run has ended."""
    spec, job = st.session_state.get("job", (None, None))
    if job is None:
        return
    if job.state != "running":
        _finish(spec, job)
        st.rerun()
    done = round(job.progress * spec.universes)
    with st.container(horizontal=True, vertical_alignment="center", key="progress"):
        st.progress(job.progress, f"{done:,} of {spec.universes:,} universes played")
        if st.button("Cancel", icon=":material/close:", key="cancel"):
            job.cancel()
            _finish(spec, job)
            st.rerun()


def _finish(spec: BracketSpec, job: Job[Any]) -> None:
    """Move a finished run into the shared cache, or keep what stopped it for the page to say."""
    del st.session_state["job"]
    try:
        _slot_prob(spec, store.data_version(), job)
    except HardwoodError as error:
        st.session_state["stopped"] = error
    else:
        played = _played()
        played[(spec, store.data_version())] = None
        st.session_state["shown"] = spec
        for old in list(played)[:-KEPT]:
            played.pop(old, None)


def say_why_stopped() -> None:
    """Show, once, why the last run ended without a result."""
    error = st.session_state.pop("stopped", None)
    if error is not None:
        notices.show(error)
