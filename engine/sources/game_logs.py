"""Game logs -> one-sided rows: each game twice, once from each offense's side.

The source tables are written from the winner's side. Here every game is turned by team id first, so
that nothing downstream can learn who won from the order of the columns.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from engine.domain.box_score import BOX, PLAUSIBLE_POSSESSIONS, possessions
from engine.domain.teams import League

FIRST_SEASON: dict[League, int] = {"men": 2003, "women": 2003}
SELECTION_DAY = 132  # day_num of Selection Sunday
LAST_MONTH = SELECTION_DAY - 30  # the first day of a season's last month, on which choices are made


def games(source: Path, league: League) -> pd.DataFrame:
    """Games up to Selection Sunday (regular season and conference tournaments), turned by team id:
    season, day_num, date, team_a < team_b, points_*, venue (+1 a at home), minutes, conference_*
    and the box columns with suffix _a/_b (NaN where there is no sound box)."""
    raw = pd.read_parquet(source / f"{league}_games.parquet")
    raw = raw[
        raw["game_type"].isin(["regular", "conf_tourney"]) & (raw["day_num"] <= SELECTION_DAY)
    ]
    raw = raw[raw["season"] >= FIRST_SEASON[league]].reset_index(drop=True)
    win_is_a = (raw["w_team_id"] < raw["l_team_id"]).to_numpy()
    home = raw["w_loc"].map({"H": 1.0, "A": -1.0, "N": 0.0}).to_numpy(dtype=np.float64)
    out = raw[["season", "day_num", "date"]].astype({"season": int, "day_num": int})
    for column in ("team_id", "score", *BOX):
        won = raw[f"w_{column}"].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
        lost = raw[f"l_{column}"].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
        out[f"{column}_a"] = np.where(win_is_a, won, lost)
        out[f"{column}_b"] = np.where(win_is_a, lost, won)
    out["venue"] = np.where(win_is_a, home, -home)
    member = pd.read_parquet(source / f"{league}_team_conferences.parquet")
    conference = member.set_index(["season", "team_id"])["conf_abbrev"]
    for side in "ab":
        team = pd.MultiIndex.from_arrays([out["season"], out[f"team_id_{side}"].astype(int)])
        out[f"conference_{side}"] = conference.reindex(team).fillna("").to_numpy()
    overtimes = raw["num_ot"].astype("Float64").fillna(0).to_numpy(dtype=np.float64)
    out["minutes"] = 40.0 + 5.0 * overtimes
    sound = raw["box_ok"].fillna(False).to_numpy(dtype=bool)
    return _drop_unsound_boxes(out, sound)


def _drop_unsound_boxes(out: pd.DataFrame, sound: np.ndarray) -> pd.DataFrame:
    both = sum(
        possessions(out[f"fga_{x}"], out[f"or_{x}"], out[f"to_{x}"], out[f"fta_{x}"]) for x in "ab"
    )
    out["possessions"] = both / 2
    per_40 = out["possessions"] * 40.0 / out["minutes"]
    bad = ~sound | ~per_40.between(*PLAUSIBLE_POSSESSIONS)
    out.loc[bad, ["possessions", *(f"{c}_{x}" for c in BOX for x in "ab")]] = np.nan
    return out


# Seasons of players by league, from the season on that men's cover all of Division I. Women's begin
# too late to fit what a returning player is worth on seasons up to 2019.
PLAYERS_FROM: dict[League, int] = {"men": 2008}
_MINUTES = 500.0  # what the shares of a team's players in its minutes sum to
_COUNTS = {name: f"{name}_all" for name in ("orb", "drb", "ast", "stl", "blk", "tov", "pf")}


def players(source: Path, league: League) -> pd.DataFrame | None:
    """Every player's seasons as ``ratings.next_season.returning`` takes them; ``None`` for a league
    without enough of them, and for a folder without the table."""
    path = source / f"player_seasons_{league}.parquet"
    if league not in PLAYERS_FROM or not path.exists():
        return None
    raw = pd.read_parquet(path)
    raw = raw[raw["min_pct"].fillna(0) > 0]
    out = raw[["season", "team_id", "player_id"]].astype(np.int64)
    out["class"] = raw["class"].astype(str).str[:2]
    counts = {name: raw[column] for name, column in _COUNTS.items()}
    counts |= {name: raw[name] for name in ("pts", "ftm", "fta", "team_games")}
    counts |= {f"fg{x}": raw[f"fg{x}2"] + raw[f"fg{x}3"] for x in "ma"}
    counts["minutes"] = raw["min_pct"] / _MINUTES
    return out.assign(
        **{name: column.astype(np.float64).fillna(0.0) for name, column in counts.items()}
    )


def names(source: Path, league: League) -> dict[int, str]:
    """A school's name by team id."""
    table = pd.read_parquet(source / f"{league}_teams.parquet")
    return dict(zip(table["team_id"], table["team"], strict=True))


def conferences(source: Path, league: League) -> dict[tuple[int, int], str]:
    """A team's conference by season and team id."""
    member = pd.read_parquet(source / f"{league}_team_conferences.parquet")
    described = pd.read_parquet(source / "conferences.parquet").set_index("conf_abbrev")
    label = member["conf_abbrev"].map(described["description"]).fillna(member["conf_abbrev"])
    return dict(zip(zip(member["season"], member["team_id"], strict=True), label, strict=True))
