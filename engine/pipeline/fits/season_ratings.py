"""Ratings of every season: the tables teams and seasons."""

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from engine.domain.teams import LEAGUES, League
from engine.ratings import observations as ratings_observations
from engine.ratings.constants import SHRINKAGE
from engine.ratings.model import RandomWalkPrior
from engine.ratings.season_ratings import (
    FIRST_PUBLISHED,
    SeasonFits,
    mean_style,
    observations,
    prior_of,
    season_fits,
    season_row,
    team_frame,
)
from engine.ratings.season_spread import season_spread
from engine.sources import game_logs


def build(source: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(teams, seasons): one row a league, season and team; one row a league and season."""
    teams, seasons = [], []
    for league in LEAGUES:
        turned = game_logs.games(source, league)
        sided = ratings_observations.one_sided(turned)
        ids = np.unique(sided["offence"])
        fitted = list(season_fits(sided, ids, SHRINKAGE[league]))
        style = mean_style(fitted)
        names = _names(source, league)
        conferences = _conferences(source, league)
        records = _records(turned)
        cutoff = turned.groupby("season")["date"].max()
        for before, one in zip([None, *fitted], fitted, strict=False):
            if one.season == 2020 or one.season < FIRST_PUBLISHED[league]:
                continue
            where = {"league": league, "season": one.season}
            spread = _spread(sided[sided["season"] == one.season], ids, league, one, before)
            known = {"season_spread": spread, "cutoff": f"{cutoff[one.season]:%Y-%m-%d}"}
            seasons.append(where | season_row(one, style) | known)
            frame = team_frame(one, ids, style)
            frame.insert(0, "league", league)
            frame.insert(1, "season", one.season)
            frame.insert(3, "name", frame["team_id"].map(names))
            frame.insert(4, "conference", [conferences[one.season, t] for t in frame["team_id"]])
            for side in ("wins", "losses"):
                frame[side] = [records.get((one.season, t, side), 0) for t in frame["team_id"]]
            teams.append(frame)
    return pd.concat(teams, ignore_index=True), pd.DataFrame(seasons)


def _spread(
    rows: pd.DataFrame, ids: np.ndarray, league: League, one: SeasonFits, before: SeasonFits | None
) -> float:
    """``hindsight.season_spread`` of a season and the one before it."""
    pull = SHRINKAGE[league]["net"]
    assert isinstance(pull, RandomWalkPrior)
    net = observations(rows, ids, "net", one.fits.get("pace"))
    half = len(rows) // 2
    points = rows["points"].to_numpy(np.float64)
    margin = 100.0 * (points[:half] - points[half:]) / net.weight
    return season_spread(
        net, margin, pull, prior_of(before.fits["net"] if before else None, pull, ids.size)
    )


def _names(source: Path, league: League) -> dict[int, str]:
    table = pd.read_parquet(source / f"{league}_teams.parquet")
    return dict(zip(table["team_id"], table["team"], strict=True))


def _conferences(source: Path, league: League) -> dict[tuple[int, int], str]:
    member = pd.read_parquet(source / f"{league}_team_conferences.parquet")
    described = pd.read_parquet(source / "conferences.parquet").set_index("conf_abbrev")
    label = member["conf_abbrev"].map(described["description"]).fillna(member["conf_abbrev"])
    return dict(zip(zip(member["season"], member["team_id"], strict=True), label, strict=True))


def _records(turned: pd.DataFrame) -> dict[tuple[int, int, str], int]:
    a_won = turned["score_a"] > turned["score_b"]
    winner = turned["team_id_a"].where(a_won, turned["team_id_b"]).astype(int)
    loser = turned["team_id_b"].where(a_won, turned["team_id_a"]).astype(int)
    out: dict[tuple[int, int, str], int] = {}
    for side, who in (("wins", winner), ("losses", loser)):
        count = Counter(zip(turned["season"], who, strict=True))
        out |= {(int(season), int(team), side): n for (season, team), n in count.items()}
    return out
