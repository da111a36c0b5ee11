"""However the server ends, its workers end with it, and it never waits for them."""

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

# An entry file as Streamlit runs it: what is heavy is imported inside a guarded main().
SERVER = """
import sys

def main():
    import json, signal, threading
    from pathlib import Path
    import streamlit
    from engine.compute.process_pool import WorkerPool
    from tests.process import work
    from tests.process.waiting import until

    stop = threading.Event()
    # A test run in the background has SIGINT switched off, and hands that on.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.argv[2] == "handled":  # as Streamlit: the handler asks the main thread to return
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
    pool = WorkerPool(2)
    pids = pool.submit("who", work.meet, [(sys.argv[1], 2)] * 2).result(30)
    (seen,) = pool.submit("look", work.surroundings, [()]).result(30)
    log = Path(sys.argv[1]) / "log"
    pool.submit("busy", work.rest, [(str(log), 60.0)] * 100)
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
    """Start a server with two busy workers; it says which processes they are."""
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
        said = json.loads(server.stdout.readline())
        return server, said

    yield run
    for server in servers:
        server.kill()
        server.wait()
        server.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_a_killed_server(start, number):
    server, said = start("plain")
    server.send_signal(number)
    server.wait(5)
    for pid in said["pids"]:
        until(lambda pid=pid: gone(pid), 5)


@pytest.mark.parametrize("manner", ["handled", "finished"])
def test_a_server_that_ends_waits_for_no_chunk(start, manner):
    server, said = start(manner)
    if manner == "handled":
        server.terminate()
    assert server.wait(30) == 0  # a chunk in flight would have taken 60 s
    for pid in said["pids"]:
        until(lambda pid=pid: gone(pid), 5)


def test_workers_load_neither_the_screen_nor_pandas(start):
    _, said = start("handled")
    assert "engine.compute.process_pool" in said["modules"]
    assert not {"streamlit", "altair", "pandas", "scipy"} & set(said["modules"])
