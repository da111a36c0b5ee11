"""How teams play by the score and the clock: smoothed tables over (time bin, lead of the offense).

Each rate's table holds the log-odds shift against what is expected of ordinary time (the teams, the
venue, how the ball was won; ``pbp_expect``). Cells are joined to their neighbours by a penalty on
differences; its strength is the one that predicts left-out games best.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.arrays import F8, I8, Bool
from engine.pipeline.pbp.expected import Rate, expected, logit, rates_of, sigmoid, surplus
from engine.pipeline.pbp.facts import END_EDGES

LARGEST = 25  # leads beyond are clipped
LEADS = np.arange(-LARGEST, LARGEST + 1)
# Time bins: 0-2 the end of the first half, 3-9 ordinary time, 10-23 the end of the game
# (END_EDGES), by seconds left; within the first and the last group from the buzzer upwards.
HALF_EDGES = (0, 8, 20, 35)  # end of the first half
ORDINARY = ("H1 20-17", "H1 17-12", "H1 12-0:35", "H2 20-17", "H2 17-8", "H2 8-4", "H2 4-2")
FIRST_EDGES, SECOND_EDGES = (35, 720, 1020, 1200), (120, 240, 480, 1020, 1200)
N_HALF, N_ORDINARY, N_END = 3, len(ORDINARY), len(END_EDGES) - 1
N_TIME = N_HALF + N_ORDINARY + N_END
# Up to 8:00 the lead that counts is the surplus: what exceeds the lead to be expected by then. A
# favorite's expected lead changes nothing (points per possession per 10 points of lead, first 36
# minutes: surplus -0.022 ± 0.002, expected part -0.002 ± 0.002). Later it is the lead itself.
SURPLUS = slice(3, 8)
HALF_END, END = slice(0, N_HALF), slice(N_HALF + N_ORDINARY, N_TIME)
REGIONS = (HALF_END, SURPLUS, slice(8, 10), END)
# At the end, play changes by itself between these leads and the next, where a basket of two or of
# three would tie, win or decide: the penalty is loose there.
BREAKS = (-4, -3, -2, -1, 0, 1, 2, 3)
BREAK_WEIGHT = 0.02
# A side level or ahead plays the last seconds differently from one moment to the next.
AHEAD_WEIGHT = 0.3
# Cells of the end game differ for good, even where a rate has too few plays to prove it.
END_LEAD_PENALTY, END_TIME_PENALTY = 30.0, 10.0  # at most
LEAD_PENALTIES = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0)
TIME_PENALTIES = (1.0, 3.0, 10.0, 30.0, 100.0)
SHRINK = 0.02  # pulls a cell without plays to no shift, in units of information
FOLDS = 5
RAN_OUT_LEFT = 36  # with more seconds left the period never ends before anything happens


def time_bin(period: I8, left: I8) -> I8:
    """Time bin of a play that starts with ``left`` seconds to go in its period.

    Overtimes: the second half's bins, everything above 2:00 in the bin 4:00-2:00.
    """
    end = N_HALF + N_ORDINARY + _bin(END_EDGES, left)
    second = np.where(left <= END_EDGES[-1], end, 9 - _bin(SECOND_EDGES, left))
    second = np.where((period > 2) & (left > END_EDGES[-1]), 9, second)
    first = np.where(left <= HALF_EDGES[-1], _bin(HALF_EDGES, left), 5 - _bin(FIRST_EDGES, left))
    return np.where(period == 1, first, second)


def _bin(edges: tuple[int, ...], left: I8) -> I8:
    """Index of the half-open bin (edge k, edge k+1] that holds ``left``; 0 belongs to the first."""
    return np.maximum(np.searchsorted(np.array(edges), left, side="left") - 1, 0)


def lead_bin(lead: I8) -> I8:
    """Column of the offense's lead, clipped to ±25."""
    return np.clip(lead, -LARGEST, LARGEST) + LARGEST


def bins(plays: pd.DataFrame, games: pd.DataFrame) -> tuple[I8, I8]:
    """Time bin and lead column of each play; the surplus takes the lead's place in SURPLUS bins."""
    times = time_bin(plays["period"].to_numpy(int), plays["start_left"].to_numpy(int))
    early = (times >= SURPLUS.start) & (times < SURPLUS.stop)
    lead = np.where(early, np.rint(surplus(plays, games)), plays["lead"].to_numpy(float))
    return times, lead_bin(lead.astype(np.int64))


@dataclass(frozen=True, slots=True)
class Cells:
    """Plays of one rate, counted by cell and by level of expectation.

    ``offset`` [C, K] is the mean expected log-odds of the plays of cell c in level k, ``n`` and
    ``events`` [C, K] how many there are and in how many the event happened.
    """

    offset: F8
    n: F8
    events: F8


def count(cell: I8, size: int, offset: F8, event: Bool, levels: int = 8) -> Cells:
    """Plays to cells; ``levels`` equal-count levels of the expectation."""
    edges = np.quantile(offset, np.arange(1, levels) / levels)
    key = cell * levels + np.searchsorted(edges, offset)
    shape = (size, levels)
    n, total, hits = (
        np.bincount(key, weight, minlength=size * levels).reshape(shape).astype(np.float64)
        for weight in (None, offset, event)
    )
    return Cells(total / np.maximum(n, 1), n, hits)


