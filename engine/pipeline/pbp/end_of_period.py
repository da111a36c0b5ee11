"""The last seconds of a period: what the habits by score and clock average over.

Two things the lead and the time at a play's beginning do not know. ``rush``: where the ball was
won. With the whole floor to go a play of a few seconds is a heave; one that starts with an
offensive rebound is a chance. ``late``: how much time is left when the shot goes up. Whoever holds
the ball for the last shot takes it as the horn comes, takes it badly, and more often from beyond
the line; whoever goes early scores more easily and leaves the other side time. Both are fitted in
turn with the habits, so that each explains what the others leave."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.arrays import F8, I8, Bool
from engine.game import possession as p
from engine.game.play_model import RUSH, RUSH_EDGES
from engine.pipeline.pbp.expected import Rate, sigmoid
from engine.pipeline.pbp.score_clock_effects import (
    END,
    HALF_END,
    LEADS,
    N_TIME,
    RAN_OUT_LEFT,
    bins,
    count,
    penalty,
    shift,
)

WHOLE_FLOOR = ("period_start", "after_made", "def_reb")
# Rates that a shot's own clock changes, by column (threes are fouled too seldom to tell).
LATE = {
    "fg2": p.BUZZER_FG2,
    "fg3": p.BUZZER_FG3,
    "drawn2": p.BUZZER_DRAWN2,
    "three": p.BUZZER_THREE,
}
PRIOR_PLAYS = 30.0  # plays of no shift that each cell is given, so that a thin one stays near zero
ROUNDS = 8
# Penalties of the habits that are fitted beside them (``pbp_habits.penalty``), by region.
BESIDE = ((HALF_END, 300.0, 10.0), (END, 30.0, 10.0))


@dataclass(frozen=True, slots=True, eq=False)
class Horn:
    """Log-odds on top of the habits: ``late[LATE + 1, LATE_COLUMNS]`` by the whole seconds left at
    the shot, ``rush[RUSH_EDGES, whole floor to go or not, RUSH]`` by those left at the play's
    beginning."""

    late: F8
    rush: F8


def horn(
    plays: pd.DataFrame, games: pd.DataFrame, rates: dict[str, Rate], offsets: dict[str, F8]
) -> tuple[Horn, dict[str, F8]]:
    """Both tables, from the ends of all periods, and ``offsets`` that know them."""
    cells = _Cells(plays)
    times, leads = bins(plays, games)
    clean = plays["clean"].to_numpy(bool)
    late = np.zeros((p.BUZZER + 1, p.BUZZER_COLUMNS))
    rush = np.zeros((len(RUSH_EDGES), 2, len(RUSH)))
    rushed = list(RUSH.values())
    known = dict(offsets)
    for name in dict.fromkeys([*rushed, *LATE]):
        rate, offset = rates[name], offsets[name]
        by_shot, by_start = np.zeros(len(plays)), np.zeros(len(plays))
        for _ in range(ROUNDS):
            habit = _habit(times, leads, rate, clean, offset + by_shot + by_start)
            base = offset + habit[times, leads]
            if name in LATE:
                table = _shifts(rate, base + by_start, cells.late, p.BUZZER)
                late[: p.BUZZER, LATE[name]] = table
                by_shot = np.append(table, 0.0)[cells.late]
            if name in rushed:
                table = _shifts(rate, base + by_shot, cells.rush, 2 * len(RUSH_EDGES))
                rush[..., rushed.index(name)] = table.reshape(-1, 2)
                by_start = np.append(table, 0.0)[cells.rush]
        known[name] = offset + by_shot + by_start
    return Horn(late, rush), known


class _Cells:
    """The cell of each play in both tables; the last plus one where it has none."""

    def __init__(self, plays: pd.DataFrame) -> None:
        start = plays["start_left"].to_numpy(np.int64)
        whole = plays["clean"].to_numpy(bool) & (start > 0)
        seconds = np.minimum(plays["act_left"].to_numpy(np.int64), p.BUZZER)
        self.late: I8 = np.where(whole & (start <= RAN_OUT_LEFT), seconds, p.BUZZER)
        far = ~plays["start_type"].isin(WHOLE_FLOOR).to_numpy(bool)
        rush = 2 * np.searchsorted(RUSH_EDGES, start) + far
        self.rush: I8 = np.where(whole & (start <= RUSH_EDGES[-1]), rush, 2 * len(RUSH_EDGES))


def _shifts(rate: Rate, base: F8, cell: I8, size: int) -> F8:
    """One shift for each of the first ``size`` cells."""
    rows = [rate.among & (cell == k) for k in range(size)]
    return np.array([_one_shift(base[row], rate.event[row]) for row in rows])


def _habit(times: I8, leads: I8, rate: Rate, clean: Bool, offset: F8) -> F8:
    """Shift [N_TIME, leads] at the ends of periods."""
    table = np.zeros((N_TIME, len(LEADS)))
    for region, by_lead, by_time in BESIDE:
        n = region.stop - region.start
        rows = rate.among & clean & (times >= region.start) & (times < region.stop)
        cell = (times[rows] - region.start) * len(LEADS) + leads[rows]
        cells = count(cell, n * len(LEADS), offset[rows], rate.event[rows])
        table[region] = shift(cells, penalty(n, by_lead, by_time)).reshape(n, -1)
    return table


def _one_shift(offset: F8, event: Bool) -> float:
    """One log-odds shift of all these plays, shrunk to zero (Newton's method)."""
    d = 0.0
    for _ in range(20):
        prob = sigmoid(offset + d)
        information = float(np.sum(prob * (1 - prob))) + 0.25 * PRIOR_PLAYS
        d += (float(np.sum(event - prob)) - 0.25 * PRIOR_PLAYS * d) / information
    return d
