"""How long plays last: by how the ball was won, by score and clock, and at the end of a half.

Lengths run from the start of the play to its shot, turnover or foul (``act_length``).
"""

import numpy as np
import pandas as pd

from engine.arrays import F8, I8, Bool
from engine.pipeline.pbp.expected import design, left_out
from engine.pipeline.pbp.facts import END_EDGES, FOULED, lengths, ordinary, real_plays
from engine.pipeline.pbp.play import START_TYPES
from engine.pipeline.pbp.score_clock_effects import (
    FOLDS,
    HALF_EDGES,
    LEAD_PENALTIES,
    LEADS,
    N_END,
    N_HALF,
    N_ORDINARY,
    N_TIME,
    REGIONS,
    bins,
    penalty,
    time_bin,
)

QUANTILES = 64  # of the length by how the ball was won
END_QUANTILES = 32  # of the length in the end tables
END_CLASSES = ("off_reb", "foul", "other")  # plays after an offensive rebound; fouls; the rest
# Bins up to this many seconds left hold act_length / start_left, the others seconds.
FRACTION_LEFT = 36
# Leads between which end-game habits are taken to be alike; plays of another group hardly count.
GROUPS = (-3, -2, 0, 1, 4)
OTHER_GROUP = 0.01
ENOUGH = 60.0  # plays (effective number) that a cell's quantiles rest on
BESIDE = 1.5  # log-weight lost by a play of the next time bin
WIDTHS = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 9.0, 14.0, 20.0)  # kernel widths tried, points
RIDGE = 80.0


def won_quantiles(plays: pd.DataFrame) -> F8:
    """Quantiles [won, QUANTILES] of ``act_length``, ordinary time, lead within 5 points."""
    table = lengths(plays, QUANTILES).pivot(index="start_type", columns="level", values="seconds")
    return table.reindex([name for name in START_TYPES if name != "technical"]).to_numpy(np.float64)


def pace_ratio(plays: pd.DataFrame, games: pd.DataFrame) -> F8:
    """Mean ``act_length`` over what the teams and the way the ball was won let expect.

    [N_TIME, leads]; smoothed like the habits, ordinary time only (1 elsewhere).
    """
    part = real_plays(plays)
    part = part[part["outcome"] != "period_end"]
    steady = part.index.isin(ordinary(part).index)
    mean = part[steady].groupby("start_type", observed=True)["act_length"].mean()
    ratio = part["act_length"].to_numpy(float) / part["start_type"].astype(str).map(mean).to_numpy(
        float
    )
    row, x = design(part, games)
    n = np.bincount(row[steady], minlength=len(x)).astype(np.float64)
    variance = float(ratio[steady].var())
    y = np.bincount(row[steady], ratio[steady] - 1, len(x)) / np.maximum(n, 1)
    effect = left_out(x, y, n / variance, RIDGE)[0]
    return _smooth(part, games, ratio - effect[row] - 1, variance) + 1


def _smooth(part: pd.DataFrame, games: pd.DataFrame, value: F8, variance: float) -> F8:
    times, leads = bins(part, games)
    fold = games.index.get_indexer(pd.Index(part["game"])) % FOLDS
    table = np.zeros((N_TIME, len(LEADS)))
    for region in REGIONS[1:3]:
        inside = (times >= region.start) & (times < region.stop)
        cell = (times[inside] - region.start) * len(LEADS) + leads[inside]
        rows = value[inside], cell, fold[inside]
        table[region] = _best_mean(*rows, region.stop - region.start, variance)
    return table


def _best_mean(value: F8, cell: I8, fold: I8, times: int, variance: float) -> F8:
    """Smoothed mean of each cell, at the penalty that predicts left-out games best."""
    size = times * len(LEADS)

    def fit(rows: Bool, by_lead: float) -> F8:
        n = np.bincount(cell[rows], minlength=size) / variance
        total = np.bincount(cell[rows], value[rows], minlength=size) / variance
        return np.asarray(np.linalg.solve(penalty(times, by_lead, 1.0) + np.diag(n), total))

    def error(by_lead: float) -> float:
        left_out = [(fold == k, fit(fold != k, by_lead)) for k in range(FOLDS)]
        return sum(float(np.sum((value[k] - mean[cell[k]]) ** 2)) for k, mean in left_out)

    return fit(fold >= 0, min(LEAD_PENALTIES, key=error)).reshape(times, -1)


def end_quantiles(plays: pd.DataFrame) -> F8:
    """Quantiles [class, N_HALF + N_END, leads, END_QUANTILES] of the length near a half's end.

    Bins: the end of the first half, then END_EDGES. Up to FRACTION_LEFT seconds left the length is
    a fraction of the seconds left at the start. Plays cut off by the buzzer are not in: whether
    that happens is the rate ``ran_out``.
    """
    part = real_plays(plays)
    part = part[~part["outcome"].isin(["period_end", "other"]) & (part["start_left"] > 0)]
    times = time_bin(part["period"].to_numpy(int), part["start_left"].to_numpy(int))
    end = (times < N_HALF) | (times >= N_HALF + N_ORDINARY)
    part, times = part[end], times[end]
    slot = np.where(times < N_HALF, times, times - N_ORDINARY)
    left = part["start_left"].to_numpy(float)
    length = part["act_length"].to_numpy(float)
    tops = np.array([*HALF_EDGES[1:], *END_EDGES[1:]])
    value = np.where(tops[slot] <= FRACTION_LEFT, length / left, length)
    foul = part["outcome"].isin(FOULED).to_numpy()
    kind = np.where(part["start_type"] == "off_reb", 0, np.where(foul, 1, 2))
    leads = np.clip(part["lead"].to_numpy(int), LEADS[0], LEADS[-1])
    table = np.empty((len(END_CLASSES), N_HALF + N_END, len(LEADS), END_QUANTILES))
    for k in range(len(END_CLASSES)):
        for b in range(N_HALF + N_END):
            near = (kind == k) & _neighbours(slot, b, tops)
            table[k, b] = _quantiles(value[near], leads[near], np.abs(slot[near] - b))
    return table


def _neighbours(slot: I8, b: int, tops: I8) -> Bool:
    """Plays of bin b and the bins beside it that measure length in the same way."""
    same_unit = (tops[slot] <= FRACTION_LEFT) == (tops[b] <= FRACTION_LEFT)
    same_half = (slot < N_HALF) == (b < N_HALF)
    return np.asarray((np.abs(slot - b) <= 1) & same_unit & same_half)


def _quantiles(value: F8, lead: I8, away: I8) -> F8:
    """Weighted quantiles at every lead; the kernel widens until it holds enough plays."""
    order = np.argsort(value, kind="stable")
    value, lead, away = value[order], lead[order], away[order]
    group = np.searchsorted(GROUPS, lead, side="right")
    levels = (np.arange(END_QUANTILES) + 0.5) / END_QUANTILES
    table = np.empty((len(LEADS), END_QUANTILES))
    for row, here in enumerate(LEADS):
        alike = np.where(group == np.searchsorted(GROUPS, here, side="right"), 1.0, OTHER_GROUP)
        for width in WIDTHS:
            weight = alike * np.exp(-0.5 * ((lead - here) / width) ** 2 - BESIDE * away)
            if weight.sum() ** 2 >= ENOUGH * np.sum(weight**2):
                break
        share = (np.cumsum(weight) - 0.5 * weight) / weight.sum()
        table[row] = np.interp(levels, share, value)
    return table
