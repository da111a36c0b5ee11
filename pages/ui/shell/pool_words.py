"""Chances in a pool as a visitor reads them."""

from engine.pools.evaluate import Figures
from pages.ui.shell.format import NINETY_FIVE


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


def points(figures: Figures) -> str:
    """``85.1 ± 0.4``: expected points with their 95 % error."""
    return f"{figures.points:.1f} ± {max(NINETY_FIVE * figures.points_se, 0.1):.1f}"
