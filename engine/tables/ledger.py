"""Where a team stands: each measure with its rank, its tier and its points per 100 possessions.

A factor's points are its distance from the mean times the factor's slope in a least-squares fit of
the efficiency on all factors of that side over the season's teams: what a team's rebounding, say,
adds to its points at the usual rate. Shooting splits one of the Four Factors further, so its points
are inside those of the factors and do not add to them.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from engine.arrays import F8, Bool
from engine.domain.teams import RATES, TeamTable
from engine.stats.estimates import least_squares
from engine.tables.comparison import (
    DEFENSE_SHOOTING,
    FACTORS,
    SHOOTING,
    Measure,
    OfRates,
    measures,
)

# Share of the teams that are ranked at or above -> what such a place is called.
TIERS = ((0.05, "elite"), (0.20, "strong"), (0.40, "good"), (0.60, "average"), (0.80, "weak"))
LAST_TIER = "poor"
COLUMNS = ["section", "measure", "unit", "better", "value", "se", "mean", "rank", "of", "tier"]
COLUMNS += ["points", "points_se"]


def ledger(teams: TeamTable, row: int, group: Bool | None = None) -> pd.DataFrame:
    """One row per measure of one team, ``COLUMNS``; a defense is described by what opponents do.

    ``rank`` (1 is best) ``of`` how many: among all rated teams, or among ``group[T]`` and the team
    itself; 0 where neither direction is better, or the value is unknown (NaN). ``mean``: of that
    group. ``points``: per 100 possessions above an average team of the group, positive is good for
    the team, with ``points_se``, the posterior standard error of the value in points; NaN where
    points have no meaning."""
    among = np.ones(len(teams.name), dtype=np.bool_) if group is None else group.copy()
    among[row] = True
    slope = _slopes(teams)
    frame = pd.DataFrame([_line(teams, one, row, among, slope) for one in measures(teams)])
    return frame[COLUMNS]


def _line(
    teams: TeamTable, one: Measure, row: int, among: Bool, slope: dict[tuple[str, str], float]
) -> dict[str, object]:
    known = teams.base.has_style or not one.style
    value = float(one.value[row]) if known else np.nan
    mean = float(np.nanmean(one.value[among])) if np.isfinite(value) else np.nan
    rank = rank_of(one.value[among], value, one.better)
    of = int(among.sum())
    per_unit = slope.get((one.section, one.name), np.nan) if known else np.nan
    return {
        "section": one.section,
        "measure": one.name,
        "unit": one.unit,
        "better": one.better,
        "value": value,
        "se": float(one.se[row]),
        "mean": mean,
        "rank": rank,
        "of": of,
        "tier": tier(rank, of) if rank else "",
        "points": per_unit * (value - mean),
        "points_se": abs(per_unit) * float(one.se[row]),
    }


def rank_of(value: F8, own: float, better: str) -> int:
    """1 for the best of ``value``; ties share the better rank; 0 if neither direction is better, or
    the team's own is unknown."""
    if better == "neither" or np.isnan(own):
        return 0
    return 1 + int(np.sum(value < own) if better == "lower" else np.sum(value > own))


def tier(rank: int, of: int) -> str:
    """The word for a place: ``elite`` is the first twentieth."""
    return next((word for share, word in TIERS if rank <= max(share * of, 1.0)), LAST_TIER)


def _slopes(teams: TeamTable) -> dict[tuple[str, str], float]:
    """Points per 100 possessions, good for the team, of one unit of a measure."""
    found = {
        ("Strength", "Net efficiency"): 1.0,
        ("Strength", "Offensive efficiency"): 1.0,
        ("Strength", "Defensive efficiency"): -1.0,
    }
    if not teams.base.has_style:
        return found
    sides = (
        ("offense", teams.offence, teams.offence_se, teams.off_eff, SHOOTING),
        ("defense", teams.defence, teams.defence_se, -teams.def_eff, DEFENSE_SHOOTING),
    )
    for side, rate, se, points, shooting in sides:
        factors = np.stack([formula(rate, se)[0] for _, formula, _ in FACTORS], axis=1)
        found |= _named(f"Four Factors, {side}", FACTORS, least_squares(factors, points))
        by_rate = dict(zip(RATES, least_squares(rate, points), strict=True))
        shots = np.array([by_rate[_RATE_OF[name]] for name, *_ in shooting])
        found |= _named(f"Shooting, {side}", shooting, shots)
    return found


_RATE_OF = dict(zip((name for name, *_ in SHOOTING), ("fg2", "fg3", "three", "ft"), strict=True))


def _named(
    section: str, of: Sequence[tuple[str, OfRates, str]], slope: F8
) -> dict[tuple[str, str], float]:
    return {(section, name): float(s) for (name, *_), s in zip(of, slope, strict=True)}


def differences(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """What sets two teams apart, the largest difference first: measure, section, points (per 100
    possessions in favor of a) and their standard error, of the Four Factors on both sides; of the
    two efficiencies where a team's style is unknown."""
    sections = a["section"].str.startswith("Four Factors").to_numpy(bool)
    points = (a["points"] - b["points"]).to_numpy(np.float64)
    if np.isnan(points[sections]).any():
        named = ("Offensive efficiency", "Defensive efficiency")
        sections = a["measure"].isin(named).to_numpy(bool)
    frame = a.loc[sections, ["section", "measure"]].assign(
        points=points[sections],
        points_se=np.asarray(np.hypot(a["points_se"], b["points_se"]))[sections],
    )
    order = np.argsort(-np.abs(frame["points"].to_numpy()), kind="stable")
    return frame.iloc[order].reset_index(drop=True)


def landscape(teams: TeamTable) -> pd.DataFrame:
    """Every team's offense and defense: team_id, name, off_eff, def_eff, net, net_se, rank (1 is
    the best net efficiency)."""
    net = teams.off_eff - teams.def_eff
    return pd.DataFrame(
        {
            "team_id": teams.team_id,
            "name": teams.name,
            "off_eff": teams.off_eff,
            "def_eff": teams.def_eff,
            "net": net,
            "net_se": teams.net_se,
            "rank": ranks(net),
        }
    )


def ranks(net: F8) -> F8:
    """rank[T] of net efficiencies, 1 the best; ties share the better rank."""
    return np.asarray(pd.Series(net).rank(ascending=False, method="min").astype(np.int64))
