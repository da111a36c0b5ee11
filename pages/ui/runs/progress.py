"""A run with its bar, Play and Cancel."""

from typing import Any

import streamlit as st

from engine.compute.jobs import Job
from engine.domain.specs import BracketSpec
from engine.errors import Cancelled
from pages.ui.runs.tournaments import _finish, _stop, _waiting, cached_run, job_for, running
from pages.ui.shell import notices


def _leave(spec: BracketSpec, job: Job[Any]) -> None:
    """Wait for a run no longer; it goes on if another visitor has asked for the same."""
    _waiting().pop(spec, None)
    job.leave()
    _stop(spec, Cancelled())


def play(spec: BracketSpec) -> None:
    """Start a run; the page shows its result when it is there, at once if it was played before."""
    st.session_state.pop("declined", None)
    if cached_run(spec) is not None:
        st.session_state["shown"] = spec
        st.toast("These universes have been played. Another seed plays others.")
    else:
        job_for(spec)


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


@st.fragment(run_every=0.4)
def progress_bar() -> None:
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
