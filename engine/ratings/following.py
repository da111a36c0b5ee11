"""Ratings that follow a tournament: what its results say about the teams that play on.

The ratings of Selection Sunday are the state of a Kalman filter (``model``); a result moves both
teams' strengths as it would in the season, each by its share of the uncertainty. Here the errors of
two teams count as independent, which they nearly are in March, so a game concerns only its own two
teams and the embedded table is enough to go on from. Luck and boxes are not known to it: the score
is. Pace and level stay."""

from dataclasses import dataclass, replace

import numpy as np

from engine.arrays import F8, I8
from engine.domain.teams import TeamTable
from engine.ratings.constants import BLOWOUT_SCALE, SHRINKAGE
from engine.ratings.model import RandomWalkPrior, adjusted_margin


@dataclass(frozen=True, slots=True, eq=False)
class PlayedRound:
    """N finished games in which no team appears twice: rows ``a[N]`` and ``b[N]`` of a team table,
    ``venue[N]`` (+1 at a's, -1 at b's), ``margin[N]`` points of a minus b, ``minutes[N]`` (40 and 5
    for each overtime); ``days`` since the table's last game or the round before."""

    a: I8
    b: I8
    venue: F8
    margin: F8
    minutes: F8
    days: float


# Days from Selection Sunday, or from the round before, to a round: First Four to final.
ROUND_DAYS = (2.0, 3.0, 2.0, 5.0, 2.0, 6.0, 2.0)


def after(table: TeamTable, played: PlayedRound) -> TeamTable:
    """The table with the strengths, and their standard errors, that the results leave.

    A team's points scored and allowed per 100 possessions move by half of its strength's change
    each. Nothing of later games enters."""
    walk = SHRINKAGE[table.base.league]["net"]
    assert isinstance(walk, RandomWalkPrior)
    variance = table.net_se**2 + walk.drift**2 * played.days
    a, b = played.a, played.b
    possessions = (table.pace[a] + table.pace[b] - table.base.pace) * played.minutes / 40.0
    net = table.off_eff - table.def_eff
    expected = net[a] - net[b] + 2.0 * table.base.home_edge * played.venue
    shown = walk.stretch * adjusted_margin(
        100.0 * played.margin / possessions, np.zeros(a.size), BLOWOUT_SCALE
    )
    total = variance[a] + variance[b] + walk.noise**2 / possessions
    move, left = np.zeros_like(net), variance.copy()
    for team, sign in ((a, 1.0), (b, -1.0)):
        share = variance[team] / total
        move[team] = sign * share * (shown - expected)
        left[team] = variance[team] * (1.0 - share)
    net_se = np.sqrt(left)
    level = 2.0 * (table.off_se**2 + table.def_se**2) - table.net_se**2  # variance of off + def
    se = np.sqrt(level + left) / 2.0
    return replace(
        table,
        off_eff=table.off_eff + move / 2.0,
        def_eff=table.def_eff - move / 2.0,
        net_se=net_se,
        off_se=se,
        def_se=se,
    )
