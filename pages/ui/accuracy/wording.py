"""Sentences of the Accuracy page: what a figure means and what it cannot show."""

import math
from typing import Any

import pandas as pd

from engine.domain.teams import League
from pages.ui.shell.format import NINETY_FIVE

SHOW = {"record": "The record", "field": "The field", "machine": "Time machine"}
GAMES = {"tournament": "Tournament", "season": "Last month before it"}
SCORES = {"log_loss": "Log loss", "brier": "Brier score"}
FORECASTERS = {"hardwood": "Hardwood", "plain": "Plain rating", "seeds": "Seeds only"}
THE = {"plain": "the plain rating", "seeds": "the seeds alone"}
GAIN = {"log_loss": "gain", "brier": "brier_gain"}
FROZEN = {"tournament": "on Selection Sunday", "season": "the day before each game"}


def row_of(frame: pd.DataFrame, key: str) -> Any:
    """One row of a frame by its index, for reading by the columns' names."""
    return frame.loc[key]


def what(league: League, games: str, span: str) -> str:
    """Which games: ``the men's tournaments 2008-2026``."""
    if games == "tournament":
        return f"the {league}'s tournaments {span}, from the Round of 64 on"
    return (
        f"the {league}'s last month before the tournament, {span}, conference tournaments included"
    )


def headline(league: League, games: str, rows: pd.DataFrame) -> str:
    """What the record says, with errors, in two sentences. ``rows``: one a forecaster."""
    own = row_of(rows, "hardwood")
    verdicts = [
        f"{verdict(row.gain, row.gain_se)} **{THE[str(name)]}** "
        f"({signed(row.gain)} ± {NINETY_FIVE * row.gain_se:.4f} log loss a game)"
        for name, row in rows.drop("hardwood").iterrows()
    ]
    return (
        f"In {int(own.games):,} games of {what(league, games, own.span)}, with ratings frozen "
        f"{FROZEN[games]}, Hardwood gave the actual winners a typical probability of "
        f"**{typical(own.log_loss)}**; a coin gives it 50%. Hardwood was {' and '.join(verdicts)}."
    )


def verdict(gain: float, se: float) -> str:
    """Better, worse, or neither, by the 95 % interval of the paired difference."""
    if abs(gain) <= NINETY_FIVE * se:
        return "neither clearly better nor worse than"
    return "better than" if gain > 0 else "worse than"


def typical(log_loss: float) -> str:
    """The geometric mean of the probabilities given to the actual results: exp(-log loss)."""
    return f"{100 * math.exp(-log_loss):.1f}%"


def signed(value: float) -> str:
    """Four decimals with their sign."""
    return f"{value:+.4f}".replace("-", "−")


def covered(row: Any, noun: str) -> str:
    """How many real margins or totals fell inside the middle of the simulated ones."""
    half, most = (
        f"**{100 * share:.1f}%** ± {100 * NINETY_FIVE * se:.1f}"
        for share, se in (
            (row.coverage_50, row.coverage_50_se),
            (row.coverage_90, row.coverage_90_se),
        )
    )
    lean = "higher" if row.bias > 0 else "lower"
    bias = (
        f" Real totals were {abs(row.bias):.2f} ± {NINETY_FIVE * row.bias_se:.2f} points {lean} "
        "than expected."
        if noun == "totals"
        else ""
    )
    return (
        f"Of the real {noun}, {half} fell inside the middle half of the universes and {most} "
        f"inside the middle nine tenths. They missed the mean by {row.rmse:.1f} points "
        f"(root mean square).{bias}"
    )


MEASURES = """
**Log loss** is the mean of −ln(probability given to the actual winner): 0 for a perfect forecast,
0.693 for a coin. e to the minus log loss is the typical probability given to the actual winner.
**Brier score** is the mean squared distance between probability and outcome: 0 for a perfect
forecast, 0.25 for a coin. Lower is better in both.
"""

LIMITS = """
### What these figures can and cannot say

- **One tournament proves little.** Its 63 games give a log loss with a standard error of about
  0.06, larger than the gap between a good forecaster and the seeds. Look at many seasons together.
- **Differences say more than levels.** A year of upsets is hard for every forecaster. So they are
  compared game by game on the same games, and the difference has an error of its own, several
  times smaller than that of either score.
- **The ratings have seen none of these games.** They stop on Selection Sunday, in the last month
  on the day before each game. What was tuned was tuned on seasons up to 2019: 2021 and later are
  the cleaner test, and are given apart.
- **Seeds only** is a curve on the difference of the two seed lines, fitted on all other seasons.
  The **plain rating** is a ridge on each season's margins with one normal spread. Both are good:
  the committee knows basketball, and margins carry most of the information.
- **Calibration alone is not enough.** 50% for every game would be calibrated. Log loss rewards
  calibration and telling games apart.
- **Who plays is unknown.** Injuries, suspensions and form of the last days are in no
  rating, in no season shown here.
"""


def counting(universes: int, error: float) -> str:
    """What is counted in universes and what is not; ``error``: the win curve's, a fraction."""
    return (
        "- **Win probabilities carry no counting noise.** They come from a curve through simulated "
        f"games, which misses what endless universes would count by {100 * error:.1f} points (root "
        f"mean square). Margins and totals are counted in {universes:,} universes.\n"
    )


def reproduce(league: League, games: str, span: str, universes: int) -> str:
    """How to get the same figures."""
    return (
        f"Every figure is precomputed, {universes:,} universes a game, and comes out again with "
        f"`python -m engine backtest --what {games} --league {league} --seasons {span}`"
    )
