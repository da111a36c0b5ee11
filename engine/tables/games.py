"""The universes of a pairing as tables."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.arrays import I8
from engine.domain.counts import ScoreTally
from engine.domain.results import Games
from engine.stats.estimates import proportion_se
from engine.stats.histograms import mean_sd, quantile


def games(result: Games) -> pd.DataFrame:
    """One row per universe: the columns of ``game --csv``."""
    return pd.DataFrame(
        {
            "universe": np.arange(result.points.shape[1]),
            "points_a": result.points[0],
            "points_b": result.points[1],
            "half_a": result.half[0],
            "half_b": result.half[1],
            "overtimes": result.overtimes,
            "possessions_a": result.possessions[0],
            "possessions_b": result.possessions[1],
            "lead_changes": result.lead_changes,
            "largest_lead_a": result.largest_lead[0],
            "largest_lead_b": result.largest_lead[1],
        }
    )


FIGURES: dict[str, Callable[[Games], NDArray[np.int16]]] = {
    "margin": lambda g: g.margin,
    "total": lambda g: g.points[0] + g.points[1],
    "points_a": lambda g: g.points[0],
    "points_b": lambda g: g.points[1],
}


def histogram(result: Games, figure: str) -> pd.DataFrame:
    """How often each value of ``figure`` (a key of ``FIGURES``) occurred, zeros included.

    Columns: value, universes (a count), share, share_se, a_wins (of those universes).
    """
    value = FIGURES[figure](result).astype(np.int64)
    low, n = int(value.min()), value.size
    count = np.bincount(value - low)
    a_wins = np.bincount(value[result.margin > 0] - low, minlength=count.size)
    share = count / n
    return pd.DataFrame(
        {
            "value": np.arange(low, low + count.size),
            "universes": count,
            "share": share,
            "share_se": proportion_se(share, n),
            "a_wins": a_wins,
        }
    )


def game_summary(result: Games) -> dict[str, float]:
    """Figures of a pairing: win probability and its error; mean, standard deviation and quantiles
    of margin, total and points; share of overtime games; possessions per side."""
    summary = {
        "universes": result.points.shape[1],
        "win_prob_a": result.win_prob,
        "win_prob_a_se": result.win_prob_se,
    }
    for name, figure in FIGURES.items():
        value = figure(result)
        summary[f"{name}_mean"], summary[f"{name}_sd"] = float(value.mean()), float(value.std())
        for q in (5, 25, 50, 75, 95):
            summary[f"{name}_q{q:02d}"] = float(np.percentile(value, q))
    summary["overtime_prob"] = float(np.mean(result.overtimes > 0))
    summary["possessions_mean"] = float(result.possessions.mean())
    return summary


def counted_summary(tally: ScoreTally) -> dict[str, float]:
    """The figures of ``game_summary`` from counts of the universes."""
    n, middle = int(tally.universes[0]), len(tally.margin) // 2
    prob = float(tally.margin[middle + 1 :].sum() / n)
    summary: dict[str, float] = {
        "universes": n,
        "win_prob_a": prob,
        "win_prob_a_se": float(proportion_se(np.asarray(prob), n)),
    }
    for name, (count, lowest) in _counts(tally).items():
        summary[f"{name}_mean"], summary[f"{name}_sd"] = mean_sd(count, lowest)
        for q in (5, 25, 50, 75, 95):
            summary[f"{name}_q{q:02d}"] = quantile(count, q / 100, lowest)
    summary["overtime_prob"] = float(tally.overtimes[1:].sum() / n)
    summary["possessions_mean"] = float(tally.possessions[0] / (2 * n))
    return summary


def _counts(tally: ScoreTally) -> dict[str, tuple[I8, int]]:
    """The counts of each figure of ``FIGURES``, and the value of the first one."""
    a, b = tally.points
    middle = len(tally.margin) // 2
    return {
        "margin": (tally.margin, -middle),
        "total": (tally.total, 0),
        "points_a": (a, 0),
        "points_b": (b, 0),
    }


def counted_values(tally: ScoreTally) -> pd.DataFrame:
    """How often each value came, those that never came left out: figure, value, universes."""
    rows = [
        (name, lowest + int(i), int(count[i]))
        for name, (count, lowest) in [*_counts(tally).items(), ("overtimes", (tally.overtimes, 0))]
        for i in np.flatnonzero(count)
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "universes"])


def share_below(result: Games, figure: str, value: float) -> float:
    """The share of universes below ``value`` of a figure, those that equal it counted half."""
    found = FIGURES[figure](result)
    return float(np.mean(found < value) + 0.5 * np.mean(found == value))


def binned(frame: pd.DataFrame, width: int) -> pd.DataFrame:
    """``histogram`` in bars of ``width`` points, from multiples of it on: low and high (the first
    and the last value of a bar), universes, share, share_se."""
    low = frame["value"] // width * width
    bars = frame.groupby(low, as_index=False)["universes"].sum()
    n = int(frame["universes"].sum())
    share = bars["universes"].to_numpy() / n
    first = np.sort(low.unique())
    return pd.DataFrame(
        {
            "low": first,
            "high": first + width - 1,
            "universes": bars["universes"].to_numpy(),
            "share": share,
            "share_se": proportion_se(share, n),
        }
    )


def score_grid(result: Games, width: int) -> pd.DataFrame:
    """How often both scores fell into each square of ``width`` points, empty squares left out.

    Columns: low_a, high_a, low_b, high_b (first and last score of the square), universes, share,
    share_se, a_wins (of those universes)."""
    first = result.points.astype(np.int64) // width
    low = first.min(axis=1)
    size = int(first[1].max() - low[1] + 1)
    square = (first[0] - low[0]) * size + first[1] - low[1]
    count = np.bincount(square)
    a_wins = np.bincount(square[result.margin > 0], minlength=count.size)
    at = np.flatnonzero(count)
    low_a, low_b = width * (at // size + low[0]), width * (at % size + low[1])
    share = count[at] / square.size
    return pd.DataFrame(
        {
            "low_a": low_a,
            "high_a": low_a + width - 1,
            "low_b": low_b,
            "high_b": low_b + width - 1,
            "universes": count[at],
            "share": share,
            "share_se": proportion_se(share, square.size),
            "a_wins": a_wins[at],
        }
    )
