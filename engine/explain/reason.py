"""One reason why an underdog may win, from the ratings alone: the Four Factor that gives it most.

Over all teams of a season, efficiency is fitted on the Four Factors (Oliver, 2004) by least
squares, once for offenses and once for defenses. A factor's edge in a pairing is what the offense's
and the defense's distances from the mean are worth by these fits, in points per 100 possessions.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import F8
from engine.domain.teams import TeamTable
from engine.tables.comparison import FACTORS, OPPOSITE


@dataclass(frozen=True, slots=True)
class Reason:
    """``name`` of a factor while the underdog has the ball (``own_ball``) or the favorite:
    ``offense`` and ``defense`` (what opponents do), fractions, with their national ranks, 1 the
    best for that team; ``points``: the underdog's edge per 100 possessions."""

    name: str
    own_ball: bool
    offense: float
    offense_rank: int
    defense: float
    defense_rank: int
    points: float


@dataclass(frozen=True, slots=True, eq=False)
class SeasonFactors:
    """All teams of a season: ``offense[T, K]`` and ``defense[T, K]`` of the factors, their
    ``offense_rank`` and ``defense_rank``, and what their distances from the mean are worth to an
    offense, ``offense_points`` and ``defense_points``."""

    offense: F8
    defense: F8
    offense_rank: F8
    defense_rank: F8
    offense_points: F8
    defense_points: F8


def season_factors(teams: TeamTable) -> SeasonFactors | None:
    """The factors of a season; None where no box scores tell them."""
    if not teams.base.has_style:
        return None
    offense = _values(teams.offence, teams.offence_se)
    defense = _values(teams.defence, teams.defence_se)
    return SeasonFactors(
        offense=offense,
        defense=defense,
        offense_rank=_ranks(offense, [better for *_, better in FACTORS]),
        defense_rank=_ranks(defense, [OPPOSITE[better] for *_, better in FACTORS]),
        offense_points=_points(offense, teams.off_eff),
        defense_points=_points(defense, teams.def_eff),
    )


def reason(of: SeasonFactors, underdog: int, favorite: int) -> Reason:
    """The largest edge of one row of the season's table over another one; it may be negative."""
    own = of.offense_points[underdog] + of.defense_points[favorite]
    other = -(of.offense_points[favorite] + of.defense_points[underdog])
    own_ball = bool(own.max() >= other.max())
    k = int(np.argmax(own if own_ball else other))
    attack, defend = (underdog, favorite) if own_ball else (favorite, underdog)
    return Reason(
        name=FACTORS[k][0],
        own_ball=own_ball,
        offense=float(of.offense[attack, k]),
        offense_rank=int(of.offense_rank[attack, k]),
        defense=float(of.defense[defend, k]),
        defense_rank=int(of.defense_rank[defend, k]),
        points=float((own if own_ball else other)[k]),
    )


def _values(rate: F8, se: F8) -> F8:
    return np.stack([of_rates(rate, se)[0] for _, of_rates, _ in FACTORS], axis=1)


def _points(value: F8, efficiency: F8) -> F8:
    """points[T, K]: each factor's distance from the mean times its slope in the fit."""
    x = value - value.mean(axis=0)
    slope, *_ = np.linalg.lstsq(x, efficiency - efficiency.mean(), rcond=None)
    return np.asarray(x * slope)


def _ranks(value: F8, better: list[str]) -> F8:
    """rank[T, K] among all teams, 1 the best; equal values share the better rank."""
    sign = np.array([-1.0 if direction == "higher" else 1.0 for direction in better])
    signed = value * sign
    return np.asarray(1 + (signed[None, :, :] < signed[:, None, :]).sum(axis=1))
