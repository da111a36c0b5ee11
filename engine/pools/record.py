"""What brackets would have been worth in the pools of real tournaments, and what was promised.

One row a tournament, style and size: ``fair_share`` is the win chance that the bracket had once the
results were in, in a pool whose first place takes all, times the number of entries: 1 is what an
average entry gets. ``low`` to ``high``: worst to best over publics. ``promised``: the same before
the first game, in universes that the search did not see.
"""

import numpy as np
import pandas as pd

from engine.arrays import F8
from engine.stats.estimates import mean_se

STYLES = ("tempered", "bold", "most_points", "chalk")
ENTRIES = (10, 30, 100)
BASELINE = "most_points"
RESAMPLED = 4_000  # samples of tournaments for the interval of a mean
KEYS = ["style", "entries"]


def summary(record: pd.DataFrame) -> pd.DataFrame:
    """The mean over the tournaments of ``record`` by style and size of the pool.

    ``seasons`` tournaments; ``fair_share`` with its standard error ``se`` and its 90 % interval
    ``low`` to ``high`` from resampled tournaments; ``promised``; ``gain``: how much more than most
    points got in the same tournaments, with ``gain_se``.
    """
    wide = record.pivot_table("fair_share", ["league", "season"], KEYS)
    promised = record.pivot_table("promised", ["league", "season"], KEYS)
    rows = []
    for style in STYLES:
        for entries in ENTRIES:
            share = wide[style, entries].to_numpy()
            mean, se = mean_se(share)
            low, high = _resampled(share)
            gain, gain_se = mean_se(share - wide[BASELINE, entries].to_numpy())
            said = float(promised[style, entries].mean())
            rows.append((style, entries, len(share), mean, se, low, high, said, gain, gain_se))
    columns = [*KEYS, "seasons", "fair_share", "se", "low", "high", "promised", "gain", "gain_se"]
    return pd.DataFrame(rows, columns=columns)


def _resampled(share: F8) -> tuple[float, float]:
    """The 5th and 95th percentile of the mean over tournaments drawn with replacement."""
    draw = np.random.default_rng(len(share)).integers(0, len(share), (RESAMPLED, len(share)))
    low, high = np.quantile(share[draw].mean(axis=1), (0.05, 0.95))
    return float(low), float(high)
