"""The measures that describe a team: strength, the Four Factors and shooting, each with its
error."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import F8
from engine.domain.teams import RATES, TeamTable

FTA_TO_PLAYS = 0.475  # plays ended per free throw attempt; see README, "Nomenclature"

Valued = tuple[F8, F8]  # value[T] and its standard error[T]
OfRates = Callable[[F8, F8], Valued]  # of rate[T, R] and its standard error

POINTS = "points per 100 possessions"
PACE = "possessions per 40 minutes"
SHARE = "share"


def effective_fg(rate: F8, se: F8) -> Valued:
    """eFG = (FGM + 0.5 FGM3) / FGA (Oliver, 2004) from ``rate[T, R]``; standard error by the delta
    method."""
    three, fg2, fg3 = (rate[:, RATES.index(r)] for r in ("three", "fg2", "fg3"))
    three_se, fg2_se, fg3_se = (se[:, RATES.index(r)] for r in ("three", "fg2", "fg3"))
    value = (1 - three) * fg2 + 1.5 * three * fg3
    by_shot = np.hypot((1 - three) * fg2_se, 1.5 * three * fg3_se)
    return value, np.hypot(by_shot, (1.5 * fg3 - fg2) * three_se)


def free_throw_rate(rate: F8, se: F8) -> Valued:
    """FTM / FGA (Oliver, 2004) from ``rate[T, R]``: FTA / FGA = trip / (0.475 (1 - trip))."""
    trip, ft = (rate[:, RATES.index(r)] for r in ("trip", "ft"))
    trip_se, ft_se = (se[:, RATES.index(r)] for r in ("trip", "ft"))
    tries = trip / (FTA_TO_PLAYS * (1 - trip))
    tries_se = trip_se / (FTA_TO_PLAYS * (1 - trip) ** 2)
    return ft * tries, np.hypot(ft * tries_se, tries * ft_se)


def _of_rate(rate: str) -> OfRates:
    r = RATES.index(rate)
    return lambda value, se: (value[:, r], se[:, r])


# name, formula, which direction is better for the offense
FACTORS: tuple[tuple[str, OfRates, str], ...] = (
    ("Effective field goal percentage", effective_fg, "higher"),
    ("Turnovers per play", _of_rate("tov"), "lower"),
    ("Offensive rebound percentage", _of_rate("orb"), "higher"),
    ("Free throws made per field goal attempt", free_throw_rate, "higher"),
)
SHOOTING: tuple[tuple[str, OfRates, str], ...] = (
    ("Two-point shots made", _of_rate("fg2"), "higher"),
    ("Three-point shots made", _of_rate("fg3"), "higher"),
    ("Three-point share of shots", _of_rate("three"), "neither"),
    ("Free throws made", _of_rate("ft"), "higher"),
)
# Opponents' free throws fall or miss whoever defends: no skill of the defense.
DEFENSE_SHOOTING = SHOOTING[:3]
OPPOSITE = {"higher": "lower", "lower": "higher", "neither": "neither"}


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One row of the comparison, for all teams of a table. ``style``: measured from box scores, so
    only the league mean for a season without them."""

    section: str
    name: str
    unit: str
    better: str  # "higher", "lower" or "neither"
    value: F8
    se: F8
    style: bool = True


def measures(teams: TeamTable) -> list[Measure]:
    """All rows of the comparison, adjusted for opponents and venue except for games won."""
    games = (teams.wins + teams.losses).astype(np.float64)
    won = np.where(games > 0, teams.wins / np.maximum(games, 1.0), np.nan)
    unknown = np.full(teams.pace.shape, np.nan)
    net, net_se = teams.off_eff - teams.def_eff, teams.net_se
    strength = (
        ("Games won", SHARE, "higher", won, unknown),
        ("Net efficiency", POINTS, "higher", net, net_se),
        ("Offensive efficiency", POINTS, "higher", teams.off_eff, teams.off_se),
        ("Defensive efficiency", POINTS, "lower", teams.def_eff, teams.def_se),
    )
    rows = [
        Measure("Strength", name, unit, better, value, se, style=False)
        for name, unit, better, value, se in strength
    ]
    rows.append(Measure("Strength", "Pace", PACE, "neither", teams.pace, teams.pace_se))
    for section, of_offense, of_defense in (
        ("Four Factors", FACTORS, FACTORS),
        ("Shooting", SHOOTING, DEFENSE_SHOOTING),
    ):
        for name, formula, better in of_offense:
            value, se = formula(teams.offence, teams.offence_se)
            rows.append(Measure(f"{section}, offense", name, SHARE, better, value, se))
        for name, formula, better in of_defense:
            value, se = formula(teams.defence, teams.defence_se)
            rows.append(Measure(f"{section}, defense", name, SHARE, OPPOSITE[better], value, se))
    return rows
