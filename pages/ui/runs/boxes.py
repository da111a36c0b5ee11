"""Expected box scores: replayed on the workers when asked for, shared by all visitors."""

import streamlit as st

from engine import store
from engine.compute.jobs import Job
from engine.domain.specs import GameSpec
from engine.recap.expected_box import ExpectedBox, Part, box_result, submit_box
from pages.ui.runs.server import pool
from pages.ui.runs.session import state
from pages.ui.runs.shelf import Shelf

KEPT = 64  # expected box scores, 10 kB each


@st.cache_resource(show_spinner=False)
def _finished() -> Shelf[ExpectedBox]:
    return Shelf(KEPT, lambda box: 1)


def box(spec: GameSpec, universes: int) -> ExpectedBox | None:
    """The expected box score over the first ``universes``, if it was worked out."""
    return _finished().get((spec, universes, store.data_version()))


def start_box(spec: GameSpec, universes: int) -> None:
    """Put it on the workers, and leave what this visitor waited for before."""
    leave_box()
    state().others[spec, universes] = submit_box(spec, universes, pool())


def leave_box() -> None:
    """Wait for no expected box score any longer."""
    state().leave_others()


def box_job(spec: GameSpec) -> tuple[int, Job[Part]] | None:
    """(universes, job) of this pairing that the visitor waits for."""
    for key, job in state().others.items():
        if isinstance(key, tuple) and key[0] == spec:
            return key[1], job
    return None


def finish_box(spec: GameSpec, universes: int) -> None:
    """Keep what a job that has ended worked out; Cancelled or PoolBroken when it did not."""
    job = state().others.pop((spec, universes))
    key = spec, universes, store.data_version()
    _finished().put(key, box_result(spec, job.result()))
