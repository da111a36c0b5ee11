"""A made-up November between real team ids, served by a fake ESPN, and the real command."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine import store
from tests.feed.fake_espn import FakeEspn, World
from tests.feed.shapes import days, event

ROOT = Path(__file__).parents[2]
FIRST, LAST = "2026-11-02", "2026-11-08"
MORNING = "2026-11-07T14:00Z"  # 09:00 Eastern: 6 November is over and closed
TEAMS = 24


@dataclass
class Command:
    """``python -m engine refresh`` in a process of its own."""

    fake: FakeEspn
    live: Path

    def environment(self) -> dict[str, str]:
        """What points the command at the fake site."""
        own = {"HARDWOOD_ESPN": self.fake.address, "HARDWOOD_LIVE": str(self.live)}
        return os.environ | own | {"HARDWOOD_FEED_TIMEOUT": "0.5"}

    def arguments(self, *more: str, now: str = MORNING, league: str = "men") -> list[str]:
        """The command's words."""
        return ["refresh", "--league", league, "--now", now, "--json", *more]

    def __call__(self, *more: str, **options: str) -> "Result":
        """Run it to its end."""
        words = [sys.executable, "-m", "engine", *self.arguments(*more, **options)]
        done = subprocess.run(
            words, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stderr, done.stderr
        lines = done.stdout.splitlines()
        return Result(done.returncode, json.loads(lines[-1]) if lines else {}, done.stderr.strip())

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


def november(league: str = "men", seed: int = 1) -> World:
    """Seven days of games between 24 teams; those from 7 November on are still to come."""
    rng = random.Random(seed)
    ids = sorted(store.espn_ids(league, 2027))[:TEAMS]
    world, number = World(), 400_000_000
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
