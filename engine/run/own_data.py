"""A person's own files made ready for runs: read, rated, held under their digest."""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from engine import store
from engine.domain.field import Field
from engine.domain.teams import League, TeamTable
from engine.errors import BadInput
from engine.ratings.current_season import rate_season
from engine.ratings.own_ratings import with_ratings
from engine.run.season.current_season import rated_games
from engine.sources.own.columns import TeamNames
from engine.sources.own.schemas import read_field, read_games, read_ratings
from engine.store import Kind, OwnData, Snapshot
from engine.tables import own_files


class OwnFile(NamedTuple):
    """A file as it came: its name and its bytes."""

    name: str
    content: bytes


def own_data(league: League, season: int, files: Mapping[Kind, OwnFile]) -> OwnData:
    """The own data in these files, held for requests that name their digest.

    Own games are rated from last season's end on; own ratings take the place of the season's
    efficiencies and pace (of those by own games, if there are both); an own field that of the
    season's field. BadFile lists every fault of a file; UnknownSeason; BadInput without a file, and
    for games of a season whose last season's end is not known."""
    if not files:
        raise BadInput("There is no file.", "Bring games, ratings or a field.")
    season = store.check_season(league, season, store.known_seasons(league))
    source = store.source_of(league, season)
    base = store.load_teams(league, season, source=source)
    names = _names(base)
    games = ratings = field = None
    if "games" in files:
        _check_prior(league, season)
        games = read_games(files["games"].content, files["games"].name, league, season, names)
    if "ratings" in files:
        ratings = read_ratings(files["ratings"].content, files["ratings"].name, names)
    if "field" in files:
        field = read_field(files["field"].content, files["field"].name, league, season, names)
    table = base if games is None else _rated(base, games)
    table = table if ratings is None else with_ratings(table, ratings)
    mark = _mark(league, season, games, ratings, field)
    digest = hashlib.sha256(f"{mark} {table.digest}".encode()).hexdigest()[:12]
    own = OwnData(league, season, mark, digest, games, ratings, field, table)
    store.hold(own)
    return own


def played_games(snapshot: Snapshot, league: League) -> pd.DataFrame:
    """The games that a snapshot's ratings of a league rest on, as a file of games: what own games
    may begin with."""
    rows, boxes = (one[one["league"] == league] for one in (snapshot.games, snapshot.boxes))
    rows = rows.assign(division_one=(rows["home"] > 0) & (rows["away"] > 0))
    played = rated_games(rows, boxes, snapshot.as_of[league])
    return own_files.games(played, snapshot.teams(league))


def _check_prior(league: League, season: int) -> None:
    known = (store.seasons(league)[-1], store.running_season(league))
    if season not in known:
        raise BadInput(
            f"Games of {season} cannot be rated: where the season before ended is not in the data.",
            f"Bring games of {known[0]} or {known[1]}, or ratings of {season}.",
        )


def _rated(base: TeamTable, games: pd.DataFrame) -> TeamTable:
    """All teams of the season by their prior and these games."""
    league, season = base.base.league, base.base.season
    members = pd.DataFrame(
        {"team_id": base.team_id, "name": base.name, "conference": base.conference}
    )
    prior = store.load_prior(league, season)
    return rate_season(league, season, games, prior, members, str(games["date"].max()))


def _mark(
    league: League,
    season: int,
    games: pd.DataFrame | None,
    ratings: pd.DataFrame | None,
    field: Field | None,
) -> str:
    """Twelve hexadecimal digits that name the contents."""
    parts = [f"{league} {season}"]
    parts += ["" if frame is None else frame.to_csv(index=False) for frame in (games, ratings)]
    parts.append("" if field is None else field.digest)
    return hashlib.sha256("\n\n".join(parts).encode()).hexdigest()[:12]


def _names(table: TeamTable) -> TeamNames:
    """How the teams of a season are found in a file."""
    league = table.base.league
    name = dict(zip(table.team_id.tolist(), table.name, strict=True))
    return TeamNames(
        ids=lambda text: store.team_ids(league, text),
        members=frozenset(name),
        nearest=lambda text: store.nearest_teams(league, text, name.keys()),
        name=name.__getitem__,
    )
