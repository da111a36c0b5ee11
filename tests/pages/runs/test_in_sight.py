"""A short run in the middle of a page: its result, its bar, its Cancel."""

from streamlit.testing.v1 import AppTest

from engine.compute.jobs import Job
from pages.ui.runs import in_sight
from pages.ui.runs.state import RunState


def page() -> None:
    import streamlit as st

    from engine.compute.jobs import Job
    from engine.errors import Cancelled
    from pages.ui.runs import in_sight

    job = st.session_state.setdefault("job", Job("key", abs, [(1,)]))
    try:
        st.text(f"got {in_sight.wait_for(job, 'key', 100)}")
    except Cancelled as error:
        st.info(error.message)


def finish(job: Job[int]) -> None:
    i = job.next_chunk()
    assert i is not None
    job.complete(i, 7)


def test_a_run_that_ends_in_a_moment_shows_no_bar():
    app, job = AppTest.from_function(page), Job("key", abs, [(1,)])
    finish(job)
    app.session_state["job"] = job
    app.run()
    assert app.text[0].value == "got [7]" and not app.button and not app.exception


def test_a_longer_one_has_a_bar_and_cancel_until_it_ends(monkeypatch):
    seen, job = [], Job("key", abs, [(1,)])

    def wait(job: Job[int], timeout: float | None = None) -> bool:
        seen.append(in_sight.how_far(job, 100))
        if len(seen) == 3:
            finish(job)
        return job.state != "running"

    monkeypatch.setattr(Job, "wait", wait)
    app = AppTest.from_function(page)
    app.session_state["job"] = job
    app.run()
    assert len(seen) == 4 and seen[0] == "0 of 100 universes played"  # the last: for its result
    assert app.text[0].value == "got [7]" and not app.button  # it is gone with the wait


def test_cancel_ends_the_run_and_says_so_once():
    app = AppTest.from_function(page)
    job = app.session_state["job"] = Job("key", abs, [(1,)])
    app.session_state["runs"] = RunState(canceled="key")
    app.run()
    assert "cancelled" in app.info[0].value and job.state == "cancelled"
    assert app.session_state["runs"].canceled is None
