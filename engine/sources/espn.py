"""ESPN's scoreboard of a day, and a team's schedule: payload in, rows out.

Pure: no network, no files, no clock. Where each value stands in the payload is written down in
``engine/sources/README.md``. A single odd event becomes a sentence in ``problems``, never an error.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from engine.domain.teams import League
from engine.sources.answers import at, items, name_of, refusal, text_of, whole

EASTERN = ZoneInfo("America/New_York")
LEAGUE_ID = {"men": 41, "women": 54}  # in every ``uid`` of ESPN: s:40~l:41~…
NCAA_TOURNAMENT = 22
NCAA_HEADLINE = re.compile(r"^(NCAA )?(Men|Women)['’]s (Basketball )?Championship\b", re.IGNORECASE)
TOURNAMENT_WORDS = re.compile(r"tournament|championship|challenge|classic|invitational", re.I)

# An answer of exactly that many events was cut: ESPN falls back to 25, and the limit is 500.
FALLBACK, LIMIT = 25, 500
CUT_LENGTHS = (FALLBACK, LIMIT)
# Without groups=50 only "featured" games come, nearly all with a ranked team. Of the 1,207 complete
# days of 2011-2026 with 5-24 games, one had the 25 best teams in 70% of them.
FEATURED_FEWEST, FEATURED_MOST, FEATURED_RANKED = 5, 24, 0.7
RANKED = 25
MOST_POINTS = 200

# What a number of an event may be; with another, the event is left out.
IDS = (-(2**31), 2**31 - 1)  # what a snapshot's tables hold
POSSIBLE = {"season": (1900, 2200), "season_type": (0, 20), "period": (0, 30), "overtimes": (0, 20)}
POSSIBLE |= dict.fromkeys(("home_id", "away_id", "tournament_id"), IDS)

STATUSES = {
    "STATUS_SCHEDULED": "scheduled",
    "STATUS_PRE": "scheduled",
    "STATUS_POSTPONED": "postponed",
    "STATUS_CANCELED": "canceled",
    "STATUS_CANCELLED": "canceled",
    "STATUS_ABANDONED": "canceled",
    "STATUS_FORFEIT": "forfeit",
    "STATUS_SUSPENDED": "suspended",
}
BY_STATE = {"pre": "scheduled", "in": "in_progress", "post": "unknown"}

EVENT_COLUMNS: dict[str, str] = {
    "event_id": "int64",
    "season": "int64",
    "season_type": "int64",  # 2 regular season with conference tournaments, 3 postseason
    "date": "str",  # the day in US Eastern time, ISO
    "start": "str",  # UTC, ISO
    "time_valid": "bool",  # False: the time of day is not known yet
    "status": "str",  # final, in_progress, scheduled, postponed, canceled, forfeit, suspended, …
    "home_id": "int64",
    "away_id": "int64",
    "home_name": "str",
    "away_name": "str",
    "home_points": "float64",  # NaN before tip-off and where no game counts
    "away_points": "float64",
    "overtimes": "int64",
    "neutral": "bool",
    "conference_game": "bool",
    "headline": "str",
    "tournament_id": "int64",  # 22 NCAA, 37 WNIT, 62 WBIT, 0 none or not given
    "ncaa": "bool",
    "home_seed": "int64",  # 1-16 in NCAA games, else 0
    "away_seed": "int64",
    "home_rank": "int64",  # poll rank, 0 none
    "away_rank": "int64",
    "venue": "str",
    "city": "str",
    "region": "str",
    "period": "int64",
    "clock": "str",
}


CONFERENCE_COLUMNS = {"espn_id": "int64", "conference_id": "int64", "conference": "str"}


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Rows of ``EVENT_COLUMNS``, how many events the payload held, and what is wrong with it;
    ``doubts`` are those of the problems that concern the answer as a whole."""

    rows: pd.DataFrame
    count: int
    problems: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def refused_events(why: str) -> Events:
    """No events, because of ``why``."""
    return Events(frame([]), 0, (why,), (why,))


