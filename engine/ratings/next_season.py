"""What is expected of a team's strength when the next season starts.

    expected = carry * last season's strength + share * program + returning players

``program`` is what a school is usually worth: each season moves it a part of the way to its end's
strength. Who returns counts by minutes and by box value, against the league's mean. Where a roster
is not known yet, as before a season's first game, every player counts with the share of his class
that stays. Players who come from other schools are left out: what they were worth up to 2019 makes
the last months of later seasons worse.

A roster is everybody who played for the team in the season, so a player who is hurt in November and
out until spring counts as gone; no result enters."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from engine.arrays import F8, I8
from engine.ratings.constants import PROGRAM_KEEP, RETURNING, STAYS
from engine.ratings.model import Fit, PriorStrength, RandomWalkPrior

# The columns of a player's season (``returning``): counts of one team and season.
COUNTS = ("pts", "fgm", "fga", "ftm", "fta", "orb", "drb", "ast", "stl", "blk", "tov", "pf")
# Game score of a box line (Hollinger, 2003).
GAME_SCORE: Mapping[str, float] = dict(
    zip(COUNTS, (1.0, 0.4, -0.7, 0.4, -0.4, 0.7, 0.3, 0.7, 1.0, 0.7, -1.0, -0.4), strict=True)
)


def program(before: F8, last: Fit) -> F8:
    """The program number [T] after a season that ended with these strengths."""
    return PROGRAM_KEEP * before + (1.0 - PROGRAM_KEEP) * last.offense


def with_following(last: Fit, strength: PriorStrength, program: F8, returning: F8) -> Fit:
    """A season's strengths with what is expected of them when the next one starts; a strength
    without a program keeps its carry."""
    if not isinstance(strength, RandomWalkPrior):
        return last
    expected = strength.carry * last.offense + strength.program * program + returning
    return replace(last, following=expected)


def returning(players: pd.DataFrame, ids: I8) -> dict[int, F8]:
    """By season, what returning players add to the strength of the teams ``ids[T]`` (points per 100
    possessions); zero where nothing is known. The season after the last one is among them."""
    return {
        season: features @ np.array(list(RETURNING.values()))
        for season, features in returning_features(players, ids).items()
    }


def returning_features(players: pd.DataFrame, ids: I8) -> dict[int, F8]:
    """By season, features[T, 4] of the teams ``ids[T]`` in the order of ``RETURNING``, each against
    the league's mean: minutes (share of a team's) and box value (per game) of the players who
    return, minutes of those who were freshmen, and the box value of all of last season's players.

    ``players``: one row a player, team and season: season, team_id, player_id, class (``Fr``,
    ``So``, ``Jr``, ``Sr``), minutes (share of the team's), team_games and ``COUNTS``. The box value
    is the game score a game against an average player's in as many minutes."""
    valued = players.assign(value=_value(players))
    seasons = sorted(int(season) for season in players["season"].unique())
    rosters = {
        season: set(zip(of["player_id"], of["team_id"], strict=True))
        for season, of in players.groupby("season")
    }
    found: dict[int, F8] = {}
    for season in seasons:
        last = valued[valued["season"] == season]
        roster = rosters.get(season + 1)
        back = np.asarray(last["class"].map(STAYS).fillna(0.0), dtype=np.float64)
        if roster is not None:
            pairs = zip(last["player_id"], last["team_id"], strict=True)
            back = np.asarray([pair in roster for pair in pairs], dtype=np.float64)
        found[season + 1] = _by_team(last, back, ids)
    return found


def _value(players: pd.DataFrame) -> F8:
    score = sum(weight * players[name] for name, weight in GAME_SCORE.items())
    score = score / players["team_games"].clip(lower=1)
    by_season = players.assign(score=score).groupby("season")[["score", "minutes"]].sum()
    usual = players["season"].map(by_season["score"] / by_season["minutes"])
    return np.asarray(score - usual * players["minutes"], dtype=np.float64)


def _by_team(last: pd.DataFrame, back: F8, ids: I8) -> F8:
    minutes, value = (last[name].to_numpy(np.float64) for name in ("minutes", "value"))
    freshman = (last["class"] == "Fr").to_numpy(np.float64)
    features = np.stack([minutes * back, value * back, minutes * back * freshman, value], axis=1)
    team, row = np.unique(last["team_id"].to_numpy(np.int64), return_inverse=True)
    sums = np.stack([np.bincount(row, column) for column in features.T], axis=1)
    known = np.isin(team, ids)
    out = np.zeros((ids.size, features.shape[1]))
    out[np.searchsorted(ids, team[known])] = (sums - sums.mean(axis=0))[known]
    return out
