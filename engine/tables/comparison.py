"""Two teams side by side: strength, the Four Factors and shooting, each with its percentile."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

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
    played = np.maximum(teams.wins + teams.losses, 1)
    unknown = np.full(teams.pace.shape, np.nan)
    net, net_se = teams.off_eff - teams.def_eff, teams.net_se
    strength = (
        ("Games won", SHARE, "higher", teams.wins / played, unknown),
        ("Net efficiency", POINTS, "higher", net, net_se),
        ("Offensive efficiency", POINTS, "higher", teams.off_eff, teams.off_se),
        ("Defensive efficiency", POINTS, "lower", teams.def_eff, teams.def_se),
    )
    rows = [
        Measure("Strength", name, unit, better, value, se, style=False)
        for name, unit, better, value, se in strength
    ]
    rows.append(Measure("Strength", "Pace", PACE, "neither", teams.pace, teams.pace_se))
    for section, formulas in (("Four Factors", FACTORS), ("Shooting", SHOOTING)):
        for name, formula, better in formulas:
            value, se = formula(teams.offence, teams.offence_se)
            rows.append(Measure(f"{section}, offense", name, SHARE, better, value, se))
        for name, formula, better in formulas:
            value, se = formula(teams.defence, teams.defence_se)
            rows.append(Measure(f"{section}, defense", name, SHARE, OPPOSITE[better], value, se))
    return rows


def percentile(value: F8, row: int, better: str) -> float:
    """0-100: the percentage of other teams that ``row`` is better than; a tie counts as half.

    If neither direction is better, the percentage of teams with a smaller value.
    """
    other = np.delete(value, row)
    if other.size == 0:
        return float("nan")
    below = float(np.mean(other < value[row]) + 0.5 * np.mean(other == value[row]))
    return 100 * (1 - below if better == "lower" else below)


def compare(a: TeamTable, a_row: int, b: TeamTable, b_row: int) -> pd.DataFrame:
    """Two teams side by side, one row per measure; a defense is described by what opponents do.

    Columns: section, measure, unit, better (higher, lower or neither), then for each side ``a``,
    ``a_se``, ``a_percentile`` among all rated teams of its own season, 100 being best. For a
    season without box scores, style is the league mean and its percentile NaN.
    """
    rows = []
    for of_a, of_b in zip(measures(a), measures(b), strict=True):
        row = {"section": of_a.section, "measure": of_a.name, "unit": of_a.unit}
        rows.append(row | {"better": of_a.better} | _side("a", a, of_a, a_row))
        rows[-1] |= _side("b", b, of_b, b_row)
    return pd.DataFrame(rows)


def _side(side: str, teams: TeamTable, measure: Measure, row: int) -> dict[str, float]:
    known = teams.base.has_style or not measure.style
    return {
        side: float(measure.value[row]),
        f"{side}_se": float(measure.se[row]),
        f"{side}_percentile": (
            percentile(measure.value, row, measure.better) if known else float("nan")
        ),
    }
