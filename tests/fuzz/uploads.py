"""A person's own files: good ones with torn bytes, and with hostile values in their cells."""

import csv
import io
import random
from functools import cache

from engine import store
from engine.run.own_data import _names as names_of
from engine.sources.own.columns import TeamNames
from engine.sources.own.schemas import read_field, read_games, read_ratings
from tests import own_files
from tests.fuzz import values
from tests.fuzz.surface import Case

SEASON = 2026


@cache
def _good() -> dict[str, bytes]:
    rated = b"\n".join(own_files.ratings_csv().split(b"\n")[:13]) + b"\n"
    return {"games": own_files.games_csv(), "ratings": rated, "field": own_files.field_csv()}


@cache
def _names() -> TeamNames:
    return names_of(store.load_teams("men", SEASON))


def case(rng: random.Random) -> Case:
    """A file of one of the three kinds, under a name that is hostile too."""
    kind = rng.choice(("games", "games", "ratings", "ratings", "field"))
    body = _good()[kind]
    content = values.torn(rng, body) if rng.random() < 0.4 else _cells(rng, body)
    name = values.text(rng)
    return Case(f"{kind} {name!r} {content!r}", lambda: _read(kind, content, name))


def _cells(rng: random.Random, body: bytes) -> bytes:
    rows = list(csv.reader(io.StringIO(body.decode())))
    for _ in range(rng.randrange(1, 4)):
        row = rng.choice(rows[1:]) if rng.random() < 0.9 else rows[0]
        row[rng.randrange(len(row))] = values.text(rng)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def _read(kind: str, content: bytes, name: str) -> None:
    if kind == "games":
        read_games(content, name, "men", SEASON, _names())
    elif kind == "ratings":
        read_ratings(content, name, _names())
    else:
        read_field(content, name, "men", SEASON, _names())
