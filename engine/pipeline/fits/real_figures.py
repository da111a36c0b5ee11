"""The real figures that a simulated season is held against: (league, season, name, real, n).

Men's 2025-26 has play-by-play and so all of them; a season with boxes has possessions as well as
scores; women's seasons without boxes have scores only.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from engine.arrays import F8
from engine.domain.game_detail import BOX
from engine.domain.teams import LEAGUES, League
from engine.evaluation.realism_figures import Season, figures, models
from engine.game.season_play import MOST_POINTS
from engine.pipeline.fits.calibration import PLAYED_PER_ESTIMATED
from engine.pipeline.pbp import read
from engine.pipeline.pbp.facts import FOULED, TRIPS, TURNOVERS
from engine.sources.schedules import PBP_SEASON, games, schedule

TECHNICAL_SHOTS = 2  # free throws of a technical foul, each of which has a row of its own
BOX_SHARE = 0.9  # of a season's games; with fewer, possessions are those of some months only


def build(source: Path) -> pd.DataFrame:
    """The table of figures; ``n`` is the number of games."""
    rows = []
    for league in LEAGUES:
        every = games(source, league)
        for year in every["season"].unique().tolist():
            played = every[every["season"] == year]
            season = _season(source, league, year, played)
            found = figures(season, models(schedule(played, league)))
            rows += [(league, year, name, real, len(played)) for name, real in found.items()]
    return pd.DataFrame(rows, columns=["league", "season", "name", "real", "n"])


def _season(source: Path, league: League, year: int, played: pd.DataFrame) -> Season:
    if (league, year) == PBP_SEASON:
        return from_plays(read.plays(source / "pbp_2026_full.parquet"), played)
    return from_scores(played)


def from_scores(played: pd.DataFrame) -> Season:
    """A season of ``schedule.games`` rows by its scores and boxes."""
    known = played["possessions"].notna().mean() >= BOX_SHARE
    both = PLAYED_PER_ESTIMATED * played["possessions"].to_numpy(np.float64)
    return Season(
        points=_points(played),
        overtimes=played["overtimes"].to_numpy(np.int64),
        possessions=both if known else None,
    )


def from_plays(plays: pd.DataFrame, played: pd.DataFrame) -> Season:
    """The same season by its plays (``pbp.plays``), which know the score at any time."""
    points = _points(played)
    margin = points[0] - points[1]
    end = margins_after(plays, int(plays["period"].max()) + 1, 0).reindex(played["ncaa_game_id"])
    # The record's home side is not always the first of ours: on a neutral floor it is a name only.
    sign = np.sign(margin * end.to_numpy(np.float64))

    def lead(period: int, left: int) -> F8:
        found = margins_after(plays, period, left).reindex(end.index)
        return np.asarray(sign * found.to_numpy(np.float64))

    ball = plays[plays["start_type"] != "technical"]
    worth = ball.groupby(["game", "possession"])["points"].sum().clip(0, MOST_POINTS)
    return Season(
        points=points,
        overtimes=played["overtimes"].to_numpy(np.int64),
        possessions=ball.groupby("game")["last"].sum().reindex(end.index).to_numpy(np.float64),
        half=lead(1, 0),
        regulation=lead(2, 0),
        minute=lead(2, 60),
        possession_points=np.bincount(worth, minlength=MOST_POINTS + 1).astype(np.int64),
        box=_box(plays, end.index, sign),
        hosted=played["venue"].to_numpy() != 0,
    )


def _box(plays: pd.DataFrame, game: pd.Index, sign: F8) -> F8:
    """box[half, side, N, BOX] of each game's plays; ``sign[N]``: -1 where the record's home side is
    our second."""
    rows = game.get_indexer(pd.Index(plays["game"]))
    known = rows >= 0
    half = np.minimum(plays["period"].to_numpy(np.int64), 2) - 1
    offense = np.where(plays["home"].to_numpy() == (sign[rows] > 0), 0, 1)
    counts = _counts(plays)
    box = np.zeros((2, 2, len(game), len(BOX)))
    for at, name in enumerate(BOX):
        for side, count in zip((offense, 1 - offense), counts[name], strict=True):
            here = tuple(part[known] for part in (half, side, rows))
            np.add.at(box[..., at], here, np.asarray(count, dtype=np.float64)[known])
    return box


def _counts(plays: pd.DataFrame) -> dict[str, tuple[F8, F8]]:
    """What each play adds to the box of the offense and of the defense."""
    outcome, rebound = plays["outcome"], plays["rebound"]
    points, tried = plays["points"].to_numpy(np.float64), plays["ft_tried"].to_numpy(np.float64)
    none = np.zeros(len(plays))

    def share(*names: str) -> F8:
        return np.asarray(outcome.isin(names), dtype=np.float64)

    def offense(count: F8) -> tuple[F8, F8]:
        return count, none

    technical = np.asarray(plays["start_type"] == "technical", dtype=np.float64)
    fouled = share(*FOULED, *TRIPS) + technical / TECHNICAL_SHOTS
    return {
        "points": offense(points),
        "fgm2": offense(share("two_made", "two_and1")),
        "fga2": offense(share("two_made", "two_and1", "two_miss")),
        "fgm3": offense(share("three_made", "three_and1")),
        "fga3": offense(share("three_made", "three_and1", "three_miss")),
        "ftm": offense(plays["ft_made"].to_numpy(np.float64)),
        "fta": offense(tried),
        "orb": offense(np.asarray(rebound == "off", dtype=np.float64)),
        "drb": (none, np.asarray(rebound == "def", dtype=np.float64)),
        "stl": (none, share("steal")),
        "tov": offense(share(*TURNOVERS)),
        "pf": (share("off_foul"), fouled),
    }


def margins_after(plays: pd.DataFrame, period: int, left: int) -> pd.Series:
    """Home minus away in each game when ``left`` seconds of ``period`` remain.

    Points count from the clock of their shot or foul (``act_left``).
    """
    earlier = plays["period"] < period
    now = (plays["period"] == period) & (plays["act_left"] >= left)
    part = plays[earlier | now]
    signed = part["points"].where(part["home"], -part["points"])
    return signed.groupby(part["game"]).sum()


def _points(played: pd.DataFrame) -> F8:
    """points[2, N], the home side first."""
    a, b = (played[f"score_{x}"].to_numpy(np.float64) for x in "ab")
    at_b = played["venue"].to_numpy() < 0
    return np.stack([np.where(at_b, b, a), np.where(at_b, a, b)])
