"""Game logs -> forecasts of every game of a season's last month by the ratings of the day before.

A forecast for day d uses only games before d, with the same fits as the ratings of Selection
Sunday. Styles (the seven rates) and the league's averages are those of the day before the month:
they change little in a month, and no game of the month enters them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from engine.arrays import F8, I8
from engine.domain.teams import LEAGUES, RATES, League
from engine.ratings import baseline
from engine.ratings.constants import SHRINKAGE
from engine.ratings.model import Fit, RandomWalkPrior
from engine.ratings.next_season import returning
from engine.ratings.observations import one_sided, rest
from engine.ratings.season_ratings import SeasonFits, daily_ratings, season_fits
from engine.ratings.season_tables import mean_style, season_row, team_frame
from engine.sources import game_logs

LAST_DAYS = 31  # up to Selection Sunday
FIRST_DAY = game_logs.SELECTION_DAY - LAST_DAYS + 1
FIRST_SEASON: dict[League, int] = {"men": 2008, "women": 2010}
CANCELLED = 2020

# Decimals kept: far finer than the errors, and small on disk.
DIGITS = {"margin": 2, "total": 1, "pace": 1, "margin_se": 2, "total_se": 2, "plain": 1}
RATE_DIGITS = 3


def build(source: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """(late_games, eve_seasons, eve_styles)."""
    parts = [
        [part.assign(league=league, season=month.season) for part in of_month(month)]
        for league in LEAGUES
        for month in of_league(source, league)
    ]
    games, averages, rates = (pd.concat(list(of)) for of in zip(*parts, strict=True))
    return games, averages, rates


@dataclass(frozen=True, slots=True, eq=False)
class Month:
    """A season's ``games`` (a games frame, ``observations``), the ``last`` season's fits over the
    teams ``ids``, and the league's ``style`` for teams without box scores."""

    league: League
    season: int
    games: pd.DataFrame
    ids: I8
    last: dict[str, Fit]
    style: dict[str, float]


def of_league(source: Path, league: League) -> Iterator[Month]:
    """The seasons on record of one league, in order."""
    return months(game_logs.games(source, league), league, game_logs.players(source, league))


def months(
    played_games: pd.DataFrame, league: League, players: pd.DataFrame | None = None
) -> Iterator[Month]:
    """The seasons on record, in order; ``players`` as in ``season_tables``."""
    sided = one_sided(played_games)
    ids = np.unique(sided["offense"])
    back = None if players is None else returning(players, ids)
    fitted = list(season_fits(sided, ids, SHRINKAGE[league], back))
    style = mean_style(fitted)
    last: dict[str, Fit] = {}
    for one in fitted:
        if one.season >= FIRST_SEASON[league] and one.season != CANCELLED:
            games = played_games[played_games["season"] == one.season]
            yield Month(league, one.season, games, ids, last, style)
        last = one.fits


def of_month(month: Month) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """One season's rows of the three tables: every game of the month with its forecast from the day
    before; the league's averages and every team's rates on the day before the month (no rates where
    there are no box scores)."""
    rows = one_sided(month.games)
    known = dict(daily_ratings(rows, month.ids, SHRINKAGE[month.league], month.last, FIRST_DAY))
    day_before = known[min(known)]
    average = season_row(day_before, month.style)
    seen = month.games[month.games["day_num"] < FIRST_DAY]
    rates = [f"{side}_{rate}" for rate in RATES for side in ("off", "def")]
    team = team_frame(day_before, month.ids, month.style)[["team_id", *rates]]
    return (
        pd.concat([_of_day(month, day, of) for day, of in known.items()]).round(DIGITS),
        pd.DataFrame([average | {"cutoff": f"{seen['date'].max():%Y-%m-%d}"}]),
        team.round(RATE_DIGITS) if average["has_style"] else team.iloc[:0],
    )


def _of_day(month: Month, day: int, known: SeasonFits) -> pd.DataFrame:
    """One day's games as forecast the day before, and the baseline rating's margin."""
    games = month.games[month.games["day_num"] == day]
    before = month.games[month.games["day_num"] < day]
    ids = games[["team_id_a", "team_id_b"]].to_numpy(np.int64)
    venue = games["venue"].to_numpy(np.float64)
    plain = baseline.fit(before, month.league).margin(ids, venue)
    return day_forecasts(month, day, known).assign(plain=plain)


def day_forecasts(month: Month, day: int, known: SeasonFits) -> pd.DataFrame:
    """One day's games, from ratings that have seen the days before it; in points of regulation, as
    ``matchup.expected`` has them."""
    games = month.games[month.games["day_num"] == day]
    base: dict[str, Any] = season_row(known, month.style)
    team = team_frame(known, month.ids, month.style).set_index("team_id")
    ids = games[["team_id_a", "team_id_b"]].to_numpy(np.int64)
    venue = games["venue"].to_numpy(np.float64)
    a, b = (_columns(team.loc[ids[:, side]]) for side in (0, 1))
    own_edge = known.fits["net"].home_edge(
        np.searchsorted(month.ids, np.where(venue > 0, ids[:, 0], ids[:, 1]))
    )
    pace = a["pace"] + b["pace"] - base["pace"]
    net = a["off_eff"] - a["def_eff"] - (b["off_eff"] - b["def_eff"])
    edge = (2.0 * base["home_edge"] + own_edge) * venue + _tired(month, day)
    level = a["off_eff"] + a["def_eff"] + b["off_eff"] + b["def_eff"]
    return pd.DataFrame(
        {
            "day": day,
            "a": ids[:, 0],
            "b": ids[:, 1],
            "venue": venue.astype(np.int64),
            "points_a": games["score_a"].to_numpy(np.int64),
            "points_b": games["score_b"].to_numpy(np.int64),
            "margin": pace / 100.0 * (net + edge),
            "total": pace / 100.0 * (level - 2.0 * base["efficiency"]),
            "pace": pace,
            "margin_se": pace / 100.0 * np.hypot(a["net_se"], b["net_se"]),
            "total_se": pace / 100.0 * np.hypot(_level_se(a), _level_se(b)),
        }
    )


def _tired(month: Month, day: int) -> F8:
    """[N] points per 100 possessions that a's game the day before costs in a day's games; b's the
    other way round."""
    walk = SHRINKAGE[month.league]["net"]
    assert isinstance(walk, RandomWalkPrior)
    near = month.games[month.games["day_num"].isin([day - 1, day])]
    columns = (near[name].to_numpy(np.int64) for name in ("team_id_a", "team_id_b", "day_num"))
    return walk.tired * rest(*columns)[(near["day_num"] == day).to_numpy()]


def _columns(frame: pd.DataFrame) -> dict[str, F8]:
    return {str(name): frame[name].to_numpy(np.float64) for name in frame}


def _level_se(of: dict[str, F8]) -> F8:
    return np.sqrt(2.0 * (of["off_se"] ** 2 + of["def_se"] ** 2) - of["net_se"] ** 2)
