"""Ratings of every season from the raw game logs."""

from pathlib import Path

import pandas as pd

from engine.domain.teams import LEAGUES, League
from engine.ratings.season_tables import SeasonTables, season_tables
from engine.sources import game_logs


def build(source: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(teams, seasons): one row a league, season and team; one row a league and season."""
    parts = [of_league(source, league) for league in LEAGUES]
    return tuple(
        pd.concat([getattr(part, table) for part in parts], ignore_index=True)
        for table in ("teams", "seasons")
    )


def of_league(source: Path, league: League) -> SeasonTables:
    """The ratings of every season of one league."""
    return season_tables(
        game_logs.games(source, league),
        league,
        game_logs.names(source, league),
        game_logs.conferences(source, league),
    )
