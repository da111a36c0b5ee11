"""The teams' ratings through a season, with every game on the line."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from engine import run, store
from pages.ui.shell.format import NINETY_FIVE, listed, percent
from pages.ui.teams.entry import Entry
from pages.ui.teams.plot import Plot, ticks
from pages.ui.teams.style import LETTERS, color, mark, part, rows_of

HEIGHT = 330
WHERE = {1: "", 0: " on a neutral floor", -1: " away"}


def known(entry: Entry) -> bool:
    """Whether the games of the team's season are in the data."""
    return run.has_games(entry.league, entry.side)


def missing(found: Sequence[Entry]) -> str:
    """What is not in the data, in a sentence; "" if all is."""
    now = store.running_season(found[0].league)
    if any(e.side.season == now and not known(e) for e in found):
        return "No game of the season that is being played is in the data yet."
    bare = sorted({e.side.season for e in found if not known(e)})
    if not bare:
        return ""
    first = store.game_seasons(found[0].league)[0]
    seasons = listed([str(season) for season in bare])
    return f"The games of {seasons} are not in the data: choose a season from {first} on for them."


def html_of(found: Sequence[Entry]) -> str:
    """Net efficiency week by week with its 95% band; a dot for each game."""
    found = [entry for entry in found if known(entry)]
    weeks = [run.rating_weeks(e.league, e.side) for e in found]
    games = [run.team_games(e.league, e.side) for e in found]
    days = [_days(w["date"], e.side.season) for w, e in zip(weeks, found, strict=True)]
    low = min(float((w["net"] - NINETY_FIVE * w["net_se"]).min()) for w in weeks)
    high = max(float((w["net"] + NINETY_FIVE * w["net_se"]).max()) for w in weeks)
    plot = Plot(min(d.min() for d in days), max(d.max() for d in days) + 2, low - 1, high + 1)
    shapes, marks = _grid(plot)
    for entry, w, day, played in zip(found, weeks, days, games, strict=True):
        shapes += _band(plot, w, day, entry.k)
        marks += _dots(plot, w, day, played, entry)
    sentence = _sentence(found, weeks)
    note = (
        "The rating before each week’s games, as it was known then, with its 95% error; the last "
        "one is of Selection Sunday. Points per 100 possessions better than an average team."
    )
    body = _keys(found) + plot.drawn(shapes, marks, HEIGHT, sentence)
    return part(body, sentence, note, _table(found, weeks))


def _days(dates: "pd.Series[str]", season: int) -> np.ndarray:
    start = date(season - 1, 11, 1).toordinal()
    return np.array([date.fromisoformat(d).toordinal() - start for d in dates], dtype=np.float64)


def _grid(plot: Plot) -> tuple[str, str]:
    shapes, marks = "", ""
    for y in ticks(plot.bottom, plot.top):
        zero = "stroke:#8b8070;stroke-width:1.5" if y == 0 else "stroke:var(--grid);stroke-width:1"
        shapes += plot.line([(plot.left, y), (plot.right, y)], zero)
        marks += plot.y_mark(y, f"{y:+.0f}" if y else "0")
    months = ((11, -1, "Nov"), (12, -1, "Dec"), (1, 0, "Jan"), (2, 0, "Feb"), (3, 0, "Mar"))
    start = date(2025, 11, 1).toordinal()
    for month, offset, name in months:
        day = date(2026 + offset, month, 1).toordinal() - start
        if day <= plot.right and (month != 11 or plot.left < 14):
            marks += plot.x_mark(max(day, plot.left), name)
    return shapes, marks


def _band(plot: Plot, weeks: pd.DataFrame, day: np.ndarray, k: int) -> str:
    net, error = weeks["net"].to_numpy(), NINETY_FIVE * weeks["net_se"].to_numpy()
    edge = [*zip(day, net + error, strict=True), *zip(day[::-1], (net - error)[::-1], strict=True)]
    team = f"var(--team-{LETTERS[k]})"
    return plot.area(edge, f"fill:{team};opacity:.16") + plot.line(
        zip(day, net, strict=True), f"stroke:{team};stroke-width:2.2"
    )


def _dots(
    plot: Plot, weeks: pd.DataFrame, day: np.ndarray, games: pd.DataFrame, entry: Entry
) -> str:
    at = _days(games["date"], entry.side.season)
    height = np.interp(at, day, weeks["net"].to_numpy(np.float64))
    dots = ""
    for x, y, game in zip(at, height, rows_of(games), strict=True):
        kind = "game" if game.won else "game lost"
        dots += plot.dot(x, y, kind, told(game), color(entry.k))
    return dots


def told(game: Any) -> str:
    """A game in one line: ``10 Jan: beat Kansas 80–71 away, expected by 2.3``."""
    verb = "beat" if game.won else "lost to"
    ahead = "expected to win by" if game.expected > 0 else "expected to lose by"
    return (
        f"{day_text(str(game.date))}: {verb} {game.opponent} {game.points}–{game.allowed}"
        f"{WHERE[game.venue]}, {ahead} {abs(game.expected):.1f} ({percent(game.win_prob)} to win)"
    )


def day_text(day: str) -> str:
    """``Jan 4`` for an ISO date."""
    when = date.fromisoformat(day)
    return f"{when:%b} {when.day}"


def _keys(found: Sequence[Entry]) -> str:
    names = "".join(f"<span>{mark(e.k)}{escape(e.name)}</span>" for e in found)
    return (
        f'<div class="keys">{names}<span><i class="game"></i>won</span>'
        '<span><i class="game lost"></i>lost</span></div>'
    )


def _sentence(found: Sequence[Entry], weeks: Sequence[pd.DataFrame]) -> str:
    parts = []
    for entry, w in zip(found, weeks, strict=True):
        first, last = float(w["net"].iloc[0]), float(w["net"].iloc[-1])
        error = NINETY_FIVE * float(w["net_se"].iloc[-1])
        parts.append(f"**{entry.name}** from {first:+.1f} to **{last:+.1f}** ± {error:.1f}")
    return f"Through the season: {listed(parts)}."


def _table(found: Sequence[Entry], weeks: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(
        [
            w.rename(columns={"date": "Date", "net": "Net", "net_se": "Standard error"}).assign(
                Team=e.name
            )[["Team", "Date", "Net", "Standard error"]]
            for e, w in zip(found, weeks, strict=True)
        ]
    )
