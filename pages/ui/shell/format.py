"""Numbers and names as a visitor reads them: one way to write each, everywhere."""

from datetime import date

import numpy as np

from engine import store
from engine.domain.rules import rules
from engine.domain.teams import League
from engine.stats.estimates import proportion_se

NINETY_FIVE = 1.96  # standard errors either side: 95 of 100 such intervals hold the true value

LARGE = (
    (1e18, "quintillion"),
    (1e15, "quadrillion"),
    (1e12, "trillion"),
    (1e9, "billion"),
    (1e6, "million"),
)

REACHES = (
    "the Round of 64",
    "the Round of 32",
    "the Sweet 16",
    "the Elite Eight",
    "the Final Four",
    "the championship game",
    "the title",
)

# Rounds that have been played -> how far the tournament had come. -1: no game yet.
STANDINGS = {
    -1: "Selection Sunday",
    0: "Round of 64",
    1: "Round of 32",
    2: "Sweet 16",
    3: "Elite Eight",
    4: "Final Four",
    5: "Championship",
    6: "End",
}


def percent(prob: float) -> str:
    """A probability as a whole percentage; never a flat 0% or 100% from a finite count."""
    if prob < 0.005:
        return "<1%"
    return ">99%" if prob > 0.995 else f"{prob:.0%}"


def chance(prob: float) -> str:
    """A win probability during a game: certain once it is over, and never before."""
    return f"{prob:.0%}" if prob in (0.0, 1.0) else percent(prob)


def one_in(prob: float) -> str:
    """A small chance as a visitor can picture it: ``1 in 48 billion``."""
    times = 1 / prob
    for size, word in LARGE:
        if times >= size:
            return f"1 in {_two_digits(times / size)} {word}"
    return f"1 in {_two_digits(times)}"


def _two_digits(value: float) -> str:
    """Two figures that count, no more: ``4.1``, ``48``, ``480``, ``12,000``."""
    if value < 9.95:
        return f"{value:.1f}"
    return f"{float(f'{value:.2g}'):,.0f}"


def counted(number: int, noun: str) -> str:
    """``no tie``, ``1 tie``, ``3 ties``."""
    return f"{number or 'no'} {noun}{'s' if number > 1 else ''}"


def exact_percent(prob: float, universes: int) -> str:
    """``86.3% ± 0.7``: the share of universes and its 95 % Monte-Carlo error in points."""
    error = NINETY_FIVE * float(proportion_se(np.asarray(prob), universes))
    return f"{100 * prob:.1f}% ± {max(100 * error, 0.1):.1f}"


def smooth_percent(prob: float, error: float) -> str:
    """``86.3% ± 0.6``: a win probability by the curve and the 95 % error of the curve in points."""
    return f"{100 * prob:.1f}% ± {max(100 * NINETY_FIVE * error, 0.1):.1f}"


def rating_range(weaker: float, stronger: float) -> str:
    """``61–75%``: the probability if the ratings are one standard error too high, or too low."""
    low, high = percent(weaker), percent(stronger)
    if low == high:
        return low
    return f"{low.rstrip('%')}–{high}" if low[0] != "<" else f"{low} to {high}"


def with_errors(prob: float, se: float, weaker: float, stronger: float) -> str:
    """``68.3% ± 0.9, 61–75% if the ratings are off by one standard error``; ± is the 95 % error
    ``se`` of the curve or of counting."""
    error = max(100 * NINETY_FIVE * se, 0.1)
    return (
        f"{100 * prob:.1f}% ± {error:.1f}, {rating_range(weaker, stronger)} if the "
        "ratings are off by one standard error"
    )


def heading_for(round_: int) -> str:
    """What a slot of that round decides: ``To the Sweet 16``."""
    return "Champion" if round_ == len(REACHES) - 1 else f"To {REACHES[round_]}"


def game_clock(league: League, season: int, period: int, clock: str) -> str:
    """Where a game stands: ``2nd half, 12:34``, ``Halftime``, ``3rd quarter, 0:59``, ``2OT,
    3:10``; ``In progress`` before its clock is known."""
    periods = rules(league, season).periods
    if period < 1:
        return "In progress"
    if period > periods:
        extra = period - periods
        return f"{extra if extra > 1 else ''}OT, {clock}"
    over = clock in ("0:00", "0.0")
    if over and 2 * period == periods:
        return "Halftime"
    word = f"{ordinal(period)} {'half' if periods == 2 else 'quarter'}"
    return f"End of the {word}" if over else f"{word}, {clock}"


def long_day(day: str) -> str:
    """``Friday, 27 November`` of an ISO date."""
    found = date.fromisoformat(day)
    return f"{found:%A}, {found.day} {found:%B}"


def short_day(day: str) -> str:
    """``27 Nov`` of an ISO date."""
    return f"{int(day[8:])} {date.fromisoformat(day):%b}"


def full_day(day: str) -> str:
    """``6 April 2026`` of an ISO date."""
    return f"{int(day[8:])} {date.fromisoformat(day):%B %Y}"


def ago(seconds: float) -> str:
    """``just now``, ``5 min ago``, ``2 h ago``, ``3 days ago``."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    return f"{round(minutes / 60)} h ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"


def listed(items: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def file_stem(*what: object) -> str:
    """The name of a downloaded file, without its ending: what it holds, and the model and the data
    that made it."""
    return "-".join(["hardwood", *map(str, what), store.provenance()])


def plain(sentence: str) -> str:
    """A sentence for a screen reader: without the marks of bold type and of a chart."""
    return sentence.replace("**", "").replace("◆ ", "")


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``11th``, ``23rd``."""
    usual = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{'th' if number % 100 in (11, 12, 13) else usual}"
