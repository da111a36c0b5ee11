"""Answers of ESPN, the NCAA and sportsdataverse, spoiled, read as ``refresh --payload`` does."""

import json
import random
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from engine.sources.payloads import describe
from tests.feed import shapes
from tests.fuzz import values
from tests.fuzz.surface import Case

MEMBERS = frozenset((150, 2305, 2, 5, 9, 12))


@cache
def _good() -> tuple[Any, ...]:
    events = [
        shapes.event(1, 150, 2305, (80, 70), ranks=(3, 99)),
        shapes.event(2, 2, 5, (90, 88), overtimes=2, headline="Men's Championship - 1st Round"),
        shapes.event(3, 9, 12, status="POSTPONED"),
    ]
    lines = {f"{region}{n:02d}": f"Team {region}{n}" for region in "WXYZ" for n in range(1, 17)}
    names = dict(zip("WXYZ", ("East", "West", "South", "Midwest"), strict=True))
    return (
        shapes.scoreboard(events),
        shapes.summary(events[0]),
        shapes.standings([(150, "ACC"), (2305, "Big 12"), (9, "ACC")]),
        shapes.bracket(lines, names, "men", 2027),
    )


def case(rng: random.Random) -> Case:
    """One answer with wrong values, or with torn bytes."""
    league = rng.choice(("men", "women"))
    body = json.dumps(values.spoiled(rng, rng.choice(_good()))).encode()
    if rng.random() < 0.25:
        body = values.torn(rng, body)
    return Case(f"{league} {body!r}", lambda: _describe(body, league))


def _describe(body: bytes, league: Any) -> None:
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(body)
        file.flush()
        found = describe(Path(file.name), league, lambda season: MEMBERS)
    json.dumps(found, allow_nan=False)
