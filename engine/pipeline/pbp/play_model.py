"""Play-by-play -> the playbook: odds of an average play, habits by score and clock, play lengths.

Fitted on the men's 2025-26 season, the only one with play-by-play. Units: log-odds, seconds.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from engine.arrays import F8
from engine.domain.teams import RATES
from engine.game import possession as p
from engine.game.play_model import LENGTHS, SHIFTS, WIDEST_LENGTH_LEAD
from engine.pipeline.pbp import read
from engine.pipeline.pbp.effects import effects
from engine.pipeline.pbp.facts import FOULED, TRIPS, TURNOVERS, ordinary, real_plays

SEASON = 2026
# Columns of the kernel's sheet and the measured rate that each comes from.
BASE = {
    p.FOUL: "foul",
    p.TURNOVER: "turnover",
    p.THREE: "three",
    p.DRAWN2: "drawn2",
    p.DRAWN3: "drawn3",
    p.FG2: "fg2",
    p.FG3: "fg3",
    p.AND1: "and1",
    p.ORB: "oreb",
}


def build(source: Path, seasons: pd.DataFrame) -> pd.DataFrame:
    """The tidy table: ``name``, indices ``i``, ``j``, ``k``, ``l``, ``value``. ``seasons``: the
    league means of the ratings, for the anchor."""
    results = pd.read_parquet(source / "men_games.parquet")
    record = source / "pbp_2026_full.parquet"
    plays = read.plays(record)
    games = read.games(record, results[results["season"] == SEASON])
    found = effects(plays, games)
    measured = {k: v.astype(np.float64) for k, v in found.items() if v.dtype.kind == "f"}
    return tidy(_tables(plays, measured, seasons))


def _tables(plays: pd.DataFrame, measured: dict[str, F8], seasons: pd.DataFrame) -> dict[str, F8]:
    steady = ordinary(plays)
    first, later = _free_throws(plays)
    base = np.empty((len(p.START_TYPES), p.COLUMNS))
    for column, name in BASE.items():
        base[:, column] = np.exp(measured[f"base_{name}"])
    base[:, p.AND1_3] = _and1_3(plays)
    base[:, p.FT] = first
    men = seasons[(seasons["league"] == "men") & (seasons["season"] == SEASON)].iloc[0]
    middle = measured["pace"].shape[1] // 2
    nearby = slice(middle - WIDEST_LENGTH_LEAD, middle + WIDEST_LENGTH_LEAD + 1)
    shifts = [f"shift_{name}" for name in (*SHIFTS.values(), "ran_out")]
    return {
        "base": base,
        "anchor": np.array([men[f"rate_{r}"] for r in RATES], dtype=np.float64),
        "shared": _shared(plays, later / first),
        "length_won": np.concatenate([measured["length_won"], _to_foul(steady)[None]]),
        "length_end": measured["length_end"][:, :, nearby],
        **{name: measured[name] for name in (*shifts, "late", "rush", "base_ran_out", "pace")},
    }


def _shared(plays: pd.DataFrame, later: float) -> F8:
    """The fixed numbers of ``possession`` (STOLEN … OFF_DELAY); ``later``: its LATER_FT."""
    whole = real_plays(plays)
    outcome = whole["outcome"]
    turnovers = outcome[outcome.isin(TURNOVERS)]
    line = outcome.isin(TRIPS)
    live = whole[whole["rebound"].isin(["off", "def"])]
    delay = (live["length"] - live["act_length"]).clip(0, 8)
    off, at_line = live["rebound"] == "off", live["outcome"].isin(TRIPS)
    rebounds = whole.loc[line, "rebound"].value_counts()
    return np.array(
        [
            (turnovers == "steal").mean(),
            (turnovers == "off_foul").mean(),
            rebounds["off"] / rebounds["def"],
            later,
            *_technicals(plays),
            delay[at_line].mean(),
            delay[~off & ~at_line].mean(),
            delay[off & ~at_line].mean(),
        ]
    )


def _technicals(plays: pd.DataFrame) -> tuple[float, float]:
    """Technical fouls in 20 minutes of the first half and of the second. Every free throw has a row
    of its own; those of one side in one second belong to one foul."""
    rows = plays[plays["start_type"] == "technical"]
    fouls = rows.drop_duplicates(["game", "period", "home", "start_left"])["period"]
    games = plays["game"].nunique()
    return float((fouls == 1).sum() / games), float((fouls == 2).sum() / games)


def _and1_3(plays: pd.DataFrame) -> float:
    """Odds that a made three is fouled as well, however the ball was won: there are few."""
    outcome = real_plays(plays)["outcome"]
    return float((outcome == "three_and1").sum() / (outcome == "three_made").sum())


def _free_throws(plays: pd.DataFrame) -> tuple[float, float]:
    """Odds of the first free throw of a trip, and of the later ones (all trips of ordinary
    time)."""
    trips = ordinary(plays)
    trips = trips[trips["outcome"].isin(TRIPS) & (trips["ft_tried"] > 0)]
    hits, tried = trips["ft_hits"].to_numpy(), trips["ft_tried"].to_numpy()
    first = float(np.mean(hits & 1))
    later_hits = sum(float(np.sum((hits >> k) & (tried > k) & 1)) for k in (1, 2))
    later = later_hits / float(np.sum(tried - 1))
    return first / (1 - first), later / (1 - later)


def _to_foul(steady: pd.DataFrame) -> F8:
    """Quantiles [LENGTHS] of the length of plays that a foul away from a shot stops (s)."""
    length = steady.loc[steady["outcome"].isin(FOULED), "act_length"]
    return np.asarray(np.quantile(length, (np.arange(LENGTHS) + 0.5) / LENGTHS))


def tidy(tables: dict[str, F8]) -> pd.DataFrame:
    """Arrays of up to four axes as one long table."""
    frames = []
    for name in sorted(tables):
        array = np.asarray(tables[name], dtype=np.float64)
        index = np.indices(array.shape).reshape(array.ndim, -1)
        axes = {axis: np.zeros(array.size, dtype=np.int16) for axis in "ijkl"}
        axes |= {axis: i.astype(np.int16) for axis, i in zip("ijkl", index, strict=False)}
        frames.append(pd.DataFrame({"name": name, **axes, "value": array.ravel()}))
    return pd.concat(frames, ignore_index=True)
