"""The three files a person may bring: games, ratings, a field."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from engine.domain.box_score import BOX
from engine.domain.field import Field
from engine.domain.seeding import LINES, REGIONS, Seeded, field_from_seeds, seed_faults
from engine.domain.teams import League
from engine.errors import BadFile, Fault
from engine.sources.espn import EVENT_COLUMNS
from engine.sources.own.columns import (
    TeamNames,
    anything,
    day_of,
    flag,
    name,
    number,
    one_of,
    team,
    whole,
)
from engine.sources.own.reading import Parse, Row, Table, header, parsed, read_table

MOST_POINTS, MOST_COUNT, MOST_OVERTIMES = 250, 300, 10
EFFICIENCY, PACE, NET_SE = (40.0, 180.0), (40.0, 110.0), (0.1, 40.0)

RATINGS = ("team", "off_eff", "def_eff", "pace", "net_se")
FIELD = ("region", "region_name", "seed", "team", "team_b")
GAMES = ("date", "home", "away", "home_points", "away_points", "neutral", "overtimes")
BOXES = tuple(f"{side}_{count}" for side in ("home", "away") for count in (*BOX, "pf"))
# What only the games of a snapshot have: they hold the whole schedule.
SNAPSHOT = ("event_id", "status", "season_type", "ncaa")
REGULAR = 2  # ESPN's season type: the regular season with the conference tournaments
FINAL = "final"


# --- Games ---------------------------------------------------------------------------------------


def read_games(
    data: bytes, file: str, league: League, season: int, names: TeamNames
) -> pd.DataFrame:
    """Final games as ``ratings.current_season.rate_season`` takes them: the columns of ``GAMES``
    and ``BOXES`` (NaN where empty), by date. BadFile.

    The games table of a snapshot is such a file too: of it this league's finals before the NCAA
    tournament between two teams of Division I count, as in the snapshot's own ratings."""
    if set(SNAPSHOT) <= {*header(data, file)}:
        table = _snapshot_table(data, file, league, season, names)
    else:
        table = read_table(data, file, *_game_columns(season, team(names)))
    table.faults += [*_impossible(table), *_repeated_games(table)]
    table.sound()
    if not table.rows:
        raise BadFile(file, [Fault(0, "", "", "it has no final game")])
    frame = pd.DataFrame([row.value for row in table.rows]).reindex(columns=[*GAMES, *BOXES])
    frame = frame.astype(dict.fromkeys(BOXES, float))
    return frame.sort_values(["date", "home", "away"], ignore_index=True)


def _game_columns(season: int, side: Parse) -> tuple[dict[str, Parse], dict[str, Parse]]:
    points = whole(0, MOST_POINTS)
    required: dict[str, Parse] = {
        "date": day_of(season), "home": side, "away": side, "home_points": points,
        "away_points": points, "neutral": flag, "overtimes": whole(0, MOST_OVERTIMES),
    }  # fmt: skip
    return required, dict.fromkeys(BOXES, whole(0, MOST_COUNT))


def _snapshot_table(data: bytes, file: str, league: League, season: int, names: TeamNames) -> Table:
    """The rows of a snapshot's games that count; the others may hold what they like."""
    known = dict.fromkeys(("league", *EVENT_COLUMNS, *GAMES), anything)
    everything = read_table(data, file, known, {})
    counted = Table(file, [])
    required, _ = _game_columns(season, team(names))
    required |= {"season": one_of(str(season))}
    for row in everything.rows:
        if _counts(row, league):
            value: dict[str, Any] = {}
            for column, parse in required.items():
                value |= parsed(parse, column, row.text[column], row.line, counted.faults)
            counted.rows.append(Row(row.line, row.text, value))
    counted.faults += everything.faults
    return counted


def _counts(row: Row, league: League) -> bool:
    text = row.text
    if text["league"] != league:
        return False
    both = text["home"] != "0" and text["away"] != "0"
    regular = text["season_type"] == str(REGULAR) and text["ncaa"] in ("False", "0")
    return both and regular and text["status"] == FINAL


