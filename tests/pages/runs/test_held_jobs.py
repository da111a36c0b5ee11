"""Whoever leaves the site leaves the jobs: by looks, without Streamlit and without a clock."""

from engine.compute.jobs import Job
from pages.ui.runs.held_jobs import LOOKS_AWAY, HeldJobs


def a_job() -> Job[int]:
    return Job("run", int, [(1,)])


def look(jobs: HeldJobs, *here: str, times: int = LOOKS_AWAY) -> None:
    for _ in range(times):
        jobs.look(lambda session: session in here)


def test_a_closed_tab_cancels_the_job_that_only_it_holds() -> None:
    jobs, job, other = HeldJobs(), a_job(), a_job()
    held = jobs.hold("gone", job)
    jobs.hold("here", other)
    look(jobs, "here")
    assert held.left and job.state == "cancelled"
    look(jobs, "here", times=10)
    assert other.state == "running"


def test_a_job_that_somebody_else_holds_goes_on() -> None:
    jobs, job = HeldJobs(), a_job()
    jobs.hold("gone", job)
    assert job.join()
    jobs.hold("here", job)
    look(jobs, "here")
    assert job.state == "running"
    look(jobs)
    assert job.state == "cancelled"


def test_a_short_absence_costs_nothing() -> None:
    jobs, job = HeldJobs(), a_job()
    held = jobs.hold("visitor", job)
    for _ in range(5):
        look(jobs, times=LOOKS_AWAY - 1)
        look(jobs, "visitor", times=1)
    assert not held.left and job.state == "running"


def test_a_hold_is_given_up_once() -> None:
    jobs, job = HeldJobs(), a_job()
    held = jobs.hold("first", job)
    assert job.join()
    second = jobs.hold("second", job)
    held.leave()  # Cancel, and then the tab is closed
    held.leave()
    look(jobs, "second")
    assert job.state == "running"
    second.leave()
    assert job.state == "cancelled"


def test_what_has_ended_is_forgotten() -> None:
    jobs, job = HeldJobs(), a_job()
    held = jobs.hold("visitor", job)
    job.complete(0, 1)
    look(jobs)
    assert not held.left and not jobs._held
