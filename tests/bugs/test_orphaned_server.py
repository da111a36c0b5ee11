"""A test run that was killed left its dashboard running, with two workers and a port."""

import subprocess
import sys

from tests.browser.server import ROOT
from tests.process.waiting import gone, until


def test_a_killed_test_run_leaves_no_server(tmp_path):
    """A run that is killed closes nothing; the server is gone all the same."""
    code = (
        "import os, pathlib, sys, time\n"
        "from tests.browser.server import serve\n"
        "with serve(pathlib.Path(sys.argv[1])) as server:\n"
        "    print(server.process.pid, flush=True)\n"
        "    time.sleep(600)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "log")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        pid = int(run.stdout.readline())
        run.kill()
    until(lambda: gone(pid))
