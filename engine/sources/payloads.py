"""What a recorded file holds, whatever site it came from: counts, and problems as sentences."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from engine.domain.teams import League
from engine.errors import BadInput, FeedRefused, shortened
from engine.sources import espn, espn_box, ncaa, sportsdataverse
from engine.sources.answers import at, decoded, refusal

Members = Callable[[int], frozenset[int]]  # season -> ESPN ids of its Division I teams
LARGEST = 64 << 20  # bytes
COUNTED = ("in_progress", "scheduled", "postponed", "canceled", "suspended")
NO_GAME = {"home_points": None, "away_points": None, "overtimes": 0, "box": False}


def describe(path: Path, league: League, members: Members) -> dict[str, Any]:
    """The counts of a recorded answer; BadInput if the file cannot be read."""
    body = _bytes(path)
    if body[:4] == b"PAR1" or path.suffix == ".csv":
        return _table(body, league, members)
    try:
        payload = decoded(body)
    except FeedRefused as error:
        return _refused(error.message)
    if at(payload, "header", "competitions") is not None:
        return _summary(payload, league)
    if isinstance(at(payload, "events"), list):
        return _events("scoreboard", espn.scoreboard(payload, league), members)
    if ncaa.refused_query(payload) or at(payload, "data", "championships") is not None:
        return _bracket(payload, league)
    if isinstance(at(payload, "children"), list):
        return _standings(payload)
    if at(payload, "sports", 0, "leagues", 0, "teams") is not None:
        return _teams(payload)
    return _refused(refusal(payload) or "The file holds no games, summary or bracket.")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path} is larger than 64 MB.", "Give one recorded answer.")
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        why = getattr(error, "strerror", "") or "it cannot be read"
        raise BadInput(
            f"{shortened(str(path))}: {why}.", "Give the name of a recorded answer."
        ) from error


def counts(found: espn.Events, members: Members) -> dict[str, Any]:
    """How many events of each kind; ``division_one``: both teams are in Division I that season."""
    rows = found.rows
    status = rows["status"].value_counts()
    final = rows["status"] == "final"
    return {
        "events": found.count,
        "finals": int(final.sum()),
        **{kind: int(status.get(kind, 0)) for kind in COUNTED},
        "forfeits": int(status.get("forfeit", 0)),
        "overtime_games": int((final & (rows["overtimes"] > 0)).sum()),
        "division_one": int(division_one(rows, members).sum()),
    }


def division_one(rows: pd.DataFrame, members: Members) -> "pd.Series[bool]":
    """Events whose two teams are both in Division I in the event's season."""
    both = pd.Series(False, index=rows.index)
    for season, part in rows.groupby("season"):
        ids = members(int(str(season)))
        both[part.index] = part["home_id"].isin(ids) & part["away_id"].isin(ids)
    return both


def _events(kind: str, found: espn.Events, members: Members) -> dict[str, Any]:
    return {"kind": kind, **counts(found, members), "problems": list(found.problems)}


def _summary(payload: Any, league: League) -> dict[str, Any]:
    game = espn_box.summary(payload, league)
    return {
        "kind": "summary",
        "home_points": game.home_points,
        "away_points": game.away_points,
        "overtimes": game.overtimes,
        "box": game.box is not None,
        "problems": list(game.problems),
    }


def _bracket(payload: Any, league: League) -> dict[str, Any]:
    found = ncaa.bracket(payload, league)
    return {
        "kind": "bracket",
        "season": found.season,
        "teams": len(found.field),
        "play_in_teams": int(found.field["play_in"].sum()),
        "games": len(found.games),
        "finals": int((found.games["state"] == "F").sum()),
        "semifinals": [list(pair) for pair in found.semifinals],
        "problems": list(found.problems),
    }


def _teams(payload: Any) -> dict[str, Any]:
    listed = payload["sports"][0]["leagues"][0]["teams"]
    cut = [f"Exactly {len(listed)} teams came: the list was cut (the request lacked limit=1000)."]
    return {"kind": "teams", "teams": len(listed), "problems": cut if len(listed) == 50 else []}


def _standings(payload: Any) -> dict[str, Any]:
    found, problems = espn.conferences(payload)
    number = int(found["conference"].nunique())
    return {"kind": "standings", "conferences": number, "teams": len(found), "problems": problems}


def _table(body: bytes, league: League, members: Members) -> dict[str, Any]:
    try:
        rows = sportsdataverse.table(body)
    except FeedRefused as error:
        return _refused(error.message)
    if sportsdataverse.is_team_box(rows):
        boxes, problems = sportsdataverse.team_boxes(rows)
        games = int(rows["game_id"].nunique())
        return {"kind": "team_boxes", "games": games, "boxes": len(boxes), "problems": [*problems]}
    return _events("schedule", sportsdataverse.schedule(rows, league), members)


def _refused(why: str) -> dict[str, Any]:
    """Nothing usable: every count of a scoreboard and of a summary, empty."""
    none = counts(espn.Events(espn.frame([]), 0, ()), lambda season: frozenset())
    return {"kind": "refused", **none, **NO_GAME, "problems": [why]}
