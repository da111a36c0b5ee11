"""The dashboard as a visitor gets it: a real server on a free port.

A small process beside each server watches this one: when the test run is killed, however hard, the
pipe between them closes and the server is stopped too.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
START_S = 120.0
STOP_S = 20.0
GUARD = "import os, signal, sys; sys.stdin.read(); os.kill(int(sys.argv[1]), signal.SIGTERM)"


@dataclass(frozen=True)
class Server:
    """A running dashboard: where it is, its process, and what it has written."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def serve(log: Path, app: Path = ROOT / "streamlit_app.py") -> Iterator[Server]:
    """Start ``app``, wait until it is healthy, stop it afterwards. Its output goes to ``log``."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(app)]
    flags = {
        "server.headless": "true",
        "server.address": "127.0.0.1",
        "server.port": str(port),
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    for name, value in flags.items():
        command += [f"--{name}", value]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=app.parent, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    guard = subprocess.Popen(
        [sys.executable, "-c", GUARD, str(process.pid)],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait_until_healthy(server)
        yield server
    finally:
        guard.kill()
        guard.communicate()
        _stop(process)


def cpu_seconds(server: Server) -> float:
    """Processor time that the server process has used so far, its workers not included."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait_until_healthy(server: Server) -> None:
    deadline = time.monotonic() + START_S
    while not _healthy(server.url):
        alive = server.process.poll() is None
        if not alive or time.monotonic() > deadline:
            state = f"not healthy after {START_S:.0f} s" if alive else "gone before it was healthy"
            raise RuntimeError(f"The dashboard is {state}:\n{server.log.read_text()[-3000:]}")
        time.sleep(0.05)


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=10) as answer:
            return bool(answer.read() == b"ok")
    except (urllib.error.URLError, OSError):
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
