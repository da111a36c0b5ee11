"""The events of a play-by-play file, one typed tuple each.

Only what moves the ball, the score or the foul count is kept: time-outs, drawn fouls, blocks
(the missed shot says that it was blocked) and held balls that change nothing are left out.
"""

from collections.abc import Iterator
from enum import IntEnum
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

Source = Path | str | pd.DataFrame

NEEDED = (
    "ncaa_game_id", "home", "away", "period", "clock", "team",
    "event_type", "result", "shot_value", "quals",
)  # fmt: skip


class Kind(IntEnum):
    """What happened."""

    SHOT = 0
    FREE_THROW = 1
    OFF_REB = 2
    DEF_REB = 3
    DEAD_REB = 4  # offensive or defensive; most follow a missed first free throw and mean nothing
    TURNOVER = 5
    STEAL = 6
    FOUL = 7
    JUMP = 8


class Foul(IntEnum):
    """Why a foul was called."""

    NONE = 0
    FLOOR = 1  # personal, not in the act of shooting
    SHOOTING = 2
    OFFENSIVE = 3
    FLAGRANT = 4  # two free throws and the ball
    TECHNICAL = 5  # counts as a team foul (class A)
    ADMINISTRATIVE = 6  # class B: no team foul
    DOUBLE = 7


class Event(NamedTuple):
    """One event. ``side`` is 1 for the home team and 0 for the visitors; ``left`` counts seconds
    to the end of the period. Fields that do not concern the kind keep their defaults."""

    kind: int
    side: int
    left: int
    value: int = 0  # shot: 2 or 3; foul: free throws awarded (a one-and-one: 1)
    made: bool = False
    nth: int = 0  # free throw: 1 in "1 of 2"
    of: int = 0  # free throw: 2 in "1 of 2"
    foul: int = 0
    blocked: bool = False
    rim: bool = False  # layup, dunk or tip-in
    assisted: bool = False
    offensive: bool = False  # turnover by an offensive foul
    by_team: bool = False  # rebound credited to the team (out of bounds, loose-ball foul)


class Period(NamedTuple):
    """One period's events, in file order."""

    game: str
    number: int  # 1, 2 = halves; 3, 4, … = overtimes
    events: list[Event]


_KINDS = {
    "Three Point Jumper": Kind.SHOT,
    "Two Point Jumper": Kind.SHOT,
    "Layup": Kind.SHOT,
    "Dunk": Kind.SHOT,
    "Hook": Kind.SHOT,
    "Free Throw": Kind.FREE_THROW,
    "Offensive Rebound": Kind.OFF_REB,
    "Defensive Rebound": Kind.DEF_REB,
    "Deadball Rebound": Kind.DEAD_REB,
    "Turnover": Kind.TURNOVER,
    "Steal": Kind.STEAL,
    "Commits Foul": Kind.FOUL,
    "won Jumpball": Kind.JUMP,
}


def read(source: Source) -> pd.DataFrame:
    """The play-by-play table itself, or the parquet file at that path (needed columns only)."""
    if isinstance(source, pd.DataFrame):
        return source
    return pd.read_parquet(source, columns=list(NEEDED))


def foul_kind(quals: str) -> Foul:
    """The reason in a foul's free text, such as ``foul personal shooting;2freethrow;``."""
    if "challenge" in quals:
        return Foul.NONE
    if "classb" in quals or "administrative" in quals:
        return Foul.ADMINISTRATIVE
    for word, kind in _FOUL_WORDS:
        if word in quals:
            return kind
    return Foul.FLOOR


_FOUL_WORDS = (
    ("echnical", Foul.TECHNICAL),
    ("flagrant", Foul.FLAGRANT),
    ("offensive", Foul.OFFENSIVE),
    ("double", Foul.DOUBLE),
    ("shooting", Foul.SHOOTING),
)


def awarded(quals: str) -> int:
    """Free throws a foul's free text awards; a one-and-one counts 1, nothing said 0."""
    if "oneandone" in quals:
        return 1
    at = quals.find("freethrow;")
    return int(quals[at - 1]) if at > 0 and quals[at - 1].isdigit() else 0


def periods(source: Source) -> Iterator[Period]:
    """Every period of every game, games in file order.

    Events of a period are sorted by the clock alone (stable): the order within one second is left
    to ``pbp_machine``, because the file's own order within a second is often wrong.
    """
    table = read(source)
    kind = table["event_type"].astype(object).map(_KINDS)
    table = table[kind.notna()].assign(kind=kind)
    minutes = table["clock"].astype(str).str.split(":", expand=True).astype(int)
    table["left"] = minutes[0] * 60 + minutes[1]
    table["side"] = (table["team"].astype(object) == table["home"].astype(object)).astype(int)
    table = table.sort_values(
        ["ncaa_game_id", "period", "left"], ascending=[True, True, False], kind="stable"
    )
    game = table["ncaa_game_id"].astype(str).to_numpy()
    number = table["period"].astype(int).to_numpy()
    events = _events(table)
    new = np.flatnonzero((game[1:] != game[:-1]) | (number[1:] != number[:-1])) + 1
    edges = [0, *new.tolist(), len(events)]
    for start, stop in pairwise(edges):
        if stop > start:
            yield Period(game[start], int(number[start]), events[start:stop])


def _events(table: pd.DataFrame) -> list[Event]:
    quals = table["quals"].astype(object).fillna("")
    unique = {text: _words(text) for text in quals.unique()}
    rows = zip(
        table["kind"].astype(int),
        table["side"],
        table["left"],
        table["event_type"].astype(object),
        table["result"].astype(object) == "made",
        table["shot_value"].fillna(0).astype(int),
        quals,
        strict=True,
    )
    return [
        _event(kind, side, left, name, made, value, unique[words])
        for kind, side, left, name, made, value, words in rows
    ]


def _words(quals: str) -> dict[str, int]:
    """What an event's free text says, as fields of ``Event``."""
    if quals.startswith("foul") or "challenge" in quals:
        return {"foul": foul_kind(quals), "value": awarded(quals)}
    if quals.startswith("freethrow"):
        return {"nth": int(quals[10]), "of": int(quals[13])}
    if quals.startswith("turnover"):
        return {"offensive": quals.startswith("turnover offensive") and "goal" not in quals}
    if quals.startswith("rebound"):
        return {"by_team": "team;" in quals}
    return {"blocked": "blocked" in quals, "assisted": quals == "assist"}


def _event(
    kind: int, side: int, left: int, name: str, made: bool, value: int, words: dict[str, int]
) -> Event:
    if kind == Kind.SHOT:
        rim = name in ("Layup", "Dunk")
        return Event(kind, side, left, value, made, rim=rim, **words)  # type: ignore[arg-type]
    return Event(kind, side, left, made=made, **words)  # type: ignore[arg-type]
