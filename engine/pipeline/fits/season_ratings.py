"""Ratings of every season from the raw game logs."""

from pathlib import Path

import pandas as pd

from engine.domain.teams import LEAGUES, League
from engine.ratings.season_prior import last_tables
from engine.ratings.season_tables import SeasonTables, season_tables
from engine.sources import game_logs

NAMES = ("teams", "seasons", "last_ratings", "last_averages", "next_strengths")
PRIOR_SEASONS = 2  # the last seasons whose ends are kept: the next season's prior, and a rehearsal


def build(source: Path) -> dict[str, pd.DataFrame]:
    """The tables ``NAMES``."""
    tables: dict[str, list[pd.DataFrame]] = {}
    for league in LEAGUES:
        found = of_league(source, league)
        last = last_tables(league, found.fits[-PRIOR_SEASONS:], found.ids)
        for name, frame in zip(NAMES, (found.teams, found.seasons, *last), strict=True):
            tables.setdefault(name, []).append(frame)
    return {name: pd.concat(frames, ignore_index=True) for name, frames in tables.items()}


def of_league(source: Path, league: League) -> SeasonTables:
    """The ratings of every season of one league."""
    return season_tables(
        game_logs.games(source, league),
        league,
        game_logs.names(source, league),
        game_logs.conferences(source, league),
        game_logs.players(source, league),
    )
