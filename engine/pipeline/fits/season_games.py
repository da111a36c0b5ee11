"""Game logs -> the seasons of the record week by week and game by game: every team's rating at the
start of each week, and every game with what the ratings of the day before expected of it.

The ratings are those of the record (``last_month``): a day's numbers know only the games before it.
Before the last month, the pace of games without a box score is carried over from the season before,
since nothing of the season itself may be known yet."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from engine.domain.teams import LEAGUES
from engine.pipeline.fits.last_month import FIRST_DAY, Month, day_forecasts, of_league
from engine.ratings.constants import SHRINKAGE
from engine.ratings.observations import one_sided
from engine.ratings.season_ratings import SeasonFits, daily_ratings
from engine.ratings.season_tables import team_frame

WEEK = 7  # days of a season are counted from a Monday
COLUMNS = ["date", "a", "b", "venue", "points_a", "points_b", "overtimes", "margin", "margin_se"]


def build(source: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(weekly_ratings, season_games)."""
    ratings, games = [], []
    for league in LEAGUES:
        for month in of_league(source, league):
            key = {"league": league, "season": month.season}
            known = dict(known_by_day(month))
            ratings.append(weekly(month, known).assign(**key))
            games.append(forecast_games(month, known).assign(**key))
    return pd.concat(ratings), pd.concat(games)


def known_by_day(month: Month) -> Iterator[tuple[int, SeasonFits]]:
    """(day, ratings as of the day before) for each day with games, in order."""
    rows = one_sided(month.games)
    strengths = SHRINKAGE[month.league]
    for day, known in daily_ratings(rows, month.ids, strengths, month.last, 0):
        if day < FIRST_DAY:
            yield day, known
    yield from daily_ratings(rows, month.ids, strengths, month.last, FIRST_DAY)


def weekly(month: Month, known: dict[int, SeasonFits]) -> pd.DataFrame:
    """date, team_id, net, net_se (points per 100 possessions) of every team on the first day with
    games of each week, before those games."""
    dates = _dates(month)
    first: dict[int, int] = {}
    for day in sorted(known):
        first.setdefault(day // WEEK, day)
    parts = []
    for day in first.values():
        team = team_frame(known[day], month.ids, month.style)
        net = team["off_eff"] - team["def_eff"]
        part = pd.DataFrame({"team_id": team["team_id"], "net": net, "net_se": team["net_se"]})
        parts.append(part.assign(date=dates[day]))
    return pd.concat(parts).round({"net": 1, "net_se": 1})


def forecast_games(month: Month, known: dict[int, SeasonFits]) -> pd.DataFrame:
    """Every game up to Selection Sunday, ``COLUMNS``: the result, and the margin in points that the
    ratings of the day before expected at that venue, with its posterior standard error."""
    dates = _dates(month)
    parts = []
    for day, of in known.items():
        minutes = month.games.loc[month.games["day_num"] == day, "minutes"].to_numpy(np.float64)
        overtimes = ((minutes - 40.0) / 5.0).astype(np.int64)
        part = day_forecasts(month, day, of).assign(overtimes=overtimes, date=dates[day])
        parts.append(part[COLUMNS])
    return pd.concat(parts).round({"margin": 1, "margin_se": 1})


def _dates(month: Month) -> dict[int, str]:
    days = month.games.drop_duplicates("day_num")
    named = days["date"].dt.strftime("%Y-%m-%d")
    return dict(zip(days["day_num"].astype(int), named, strict=True))
