"""However a server with visitors in mid-run is ended, nothing of it stays."""

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import AsyncExitStack

import pytest

from tests.browser.server import ROOT, _free_port, _healthy
from tests.load.report import family
from tests.load.session import Visitor
from tests.process.test_load import alone
from tests.process.waiting import gone, until

VISITORS = 3
WAIT_S = 120
RUN = {"season": "2026", "universes": "20000"}  # the largest that a link starts


async def ended_in_mid_run(server: subprocess.Popen[bytes], url: str, end) -> list[int]:
    """End a server whose visitors wait for runs; the processes that it had."""
    async with AsyncExitStack() as open_:
        visitors = [await open_.enter_async_context(Visitor(url)) for _ in range(VISITORS)]
        for seed, visitor in enumerate(visitors):
            answer = await visitor.open("", RUN | {"seed": str(seed)})
            assert not answer.fault
        found = family(server.pid)
        while len(found) < 2:  # the workers start in the background
            await asyncio.sleep(0.1)
            found = family(server.pid)
        end(server)
        await asyncio.to_thread(server.wait, WAIT_S)
        return found


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda server: server.send_signal(signal.SIGTERM), id="SIGTERM"),
        pytest.param(lambda server: server.send_signal(signal.SIGINT), id="SIGINT"),
        pytest.param(lambda server: server.send_signal(signal.SIGKILL), id="SIGKILL"),
        pytest.param(lambda server: os.killpg(server.pid, signal.SIGTERM), id="group"),
    ],
)
def test_a_server_that_is_ended_in_mid_run_leaves_nothing(end, tmp_path):
    port = _free_port()
    flags = {"headless": "true", "address": "127.0.0.1", "port": str(port)}
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    command += [part for name, value in flags.items() for part in (f"--server.{name}", value)]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
    try:
        until(lambda: _healthy(f"http://127.0.0.1:{port}"), WAIT_S)
        for pid in alone(ended_in_mid_run(server, f"http://127.0.0.1:{port}", end)):
            until(lambda pid=pid: gone(pid), WAIT_S)
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
