"""Waiting for a short run in the middle of a page: a moment, or behind a bar with Cancel."""

from collections.abc import Hashable
from typing import Any, TypeVar

import streamlit as st

from engine.compute.jobs import Job
from engine.errors import Cancelled
from pages.ui.runs.server import pool
from pages.ui.runs.session import state

T = TypeVar("T")
MOMENT = 0.6  # seconds a page waits for a run before it shows a bar
LOOK = 0.2  # seconds between two looks at a run in sight


def wait_for(job: Job[T], key: Hashable, universes: int) -> list[T]:
    """What a job gives; Cancelled if the visitor stops it, the job's own errors. When the page is
    run again before the end, as any click does, the job is left."""
    try:
        if state().canceled == key:  # by the click that this run of the page follows
            state().canceled = None
            raise Cancelled
        if not job.wait(MOMENT):
            _watch(job, key, universes)
        return job.result()
    finally:
        job.leave()


def _watch(job: Job[Any], key: Hashable, universes: int) -> None:
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center", key=f"progress_{hash(key)}"):
        bar = st.progress(job.progress, how_far(job, universes))
        st.button(
            "Cancel",
            icon=":material/close:",
            key=f"cancel_{hash(key)}",
            on_click=_cancel,
            args=(key,),
        )
    while not job.wait(LOOK):
        bar.progress(job.progress, how_far(job, universes))
    place.empty()


def _cancel(key: Hashable) -> None:
    state().canceled = key


def how_far(job: Job[Any], universes: int) -> str:
    """How much has been played; for a run in line, its place and how long that may take."""
    place, seconds = pool().place(job)
    if place == 0:
        return f"{round(job.progress * universes):,} of {universes:,} universes played"
    wait = f"; its turn comes within {max(round(seconds, -1), 10):.0f} s" if seconds else ""
    return f"Place {place} in line{wait}"
