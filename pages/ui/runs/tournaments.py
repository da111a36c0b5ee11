"""Engine calls as the pages make them: cached, on the one pool of this server, with progress.

Results are shared by all visitors under (spec, data version); the spec carries the model version.
The session keeps specs and the jobs it waits for only.
"""

import gc
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, cast

import streamlit as st

from engine import chances, onebracket, recap, run, store, whatif
from engine import spice as engine_spice
from engine.errors import Cancelled, HardwoodError
from engine.field import Field, RealGame
from engine.jobs import Job
from engine.onebracket import SlotGame
from engine.recap import Recap
from engine.results import F8, Games, TournamentResult
from engine.specs import DEFAULT_SEED, BracketSpec, GameSpec
from engine.spice import Spice, UpsetHistory
from engine.teams import League
from engine.workers import Pool
from pages.ui import notices
from pages.ui.shelf import Shelf

MOMENT = 0.6  # seconds a page waits for a run before it shows a bar instead
KEPT_ODDS = 256  # odds of tournament runs, 40 KB each
KEPT_GAMES = 16  # games in it, up to 2 MB each
KEPT_RECAPS = 64  # opened games in it, 0.1 MB each
KEPT_SPICE = 16  # rankings of a run's universes, 0.2 MB each


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
def shelf() -> Shelf:
    """The tournament runs that this server has played."""
    return Shelf()


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


@st.cache_resource(max_entries=KEPT_SPICE, show_spinner=False)
def _spice(_played: TournamentResult, spec: BracketSpec, data_version: str) -> Spice:
    return engine_spice.spice(_played, chances.load(spec.league, spec.season).win)


def spice(played: TournamentResult) -> Spice:
    """How surprising each universe of a run is; shared, for reading only."""
    return _spice(played, played.spec, store.data_version())


@st.cache_resource(max_entries=KEPT_RECAPS, show_spinner=False)
def _universe(
    _played: TournamentResult, spec: BracketSpec, u: int, data_version: str
) -> tuple[SlotGame, ...]:
    return onebracket.one_universe(spec, u, _played.winner[:, u], pool())


def universe(played: TournamentResult, u: int) -> tuple[SlotGame, ...]:
    """Every game of one universe of a run, with its score."""
    return _universe(played, played.spec, u, store.data_version())


@st.cache_resource(show_spinner=False)
def _upset_history(league: League, data_version: str) -> UpsetHistory:
    return engine_spice.upset_history(history(league))


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


def bracket(spec: BracketSpec) -> F8:
    """``slot_prob[S, E]`` of a run that ``shown`` names."""
    precomputed, slot_prob = store.load_default(spec.league, spec.season)
    if spec == precomputed:
        return slot_prob
    found = at_hand(spec)
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
    if spec == usual(spec.league, spec.season):
        return bracket(spec)
    found = result(spec)
    return None if found is None else _counted(found, spec, store.data_version())


@st.cache_resource(max_entries=64, show_spinner=False)
def _stages(league: League, season: int, data_version: str) -> dict[BracketSpec, int]:
    """The precomputed runs of a season: the last round that each takes as it was played."""
    return {whatif.as_it_stood(league, season, n): n for n in range(7)}


def at_hand(spec: BracketSpec) -> TournamentResult | None:
    """A run's winners if nothing has to be played for them."""
    if spec == usual(spec.league, spec.season):
        return store.load_default_result(spec.league, spec.season)
    return shelf().get(spec, store.data_version())


def result(spec: BracketSpec) -> TournamentResult | None:
    """A run's winners, at hand or played within a moment. None while that takes longer:
    ``progress`` shows how far it is and brings the page back. So a lock is never lost: it is part
    of the spec that is asked for again."""
    _asked_now().add(spec)
    found = at_hand(spec)
    if found is None and spec != st.session_state.get("declined"):
        job = _asked(spec)
        if job is not None and job.wait(MOMENT):
            found = _finish(spec, job)
    return found


def prepare(spec: BracketSpec) -> None:
    """Have a run played in the background, for a click that may come; nobody waits for it."""
    if at_hand(spec) is not None or spec in _waiting():
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


def settle() -> None:
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
        at_hand(spec) is None and declined not in (spec, base) for spec, base in bases.items()
    ):
        st.rerun()


def _asked_now() -> set[BracketSpec]:
    """What this page run has asked for so far."""
    return cast("set[BracketSpec]", st.session_state.setdefault("asked", set()))


def _waiting() -> dict[BracketSpec, Job[Any]]:
    """The runs that this session waits for."""
    return cast("dict[BracketSpec, Job[Any]]", st.session_state.setdefault("waiting", {}))


def _asked(spec: BracketSpec) -> Job[Any] | None:
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
    known = [base, *shelf().alike(spec, store.data_version())]
    return whatif.submit_whatif(spec, whatif.nearest(spec, known) or base, pool())


def _shelved(spec: BracketSpec, job: Job[Any]) -> TournamentResult:
    found = run.bracket_result(spec, job.result())
    shelf().put(found, store.data_version())
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


def _leave(spec: BracketSpec, job: Job[Any]) -> None:
    """Wait for a run no longer; it goes on if another visitor has asked for the same."""
    _waiting().pop(spec, None)
    job.leave()
    _stop(spec, Cancelled())


def _stop(spec: BracketSpec, error: HardwoodError) -> None:
    """Remember why a run ended, and that nobody asks for it again by just looking on."""
    st.session_state["stopped"], st.session_state["declined"] = error, spec


# A run with progress ----------------------------------------------------------------------------


def play(spec: BracketSpec) -> None:
    """Start a run; the page shows its result when it is there, at once if it was played before."""
    st.session_state.pop("declined", None)
    if at_hand(spec) is not None:
        st.session_state["shown"] = spec
        st.toast("These universes have been played. Another seed plays others.")
    else:
        _asked(spec)


def play_button(wanted: BracketSpec | None) -> None:
    """The button that plays what the row of controls asks for."""
    count = f"{wanted.universes:,} " if wanted else ""
    st.button(
        f"Play {count}universes",
        type="primary",
        icon=":material/play_arrow:",
        disabled=not wanted or running(),
        on_click=play,
        args=(wanted,),
    )


def running() -> bool:
    """Whether this session waits for a run."""
    return bool(_waiting())


def base(league: League, season: int) -> BracketSpec:
    """What a change starts from: the run that this session waits for, else the one on screen."""
    for spec in _waiting():
        if (spec.league, spec.season, spec.locks) == (league, season, ()):
            return spec
    return shown(league, season)


@st.fragment(run_every=0.4)
def progress() -> None:
    """The moving bar of the run asked for first, with its Cancel button. Reruns the page when it
    has ended."""
    if not running():
        return
    spec, job = next(iter(_waiting().items()))
    if job.state != "running":
        _finish(spec, job)
        st.rerun()
    done = round(job.progress * spec.universes)
    with st.container(horizontal=True, vertical_alignment="center", key="progress"):
        st.progress(job.progress, f"{done:,} of {spec.universes:,} universes played")
        if st.button("Cancel", icon=":material/close:", key="cancel"):
            _leave(spec, job)
            st.rerun()


def say_why_stopped() -> None:
    """Show, once, why the last run ended without a result."""
    error = st.session_state.pop("stopped", None)
    if error is not None:
        notices.show(error)
