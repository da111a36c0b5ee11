"""However the server ends, its workers end with it, and it never waits for their chunks."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.process.waiting import gone, until

ROOT = Path(__file__).parents[2]
WAIT_S = 60  # enough for a slow machine, yet a small part of the hour that each chunk takes

# An entry file as Streamlit runs it: heavy imports stand inside a guarded main().
SERVER = """
import sys

def main():
    import json, signal, threading
    from pathlib import Path
    import streamlit
    from engine.compute.process_pool import WorkerPool
    from tests.process import work
    from tests.process.waiting import until

    # A run started in the background inherits an ignored SIGINT.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    stop = threading.Event()
    # A test run in the background has SIGINT switched off, and hands that on.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.argv[2] == "handled":  # as Streamlit: the handler asks the main thread to return
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
    pool = WorkerPool(2)
    pids = pool.submit("who", work.meet, [(sys.argv[1], 2)] * 2).result(30)
    (seen,) = pool.submit("look", work.surroundings, [()]).result(30)
    log = Path(sys.argv[1]) / "log"
    pool.submit("busy", work.rest, [(str(log), 3600.0)] * 100)  # far longer than any wait below
    until(log.exists)
    print(json.dumps({"pids": pids, "modules": seen["modules"]}), flush=True)
    if sys.argv[2] != "finished":
        stop.wait()

if __name__ == "__main__":
    main()
"""

Start = Callable[[str], tuple[subprocess.Popen[str], dict[str, list]]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a server with two busy workers; it reports which processes they are."""
    servers = []

    def run(manner: str) -> tuple[subprocess.Popen[str], dict[str, list]]:
        script = tmp_path / "server.py"
        script.write_text(SERVER)
        server = subprocess.Popen(
            [sys.executable, str(script), str(tmp_path), manner],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        servers.append(server)
        report = json.loads(server.stdout.readline())
        return server, report

    yield run
    for server in servers:
        server.kill()
        server.wait()
        server.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_a_killed_server(start, number):
    server, report = start("plain")
    server.send_signal(number)
    server.wait(WAIT_S)
    for pid in report["pids"]:
        until(lambda pid=pid: gone(pid), WAIT_S)


@pytest.mark.parametrize("manner", ["handled", "finished"])
def test_a_server_that_ends_waits_for_no_chunk(start, manner):
    server, report = start(manner)
    if manner == "handled":
        server.terminate()
    assert server.wait(WAIT_S) == 0
    for pid in report["pids"]:
        until(lambda pid=pid: gone(pid), WAIT_S)


def test_workers_load_neither_the_screen_nor_pandas(start):
    _, report = start("handled")
    assert "engine.compute.process_executor" in report["modules"]
    assert not {"streamlit", "altair", "pandas", "scipy"} & set(report["modules"])
