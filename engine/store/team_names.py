"""Schools by any of their spellings, and ESPN's ids for them."""

from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.compute as pc

from engine.domain.team_names import fold_name
from engine.domain.teams import League, TeamTable
from engine.errors import AmbiguousTeam, UnknownTeam
from engine.store.caches import cached_by_tables
from engine.store.manifest import DATA
from engine.store.reader import frame, read_table
from engine.store.seasons import check_league, check_season, seasons

NEAREST = 3
LOOSEST_MATCH = 0.5  # similarity of two spellings (difflib), 0 to 1


def espn_teams(league: League, season: int, root: Path = DATA) -> pd.DataFrame:
    """The Division I teams of a season that ESPN has an id for: espn_id, team_id, name, conference,
    by ESPN id. Of the season after the last rated one, the members known so far with the conference
    of the season before; UnknownSeason or DamagedData."""
    rated = seasons(league, root)
    known = frame("espn_teams", league, root)
    columns = ["espn_id", "team_id", "name", "conference"]
    if season == rated[-1] + 1:
        return known.loc[known["d1_2027"], columns].reset_index(drop=True)
    check_season(league, season, rated)
    teams = frame("teams", league, root)
    teams = teams.loc[teams["season"] == season, ["team_id", "name", "conference"]]
    return known[["espn_id", "team_id"]].merge(teams, on="team_id")[columns]


def find_team(league: League, text: str, root: Path = DATA) -> int:
    """The team id of a school by its id, its ESPN id or any of its spellings; case, accents and
    punctuation do not matter.

    AmbiguousTeam if several schools share it, else UnknownTeam with the nearest names.
    """
    found = team_ids(league, text, root)
    if len(found) == 1:
        return found[0]
    known, names = _spellings(league, root), _names(league, root)
    if found:
        raise AmbiguousTeam(text, [names[team] for team in found])
    close = get_close_matches(fold_name(text), known, n=50, cutoff=LOOSEST_MATCH)
    ids = dict.fromkeys(team for spelling in close for team in known[spelling])
    nearest = [names[team] for team in ids if team in names][:NEAREST]
    raise UnknownTeam(text, f"{league}'s Division I", nearest)


def team_ids(league: League, text: str, root: Path = DATA) -> tuple[int, ...]:
    """Every school that goes by this text: a spelling, an id of ours or one of ESPN's."""
    known = _spellings(check_league(league), root)
    return known.get(fold_name(text), ()) or _ids(league, root).get(text.strip(), ())


@cached_by_tables(2, "spellings")
def _spellings(league: League, root: Path) -> dict[str, tuple[int, ...]]:
    known: dict[str, tuple[int, ...]] = {}
    for row in _of_league("spellings", league, root):
        known[row["spelling"]] = (*known.get(row["spelling"], ()), row["team_id"])
    return known


@cached_by_tables(2, "espn_teams", "teams")
def _ids(league: League, root: Path) -> dict[str, tuple[int, ...]]:
    """The schools that a number names: by their own id, by ESPN's, or one by each."""
    known: dict[str, tuple[int, ...]] = {str(team): (team,) for team in _names(league, root)}
    for row in _of_league("espn_teams", league, root):
        key = str(row["espn_id"])
        known[key] = tuple({*known.get(key, ()), row["team_id"]})
    return known


@cached_by_tables(2, "espn_teams", "teams")
def _names(league: League, root: Path) -> dict[int, str]:
    """The name of every school that has been rated or is a member now."""
    rows = [*_of_league("teams", league, root), *_of_league("espn_teams", league, root)]
    return {row["team_id"]: row["name"] for row in rows}


def _of_league(name: str, league: League, root: Path) -> list[dict[str, Any]]:
    table = read_table(name, root)
    rows: list[dict[str, Any]] = table.filter(pc.equal(table["league"], league)).to_pylist()
    return rows


def team_row(table: TeamTable, text: int | str, root: Path = DATA) -> int:
    """Row of a team in its season's table, by id, by name or by any spelling that ``find_team``
    knows; UnknownTeam when nothing fits or the school did not play that season."""
    try:
        return table.row(text)
    except UnknownTeam as unknown:
        try:
            team_id = find_team(table.base.league, str(text), root)
        except AmbiguousTeam:
            raise
        except UnknownTeam:
            raise unknown from None  # it names the nearest teams of that season
    return table.row(team_id)
