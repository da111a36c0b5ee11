"""Game logs -> the schedule: every game that a simulated season plays again.

Men's 2025-26: exactly the games with play-by-play, tournaments included, since ``figures`` are
measured on them. Every other season: up to Selection Sunday.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from engine.domain import box_score
from engine.domain.schedule import Schedule
from engine.domain.teams import LEAGUES, League
from engine.sources import game_logs

FIRST_SEASON = 2010
CANCELLED = 2020  # no tournament, so no ratings
PBP_SEASON: tuple[League, int] = ("men", 2026)  # the one with play-by-play

KEY = ["season", "a", "b", "venue"]


def build(source: Path) -> pd.DataFrame:
    """The schedule table: league, season, a, b, venue."""
    frames = [games(source, league)[KEY].assign(league=league) for league in LEAGUES]
    return pd.concat(frames, ignore_index=True)


def games(source: Path, league: League) -> pd.DataFrame:
    """Every game of the schedule in its order: season; a < b (ids); venue (+1 at a's, -1 at b's);
    score_a, score_b, overtimes; possessions of both sides as the boxes have them (NaN without);
    ncaa_game_id (men)."""
    raw = pd.read_parquet(source / f"{league}_games.parquet")
    raw = raw[(raw["season"] >= FIRST_SEASON) & (raw["season"] != CANCELLED)]
    raw = raw[_kept(raw, league)].reset_index(drop=True)
    won_is_a = (raw["w_team_id"] < raw["l_team_id"]).to_numpy()
    at_winners = raw["w_loc"].map({"H": 1, "A": -1, "N": 0}).to_numpy(np.int64)
    out = raw[["season"]].astype(int)
    for column, name in (("team_id", ""), ("score", "score_")):
        won, lost = (raw[f"{side}_{column}"].to_numpy(np.int64) for side in "wl")
        out[f"{name}a"] = np.where(won_is_a, won, lost)
        out[f"{name}b"] = np.where(won_is_a, lost, won)
    out["venue"] = np.where(won_is_a, at_winners, -at_winners)
    out["overtimes"] = raw["num_ot"].fillna(0).to_numpy(np.int64)
    out["possessions"] = _possessions(raw, out["overtimes"])
    if "ncaa_game_id" in raw:
        out["ncaa_game_id"] = raw["ncaa_game_id"]
    # Ties among equal keys are settled by the score, so that the rows' order is one and the same.
    return out.sort_values([*KEY, "score_a", "score_b"], ignore_index=True)


def schedule(season_games: pd.DataFrame, league: League) -> Schedule:
    """One season's rows of ``games`` as the engine has them."""
    a, b, venue = (season_games[name].to_numpy(np.int64) for name in ("a", "b", "venue"))
    return Schedule(league, int(season_games["season"].iloc[0]), a, b, venue)


def _kept(raw: pd.DataFrame, league: League) -> "pd.Series[bool]":
    early = raw["game_type"].isin(["regular", "conf_tourney"])
    early &= raw["day_num"] <= game_logs.SELECTION_DAY
    if league != PBP_SEASON[0]:
        return early
    recorded = raw["box_ok"].fillna(False).astype(bool) & raw["ncaa_game_id"].notna()
    return early.where(raw["season"] != PBP_SEASON[1], recorded)


def _possessions(raw: pd.DataFrame, overtimes: "pd.Series[int]") -> np.ndarray:
    def side(x: str) -> "pd.Series[float]":
        box = [raw[f"{x}_{name}"].astype("Float64") for name in ("fga", "or", "to", "fta")]
        return box_score.possessions(*box)

    both = (side("w") + side("l")).to_numpy(np.float64, na_value=np.nan)
    sound = raw["box_ok"].fillna(False).to_numpy(bool)
    low, high = box_score.PLAUSIBLE_POSSESSIONS
    per_40 = both / 2 / (1 + overtimes.to_numpy() / 8)
    return np.where(sound & (per_40 >= low) & (per_40 <= high), both, np.nan)
