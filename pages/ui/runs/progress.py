"""A run with its bar, Play and Cancel."""

import streamlit as st

from engine.domain.specs import BracketSpec
from pages.ui.runs import session_runs
from pages.ui.shell import notices


def play_button(wanted: BracketSpec | None) -> None:
    """The button that plays what the row of controls asks for."""
    count = f"{wanted.universes:,} " if wanted else ""
    st.button(
        f"Play {count}universes",
        type="primary",
        icon=":material/play_arrow:",
        disabled=not wanted or session_runs.running(),
        on_click=_play,
        args=(wanted,),
    )


def _play(spec: BracketSpec) -> None:
    if session_runs.play(spec):
        st.toast("These universes have been played. Another random number plays others.")


def offer(wanted: BracketSpec) -> None:
    """What a link asks for and does not start by itself, with the button that does."""
    if session_runs.state().offered != wanted or session_runs.running():
        return
    with st.container(horizontal=True, vertical_alignment="center", key="offer"):
        st.markdown(
            f"This link asks for {wanted.universes:,} universes. Meanwhile you see the odds that "
            "come with Hardwood."
        )
        st.button("Play them", icon=":material/play_arrow:", on_click=_play, args=(wanted,))


@st.fragment(run_every=0.4)
def progress_bar() -> None:
    """The moving bar of the run asked for first, with its Cancel button. Reruns the page when it
    has ended."""
    waiting = session_runs.state().waiting
    if not waiting:  # left while the browser was not connected
        st.rerun()
    spec, held = waiting[0]
    if held.job.state != "running":
        session_runs.collect(spec)
        st.rerun()
    done = round(held.job.progress * spec.universes)
    with st.container(horizontal=True, vertical_alignment="center", key="progress"):
        st.progress(held.job.progress, f"{done:,} of {spec.universes:,} universes played")
        if st.button("Cancel", icon=":material/close:", key="cancel"):
            session_runs.cancel(spec)
            st.rerun()


def say_why_stopped() -> None:
    """Show, once, why the last run ended without a result."""
    error = session_runs.take_error()
    if error is not None:
        notices.show(error)
