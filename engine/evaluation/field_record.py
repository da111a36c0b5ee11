"""How the projected field and the selection model did in past seasons, from the embedded data."""

import numpy as np
import pandas as pd

from engine import store
from engine.domain.teams import League
from engine.stats.estimates import mean_se, wilson

LAST_FITTED = 2019  # the last season that the selection model and the plain rule have seen
SUMS = ["teams", "expected", "seen", "brier", "plain_brier"]


def reliability(league: League, evening: str) -> pd.DataFrame:
    """One row a tenth of the chance of the field on that evening (``01-15``), all seasons: count,
    expected (mean chance), share that got in, and its 95 % Wilson range share_low, share_high."""
    rows = _rows(league, evening).groupby("tenth")[SUMS].sum().reset_index()
    low, high = wilson(rows["seen"].to_numpy(float), rows["teams"].to_numpy(float))
    return pd.DataFrame(
        {
            "low": rows["tenth"] / 10,
            "high": (rows["tenth"] + 1) / 10,
            "count": rows["teams"],
            "expected": rows["expected"] / rows["teams"],
            "share": rows["seen"] / rows["teams"],
            "share_low": low,
            "share_high": high,
        }
    )


def brier_by_evening(league: League) -> pd.DataFrame:
    """One row an evening and span of seasons: evening, span, seasons, brier and plain (mean Brier
    score of a team, ours and the plain rule's), gain and gain_se (of the mean over seasons)."""
    every = store.frame("field_chances", league)
    rows = []
    for evening in sorted(set(every["evening"])):
        of = _rows(league, evening).groupby("season")[SUMS].sum()
        for late in (None, False, True):
            some = of if late is None else of[(of.index > LAST_FITTED) == late]
            ours, plain = (some[name] / some["teams"] for name in ("brier", "plain_brier"))
            gain, gain_se = mean_se((plain - ours).to_numpy(np.float64))
            rows.append(
                {
                    "evening": evening,
                    "span": f"{some.index.min()}-{some.index.max()}",
                    "seasons": len(some),
                    "brier": float(ours.mean()),
                    "plain": float(plain.mean()),
                    "gain": gain,
                    "gain_se": gain_se,
                }
            )
    return pd.DataFrame(rows)


def _rows(league: League, evening: str) -> pd.DataFrame:
    frame = store.frame("field_chances", league)
    return frame[frame["evening"] == evening].astype(dict.fromkeys(SUMS, np.float64))


def selection_by_season(league: League) -> pd.DataFrame:
    """One row a season, the true automatic bids given: places at large, how many of them the
    selection model names (right), and within_one, the share of the field at most a line away."""
    rows = store.frame("selection", league)
    rows = rows[rows["name"].isin(("places", "right", "within_one"))]
    wide = rows.pivot_table(index="season", columns="name", values="value")
    return wide[["places", "right", "within_one"]].reset_index()


def selection_pooled(league: League) -> pd.DataFrame:
    """The means of ``selection_by_season`` over spans of seasons: span, seasons, places, right and
    within_one, with the errors of these means right_se and within_one_se."""
    every = selection_by_season(league)
    late = every["season"] > LAST_FITTED
    rows = []
    for of in (every, every[~late], every[late]):
        right, right_se = mean_se(of["right"].to_numpy(np.float64))
        within, within_se = mean_se(of["within_one"].to_numpy(np.float64))
        rows.append(
            {
                "span": f"{of['season'].min()}-{of['season'].max()}",
                "seasons": len(of),
                "places": float(of["places"].mean()),
                "right": right,
                "right_se": right_se,
                "within_one": within,
                "within_one_se": within_se,
            }
        )
    return pd.DataFrame(rows)
