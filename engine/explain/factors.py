"""What separates the universes that one side wins from the others, factor by factor.

Every factor is a figure of a box score that fans know (threes made, turnovers, ...). Its effect is
the mean in the universes of an event minus the mean in the others, in the factor's own unit, in
standard deviations (Cohen's d, 1988), and in points of margin: the event's difference times the
factor's slope in a least-squares fit of the margin on all factors together.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, Bool
from engine.domain.game_detail import GameDetail
from engine.stats.estimates import least_squares, proportion_se

Figure = Callable[[GameDetail, int], F8]


def _share(made: str, tried: str) -> Figure:
    def of(detail: GameDetail, side: int) -> F8:
        return detail.count(side, made) / np.maximum(detail.count(side, tried), 1.0)

    return of


def _count(name: str) -> Figure:
    return lambda detail, side: detail.count(side, name)


def _rebound_share(detail: GameDetail, side: int) -> F8:
    own, theirs = detail.count(side, "orb"), detail.count(1 - side, "drb")
    return np.asarray(own / np.maximum(own + theirs, 1.0))


# Key, name on screen, unit, figure of one side.
FACTORS: tuple[tuple[str, str, str, Figure], ...] = (
    ("threes", "Threes made", "count", _count("fgm3")),
    ("three_share", "Three-point percentage", "share", _share("fgm3", "fga3")),
    ("two_share", "Two-point percentage", "share", _share("fgm2", "fga2")),
    ("free_throws", "Free throws made", "count", _count("ftm")),
    ("turnovers", "Turnovers", "count", _count("tov")),
    ("rebound_share", "Offensive rebound percentage", "share", _rebound_share),
)
# Threes made are the product of tries and percentage, so the margin's fit uses the percentage only.
FITTED = tuple(key for key, *_ in FACTORS if key != "threes")
LEAST = 50  # universes on either side of a comparison; with fewer an effect says nothing


@dataclass(frozen=True, slots=True)
class Effect:
    """One factor of one side (0: a, 1: b) in an event's universes against the others.

    ``inside``, ``outside``: means; ``diff_se``: standard error of their difference (Welch, 1947);
    ``d``: the difference in standard deviations, with ``d_se``; ``points``: what the difference is
    worth in points of side a's margin, NaN for a factor that the fit leaves out."""

    key: str
    name: str
    unit: str
    side: int
    inside: float
    outside: float
    diff_se: float
    d: float
    d_se: float
    points: float

    @property
    def diff(self) -> float:
        """Mean in the event's universes minus mean in the others."""
        return self.inside - self.outside


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A factor at or beyond ``value`` (``at_least``) or at or below it: how often the event happens
    then (``prob``) and otherwise (``otherwise``), with standard errors, and in what share of
    universes the factor gets there."""

    key: str
    name: str
    side: int
    value: float
    at_least: bool
    share: float
    prob: float
    prob_se: float
    otherwise: float
    otherwise_se: float


def values(detail: GameDetail) -> dict[tuple[str, int], F8]:
    """value[U] of each factor and side."""
    return {(key, s): of(detail, s) for key, _, _, of in FACTORS for s in (0, 1)}


def effects(detail: GameDetail, event: Bool) -> list[Effect]:
    """Every factor of both sides, the largest effect size first; empty when the event or its
    opposite happens in fewer than ``LEAST`` universes."""
    if min(event.sum(), (~event).sum()) < LEAST:
        return []
    value = values(detail)
    slope = margin_slopes(detail, value)
    found = [
        _effect(key, name, unit, side, value[key, side], event, slope.get((key, side), np.nan))
        for key, name, unit, _ in FACTORS
        for side in (0, 1)
    ]
    return sorted(found, key=lambda effect: -abs(effect.d))


def margin_slopes(
    detail: GameDetail, value: dict[tuple[str, int], F8]
) -> dict[tuple[str, int], float]:
    """Points of a's margin for one unit of each fitted factor, the others held: least squares."""
    names = [(key, side) for key in FITTED for side in (0, 1)]
    x = np.stack([value[name] for name in names], axis=1)
    slope = least_squares(x, detail.games.margin.astype(np.float64))
    return dict(zip(names, slope.tolist(), strict=True))


def _effect(key: str, name: str, unit: str, side: int, x: F8, event: Bool, slope: float) -> Effect:
    inside, outside = x[event], x[~event]
    n, m = len(inside), len(outside)
    diff = float(inside.mean() - outside.mean())
    sd = float(x.std()) or 1.0
    d = diff / sd
    return Effect(
        key=key,
        name=name,
        unit=unit,
        side=side,
        inside=float(inside.mean()),
        outside=float(outside.mean()),
        diff_se=float(np.sqrt(inside.var(ddof=1) / n + outside.var(ddof=1) / m)),
        d=d,
        d_se=float(np.sqrt(1 / n + 1 / m + d * d / (2 * (n + m)))),
        points=slope * diff,
    )


def cutoff(detail: GameDetail, event: Bool, key: str, side: int) -> Cutoff | None:
    """The value of a factor that best separates the event: chosen on the even universes so that
    both parts hold a fifth of them or more, reported on the odd ones. None when no value does."""
    _, name, _, of = next(factor for factor in FACTORS if factor[0] == key)
    x = of(detail, side)
    search, report = slice(0, None, 2), slice(1, None, 2)
    up = np.corrcoef(x[search], event[search])[0, 1] >= 0.0
    best, best_gap = None, 0.0
    for value in np.unique(np.round(np.quantile(x[search], np.linspace(0.2, 0.8, 13)), 2)):
        there = x[search] >= value if up else x[search] <= value
        if not 0.2 <= there.mean() <= 0.8:
            continue
        gap = event[search][there].mean() - event[search][~there].mean()
        if gap > best_gap:
            best, best_gap = float(value), float(gap)
    if best is None:
        return None
    there = x[report] >= best if up else x[report] <= best
    return _reported(key, name, side, best, bool(up), there, event[report])


def _reported(
    key: str, name: str, side: int, value: float, up: bool, there: Bool, event: Bool
) -> Cutoff | None:
    if min(there.sum(), (~there).sum()) < LEAST:
        return None
    inside, outside = event[there], event[~there]
    prob, otherwise = np.asarray(inside.mean()), np.asarray(outside.mean())
    return Cutoff(
        key=key,
        name=name,
        side=side,
        value=value,
        at_least=up,
        share=float(there.mean()),
        prob=float(prob),
        prob_se=float(proportion_se(prob, len(inside))),
        otherwise=float(otherwise),
        otherwise_se=float(proportion_se(otherwise, len(outside))),
    )


def typical(detail: GameDetail, event: Bool) -> int | None:
    """The universe of the event nearest to the event's mean in every factor and in the margin,
    each in standard deviations; None when the event never happens."""
    at = np.flatnonzero(event)
    if not at.size:
        return None
    columns = [*values(detail).values(), detail.games.margin.astype(float)]
    x = np.stack([(c - c[event].mean()) / (c.std() or 1.0) for c in columns], axis=1)
    return int(at[np.argmin(np.sum(x[at] ** 2, axis=1))])
