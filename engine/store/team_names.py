"""Schools by any of their spellings, and ESPN's ids for them."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.compute as pc

from engine.domain.team_names import fold_name, teams_by_seed
from engine.domain.teams import League, TeamTable
from engine.errors import AmbiguousTeam, UnknownTeam
from engine.store.caches import cached_by_tables
from engine.store.manifest import DATA
from engine.store.reader import frame, read_table
from engine.store.seasons import check_league, check_season, seasons, tournament_seasons
from engine.store.tournaments import embedded_field

Ids = Collection[int] | None  # the teams that come into question; None: all

NEAREST = 3
SHORTEST_BEGINNING = 2  # letters
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
    found = _named(check_league(league), text, root, None)
    return _only_one(found, text, league, f"{league}'s Division I", root, None)


def team_row(table: TeamTable, text: int | str, root: Path = DATA) -> int:
    """Row of a team in its season's table by id, by name, by any spelling that ``find_team`` knows
    or by its seed (``1 East``, ``W01``). AmbiguousTeam when several teams of that season fit,
    UnknownTeam with its nearest names when none does."""
    with suppress(UnknownTeam):
        return table.row(text)
    return _search(table, str(text), root, table.team_id.tolist(), typed=False)


def search_team(table: TeamTable, text: str, among: Ids = None, root: Path = DATA) -> int:
    """Row of the team that somebody means who types ``text`` into a box: as in ``team_row``, or by
    the beginning of one of its spellings. A beginning of several teams means the one whose spelling
    all the others go on from (``kan``: Kansas, not Kansas City)."""
    among = table.team_id.tolist() if among is None else among
    with suppress(UnknownTeam):
        row = table.row(text)
        if int(table.team_id[row]) in among:
            return row
    return _search(table, text, root, among, typed=True)


def _search(table: TeamTable, text: str, root: Path, among: Collection[int], typed: bool) -> int:
    league, season = table.base.league, table.base.season
    seeded = _by_seed(league, season, root).get(fold_name(text), ())
    found = [team for team in seeded if team in among] or _named(league, text, root, among)
    if typed and not found:
        found = _begun(league, text, root, among)
    return table.row(_only_one(found, text, league, table.where, root, among))


def _named(league: League, text: str, root: Path, among: Ids) -> list[int]:
    """The teams that a spelling or a number names."""
    found = _spellings(league, root).get(fold_name(text), ())
    found = found or _ids(league, root).get(text.strip(), ())
    return [team for team in found if among is None or team in among]


def _begun(league: League, text: str, root: Path, among: Collection[int]) -> list[int]:
    """The teams with a spelling that begins so; one if all these spellings begin with its own."""
    folded = fold_name(text)
    if len(folded) < SHORTEST_BEGINNING:
        return []
    spelled = [
        (spelling, team)
        for spelling, teams in _spellings(league, root).items()
        for team in teams
        if spelling.startswith(folded) and team in among
    ]
    shortest, first = min(spelled, key=lambda of: (len(of[0]), of), default=("", 0))
    if spelled and all(spelling.startswith(shortest) for spelling, _ in spelled):
        return [first]
    return list(dict.fromkeys(team for _, team in spelled))


def _only_one(
    found: Sequence[int], text: str, league: League, where: str, root: Path, among: Ids
) -> int:
    """The one team that was found; AmbiguousTeam, or UnknownTeam with the nearest names."""
    names = _names(league, root)
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousTeam(text, [names[team] for team in found])
    raise UnknownTeam(text, where, _nearest(league, fold_name(text), root, among))


def _nearest(league: League, folded: str, root: Path, among: Ids) -> list[str]:
    """The names of the nearest teams by name or spelling; those with the same first letter come
    first, which is the letter that is seldom wrong."""
    names = _names(league, root)
    known = {fold_name(name): (team,) for team, name in names.items()} | _spellings(league, root)
    close = get_close_matches(folded, known, n=200, cutoff=LOOSEST_MATCH)
    close.sort(key=lambda spelling: spelling[:1] != folded[:1])
    ids = dict.fromkeys(team for spelling in close for team in known[spelling])
    return [names[t] for t in ids if t in names and (among is None or t in among)][:NEAREST]


@cached_by_tables(32, "fields", "slots")
def _by_seed(league: League, season: int, root: Path) -> dict[str, tuple[int, ...]]:
    """``teams_by_seed`` of a season; empty where no tournament was played."""
    if season not in tournament_seasons(league, root):
        return {}
    return teams_by_seed(embedded_field(league, season, root))


def team_ids(league: League, text: str, root: Path = DATA) -> list[int]:
    """Every school that goes by this text: a spelling, an id of ours or one of ESPN's."""
    return _named(check_league(league), text, root, None)


def nearest_teams(
    league: League, text: str, among: Collection[int], root: Path = DATA
) -> list[str]:
    """The names of the teams of ``among`` that look most like this text."""
    return _nearest(league, fold_name(text), root, among)


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
