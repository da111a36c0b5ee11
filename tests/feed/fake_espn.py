"""A stand-in for ESPN on the loopback: answers in ESPN's shape, with faults on request.

    python -m tests.feed.fake_espn --folder DIR --port 8123

serves recorded answers (the names that ``refresh --record`` writes). In tests ``FakeEspn`` serves
a ``World`` of made-up games; HARDWOOD_ESPN points the command at either.
"""

import argparse
import json
import re
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.feed.shapes import scoreboard, summary

JSON = "application/json;charset=UTF-8"
Reply = tuple[int, str, bytes]  # status, content type, body
ESPN = re.compile(r"/apis/(?:site/)?v2/sports/basketball/(mens|womens)-college-basketball/(\w+)$")
NCAA = re.compile(r"/(bracket)s/basketball-(men|women)/d1/\d+$")  # as a mirror serves it


@dataclass
class World:
    """Events by league and US Eastern day, the standings and the NCAA's bracket by league."""

    events: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    season: int = 2027
    boxes: dict[str, tuple[dict[str, int], ...]] = field(default_factory=dict)
    standings: dict[str, Any] = field(default_factory=dict)
    brackets: dict[str, Any] = field(default_factory=dict)
    day_of: dict[str, tuple[str, str]] = field(default_factory=dict)  # a hint, where it is large

    def put(self, league: str, day: str, *events: dict[str, Any]) -> None:
        """Replace a day's events."""
        self.events[league, day] = list(events)

    def answer(self, league: str, what: str, query: dict[str, str]) -> Any:
        """The JSON of a scoreboard, a summary, the standings or the bracket."""
        if what == "standings":
            return self.standings.get(league)
        if what == "bracket":
            return self.brackets.get(league)
        if what == "scoreboard":
            digits = query["dates"]
            day = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
            return scoreboard(self.events.get((league, day), []), league, self.season)
        event = self._find(query["event"])
        return summary(event, league, self.boxes.get(event["id"])) if event else None

    def _find(self, number: str) -> dict[str, Any] | None:
        day = self.day_of.get(number)
        among = [self.events[day]] if day in self.events else self.events.values()
        return next((e for events in among for e in events if e["id"] == number), None)


@dataclass
class Folder:
    """Recorded answers by name."""

    path: Path

    def answer(self, league: str, what: str, query: dict[str, str]) -> Any:
        """The recorded JSON, or an empty day."""
        if what == "scoreboard":
            digits = query["dates"]
            name = f"scoreboard_{league}_{digits[:4]}-{digits[4:6]}-{digits[6:]}.json"
        else:
            name = f"{what}_{league}_{query.get('event', query.get('season', '*'))}.json"
        file = next(self.path.glob(name), self.path / "none")
        if file.is_file():
            return json.loads(file.read_text())
        return {"leagues": [], "events": []} if what == "scoreboard" else None


class FakeEspn:
    """The server. ``fault(what, query)`` may return another reply; ``asked`` lists all requests."""

    def __init__(self, world: Any, port: int = 0) -> None:
        self.world = world
        self.fault: Callable[[str, dict[str, str]], Reply | None] = lambda what, query: None
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.agents: set[str] = set()
        self.server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self.server.daemon_threads = True

    @property
    def address(self) -> str:
        """What HARDWOOD_ESPN has to be."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "FakeEspn":
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def reply(self, target: str) -> Reply:
        """The reply to one request line."""
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        found, ncaa = ESPN.search(parts.path), NCAA.search(parts.path)
        if not found and not ncaa:
            return 404, JSON, b'{"code": 404, "message": "Not Found"}'
        league, what = (found[1][:-1], found[2]) if found else (ncaa[2], ncaa[1])
        self.asked.append((league, what, query))
        faulty = self.fault(what, query)
        if faulty:
            return faulty
        value = self.world.answer(league, what, query)
        if value is None:
            return 404, JSON, b'{"code": 404, "message": "Not Found"}'
        return 200, JSON, json.dumps(value).encode()

    def days(self) -> list[str]:
        """The days that were asked for."""
        return [query["dates"] for _, what, query in self.asked if what == "scoreboard"]


def _handler(fake: FakeEspn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fake.agents.add(self.headers.get("User-Agent", ""))
            status, kind, body = fake.reply(self.path)
            if status == 0:  # never answers
                time.sleep(30)
                return
            try:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                if status in (301, 302):
                    self.send_header("Location", body.decode())
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # the client has gone
                pass

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def main() -> None:
    """Serve a folder until stopped."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, default=8123)
    args = parser.parse_args()
    fake = FakeEspn(Folder(args.folder), args.port)
    sys.stdout.write(f"HARDWOOD_ESPN={fake.address}\n")
    sys.stdout.flush()
    fake.server.serve_forever()


if __name__ == "__main__":
    main()