def scoreboard(payload: Any, league: League) -> Events:
    """The events of a scoreboard (or of a team's schedule, which needs no completeness check)."""
    refused = refusal(payload)
    if refused:
        return refused_events(refused)
    events = payload.get("events")
    if not isinstance(events, list):
        return refused_events("The answer has no list of events.")
    rows, problems = [], []
    doubts = _league_problems(payload, league)
    for event in events:
        row, faults = _event(event, league, at(payload, "leagues", 0, "season", "year"))
        rows += [row] if row else []
        problems += faults
    rows, repeated = _once(rows)
    problems += repeated
    if "team" not in payload:
        doubts += cut_short(len(events)) + _featured(rows)
    problems = list(dict.fromkeys(doubts + problems))
    return Events(frame(rows), len(events), tuple(problems), tuple(doubts))


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows as a frame with exactly ``EVENT_COLUMNS``."""
    return pd.DataFrame(rows, columns=list(EVENT_COLUMNS)).astype(EVENT_COLUMNS)


def regulation_periods(league: League, season: int) -> int:
    """Halves, or quarters for women since 2015-16."""
    return 4 if league == "women" and season >= 2016 else 2


# --- One event -----------------------------------------------------------------------------------


def _event(
    event: Any, league: League, default_season: Any
) -> tuple[dict[str, Any] | None, list[str]]:
    """(row, problems); no row where the event cannot be told apart from another."""
    number, game = whole(at(event, "id")), at(event, "competitions", 0)
    label = text_of(at(event, "name")) or f"event {number}"
    start = instant(at(game, "date") or at(event, "date"))
    sides = {side: _side(game, side) for side in ("home", "away")}
    if number is None or start is None or None in sides.values():
        return None, [f"{label}: no id, date or pair of teams, so it was left out."]
    day = eastern_day(start)
    season = whole(at(event, "season", "year")) or whole(default_season) or season_of(day)
    status, known = _status(game, event)
    headline = text_of(at(game, "notes", 0, "headline"))
    tournament = whole(at(game, "tournamentId")) or 0
    ncaa = tournament == NCAA_TOURNAMENT or bool(NCAA_HEADLINE.match(headline))
    row: dict[str, Any] = {
        "event_id": number,
        "season": season,
        "season_type": _season_type(event),
        "date": day,
        "start": start.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        "time_valid": at(game, "timeValid") is not False and at(event, "timeValid") is not False,
        "neutral": at(game, "neutralSite") is True,
        "conference_game": at(game, "conferenceCompetition") is True,
        "headline": headline,
        "tournament_id": tournament,
        "ncaa": ncaa,
        "venue": text_of(at(game, "venue", "fullName")),
        "city": text_of(at(game, "venue", "address", "city")),
        "region": text_of(at(game, "venue", "address", "state")),
        "clock": text_of(at(status, "displayClock"), 8),
        "period": whole(at(status, "period")) or 0,
        "status": known,
        "overtimes": 0,
    }
    for side, team in sides.items():
        row |= _team_columns(side, team, ncaa, known)
    row["overtimes"], faults = _overtimes(game, row, league)
    for name, (low, high) in POSSIBLE.items():
        if not low <= row[name] <= high:
            return None, [
                f"{label}: {row[name]} is no {name.replace('_', ' ')}, so it was left out."
            ]
    faults += _score_faults(row)
    return row, [f"{label} ({day}): {fault}" for fault in faults]


def _side(game: Any, side: str) -> Any:
    found = [c for c in items(game, "competitors") if at(c, "homeAway") == side]
    return found[0] if len(found) == 1 and team_number(found[0]) is not None else None


def team_number(competitor: Any) -> int | None:
    """ESPN's id of one of the two competitors; negative for a place that is not filled yet."""
    return whole(at(competitor, "team", "id") or at(competitor, "id"))


