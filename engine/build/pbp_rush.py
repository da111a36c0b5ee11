"""The last seconds again, by where the ball is: the whole floor to go, or at the other basket.

With a few seconds left a play that starts under one's own basket is a heave; one that starts with
an offensive rebound is a chance. The habits by score and clock average over both, which leaves too
few ties: a side that has just been caught still gets the average chance to win."""

import numpy as np
import pandas as pd

from engine.build.pbp_expect import B1, F8, expected, rates_of, sigmoid
from engine.build.pbp_habits import RAN_OUT_LEFT, bins, ran_out_base
from engine.playbook import RUSH, RUSH_EDGES

PRIOR_PLAYS = 30.0  # plays of no shift that each cell is given, so that a thin one stays near zero


def rush(plays: pd.DataFrame, games: pd.DataFrame, shift: dict[str, F8]) -> F8:
    """Log-odds [RUSH_EDGES, whole floor to go or not, RUSH] on top of the habits.

    ``shift``: the habits' tables by name; plays of all periods that count as the end of a half.
    """
    offsets, _ = expected(plays, games)
    left = plays["start_left"].to_numpy(int)
    offsets["ran_out"] = ran_out_base(plays)[np.minimum(left, RAN_OUT_LEFT)]
    times, leads = bins(plays, games)
    rates = rates_of(plays)
    bin_of = np.searchsorted(RUSH_EDGES, left)
    far = ~plays["won"].isin(WHOLE_FLOOR).to_numpy(bool)
    out = np.zeros((len(RUSH_EDGES), 2, len(RUSH)))
    late = plays["clean"].to_numpy(bool) & (left > 0) & (left <= RUSH_EDGES[-1])
    for r, name in enumerate(RUSH.values()):
        base = offsets[name] + shift[name][times, leads]
        for b in range(len(RUSH_EDGES)):
            for side in (0, 1):
                rows = rates[name].among & late & (bin_of == b) & (far == bool(side))
                out[b, side, r] = _shift(base[rows], rates[name].event[rows])
    return out


WHOLE_FLOOR = ("period_start", "after_made", "def_reb")


def _shift(offset: F8, event: B1) -> float:
    """One log-odds shift of all these plays, shrunk to zero (Newton's method)."""
    d = 0.0
    for _ in range(20):
        prob = sigmoid(offset + d)
        information = float(np.sum(prob * (1 - prob))) + 0.25 * PRIOR_PLAYS
        d += (float(np.sum(event - prob)) - 0.25 * PRIOR_PLAYS * d) / information
    return d
