"""The NCAA's bracket and scoreboard answers (GraphQL, or a mirror's plain JSON): payload to rows.

Pure: no network, no files. The bracket is the one machine source that says on Selection Sunday
which regions meet in the semifinals.
"""

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engine.domain.teams import League
from engine.sources.answers import at, items, refusal, text_of, whole

# Which stored query the site is asked for. The site forgets it at some redeploys, so both can be
# replaced by configuration (engine.sources.addresses).
BRACKET_QUERY = "get_championship_ncaa"
BRACKET_HASH = "e651c2602fb9e82cdad6e947389600c6b69e0e463e437b78bf7ec614d6d15f80"
SPORT = {"men": "basketball-men", "women": "basketball-women"}

# Positions in the tree: 101… play-in, 201-232 round of 64, 301-316, 401-408, 501-504, 601-602, 701.
PLAY_IN, FIRST_ROUND, LAST_ROUND = 1, 2, 7
SEMIFINALS = (601, 602)
FIELD_SIZES = (64, 65, 68, 76)

FIELD_COLUMNS: dict[str, str] = {
    "position": "int64",  # the game in which the team enters
    "play_in": "bool",
    "region": "str",  # as printed: East
    "region_code": "str",  # TL, BL, TR, BR: where the region is drawn; left and right meet last
    "seed": "int64",
    "name": "str",
    "full_name": "str",
    "seoname": "str",
}
GAME_COLUMNS: dict[str, str] = {
    "position": "int64",
    "next_position": "int64",  # 0 after the championship
    "round": "int64",  # 0 play-in, 1 round of 64 … 6 championship
    "date": "str",
    "state": "str",  # P before, I in progress, F final
    "top_name": "str",
    "bottom_name": "str",
    "top_points": "float64",
    "bottom_points": "float64",
    "winner_name": "str",
}


@dataclass(frozen=True, slots=True, eq=False)
class Bracket:
    """Entrants (``FIELD_COLUMNS``), games (``GAME_COLUMNS``), the pairs of regions that meet in the
    semifinals, and what is wrong."""

    season: int
    field: pd.DataFrame
    games: pd.DataFrame
    semifinals: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]


def bracket_query(league: League, season: int, stored_query: str = "") -> dict[str, str]:
    """The query of the GraphQL address for a bracket; ``stored_query`` replaces the known hash."""
    asked = {"sportUrl": SPORT[league], "division": 1, "year": season}
    stored = {"persistedQuery": {"version": 1, "sha256Hash": stored_query or BRACKET_HASH}}
    return {
        "operationName": BRACKET_QUERY,
        "variables": json.dumps(asked, separators=(",", ":")),
        "extensions": json.dumps(stored, separators=(",", ":")),
    }


def mirror_path(league: League, season: int) -> str:
    """The bracket's path on a mirror that serves plain JSON."""
    return f"/brackets/{SPORT[league]}/d1/{season}"


def bracket(payload: Any, league: League) -> Bracket:
    """The field and the games of a bracket answer."""
    refused = refused_query(payload) or refusal(payload)
    found = at(payload, "data", "championships", 0) or at(payload, "championships", 0)
    games = at(found, "games")
    if refused or not isinstance(games, list):
        message = refused or "The answer has no championship."
        return Bracket(0, _frame([], FIELD_COLUMNS), _frame([], GAME_COLUMNS), (), (message,))
    problems = []
    if text_of(at(found, "sportUrl")) not in ("", SPORT[league]):
        problems.append(f"This is not the {league}'s bracket.")
    regions = _regions(found, games)
    field = _frame(_entrants(games, regions), FIELD_COLUMNS)
    problems += _field_faults(field)
    rows = _frame([_game(game) for game in games if _position(game)], GAME_COLUMNS)
    season = whole(at(found, "year")) or whole(at(found, "season")) or 0
    return Bracket(season, field, rows, _semifinals(games, regions), tuple(problems))


def refused_query(payload: Any) -> str | None:
    """The sentence for a stored query that the site has forgotten."""
    messages = [str(at(error, "message") or error) for error in items(payload, "errors")]
    if not any("persistedquerynotfound" in m.replace(" ", "").casefold() for m in messages):
        return None
    return (
        "The NCAA's site no longer knows the stored query (PersistedQueryNotFound). Set "
        "HARDWOOD_NCAA_HASH to the new hash or HARDWOOD_NCAA_MIRROR to a mirror."
    )


