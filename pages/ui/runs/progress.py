"""A run with its bar, Play and Cancel."""

import streamlit as st

from engine.domain.specs import BracketSpec
from engine.errors import Cancelled
from pages.ui.runs.in_sight import how_far
from pages.ui.runs.session import state
from pages.ui.runs.title_path import path_job
from pages.ui.runs.tournaments import cached_run, finish, running, shown, start
from pages.ui.shell import notices


def play(spec: BracketSpec) -> None:
    """Start a run; the page shows its result when it is there, at once if it was played before."""
    runs = state()
    runs.stopped_spec = runs.offered = None
    if cached_run(spec) is not None:
        runs.shown = spec
        st.toast("These universes have been played. Another random number plays others.")
    elif spec not in runs.waiting:
        start(spec)


def play_button(wanted: BracketSpec | None) -> None:
    """The button that plays what the row of controls asks for; filled while that is not what is on
    screen already."""
    count = f"{wanted.universes:,} " if wanted else ""
    on_screen = wanted is not None and wanted == shown(wanted.league, wanted.season, wanted.source)
    st.button(
        f"Play {count}universes",
        type="secondary" if on_screen else "primary",
        icon=":material/play_arrow:",
        disabled=not wanted or running(),
        on_click=play,
        args=(wanted,),
    )


def offer(wanted: BracketSpec) -> None:
    """The large run that a link asks for, with the button that starts it."""
    if state().offered != wanted or wanted in state().waiting:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="offer"):
        st.markdown(
            f"This link asks for {wanted.universes:,} universes, which takes a while. Below are "
            "finished odds of the same tournament."
        )
        st.button("Play them", icon=":material/play_arrow:", on_click=play, args=(wanted,))


@st.fragment(run_every=0.4)
def progress_bar() -> None:
    """The moving bar of the run asked for first, with its Cancel button. Reruns the page when it
    has ended."""
    runs = state()
    if not runs.waiting:
        return
    spec, job = next(iter(runs.waiting.items()))
    if job.state != "running":
        finish(spec)
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key="progress"):
        st.progress(job.progress, how_far(job, spec.universes))
        if st.button("Cancel", icon=":material/close:", key="cancel"):
            runs.leave(spec)
            runs.stop(spec, Cancelled())
            st.rerun()


@st.fragment(run_every=0.5)
def path_progress() -> None:
    """How far the title odds game by game are; the page is drawn again when they are there."""
    job = path_job()
    if job is None:
        return
    if job.state != "running":
        st.rerun()
    st.progress(job.progress, "The odds after every game are being played")


def say_why_stopped() -> None:
    """Show, once, why the last run ended without a result."""
    runs = state()
    if runs.stopped_error is not None:
        notices.show(runs.stopped_error)
        runs.stopped_error = None
