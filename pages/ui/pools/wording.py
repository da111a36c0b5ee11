"""Sentences and numbers of the Pools page."""

from engine.pools.evaluate import Figures
from engine.pools.rules import Pool
from pages.ui.shell.format import NINETY_FIVE

TO = ("", "Round of 32", "Sweet 16", "Elite Eight", "Final Four", "final", "title")
UNITS = ("no", "one", "two", "three", "four", "five")
CAVEAT = (
    "± is the 95% error of counting universes and sampled rivals, none of which the search has "
    "seen. The range is the worst and best chance when rivals are drawn another way, when the "
    "public or our odds are 10% sharper or flatter, and when the public is a quarter right."
)


def chance(prob: float) -> str:
    """``9.7%``; two figures below one percent; never a flat zero."""
    points = 100 * prob
    if points >= 0.995:
        return f"{points:.1f}%"
    return f"{points:.2g}%" if points >= 0.005 else "<0.01%"


def with_error(prob: float, se: float) -> str:
    """``9.7% ± 0.6``: with its 95 % error in points."""
    error = 100 * NINETY_FIVE * se
    return f"{chance(prob)} ± {max(error, 0.1):.1f}" if prob >= 0.00995 else _small(prob, error)


def _small(prob: float, error: float) -> str:
    return f"{chance(prob)} ± {max(error, 0.01):.2f}"


def span(figures: Figures) -> str:
    """``7.3–11.5%``: worst to best over publics and odds."""
    low, high = chance(figures.low), chance(figures.high)
    return f"{low.rstrip('%')}–{high}" if low[0] != "<" else f"{low} to {high}"


def fair(figures: Figures) -> str:
    """``2.9 fair shares``."""
    return f"{figures.fair_shares:.1f} fair shares"


def answer(pool: Pool, own: Figures, points: Figures, chalk: Figures) -> str:
    """The page in one sentence: what the entry wins, both errors, and the plain alternatives."""
    who = "this bracket wins" if pool.mine == 1 else f"the best of these {UNITS[pool.mine]} wins"
    return (
        f"In a pool of {pool.entries:,} {who} **{with_error(own.win_prob, own.win_prob_se)}** "
        f"({span(own)} under other publics and odds), **{fair(own)}**"
        f"{' each' if pool.mine > 1 else ''}. Most points wins {chance(points.win_prob)}, chalk "
        f"{chance(chalk.win_prob)}, an average entry {chance(1 / pool.entries)}."
    )