def _impossible(table: Table) -> Iterable[Fault]:
    for row in table.whole("home", "away"):
        if row.value["home"] == row.value["away"]:
            yield row.fault("away", "a team plays itself")
    for row in table.whole("home_points", "away_points"):
        if row.value["home_points"] == row.value["away_points"]:
            yield row.fault("away_points", "a final game is not tied")


def _repeated_games(table: Table) -> Iterable[Fault]:
    first: dict[tuple[Any, ...], int] = {}
    for row in table.whole("date", "home", "away"):
        teams = sorted((row.value["home"], row.value["away"]))
        line = first.setdefault((row.value["date"], *teams), row.line)
        if line != row.line:
            yield row.fault("away", f"line {line} has this game already")


# --- Ratings -------------------------------------------------------------------------------------


def read_ratings(data: bytes, file: str, names: TeamNames) -> pd.DataFrame:
    """Ratings: the columns of ``RATINGS``, by team id; off_eff, def_eff (points per 100
    possessions), pace (possessions per 40 minutes), net_se (NaN where empty). BadFile."""
    required: dict[str, Parse] = {"team": team(names), "pace": number(*PACE)}
    required |= dict.fromkeys(("off_eff", "def_eff"), number(*EFFICIENCY))
    table = read_table(data, file, required, {"net_se": number(*NET_SE)})
    table.faults += _repeated_teams(table, "team")
    table.sound()
    if not table.rows:
        raise BadFile(file, [Fault(0, "", "", "it rates no team")])
    frame = pd.DataFrame([row.value for row in table.rows]).reindex(columns=list(RATINGS))
    return frame.astype({"net_se": np.float64}).sort_values("team", ignore_index=True)


def _repeated_teams(table: Table, *columns: str) -> Iterable[Fault]:
    first: dict[int, int] = {}
    for row in table.rows:
        for column in columns:
            one = row.value.get(column)
            if one in first:
                yield row.fault(column, f"line {first[one]} has this team already")
            elif one is not None:
                first[one] = row.line


# --- A field -------------------------------------------------------------------------------------


def read_field(data: bytes, file: str, league: League, season: int, names: TeamNames) -> Field:
    """A tournament's field from a row for each line of each region: region (W-Z: W meets X and Y
    meets Z in the semifinals), region_name, seed (1-16), team and, where two play for the line,
    team_b. BadFile."""
    required: dict[str, Parse] = {"region": one_of(*REGIONS), "region_name": name}
    required |= {"seed": whole(LINES[0], LINES[-1]), "team": team(names)}
    table = read_table(data, file, required, {"team_b": team(names)})
    seeded, twice = _seeded(table)
    table.faults += [*twice, *_misnamed(table), *_repeated_teams(table, "team", "team_b")]
    missing = [Fault(0, "", "", why) for why in seed_faults(seeded)]
    if table.faults or missing:
        in_lines = sorted(table.faults, key=lambda fault: fault.line)
        raise BadFile(file, [*in_lines, *missing])
    region = {row.value["region"]: row.value["region_name"] for row in table.rows}
    return replace(field_from_seeds(league, season, seeded, region), own=True)


def _seeded(table: Table) -> tuple[list[Seeded], list[Fault]]:
    """The rows whose place is understood, each place once, and those that come again. A team that
    is not understood is 0, one that comes again too: its line tells."""
    seeded: dict[str, Seeded] = {}
    first: dict[str, int] = {}
    faults, seen = [], {0}
    for row in table.whole("region", "seed"):
        ids: list[int | None] = []
        for column in ("team", "team_b"):
            one = row.value.get(column, 0)
            ids.append(0 if one in seen else one)
            seen |= {one} - {None}
        one = Seeded(row.value["region"], row.value["seed"], ids[0] or 0, ids[1])
        if one.place in seeded:
            faults.append(row.fault("seed", f"line {first[one.place]} has {one.place} already"))
        else:
            seeded[one.place], first[one.place] = one, row.line
    return list(seeded.values()), faults


def _misnamed(table: Table) -> Iterable[Fault]:
    first: dict[str, Row] = {}
    for row in table.whole("region", "region_name"):
        known = first.setdefault(row.value["region"], row)
        called = known.value["region_name"]
        if row.value["region_name"] != called:
            clash = f"line {known.line} calls this region “{called}”; use one name"
            yield row.fault("region_name", clash)
