"""Who is here: a visitor who leaves also leaves the runs, which end unless others wait for them.

Streamlit calls no page when a browser tab closes. So every session with runs is registered here,
and one thread of the server looks now and then whether the session's connection still stands. A
reloaded page is a new session that asks for the same run: it joins the job before the old session
lets go, since a session is let go only at the second look that finds it gone.
"""

import threading
from collections.abc import Callable
from time import sleep

from pages.ui.runs.state import RunState

LOOK_EVERY_S = 2.0


class Visitors:
    """Sessions and their runs; ``present(session_id)`` says whether a session is connected."""

    def __init__(self, present: Callable[[str], bool]) -> None:
        self._present = present
        self._runs: dict[str, RunState] = {}
        self._gone: set[str] = set()
        self._lock = threading.Lock()

    def register(self, session_id: str, runs: RunState) -> None:
        """Watch a session from now on."""
        with self._lock:
            self._runs[session_id] = runs

    def look(self) -> None:
        """Let go of the sessions that were gone at the last look and still are."""
        with self._lock:
            gone = {session_id for session_id in self._runs if not self._present(session_id)}
            left = [self._runs.pop(session_id) for session_id in gone & self._gone]
            self._gone = gone
        for runs in left:
            runs.leave_all()

    def watch(self) -> None:
        """Look for ever, in a thread that ends with the server."""
        threading.Thread(target=self._watch, name="visitors", daemon=True).start()

    def _watch(self) -> None:
        while True:
            sleep(LOOK_EVERY_S)
            self.look()
