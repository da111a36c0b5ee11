"""A browser tab is closed during a long run: the server's workers are free again."""

from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.sync.client import connect

from tests.browser.server import serve
from tests.process.waiting import until

APP = Path(__file__).with_name("leaving_app.py")


def test_a_closed_tab_frees_the_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "note"
    monkeypatch.setenv("NOTE", str(note))

    def state_and_done() -> tuple[str, int]:
        state, _, done = (note.read_text() if note.exists() else "").partition(" ")
        return state, int(done or 0)

    with serve(tmp_path / "log", APP) as server:
        with connect(f"{server.url.replace('http', 'ws')}/_stcore/stream") as visitor:
            visitor.send(BackMsg(rerun_script={}).SerializeToString())
            # As long as the tab is open the run goes on, over many looks at who is here.
            until(lambda: state_and_done()[1] >= 4, 60)
            assert state_and_done()[0] == "running"
        until(lambda: state_and_done()[0] == "cancelled", 30)