def _frame(rows: list[dict[str, Any]], columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _position(game: Any) -> int:
    return whole(at(game, "bracketPositionId")) or 0


def _regions(found: Any, games: list[Any]) -> dict[int, tuple[str, str]]:
    """Position of a first-round game -> (region's name, its code)."""
    known = {
        whole(at(r, "sectionId")): (text_of(at(r, "title")).title(), text_of(at(r, "regionCode")))
        for r in items(found, "regions")
    }
    return {_position(game): known.get(whole(at(game, "sectionId")), ("", "")) for game in games}


def _entrants(games: list[Any], regions: dict[int, tuple[str, str]]) -> list[dict[str, Any]]:
    """Every team where it enters; the winner of a play-in stands in its later game as well."""
    rows: dict[str, dict[str, Any]] = {}
    for game in sorted(games, key=_position):
        position = _position(game)
        if position // 100 not in (PLAY_IN, FIRST_ROUND):
            continue
        home = position if position // 100 == FIRST_ROUND else _next(game)
        region, code = regions.get(home, ("", ""))
        for team in items(game, "teams"):
            name, seed = text_of(at(team, "nameShort")), whole(at(team, "seed"))
            if not name or seed is None:
                continue  # "Lehigh/Prairie View" stands for the winner of a play-in
            row = {"position": position, "play_in": position < 200, "region": region}
            row |= {"region_code": code, "seed": seed, "name": name}
            row |= {
                "full_name": text_of(at(team, "nameFull")),
                "seoname": text_of(at(team, "seoname")),
            }
            rows.setdefault(name, row)
    return list(rows.values())


def _next(game: Any) -> int:
    return whole(at(game, "victorBracketPositionId")) or 0


def _field_faults(field: pd.DataFrame) -> list[str]:
    if field.empty:
        return ["The field is not out yet: the bracket holds no teams."]
    faults = []
    if len(field) not in FIELD_SIZES:
        faults.append(f"The bracket has {len(field)} teams; 64, 65, 68 or 76 were expected.")
    if not field["seed"].between(1, 16).all():
        faults.append("A seed is not between 1 and 16.")
    direct = field[~field["play_in"]]
    twice = direct[direct.duplicated(["region", "seed"], keep=False)]
    faults += [
        f"{region} has two No. {seed} seeds: {', '.join(part['name'])}."
        for (region, seed), part in twice.groupby(["region", "seed"])
    ]
    return faults


def _game(game: Any) -> dict[str, Any]:
    teams = {bool(at(t, "isTop")): t for t in items(game, "teams")}
    top, bottom = teams.get(True), teams.get(False)
    winner = next((t for t in (top, bottom) if at(t, "isWinner") is True), None)
    month, _, rest = text_of(at(game, "startDate")).partition("/")
    day, _, year = rest.partition("/")
    row: dict[str, Any] = {"position": _position(game), "next_position": _next(game)}
    row |= {"round": _position(game) // 100 - 1, "state": text_of(at(game, "gameState"))}
    row |= {"date": f"{year}-{month:0>2}-{day:0>2}" if year else ""}
    for side, team in (("top", top), ("bottom", bottom)):
        points = whole(at(team, "score"))
        row |= {f"{side}_name": text_of(at(team, "nameShort"))}
        row |= {f"{side}_points": float("nan") if points is None else float(points)}
    return row | {"winner_name": text_of(at(winner, "nameShort"))}


def _semifinals(
    games: list[Any], regions: dict[int, tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Which regions meet: follow each first-round game to its semifinal."""
    following = {_position(game): _next(game) for game in games}
    meet: dict[int, list[str]] = {semifinal: [] for semifinal in SEMIFINALS}
    for position, (region, _) in regions.items():
        here = position
        for _ in range(LAST_ROUND):
            if here in meet:
                break
            here = following.get(here, 0)
        if position // 100 == FIRST_ROUND and here in meet and region not in meet[here]:
            meet[here].append(region)
    return tuple((pair[0], pair[1]) for pair in meet.values() if len(pair) == 2)
