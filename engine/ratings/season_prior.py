"""What one season's end says about the next one, as an object and as rows of three tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from engine.arrays import F8, I8
from engine.domain.teams import RATES, League
from engine.ratings.constants import SHRINKAGE
from engine.ratings.model import carried
from engine.ratings.observations import MEASURES, SHARED
from engine.ratings.season_ratings import SeasonFits

# The columns of last_ratings that hold the two effects of each measure: one where both sides of a
# game share the number, which is then a team's own with its sign for the defense.
SIDES: tuple[tuple[str, str], ...] = (
    *((measure, measure) for measure in SHARED),
    *((f"off_{rate}", f"def_{rate}") for rate in RATES),
)
COLUMNS = tuple(dict.fromkeys(column for pair in SIDES for column in pair))


@dataclass(frozen=True, slots=True, eq=False)
class SeasonPrior:
    """What the season before says about ``season``.

    ``offense[T, M]``, ``defense[T, M]``: effects of the teams ``team_id[T]`` (sorted) at its end,
    by measure in the order of ``MEASURES``; ``mean[M]``, ``edge[M]``, ``noise[M]``: of the league
    (units in ``model``). ``strength[T]``: what is expected of ``net`` when the season starts
    (``next_season``); ``home[T]``: home edges at the end of the last. ``digest`` names what this
    was read from."""

    league: League
    season: int
    team_id: I8
    offense: F8
    defense: F8
    mean: F8
    edge: F8
    noise: F8
    strength: F8
    home: F8
    digest: str


def season_prior(league: League, last: SeasonFits, ids: I8, digest: str) -> SeasonPrior:
    """The prior of the season after ``last``, whose rows are the teams ``ids``; only teams that
    played are in it."""
    tables = [_columns(table) for table in last_tables(league, [last], ids)]
    return from_tables(league, last.season + 1, tables, digest)


def _columns(frame: pd.DataFrame) -> dict[str, Any]:
    return {str(name): frame[name].to_numpy() for name in frame}


def last_tables(
    league: League, seasons: Sequence[SeasonFits], ids: I8
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The tables ``last_ratings`` (a row a season and team), ``last_averages`` (a row a season and
    measure) and ``next_strengths`` (a row a season and team) of these seasons' ends."""
    teams, averages, following = [], [], []
    for one in seasons:
        key = {"league": league, "season": one.season}
        effects: dict[str, F8] = {}
        for measure, (off, dfn) in zip(MEASURES, SIDES, strict=True):
            found = one.fits[measure]
            effects = effects | {dfn: found.defense} | {off: found.offense}
            average = {"mean": found.mean, "edge": found.edge, "noise": found.noise}
            averages.append(key | {"measure": measure} | average)
        net = one.fits["net"]
        expected = carried(net, SHRINKAGE[league]["net"]).offense
        ahead = {"strength": expected, "home": net.home_edge(np.arange(ids.size))}
        teams.append(pd.DataFrame({"team_id": ids} | effects)[one.played].assign(**key))
        following.append(pd.DataFrame({"team_id": ids} | ahead)[one.played].assign(**key))
    return pd.concat(teams), pd.DataFrame(averages), pd.concat(following)


def from_tables(
    league: League,
    season: int,
    tables: Sequence[Mapping[str, Any]],
    digest: str,
) -> SeasonPrior:
    """The prior of ``season`` from the season before's rows of ``last_tables``."""
    teams, averages, following = tables
    offense, defense = (
        np.stack([teams[pair[side]] for pair in SIDES], axis=1).astype(np.float64)
        for side in (0, 1)
    )
    sign = np.array([SHARED.get(measure, 1.0) for measure in MEASURES])
    row = [list(averages["measure"]).index(measure) for measure in MEASURES]
    mean, edge, noise = (
        averages[name].astype(np.float64)[row] for name in ("mean", "edge", "noise")
    )
    strength, home = (following[name].astype(np.float64) for name in ("strength", "home"))
    team_id = teams["team_id"].astype(np.int64)
    return SeasonPrior(
        league, season, team_id, offense, sign * defense, mean, edge, noise, strength, home, digest
    )
