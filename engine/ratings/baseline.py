"""The baseline rating that Hardwood is compared with.

Ridge regression of every game's margin on one strength per team and one home edge, each season by
itself: no prior season, no pace, no errors. Men per 100 possessions (games with a box score), women
in points, because most of their seasons have scores only. A forecast is the expected margin with
one normal standard deviation for all games."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.arrays import F8, I8
from engine.domain.teams import League

# In games. From 0.25 to 1 the log loss of tournaments up to 2019 moves by 0.0004 (men, lowest here)
# and 0.003 (women, lower for less).
PENALTY = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class BaselineRating:
    """``strength[T]`` of the teams ``ids[T]`` and ``edge`` of the home side, in points a game."""

    ids: I8
    strength: F8
    edge: float

    def margin(self, team: I8, venue: F8) -> F8:
        """Expected margins of ``team[N, 2]`` (ids); ``venue[N]``: +1 at a's, -1 at b's. A team that
        has not played yet counts as average."""
        row = np.minimum(np.searchsorted(self.ids, team), self.ids.size - 1)
        strength = np.where(self.ids[row] == team, self.strength[row], 0.0)
        return np.asarray(strength[:, 0] - strength[:, 1] + self.edge * venue)


def fit(games: pd.DataFrame, league: League) -> BaselineRating:
    """The baseline rating from some games of one season (a games frame, ``observations``)."""
    margin = (games["score_a"] - games["score_b"]).to_numpy(np.float64)
    points = 1.0
    seen = np.ones(len(games), dtype=np.bool_)
    if league == "men":
        possessions = games["possessions"].to_numpy(np.float64)
        seen = np.isfinite(possessions)
        margin = 100.0 * margin[seen] / possessions[seen]
        per_40 = possessions[seen] * 40.0 / games["minutes"].to_numpy(np.float64)[seen]
        points = float(per_40.mean()) / 100.0
    team = games[["team_id_a", "team_id_b"]].to_numpy(np.int64)[seen]
    ids, row = np.unique(team, return_inverse=True)
    effect = ridge(row.reshape(team.shape), games["venue"].to_numpy(np.float64)[seen], margin)
    return BaselineRating(ids, points * effect[:-1], points * float(effect[-1]))


def ridge(row: I8, venue: F8, margin: F8) -> F8:
    """(strengths, edge) that minimize the sum of (margin - expected)² + ``PENALTY`` strength²."""
    teams = int(row.max()) + 1
    games = np.arange(len(margin))
    x = np.zeros((len(margin), teams + 1))
    x[games, row[:, 0]], x[games, row[:, 1]], x[:, -1] = 1.0, -1.0, venue
    penalty = np.append(np.full(teams, PENALTY), 1e-6)
    return np.asarray(np.linalg.solve(x.T @ x + np.diag(penalty), x.T @ margin), dtype=np.float64)
