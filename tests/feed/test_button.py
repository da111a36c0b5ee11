"""The server's one refresh: shared, not too often, and whatever fails becomes a sentence."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.compute.jobs import Job
from engine.run import Came
from engine.store import refresh_lock
from pages.ui.runs import freshness, live, refreshing
from pages.ui.runs.live import Published
from pages.ui.runs.refreshing import Refreshes
from tests.feed.conftest import Command
from tests.feed.fake_espn import FakeEspn

pytestmark = pytest.mark.usefixtures("quick")
NOW = datetime(2026, 11, 7, 14, tzinfo=UTC)


@pytest.fixture
def asked(command: Command, monkeypatch: pytest.MonkeyPatch) -> Refreshes:
    """Refreshes in threads of this process, from the fake site."""
    for name, value in command.environment().items():
        monkeypatch.setenv(name, value)
    return Refreshes(command.live, lambda: 0)


def ended(work: Refreshes) -> Came:
    """What came, once it has ended."""
    until = time.monotonic() + 60
    while work.running() and time.monotonic() < until:
        time.sleep(0.01)
    assert work.came is not None
    return work.came


def test_what_came_and_that_the_next_one_has_to_wait(asked: Refreshes, command: Command) -> None:
    assert asked.wait(NOW) == 0
    asked.start(NOW)
    came = ended(asked)
    assert (came.status, came.games) == ("new", 60) and came.boxes == 60
    assert freshness.what_came(came) == "60 games, 60 box scores came."
    assert command.snapshot().as_of["men"] == "2026-11-06"
    before = asked.ended_at
    asked.start(datetime.now(UTC))  # a moment later: nothing happens
    assert not asked.running() and asked.ended_at == before
    assert 0 < asked.wait(datetime.now(UTC)) <= refresh_lock.PAUSE


def test_one_at_a_time_whoever_is_at_work(
    asked: Refreshes, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Job[Came]] = []

    def submit(*_: object) -> Job[Came]:
        started.append(Job("refresh", lambda: Came("same"), [()]))
        return started[-1]

    monkeypatch.setattr(refreshing, "submit_refresh", submit)
    asked.start(NOW)
    asked.start(NOW)
    assert asked.running() and len(started) == 1
    started[0].complete(0, Came("same"))
    assert freshness.what_came(ended(asked)) == "Nothing new."
    with refresh_lock.refreshing(asked.root):  # another process's
        refresh_lock.tell(asked.root, "men: games of 2026-11-06")
        assert asked.running() and asked.said() == "men: games of 2026-11-06"
        asked.start(NOW)
    assert len(started) == 1 and asked.said() == ""


def test_a_refusing_site_is_a_sentence(asked: Refreshes, fake: FakeEspn) -> None:
    fake.fault = lambda what, query: (403, "text/html", b"<html></html>")
    asked.start(NOW)
    came = ended(asked)
    assert came.status == "kept" and "refused the request (403)" in came.complaint
    assert "http" not in came.complaint and "Traceback" not in came.complaint


def test_a_fault_of_the_program_is_a_sentence(
    asked: Refreshes, monkeypatch: pytest.MonkeyPatch
) -> None:
    job: Job[Came] = Job("refresh", lambda: Came("same"), [()])
    monkeypatch.setattr(refreshing, "submit_refresh", lambda *_: job)
    asked.start(NOW)
    job.fail(ZeroDivisionError())
    assert ended(asked).complaint == refreshing.SURPRISE


def test_in_a_worker_process_without_a_network(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARDWOOD_LIVE", str(command.live))
    monkeypatch.setenv("HARDWOOD_ESPN", "http://127.0.0.1:9")
    work = Refreshes(command.live, lambda: 2)
    work.start(NOW)
    assert "cannot be reached" in ended(work).complaint


# --- The published snapshot ----------------------------------------------------------------------


def test_the_published_snapshot_is_asked_for_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARDWOOD_PUBLISHED", "someone/hardwood")
    looks: list[Path] = []

    def adopt(root: Path, *_: object) -> tuple[None, str]:
        looks.append(root)
        return None, "It cannot be reached."

    monkeypatch.setattr(live.run, "adopt_published", adopt)
    look = Published()
    for _ in range(3):
        look.look(tmp_path)
    until = time.monotonic() + 60
    while not look.sentence and time.monotonic() < until:
        time.sleep(0.01)
    assert looks == [tmp_path] and look.sentence == "It cannot be reached."
    assert look.asked_at is not None
    look.asked_at -= live.LOOK_EVERY_S
    look.look(tmp_path)
    while len(looks) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    assert len(looks) == 2


def test_without_an_address_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HARDWOOD_PUBLISHED", raising=False)
    assert not live.is_published() and live.about_published() == []
