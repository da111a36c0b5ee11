"""ESPN's summary of one game: the team box score, if there is a sound one."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from engine.domain.teams import League
from engine.sources.answers import at, items, refusal, text_of, whole
from engine.sources.espn import (
    eastern_day,
    instant,
    overtimes_in_words,
    regulation_periods,
    season_of,
    team_number,
)

# Ours -> ESPN's name. The first three hold "made-attempted".
PAIRS = {
    ("fgm", "fga"): "fieldGoalsMade-fieldGoalsAttempted",
    ("fgm3", "fga3"): "threePointFieldGoalsMade-threePointFieldGoalsAttempted",
    ("ftm", "fta"): "freeThrowsMade-freeThrowsAttempted",
}
SINGLES = {
    "or": ("offensiveRebounds",),
    "dr": ("defensiveRebounds",),
    "to": ("turnovers", "totalTurnovers"),  # team turnovers are inside
    "pf": ("fouls",),
    "ast": ("assists",),
    "stl": ("steals",),
    "blk": ("blocks",),
}
COUNTS = (*(name for pair in PAIRS for name in pair), *SINGLES)
NEEDED = COUNTS[: COUNTS.index("pf")]  # what possessions and the Four Factors are made of
MOST_COUNT = 300
BOX_COLUMNS = ["event_id", *(f"{side}_{name}" for side in ("home", "away") for name in COUNTS)]


@dataclass(frozen=True, slots=True)
class Summary:
    """One game: final points (None before), overtimes, the row of ``BOX_COLUMNS`` (None without a
    sound box), whose it is, and what is wrong."""

    event_id: int
    home_id: int
    away_id: int
    home_points: int | None
    away_points: int | None
    overtimes: int
    box: dict[str, int] | None
    problems: tuple[str, ...]


def summary(payload: Any, league: League) -> Summary:
    """The summary of one game; ``problems`` lists what is missing."""
    refused = refusal(payload)
    game = at(payload, "header", "competitions", 0)
    sides = {
        side: next((c for c in items(game, "competitors") if at(c, "homeAway") == side), None)
        for side in ("home", "away")
    }
    if refused or None in sides.values():
        return Summary(0, 0, 0, None, None, 0, None, (refused or "The answer has no game.",))
    ids = {side: team_number(team) or 0 for side, team in sides.items()}
    number = whole(at(payload, "header", "id") or at(game, "id")) or 0
    problems = _league_problem(payload, league)
    completed = at(game, "status", "type", "completed") is True
    name = text_of(at(game, "status", "type", "name"))
    if not (completed and name.startswith("STATUS_FINAL")):
        problems.append("The game is not final, so it has no result and no box score.")
        return Summary(number, ids["home"], ids["away"], None, None, 0, None, tuple(problems))
    points = {side: whole(at(team, "score")) for side, team in sides.items()}
    overtimes = _overtimes(payload, game, sides, league)
    box, faults = _box(payload, ids, points)
    row = None if box is None else {"event_id": number, **box}
    both = (points["home"], points["away"])
    return Summary(number, ids["home"], ids["away"], *both, overtimes, row, (*problems, *faults))


def frame(boxes: list[dict[str, int]]) -> pd.DataFrame:
    """Box rows as a frame with exactly ``BOX_COLUMNS``."""
    return pd.DataFrame(boxes, columns=BOX_COLUMNS).astype("int64")


def _league_problem(payload: Any, league: League) -> list[str]:
    slug = str(at(payload, "header", "league", "slug") or "")
    wrong = slug.endswith("college-basketball") and not slug.startswith(f"{league}s-")
    return [f"This is not a {league}'s game."] if wrong else []


def _overtimes(payload: Any, game: Any, sides: dict[str, Any], league: League) -> int:
    """Line scores beyond regulation, or the words of the status where there are none."""
    periods = max(len(items(team, "linescores")) for team in sides.values())
    written = overtimes_in_words(at(game, "status", "type"))
    start = instant(at(game, "date"))
    year = whole(at(payload, "header", "season", "year"))
    season = year or (season_of(eastern_day(start)) if start else 2027)
    given = whole(at(payload, "format", "regulation", "periods"))
    regulation = given or regulation_periods(league, season)
    return written or max(0, periods - regulation)


# --- The box -------------------------------------------------------------------------------------


def _box(
    payload: Any, ids: dict[str, int], points: dict[str, int | None]
) -> tuple[dict[str, int] | None, list[str]]:
    row: dict[str, int] = {}
    for side, team in ids.items():
        counts, faults = _counts(_statistics(payload, side, team))
        faults = faults or box_faults(counts, points[side])
        if faults:
            return None, [f"No sound box score: {side} team: {fault}" for fault in faults]
        row |= {f"{side}_{name}": counts.get(name, 0) for name in COUNTS}
    return row, []


def _statistics(payload: Any, side: str, team: int) -> dict[str, str]:
    """Name -> text of one team's statistics, found by team id."""
    for one in items(payload, "boxscore", "teams"):
        if whole(at(one, "team", "id")) == team and at(one, "homeAway") in (None, side):
            listed = items(one, "statistics")
            return {str(at(s, "name")): str(at(s, "displayValue")) for s in listed}
    return {}


def _counts(listed: dict[str, str]) -> tuple[dict[str, int], list[str]]:
    if not listed:
        return {}, ["there are no statistics."]
    if PAIRS["fgm", "fga"] not in listed:  # the same list holds season averages before tip-off
        return {}, ["the numbers are season averages from before the game."]
    counts: dict[str, int] = {}
    for names, key in PAIRS.items():
        made_tried = [whole(part) for part in listed.get(key, "").split("-")]
        if len(made_tried) == 2:
            counts |= {n: v for n, v in zip(names, made_tried, strict=True) if v is not None}
    for name, keys in SINGLES.items():
        found = next((v for key in keys if (v := whole(listed.get(key))) is not None), None)
        counts |= {} if found is None else {name: found}
    missing = [name for name in NEEDED if name not in counts]
    return counts, [f"no number for {', '.join(missing)}."] if missing else []


def box_faults(box: dict[str, int], points: int | None) -> list[str]:
    """Why a team's box cannot be right: 2 (FGM - 3PM) + 3 3PM + FTM is the score, nobody makes more
    than is tried, and somebody rebounds."""
    faults = []
    made = 2 * (box["fgm"] - box["fgm3"]) + 3 * box["fgm3"] + box["ftm"]
    if points is None or made != points:
        faults.append(f"the shots made give {made} points, the score is {points}.")
    tried = (("fgm", "fga"), ("fgm3", "fga3"), ("ftm", "fta"), ("fgm3", "fgm"), ("fga3", "fga"))
    if any(box[low] > box[high] for low, high in tried) or min(box.values()) < 0:
        faults.append("more shots were made than tried.")
    if max(box.values()) > MOST_COUNT:
        faults.append(f"a count of {max(box.values()):,} is impossible.")
    if box["or"] + box["dr"] == 0:
        faults.append("there are no rebounds.")
    return faults
