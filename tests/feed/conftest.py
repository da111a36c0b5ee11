"""A made-up November between real team ids, served by a fake ESPN, and the real command."""

import contextlib
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from engine import store
from engine.cli import main as cli
from engine.run.season import live_ratings
from tests.feed.fake_espn import FakeEspn, World
from tests.feed.quick import FUNCTIONS
from tests.feed.shapes import days, event, standings

ROOT = Path(__file__).parents[2]
FIRST, LAST = "2026-11-02", "2026-11-08"
MORNING = "2026-11-07T14:00Z"  # 09:00 Eastern: 6 November is over and closed
TEAMS = 24


@dataclass
class Command:
    """``python -m engine refresh``, called here or in a process of its own."""

    fake: FakeEspn
    live: Path
    timeout: str = "60"  # seconds without a byte; only a server that never answers is cut off

    def environment(self) -> dict[str, str]:
        """What points the command at the fake site."""
        own = {"HARDWOOD_ESPN": self.fake.address, "HARDWOOD_LIVE": str(self.live)}
        own |= {"HARDWOOD_NCAA_MIRROR": self.fake.address}
        return os.environ | own | {"HARDWOOD_FEED_TIMEOUT": self.timeout}

    def arguments(self, *more: str, now: str = MORNING, league: str = "men") -> list[str]:
        """The command's words."""
        return ["refresh", "--league", league, "--now", now, "--json", *more]

    def __call__(self, *more: str, **options: str) -> "Result":
        """Run it here, to its end."""
        out, err = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, self.environment()),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = cli.main(self.arguments(*more, **options))
        return Result.of(code, out.getvalue(), err.getvalue())

    def process(self, *more: str, **options: str) -> "Result":
        """Run it in a process of its own."""
        words = [sys.executable, "-m", "engine", *self.arguments(*more, **options)]
        done = subprocess.run(
            words, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Result.of(done.returncode, done.stdout, done.stderr)

    def snapshot(self) -> Any:
        """The snapshot in use."""
        found, refused = store.snapshots.latest(self.live)
        assert refused == ()
        return found


@dataclass
class Result:
    """Exit status, the JSON on stdout, the words on stderr."""

    code: int
    facts: dict[str, Any]
    complaint: str

    @classmethod
    def of(cls, code: int, out: str, err: str) -> "Result":
        """From what the command printed."""
        lines = out.splitlines()
        return cls(code, json.loads(lines[-1]) if lines else {}, err.strip())


def november(league: str = "men", seed: int = 1) -> World:
    """Seven days of games between 24 teams; those from 7 November on are still to come."""
    rng = random.Random(seed)
    ids = sorted(store.espn_ids(league, 2027))[:TEAMS]
    world, number = World(), 400_000_000
    known = store.espn_teams(league, 2027)
    world.standings[league] = standings(zip(known["espn_id"], known["conference"], strict=True))
    for day in days(FIRST, LAST):
        rng.shuffle(ids)
        games = []
        for home, away in zip(ids[::2], ids[1::2], strict=True):
            number += 1
            margin = rng.choice([-9, -4, 3, 8, 15])
            score = (75 + margin, 75) if day < "2026-11-07" else None
            games.append(event(number, home, away, score, day=day, league=league))
        world.put(league, day, *games)
    return world


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ratings that cost nothing."""
    for name, function in FUNCTIONS.items():
        monkeypatch.setattr(live_ratings, name, function)


@pytest.fixture
def world() -> World:
    """The men's made-up November."""
    return november()


@pytest.fixture
def fake(world: World) -> Iterator[FakeEspn]:
    """The site, serving ``world``."""
    with FakeEspn(world) as served:
        yield served


@pytest.fixture
def command(fake: FakeEspn, tmp_path: Path) -> Command:
    """The command, its snapshots in a folder of the test."""
    return Command(fake, tmp_path / "live")
