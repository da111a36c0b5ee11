"""When one side has the ball: its offense, the other side's defense, and what meets in this game.

The Four Factors (Oliver, 2004) of both teams with their national ranks, their expected values in
this pairing's universes, and the points that each is worth here against an average game: the
expected value minus the league's mean, times the factor's slope in a least-squares fit of the
margin on the eight factors of both sides.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import F8
from engine.domain.game_detail import GameDetail
from engine.domain.teams import TeamTable
from engine.stats.estimates import least_squares
from engine.tables.comparison import DEFENSE_SHOOTING, FACTORS, SHOOTING, OfRates

SKILLS_OF_DEFENSE = frozenset(name for name, *_ in (*FACTORS, *DEFENSE_SHOOTING))
FTA_TO_PLAYS = 0.475  # plays that one free throw ends, as in the ratings


@dataclass(frozen=True, slots=True)
class MatchupRow:
    """One measure while one side has the ball. ``offense``, ``defense``: adjusted season values of
    the attacking and the defending team (what opponents do) with their national ranks, 1 the best
    for that team (0: style unknown, no better direction, or no skill of that side); ``expected`` in
    this pairing with ``expected_se`` of counting; ``average``: the league's mean; ``edge``: points
    a game that the attacking side gains on an average game by it, NaN for measures inside another
    one."""

    name: str
    offense: float
    offense_rank: int
    defense: float
    defense_rank: int
    expected: float
    expected_se: float
    average: float
    edge: float


def with_the_ball(
    detail: GameDetail, side: int, offense: TeamTable, row: int, defense: TeamTable, other: int
) -> list[MatchupRow]:
    """The Four Factors, then shooting, while ``side`` (0: a, 1: b) has the ball: ``row`` of its
    table against ``other`` of the opponent's."""
    slope = factor_slopes(detail)[side] * (1.0 if side == 0 else -1.0)
    rows = []
    for i, (name, of_rates, better) in enumerate((*FACTORS, *SHOOTING)):
        expected, se = _expected(detail, side, name)
        average = float(
            of_rates(offense.base.rate[None], np.zeros((1, offense.base.rate.size)))[0][0]
        )
        own, own_rank = _ranked(of_rates, offense.offence, row, better == "higher", better)
        defends = better if name in SKILLS_OF_DEFENSE else "neither"
        theirs, their_rank = _ranked(of_rates, defense.defence, other, better == "lower", defends)
        rows.append(
            MatchupRow(
                name=name,
                offense=own,
                offense_rank=own_rank if offense.base.has_style else 0,
                defense=theirs,
                defense_rank=their_rank if defense.base.has_style else 0,
                expected=expected,
                expected_se=se,
                average=average,
                edge=float(slope[i] * (expected - average)) if i < len(FACTORS) else np.nan,
            )
        )
    return rows


def factor_slopes(detail: GameDetail) -> tuple[F8, F8]:
    """Points of a's margin for one unit of each of the Four Factors, of side a and of side b, the
    others held."""
    x = np.stack([_per_universe(detail, s, name) for s in (0, 1) for name, *_ in FACTORS], axis=1)
    slope = least_squares(x, detail.games.margin.astype(np.float64))
    return slope[: len(FACTORS)], slope[len(FACTORS) :]


def _ranked(
    of_rates: OfRates, rate: F8, row: int, high_is_good: bool, better: str
) -> tuple[float, int]:
    value = of_rates(rate, np.zeros_like(rate))[0]
    if better == "neither":
        return float(value[row]), 0
    ahead = value > value[row] if high_is_good else value < value[row]
    return float(value[row]), 1 + int(ahead.sum())


def _parts(detail: GameDetail, side: int, name: str) -> tuple[F8, F8]:
    """(hits[U], tries[U]) of a measure of ``FACTORS`` or ``SHOOTING``."""
    n = {column: detail.count(side, column) for column in ("fgm2", "fga2", "fgm3", "fga3", "ftm")}
    fga = n["fga2"] + n["fga3"]
    fta, tov, orb = (detail.count(side, column) for column in ("fta", "tov", "orb"))
    parts: dict[str, tuple[F8, F8]] = {
        FACTORS[0][0]: (n["fgm2"] + 1.5 * n["fgm3"], fga),
        FACTORS[1][0]: (tov, fga + FTA_TO_PLAYS * fta + tov),
        FACTORS[2][0]: (orb, orb + detail.count(1 - side, "drb")),
        FACTORS[3][0]: (n["ftm"], fga),
        SHOOTING[0][0]: (n["fgm2"], n["fga2"]),
        SHOOTING[1][0]: (n["fgm3"], n["fga3"]),
        SHOOTING[2][0]: (n["fga3"], fga),
        SHOOTING[3][0]: (n["ftm"], fta),
    }
    return parts[name]


def _per_universe(detail: GameDetail, side: int, name: str) -> F8:
    hits, tries = _parts(detail, side, name)
    return np.asarray(hits / np.maximum(tries, 1.0))


def _expected(detail: GameDetail, side: int, name: str) -> tuple[float, float]:
    """(ratio of the sums over all universes, its standard error by the delta method)."""
    hits, tries = _parts(detail, side, name)
    ratio = float(hits.sum() / max(tries.sum(), 1.0))
    residual = (hits - ratio * tries) / max(float(tries.mean()), 1e-9)
    return ratio, float(residual.std() / np.sqrt(len(hits)))