def _team_columns(side: str, team: Any, ncaa: bool, status: str) -> dict[str, Any]:
    rank = whole(at(team, "curatedRank", "current")) or 0
    score = whole(at(team, "score")) if status in ("final", "in_progress", "suspended") else None
    names = (at(team, "team", key) for key in ("location", "displayName", "nickname", "name"))
    return {
        f"{side}_id": team_number(team),
        f"{side}_name": next((name_of(name) for name in names if name), ""),
        f"{side}_points": float("nan") if score is None else float(score),
        # The same key holds the poll rank during the season and the seed in NCAA games.
        f"{side}_seed": rank if ncaa and 1 <= rank <= 16 else 0,
        f"{side}_rank": rank if not ncaa and 1 <= rank <= RANKED else 0,
    }


def _season_type(event: Any) -> int:
    kind = at(event, "season", "type")
    found = whole(kind) or whole(at(kind, "type")) or whole(at(event, "seasonType", "type"))
    return found or whole(at(event, "seasonType", "id")) or 2


def _status(game: Any, event: Any) -> tuple[Any, str]:
    status = at(game, "status") or at(event, "status") or {}
    name, state = text_of(at(status, "type", "name")), text_of(at(status, "type", "state"))
    if name in STATUSES:
        return status, STATUSES[name]
    if name.startswith("STATUS_FINAL") and at(status, "type", "completed") is True:
        return status, "final"
    return status, BY_STATE.get(state, "unknown")


def _overtimes(game: Any, row: dict[str, Any], league: League) -> tuple[int, list[str]]:
    """Overtimes played = period - regulation. The words of the status ("2OT") must agree."""
    if row["status"] not in ("final", "in_progress"):
        return 0, []
    regulation = whole(at(game, "format", "regulation", "periods"))
    counted = row["period"] - (regulation or regulation_periods(league, row["season"]))
    written = overtimes_in_words(at(game, "status", "type"))
    if row["period"] == 0 or (written and counted < 0):
        return written, []
    counted = max(0, counted)
    if written and written != counted:
        return written, [f"{counted} overtimes by periods, {written} in words."]
    return counted, []


def overtimes_in_words(status_type: Any) -> int:
    """``Final/2OT`` or ``2OT`` -> 2, ``OT`` -> 1, none -> 0."""
    for key in ("altDetail", "detail", "shortDetail"):
        found = re.search(r"(\d*)OT\b", text_of(at(status_type, key)))
        if found:
            return int(found[1] or 1)
    return 0


def _score_faults(row: dict[str, Any]) -> list[str]:
    faults = []
    if row["home_id"] == row["away_id"]:
        faults.append("a team plays against itself.")
    if row["status"] == "unknown":
        faults.append("its status is not known, so it counts for nothing.")
    if row["status"] != "final":
        return faults
    points = row["home_points"], row["away_points"]
    if not all(0 <= value <= MOST_POINTS for value in points) or sum(points) == 0:
        faults.append(f"the final score {points[0]:g}-{points[1]:g} is impossible.")
    elif points[0] == points[1]:
        faults.append(f"a final cannot be tied ({points[0]:g}-{points[1]:g}).")
    return faults


# --- Days ----------------------------------------------------------------------------------------


def instant(text: Any) -> datetime | None:
    """ESPN's ``2027-03-18T16:15Z`` as an aware time, or None."""
    try:
        found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def eastern_day(moment: datetime) -> str:
    """The calendar day in US Eastern time: 01:05Z belongs to the evening before."""
    return moment.astimezone(EASTERN).date().isoformat()


def season_of(day: str) -> int:
    """The season's year, in which it ends: a season changes in July."""
    return int(day[:4]) + (int(day[5:7]) >= 7)


# --- Conferences ---------------------------------------------------------------------------------


