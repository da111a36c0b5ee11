"""Measured facts of a season's plays: rates by how the ball was won, rebounds, fouls, the end game.

Every function takes the frame of ``pbp.plays`` and returns a tidy table; shares are fractions,
times seconds. Rows of technical free throws are no plays and never counted as such.
"""

import numpy as np
import pandas as pd

FOULED = ("floor_foul", "bonus_1and1", "bonus_2")  # fouls on no shot
TURNOVERS = ("steal", "dead_tov", "off_foul")
TWOS = ("two_miss", "two_made", "two_and1", "two_fouled")
THREES = ("three_miss", "three_made", "three_and1", "three_fouled")
TRIPS = ("two_fouled", "three_fouled", "two_and1", "three_and1", "bonus_1and1", "bonus_2")
# Edges of the bins of seconds left used for the last two minutes.
END_EDGES = (0, 4, 8, 12, 18, 24, 30, 36, 45, 55, 65, 80, 95, 110, 120)


def real_plays(plays: pd.DataFrame) -> pd.DataFrame:
    """Plays with a complete record: no technicals, nothing mended."""
    return plays[(plays["start_type"] != "technical") & plays["clean"]]


def late(plays: pd.DataFrame, seconds: int) -> "pd.Series[bool]":
    """The play starts in the last ``seconds`` of the second half or of an overtime."""
    return (plays["period"] >= 2) & (plays["start_left"] <= seconds)


def ordinary(plays: pd.DataFrame) -> pd.DataFrame:
    """Complete plays away from the ends: not the last 4 minutes of the game, 35 s of a half."""
    whole = real_plays(plays)
    return whole[~late(whole, 240) & (whole["start_left"] > 35)]


def lengths(plays: pd.DataFrame, quantiles: int = 64) -> pd.DataFrame:
    """Mid-point quantiles of ``act_length`` by ``start_type``: ordinary time, lead up to 5."""
    part = ordinary(plays)
    part = part[part["lead"].abs() <= 5]
    levels = (np.arange(quantiles) + 0.5) / quantiles
    table = part.groupby("start_type", observed=True)["act_length"].quantile(levels)
    return table.rename("seconds").rename_axis(["start_type", "level"]).reset_index()
