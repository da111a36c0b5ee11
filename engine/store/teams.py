"""Teams, their players and how credit is shared, from the embedded tables."""

from pathlib import Path
from typing import Any

import numpy as np

from engine.arrays import F8
from engine.domain.players import COUNTS, SINGLE, CreditRates, Roster
from engine.domain.teams import RATES, League, LeagueSeason, TeamTable
from engine.store.caches import cached_by_tables, digest_of
from engine.store.manifest import DATA
from engine.store.play_model import _arrays
from engine.store.reader import read_table, season_rows
from engine.store.schemas import TEAM_FLOATS
from engine.store.seasons import check_season, seasons


@cached_by_tables(128, "seasons", "teams")
def load_teams(league: League, season: int, root: Path = DATA) -> TeamTable:
    """All rated teams of a season; UnknownSeason or DamagedData."""
    check_season(league, season, seasons(league, root))
    rows = season_rows("teams", league, season, root)
    numbers = {name: rows[name].astype(np.float64) for name in TEAM_FLOATS[:7]}
    return TeamTable(
        base=_league_season(league, season, root),
        team_id=rows["team_id"].astype(np.int32),
        name=tuple(rows["name"]),
        conference=tuple(rows["conference"]),
        wins=rows["wins"].astype(np.int32),
        losses=rows["losses"].astype(np.int32),
        **numbers,
        offence=_rates(rows, "off_{}"),
        offence_se=_rates(rows, "off_{}_se"),
        defence=_rates(rows, "def_{}"),
        defence_se=_rates(rows, "def_{}_se"),
        digest=digest_of(root, "seasons", "teams"),
    )


def _rates(rows: dict[str, Any], column: str) -> F8:
    """[T, R] from the columns named by ``column``, in the order of ``RATES``."""
    return np.stack([rows[column.format(r)] for r in RATES], axis=1).astype(np.float64)


def _league_season(league: League, season: int, root: Path) -> LeagueSeason:
    rows = season_rows("seasons", league, season, root)
    return LeagueSeason(
        league=league,
        season=season,
        pace=float(rows["pace"][0]),
        efficiency=float(rows["efficiency"][0]),
        home_edge=float(rows["home_edge"][0]),
        rate=_rates(rows, "rate_{}")[0],
        has_style=bool(rows["has_style"][0]),
        cutoff=str(rows["cutoff"][0]),
        season_pace=float(rows["season_pace"][0]),
        season_efficiency=float(rows["season_efficiency"][0]),
        season_spread=float(rows["season_spread"][0]),
    )


@cached_by_tables(256, "players", "seasons")
def load_roster(league: League, season: int, team_id: int, root: Path = DATA) -> Roster | None:
    """A tournament team's players, the most minutes first, or None where the season or the team has
    no player data; UnknownSeason or DamagedData."""
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
    )


@cached_by_tables(4, "scorebook")
def load_credit_rates(root: Path = DATA) -> CreditRates:
    """The measured shares of blocks, assists and team credits; DamagedData."""
    share: dict[str, Any] = dict(_arrays(read_table("scorebook", root), "ij"))
    return CreditRates(**share | {name: float(share[name][0]) for name in SINGLE})