def penalty(times: int, by_lead: float, by_time: float) -> F8:
    """Matrix P of the penalty d'Pd: squared differences between neighbours in lead and in time."""
    n_lead, is_end = len(LEADS), times == N_END
    ahead = np.where(is_end & (LEADS >= 0), AHEAD_WEIGHT, 1.0)
    broken = is_end & np.isin(LEADS[:-1], BREAKS)
    weight = np.where(broken, BREAK_WEIGHT, ahead[:-1])
    across = np.diff(np.eye(n_lead), axis=0)
    lead = across.T @ (weight[:, None] * across)
    along = np.diff(np.eye(times), axis=0)
    time = along.T @ along
    if is_end:
        by_lead, by_time = min(by_lead, END_LEAD_PENALTY), min(by_time, END_TIME_PENALTY)
    return (
        by_lead * np.kron(np.eye(times), lead)
        + by_time * np.kron(time, np.diag(ahead))
        + SHRINK * np.eye(times * n_lead)
    )


def shift(cells: Cells, matrix: F8, start: F8 | None = None) -> F8:
    """Penalised maximum-likelihood shift of each cell (Newton's method; log-odds)."""
    d = np.zeros(len(cells.n)) if start is None else start.copy()
    for _ in range(12):
        p = sigmoid(cells.offset + d[:, None])
        gradient = (cells.events - cells.n * p).sum(1) - matrix @ d
        information = (cells.n * p * (1 - p)).sum(1)
        step = np.linalg.solve(matrix + np.diag(information), gradient)
        d += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-4:
            break
    return d


def log_likelihood(cells: Cells, d: F8) -> float:
    """Of the cells' events under shift ``d``."""
    x = cells.offset + d[:, None]
    return float(np.sum(cells.events * x - cells.n * np.logaddexp(0, x)))


def best_shift(cell: I8, times: int, offset: F8, event: Bool, fold: I8) -> tuple[F8, float, float]:
    """The shift [times, leads] at the penalties that predict left-out games best, and those."""
    size = times * len(LEADS)
    parts = [
        (count(cell[fold != k], size, offset[fold != k], event[fold != k]),
         count(cell[fold == k], size, offset[fold == k], event[fold == k]))
        for k in range(FOLDS)
    ]  # fmt: skip

    def left_out(by_lead: float, by_time: float) -> float:
        matrix = penalty(times, by_lead, by_time)
        return sum(log_likelihood(test, shift(train, matrix)) for train, test in parts)

    by_time = TIME_PENALTIES[1]
    by_lead = max(LEAD_PENALTIES, key=lambda value: left_out(value, by_time))
    by_time = max(TIME_PENALTIES, key=lambda value: left_out(by_lead, value))
    whole = shift(count(cell, size, offset, event), penalty(times, by_lead, by_time))
    return whole.reshape(times, len(LEADS)), by_lead, by_time


def ran_out_base(plays: pd.DataFrame) -> F8:
    """Log-odds [RAN_OUT_LEFT + 1] that the period ends first, by seconds left, all leads."""
    rate = rates_of(plays)["ran_out"]
    left = plays["start_left"].to_numpy(int)
    used = rate.among & (left <= RAN_OUT_LEFT)
    size = RAN_OUT_LEFT + 1
    n = np.bincount(left[used], minlength=size)
    hits = np.bincount(left[used], rate.event[used], minlength=size)
    return logit((hits + 0.5) / (n + 1))


def offsets_of(plays: pd.DataFrame, games: pd.DataFrame) -> tuple[dict[str, F8], pd.DataFrame]:
    """What is expected of every play (``pbp_expect.expected``), the horn's share included."""
    offsets, base = expected(plays, games)
    left = plays["start_left"].to_numpy(int)
    offsets["ran_out"] = ran_out_base(plays)[np.minimum(left, RAN_OUT_LEFT)]
    return offsets, base


def shifts(
    plays: pd.DataFrame, games: pd.DataFrame, rates: dict[str, Rate], offsets: dict[str, F8]
) -> tuple[dict[str, F8], pd.DataFrame]:
    """Shift [N_TIME, leads] of every rate on top of ``offsets``, and the penalties used."""
    left = plays["start_left"].to_numpy(int)
    times, leads = bins(plays, games)
    fold = games.index.get_indexer(pd.Index(plays["game"])) % FOLDS
    clean = plays["clean"].to_numpy(bool)
    tables, used = {}, []
    for name, rate in rates.items():
        table = np.zeros((N_TIME, len(LEADS)))
        for region in REGIONS:
            rows = rate.among & clean & (times >= region.start) & (times < region.stop)
            if name == "ran_out":
                rows &= left <= RAN_OUT_LEFT
            if not rows.any():
                continue
            cell = (times[rows] - region.start) * len(LEADS) + leads[rows]
            table[region], by_lead, by_time = best_shift(
                cell, region.stop - region.start, offsets[name][rows], rate.event[rows], fold[rows]
            )
            used.append((name, region.start, int(rows.sum()), by_lead, by_time))
        tables[name] = table
    columns = ["rate", "first_bin", "n", "lead_penalty", "time_penalty"]
    return tables, pd.DataFrame(used, columns=columns)
