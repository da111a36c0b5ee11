"""The line that a run leaves in the log."""

import logging

from engine.compute.jobs import Job


def test_a_run_is_one_line_without_what_was_asked(caplog):
    caplog.set_level(logging.INFO, "engine")
    job = Job(("secret team",), abs, [(1,), (2,)], workers=2)
    job.worker_died(0)
    job.complete(0, 1)
    job.complete(1, 2)
    job.cancel()
    (said,) = caplog.messages
    assert said.startswith("abs done: 2 of 2 chunks in ")
    assert said.endswith(" s, 2 workers, 1 retries")
    assert "secret" not in said


def test_a_cancelled_run_is_a_line_too(caplog):
    caplog.set_level(logging.INFO, "engine")
    Job("key", abs, [(1,)]).cancel()
    assert caplog.messages[0].startswith("abs cancelled: 0 of 1 chunks in ")
