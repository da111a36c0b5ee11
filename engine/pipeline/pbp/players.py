"""Players' seasons -> the players of tournament teams, of late of all teams; play-by-play -> who
gets the credit.

What an embedded row holds are season counts and a share of minutes. They only share out what a
simulated team does among its players; no forecast ever sees them, so it does not matter that most
seasons' counts include the tournament itself."""

from pathlib import Path

import numpy as np
import pandas as pd

from engine.arrays import F8
from engine.domain.players import COUNTS, ON_FLOOR
from engine.domain.teams import LEAGUES
from engine.pipeline.pbp import read
from engine.pipeline.pbp.facts import TRIPS, TURNOVERS, real_plays
from engine.pipeline.pbp.play_model import tidy

EVERYBODY_SINCE = 2025  # from this season on all of Division I, before it tournament teams
RECORD = "pbp_2026_full.parquet"
# The source's names of our counts: shots are of Division I games, the rest (``_all``) of all games.
SHOTS = COUNTS[:6]
OTHERS = COUNTS[6:]
MADE = {
    "two": ("two_made", "two_and1"),
    "three": ("three_made", "three_and1"),
}
AND1 = ("two_and1", "three_and1")
MISSED = {"two": "two_miss", "three": "three_miss"}
REBOUNDS = ("none", "off", "def")  # the kernel's NO_REBOUND, OFFENSIVE, DEFENSIVE


def build(source: Path, fields: pd.DataFrame) -> pd.DataFrame:
    """The ``players`` table: everybody who played for a team of ``fields`` (the embedded table), or
    since ``EVERYBODY_SINCE`` for any."""
    return pd.concat([_league(source, fields, league) for league in LEAGUES], ignore_index=True)


def _league(source: Path, fields: pd.DataFrame, league: str) -> pd.DataFrame:
    key = ["season", "team_id"]
    entrants = pd.MultiIndex.from_frame(fields.loc[fields["league"] == league, key])
    raw = pd.read_parquet(source / f"player_seasons_{league}.parquet").assign(league=league)
    entered = pd.MultiIndex.from_frame(raw[key]).isin(entrants)
    raw = raw[entered | (raw["season"] >= EVERYBODY_SINCE)]
    raw = raw[(raw["min_pct"] > 0) & raw["games_all"].notna()]
    table = raw[["league", "season", "team_id", "player_id", "team_games"]].copy()
    table["games"] = raw[["games", "team_games"]].min(axis=1)
    table["player"] = [" ".join(name.split()) for name in raw["player"]]
    total = raw.groupby(["season", "team_id"])["min_pct"].transform("sum")
    table["minutes"] = (raw["min_pct"] * ON_FLOOR / total).clip(0, 1).round(4)
    for name in SHOTS:
        table[name] = raw[name]
    # Brought to the same games as the shots, so that all counts of a row belong together.
    same = (raw["games"] / raw["games_all"]).clip(0, 1)
    for name in OTHERS:
        table[name] = (raw[f"{name}_all"] * same).round()
    return table.astype(dict.fromkeys((*COUNTS, "team_games", "games"), np.int64))


def scorebook(source: Path) -> pd.DataFrame:
    """The ``scorebook`` table: shares of blocks, assists and team credits (men's 2025-26)."""
    plays = real_plays(read.plays(source / RECORD))
    return tidy(
        {
            "blocked": _blocked(plays),
            "assisted": _assisted(plays),
            "assisted_and1": _assisted_and1(plays),
            "assisted_all": _assisted_all(plays),
            "team_rebound": _team_rebound(plays),
            "team_turnover": np.array([_team_turnover(source / RECORD)]),
            "and1": _and1(plays),
            "charge": np.array([_charge(plays)]),
            "block_rate": np.array([_block_rate(plays)]),
        }
    ).drop(columns=["k", "l"])


def _blocked(plays: pd.DataFrame) -> F8:
    """share[2, 3] of missed twos and threes that were blocked, by what became of the rebound."""
    shares = [
        plays[plays["outcome"] == miss].groupby("rebound", observed=False)["blocked"].mean()
        for miss in MISSED.values()
    ]
    return np.array([share.reindex(list(REBOUNDS)) for share in shares], dtype=np.float64)


def _assisted(plays: pd.DataFrame) -> F8:
    """share[2, 7] of made twos and threes that were assisted, by how the ball was won."""
    shares = []
    for kinds in MADE.values():
        made = plays[plays["outcome"].isin(kinds) & ~plays["outcome"].isin(AND1)]
        shares.append(made.groupby("start_type", observed=False)["assisted"].mean().to_numpy()[:7])
    return np.array(shares, dtype=np.float64)


def _assisted_and1(plays: pd.DataFrame) -> F8:
    """share[2] of made twos and threes with a foul that were assisted."""
    return np.array([plays.loc[plays["outcome"] == kind, "assisted"].mean() for kind in AND1])


def _assisted_all(plays: pd.DataFrame) -> F8:
    """share[2] of all made twos and threes that were assisted."""
    outcome = plays["outcome"]
    return np.array([plays.loc[outcome.isin(k), "assisted"].mean() for k in MADE.values()])


def _and1(plays: pd.DataFrame) -> F8:
    """share[2] of made twos and threes that were fouled as well."""
    outcome = plays["outcome"]
    made = [outcome.isin(kinds).sum() for kinds in MADE.values()]
    return np.array([(outcome == kind).sum() / n for kind, n in zip(AND1, made, strict=True)])


def _charge(plays: pd.DataFrame) -> float:
    """The share of turnovers that are offensive fouls."""
    turnovers = plays.loc[plays["outcome"].isin(TURNOVERS), "outcome"]
    return float((turnovers == "off_foul").mean())


def _block_rate(plays: pd.DataFrame) -> float:
    """Blocks by a team per game of 100 possessions each."""
    possessions = plays.loc[plays["last"], "last"].sum()
    return float(100.0 * plays["blocked"].sum() / possessions)


def _team_rebound(plays: pd.DataFrame) -> F8:
    """share[5, 2] of rebounds that are credited to the team; axes as in ``players.Scorebook``."""
    outcome, blocked = plays["outcome"], plays["blocked"]
    missed = [
        (outcome == "two_miss") & ~blocked,
        (outcome == "three_miss") & ~blocked,
        (outcome == "two_miss") & blocked,
        (outcome == "three_miss") & blocked,
        outcome.isin(TRIPS),
    ]
    return np.array(
        [
            [plays.loc[kind & (plays["rebound"] == who), "by_team"].mean() for who in REBOUNDS[1:]]
            for kind in missed
        ]
    )


def _team_turnover(record: Path) -> float:
    """Of turnovers that are neither stolen nor offensive fouls, the team's: the shot clock,
    mostly."""
    events = pd.read_parquet(record, columns=["event_type", "player_1", "quals"])
    turnovers = events[events["event_type"] == "Turnover"]
    steals = (events["event_type"] == "Steal").sum()
    charges = turnovers["quals"].astype(str).str.match(r"\s*turnover offensive[\s;]")
    by_team = (turnovers["player_1"] == "TEAM") & ~charges
    return float(by_team.sum() / (len(turnovers) - steals - charges.sum()))
