"""Payloads in ESPN's shape for a made-up league, from plain rows of games."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
LEAGUE = {"men": (41, "mens-college-basketball"), "women": (54, "womens-college-basketball")}
STATES = {"FINAL": "post", "FORFEIT": "post", "CANCELED": "post", "POSTPONED": "post"}
STATES |= {"SCHEDULED": "pre", "IN_PROGRESS": "in", "HALFTIME": "in"}


def event(
    number: int,
    home: int,
    away: int,
    score: tuple[int, int] | None = None,
    *,
    day: str = "2027-01-12",
    clock: str = "19:00",
    status: str | None = None,
    league: str = "men",
    overtimes: int = 0,
    neutral: bool = False,
    conference: bool = False,
    headline: str = "",
    ranks: tuple[int, int] = (99, 99),
    time_valid: bool = True,
) -> dict[str, Any]:
    """One event; ``day`` and ``clock`` are US Eastern time."""
    status = status or ("FINAL" if score else "SCHEDULED")
    home_points, away_points = score or (0, 0)
    regulation = 4 if league == "women" else 2
    played = status in ("FINAL", "IN_PROGRESS", "HALFTIME")
    local = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=EASTERN)
    start = local.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%MZ")
    words = "" if not overtimes else "/OT" if overtimes == 1 else f"/{overtimes}OT"
    kind = {
        "name": f"STATUS_{status}",
        "state": STATES[status],
        "completed": status in ("FINAL", "FORFEIT"),
        "detail": f"Final{words}" if status == "FINAL" else status.title(),
    }
    if overtimes:
        kind["altDetail"] = words[1:]
    game = {
        "id": str(number),
        "date": start,
        "timeValid": time_valid,
        "neutralSite": neutral,
        "conferenceCompetition": conference,
        "notes": [{"type": "event", "headline": headline}] if headline else [],
        "venue": {"id": "1", "fullName": f"Arena {home}", "address": {"city": "Town"}},
        "status": {"period": regulation + overtimes if played else 0, "type": kind},
        "format": {"regulation": {"periods": regulation}},
        "competitors": [
            _competitor("home", home, home_points, ranks[0], league),
            _competitor("away", away, away_points, ranks[1], league),
        ],
    }
    year = int(day[:4]) + (day[5:7] >= "07")
    return {
        "id": str(number),
        "uid": f"s:40~l:{LEAGUE[league][0]}~e:{number}",
        "date": start,
        "name": f"Team {away} at Team {home}",
        "season": {"year": year, "type": 2},
        "competitions": [game],
    }


def _competitor(side: str, team: int, points: int, rank: int, league: str) -> dict[str, Any]:
    return {
        "id": str(team),
        "homeAway": side,
        "team": {"id": str(team), "location": f"Team {team}", "displayName": f"Team {team} Tops"},
        "score": str(points),
        "curatedRank": {"current": rank},
    }


def scoreboard(
    events: list[dict[str, Any]], league: str = "men", season: int = 2027
) -> dict[str, Any]:
    """A day's answer."""
    number, slug = LEAGUE[league]
    about = {"id": str(number), "slug": slug, "season": {"year": season, "type": {"type": 2}}}
    return {"leagues": [about], "events": events}


def box(points: int, three: int = 6, free: int = 11, **changes: int) -> dict[str, int]:
    """Counts of one team that add up to ``points``."""
    two, odd = divmod(points - 3 * three - free, 2)
    counts = {"fgm": two + three, "fga": 60, "fgm3": three, "fga3": 20, "ftm": free + odd}
    counts |= {"fta": 20, "or": 9, "dr": 23, "to": 12, "pf": 16, "ast": 13, "stl": 6, "blk": 3}
    return counts | changes


def statistics(counts: dict[str, int]) -> list[dict[str, str]]:
    """A team's box in ESPN's names."""
    named = {
        "fieldGoalsMade-fieldGoalsAttempted": f"{counts['fgm']}-{counts['fga']}",
        "threePointFieldGoalsMade-threePointFieldGoalsAttempted": (
            f"{counts['fgm3']}-{counts['fga3']}"
        ),
        "freeThrowsMade-freeThrowsAttempted": f"{counts['ftm']}-{counts['fta']}",
        "totalRebounds": counts["or"] + counts["dr"],
        "offensiveRebounds": counts["or"],
        "defensiveRebounds": counts["dr"],
        "assists": counts["ast"],
        "steals": counts["stl"],
        "blocks": counts["blk"],
        "turnovers": counts["to"],
        "fouls": counts["pf"],
    }
    return [{"name": name, "displayValue": str(value)} for name, value in named.items()]


