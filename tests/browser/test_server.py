"""The server itself: it keeps to itself, says little to strangers, and leaves at once when told."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from tests.browser.conftest import settled
from tests.browser.server import serve
from tests.process.waiting import DEADLINE_S, gone, until


def children(parent: int) -> set[int]:
    """The processes that ``parent`` started and that still run."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            pid, after_name = stat.parent.name, stat.read_text().rpartition(")")[2].split()
            if after_name[0] != "Z" and int(after_name[1]) == parent:
                found.add(int(pid))
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_leaves_at_once_and_takes_its_workers_along(browser, tmp_path, number):
    with serve(tmp_path / "log") as server:
        page = browser.new_page()
        page.goto(server.url)
        settled(page)
        until(lambda: children(server.process.pid))  # the pool warms up in the background
        started = children(server.process.pid)
        os.kill(server.process.pid, number)
        server.process.wait(DEADLINE_S)
        for pid in started:
            until(lambda pid=pid: gone(pid))
        page.close()


def test_a_page_asks_nobody_else_for_anything(open_page):
    """The fixture holds it for every page that any test opens; this one waits a little longer."""
    page = open_page("/")
    page.wait_for_load_state("networkidle")
