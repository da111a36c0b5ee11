"""What became of teams in the tournament, a school through its seasons, and the most similar teams
of all seasons."""

import numpy as np
import pandas as pd

from engine.arrays import F8
from engine.domain.field import ROUND_NAMES
from engine.domain.teams import RATES
from engine.tables.ledger import ranks

CHAMPION = len(ROUND_NAMES)  # one round more than the championship game
# Similarity: standardized offense and defense count this much, every style measure once.
STRENGTH_WEIGHT = 3.0
STRENGTH = ("off_eff", "def_eff")
# All rates but opponents' free throws, which no defense has a hand in.
STYLE = ("pace", *(f"{s}_{r}" for s in ("off", "def") for r in RATES if (s, r) != ("def", "ft")))


def reached_text(reached: float) -> str:
    """How far a team got: ``Sweet 16`` for a loss there; "" for a team that was not invited."""
    if np.isnan(reached):
        return ""
    if reached == CHAMPION:
        return "Champion"
    return "Runner-up" if reached == CHAMPION - 1 else ROUND_NAMES[int(reached)]


def tournament_runs(
    fields: pd.DataFrame, slots: pd.DataFrame, results: pd.DataFrame
) -> pd.DataFrame:
    """Every entrant of a league's tournaments: season, team_id, seed, reached (the round in which
    it lost, ``CHAMPION`` for a champion, NaN while its tournament is open)."""
    played = results.merge(slots[["season", "slot", "round"]], on=["season", "slot"])
    lost = played[["season", "loser_id", "round"]]
    lost = lost.rename(columns={"loser_id": "team_id", "round": "reached"})
    final = played[played["round"] == CHAMPION - 1][["season", "winner_id"]]
    won = final.rename(columns={"winner_id": "team_id"}).assign(reached=CHAMPION)
    ends = pd.concat([lost, won]).astype({"reached": np.float64})
    return fields[["season", "team_id", "seed"]].merge(ends, on=["season", "team_id"], how="left")


def every_season(teams: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """All team seasons of a league (rows of the table ``teams``) with net, net_se, rank, of (how
    many teams), seed ("" without a bid), reached (NaN) and reached_text."""
    net = (teams["off_eff"] - teams["def_eff"]).astype(np.float64)
    frame = teams.assign(net=net)
    by_season = frame.groupby("season")["net"]
    frame["rank"] = by_season.transform(lambda x: ranks(x.to_numpy(np.float64))).astype(int)
    frame["of"] = by_season.transform("size")
    frame = frame.merge(runs, on=["season", "team_id"], how="left")
    frame["seed"] = frame["seed"].fillna("")
    frame["reached_text"] = [reached_text(r) for r in frame["reached"]]
    return frame


def standardized(teams: pd.DataFrame) -> F8:
    """z[N, M]: strength and style of team seasons, each measure in standard deviations of its own
    season, weighted so that squared distances are weighted means."""
    names = [*STRENGTH, *STYLE]
    by_season = teams.groupby("season")[names]
    z = (teams[names] - by_season.transform("mean")) / by_season.transform("std")
    weight = np.array([STRENGTH_WEIGHT] * len(STRENGTH) + [1.0] * len(STYLE))
    return np.asarray(z.to_numpy(np.float64) * np.sqrt(weight / weight.sum()))


def similar(teams: pd.DataFrame, z: F8, season: int, team_id: int, count: int) -> pd.DataFrame:
    """The ``count`` team seasons nearest to one (rows of ``every_season``, ``standardized``), other
    seasons of the same school left out: with distance, the root mean square difference in standard
    deviations. Empty if the season has no box scores."""
    ids, seasons = teams["team_id"].to_numpy(), teams["season"].to_numpy()
    own = np.flatnonzero((ids == team_id) & (seasons == season))
    if not own.size or np.isnan(z[own[0]]).any():
        return teams.iloc[:0].assign(distance=[])
    distance = np.sqrt(((z - z[own[0]]) ** 2).sum(axis=1))
    distance[(ids == team_id) | np.isnan(distance)] = np.inf
    near = np.argsort(distance, kind="stable")[:count]
    near = near[np.isfinite(distance[near])]
    nearest: pd.DataFrame = teams.iloc[near].assign(distance=distance[near])
    return nearest.reset_index(drop=True)