def summary(
    of: dict[str, Any], league: str = "men", boxes: tuple[dict[str, int], ...] | None = None
) -> dict[str, Any]:
    """The summary of one ``event``, with a box that adds up if it is final."""
    game = of["competitions"][0]
    kind = game["status"]["type"]
    sides = game["competitors"]
    points = [int(side["score"]) for side in sides]
    periods = game["status"]["period"]
    if boxes is None and kind["name"] == "STATUS_FINAL":
        boxes = tuple(box(value) for value in points)
    averages = [{"name": "avgPoints", "displayValue": "71.5"}, {"name": "streak"}]
    teams = [
        {
            "team": {"id": side["team"]["id"]},
            "homeAway": side["homeAway"],
            "statistics": statistics(boxes[i]) if boxes else averages,
        }
        for i, side in enumerate(sides)
    ]
    competitors = [side | {"linescores": [{"displayValue": "1"}] * periods} for side in sides]
    return {
        "boxscore": {"teams": teams},
        "format": game["format"],
        "header": {
            "id": of["id"],
            "season": of["season"],
            "league": {"slug": LEAGUE[league][1]},
            "competitions": [
                {
                    "id": of["id"],
                    "date": game["date"],
                    "status": {"type": kind},
                    "competitors": competitors,
                }
            ],
        },
    }


def standings(teams: Iterable[tuple[int, str]]) -> dict[str, Any]:
    """The standings of Division I from ESPN ids and the names of their conferences."""
    members: dict[str, list[int]] = {}
    for team, conference in teams:
        members.setdefault(conference, []).append(int(team))
    children = [
        {
            "id": str(n),
            "name": name,
            "standings": {"entries": [{"team": {"id": str(t)}} for t in of]},
        }
        for n, (name, of) in enumerate(members.items(), 1)
    ]
    return {"name": "NCAA Division I", "children": children}


LINES = (1, 8, 5, 4, 6, 3, 7, 2)  # the better seeds of a region's first round, from the top


def bracket(names: dict[str, str], regions: dict[str, str], league: str, season: int) -> Any:
    """The NCAA's bracket before its first game. ``names``: seed (W01, X16a) -> team; ``regions``:
    letter -> name; W meets X, Y meets Z."""
    games, play_in = [], 101
    for section, letter in enumerate(regions):
        for i, line in enumerate(LINES):
            position = 201 + 8 * section + i
            sides = []
            for top, seed in ((True, line), (False, 17 - line)):
                place = f"{letter}{seed:02d}"
                if place in names:
                    sides.append(_entrant(top, seed, names[place]))
                elif f"{place}a" in names:
                    pair = [_entrant(x == "a", seed, names[place + x]) for x in "ab"]
                    games.append(bracket_game(play_in, position, 1, pair))
                    play_in += 1
            games.append(bracket_game(position, 301 + (position - 201) // 2, 2 + section, sides))
    for first, count in ((301, 16), (401, 8), (501, 4), (601, 2)):
        games += [bracket_game(first + i, first + 100 + i // 2, 6, []) for i in range(count)]
    titles = [
        {"sectionId": 2 + n, "title": f" {name.upper()}"} for n, name in enumerate(regions.values())
    ]
    one = {"sportUrl": f"basketball-{league}", "year": season, "games": games, "regions": titles}
    return {"data": {"championships": [one]}}


def _entrant(top: bool, seed: int, name: str) -> dict[str, Any]:
    return {"isTop": top, "seed": seed, "nameShort": name, "isWinner": False}


def bracket_game(position: int, following: int, section: int, teams: list[Any]) -> dict[str, Any]:
    """One game of the NCAA's bracket, not played yet."""
    return {
        "bracketPositionId": position,
        "victorBracketPositionId": following,
        "sectionId": section,
        "gameState": "P",
        "startDate": "03/18/2027",
        "teams": teams,
    }


def days(first: str, last: str) -> list[str]:
    """Every day from first to last, both included."""
    start, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
    return [(start + timedelta(n)).date().isoformat() for n in range((end - start).days + 1)]