def conferences(payload: Any) -> tuple[pd.DataFrame, list[str]]:
    """(``CONFERENCE_COLUMNS`` of every team in the standings of Division I, problems)."""
    refused, children = refusal(payload), at(payload, "children")
    if refused or not isinstance(children, list):
        why = refused or "The answer has no conferences."
        return pd.DataFrame(columns=list(CONFERENCE_COLUMNS)).astype(CONFERENCE_COLUMNS), [why]
    rows = [
        {"espn_id": team, "conference_id": whole(at(child, "id")) or 0, "conference": name}
        for child in children
        if (name := name_of(at(child, "name")))
        for entry in _entries(child)
        if (team := team_number(entry)) is not None
    ]
    found = pd.DataFrame(rows, columns=list(CONFERENCE_COLUMNS)).astype(CONFERENCE_COLUMNS)
    twice = found["espn_id"][found["espn_id"].duplicated()].unique().tolist()
    problems = [f"ESPN's team {team} is in two conferences." for team in twice[:3]]
    return found.drop_duplicates("espn_id"), problems


def _entries(group: Any) -> list[Any]:
    """The teams of a conference, those of its divisions too."""
    below = [entry for part in items(group, "children") for entry in _entries(part)]
    return [*items(group, "standings", "entries"), *below]


# --- The whole answer ----------------------------------------------------------------------------


def cut_short(count: int) -> list[str]:
    """The sentence for an answer that was cut, if this one was."""
    if count not in CUT_LENGTHS:
        return []
    return [f"Exactly {count} events came: ESPN cuts its list there, so games may be missing."]


def trusted(found: Events) -> Events:
    """The same events without the complaint about their number, which a second look confirmed."""
    cut = cut_short(found.count)
    kept = (tuple(p for p in part if p not in cut) for part in (found.problems, found.doubts))
    return Events(found.rows, found.count, *kept)


def _featured(rows: list[dict[str, Any]]) -> list[str]:
    """Were only the featured games answered? Believed of one regular-season day only."""
    plain = [row for row in rows if not TOURNAMENT_WORDS.search(row["headline"])]
    one_day = len({row["date"] for row in rows}) <= 2 and all(r["season_type"] == 2 for r in rows)
    if not one_day or not FEATURED_FEWEST <= len(plain) <= FEATURED_MOST:
        return []
    ranked = sum(row["home_rank"] + row["away_rank"] > 0 for row in plain)
    if ranked < FEATURED_RANKED * len(plain):
        return []
    return [
        f"{ranked} of {len(plain)} games have a ranked team: these are the featured games only, "
        "not the day's (the request lacked groups=50)."
    ]


def _league_problems(payload: Any, league: League) -> list[str]:
    numbers = {whole(at(one, "id")) for one in items(payload, "leagues")}
    for event in payload["events"][:5]:
        found = re.search(r"~l:(\d+)", text_of(at(event, "uid")))
        numbers |= {int(found[1])} if found else set()
    other = LEAGUE_ID["women" if league == "men" else "men"]
    if other in numbers and LEAGUE_ID[league] not in numbers:
        return [f"These are not the {league}'s games."]
    return []


def _once(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """Each event once, the last one; a pair of teams meets once a day."""
    count = Counter(row["event_id"] for row in rows)
    kept = list({row["event_id"]: row for row in rows}.values())
    problems = [f"Event {number} came {n} times." for number, n in count.items() if n > 1]
    pairs = Counter(
        (row["date"], *sorted((row["home_id"], row["away_id"])))
        for row in kept
        if row["status"] not in ("postponed", "canceled") and min(_ids(row)) > 0
    )
    names = {row[f"{side}_id"]: row[f"{side}_name"] for row in kept for side in ("home", "away")}
    problems += [
        f"{names[a]} and {names[b]} meet {n} times on {day}."
        for (day, a, b), n in pairs.items()
        if n > 1
    ]
    return kept, problems


def _ids(row: dict[str, Any]) -> tuple[int, int]:
    return row["home_id"], row["away_id"]
