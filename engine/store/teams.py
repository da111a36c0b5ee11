"""Teams, their players and how credit is shared, from the embedded tables."""

from pathlib import Path
from typing import Any

import numpy as np

from engine.domain.players import COUNTS, SINGLE, CreditRates, Roster
from engine.domain.teams import League, TeamTable
from engine.ratings.season_prior import SeasonPrior, from_tables
from engine.ratings.season_tables import team_table
from engine.store.caches import cached_by_tables, digest_of
from engine.store.manifest import DATA
from engine.store.play_model import _arrays
from engine.store.reader import read_table, season_rows
from engine.store.seasons import check_season, prior_seasons, seasons


@cached_by_tables(128, "seasons", "teams")
def embedded_teams(league: League, season: int, root: Path = DATA) -> TeamTable:
    """All rated teams of an embedded season; UnknownSeason or DamagedData."""
    check_season(league, season, seasons(league, root))
    teams, average = (season_rows(name, league, season, root) for name in ("teams", "seasons"))
    return team_table(league, season, teams, average, digest_of(root, "seasons", "teams"))


@cached_by_tables(8, "last_averages", "last_ratings", "next_strengths")
def load_prior(league: League, season: int, root: Path = DATA) -> SeasonPrior:
    """What the season before says about ``season``, for the last rated season and the one after it;
    UnknownSeason or DamagedData."""
    check_season(league, season, prior_seasons(league, root))
    names = ("last_ratings", "last_averages", "next_strengths")
    tables = [season_rows(name, league, season - 1, root) for name in names]
    return from_tables(league, season, tables, digest_of(root, *names))


@cached_by_tables(256, "players", "seasons")
def load_roster(league: League, season: int, team_id: int, root: Path = DATA) -> Roster | None:
    """A team's players, the most minutes first, or None where the season or the team has no player
    data; UnknownSeason or DamagedData."""
    check_season(league, season, seasons(league, root))
    rows = season_rows("players", league, season, root)
    mine = np.flatnonzero(rows["team_id"] == team_id)
    if not mine.size:
        return None
    mine = mine[np.argsort(-rows["minutes"][mine], kind="stable")]
    return Roster(
        season=season,
        team_id=team_id,
        name=tuple(str(name) for name in rows["player"][mine]),
        minutes=rows["minutes"][mine].astype(np.float64),
        count=np.stack([rows[name][mine] for name in COUNTS], axis=1).astype(np.float64),
        games=int(rows["team_games"][mine[0]]),
        player_id=rows["player_id"][mine].astype(np.int64),
        played=rows["games"][mine].astype(np.float64),
    )


@cached_by_tables(4, "scorebook")
def load_credit_rates(root: Path = DATA) -> CreditRates:
    """The measured shares of blocks, assists and team credits; DamagedData."""
    share: dict[str, Any] = dict(_arrays(read_table("scorebook", root), "ij"))
    return CreditRates(**share | {name: float(share[name][0]) for name in SINGLE})
