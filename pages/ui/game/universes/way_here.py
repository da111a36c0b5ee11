"""The way here: each team's rating through the season, and its last ten games."""

from collections.abc import Hashable
from datetime import date
from html import escape
from math import isnan
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from engine import run, store
from engine.domain.specs import GameSpec, Side
from engine.domain.teams import League
from pages.ui.shell import figures, html
from pages.ui.shell.figures import Vega
from pages.ui.shell.format import NINETY_FIVE, percent
from pages.ui.shell.page import TEAM_A, TEAM_B
from pages.ui.shell.pairing import Names
from pages.ui.shell.plots import vega_lite
from pages.ui.shell.plots.vega_lite import number, word

LAST = 10  # games
HEIGHT = 260


class Drawn(NamedTuple):
    """The season line, its sentence and table, and the last games as HTML."""

    chart: Vega
    sentence: str
    table: pd.DataFrame
    games: str


def draw(spec: GameSpec, names: Names) -> None:
    """Nothing where the games of neither season are in the data."""
    if not known(spec):
        return
    drawn = _drawn(spec.league, spec.a, spec.b, names)
    st.subheader("The way here", anchor=False)
    st.markdown(drawn.sentence)
    figures.draw(drawn.chart, drawn.sentence, "chart_way_here")
    with st.expander("As a table"):
        st.dataframe(
            drawn.table,
            hide_index=True,
            height=240,
            alt="Ratings week by week",
            column_order=["team", "date", "net", "net_se"],
            column_config={
                "team": "Team",
                "date": "Date",
                "net": st.column_config.NumberColumn("Net efficiency", format="%+.1f"),
                "net_se": st.column_config.NumberColumn("Standard error", format="%.1f"),
            },
        )
    html.show(drawn.games, "last_games")
    st.caption(
        "Net efficiency: points per 100 possessions better than an average team, before each "
        "week’s games, as it was known then, with its 95% error. Expected: the margin and the "
        "chance of winning by the ratings of the day before."
    )


def known(spec: GameSpec) -> list[Side]:
    """The sides whose season's games are in the data."""
    return [side for side in (spec.a, spec.b) if run.has_games(spec.league, side)]


@store.cached_by_data_version(64)
def _drawn(league: League, a: Side, b: Side, names: Names) -> Drawn:
    sides = [
        (side, name, letter)
        for side, name, letter in zip((a, b), names, "ab", strict=True)
        if run.has_games(league, side)
    ]
    weeks = [_weeks(league, side, name) for side, name, _ in sides]
    games = [run.team_games(league, side) for side, *_ in sides]
    table = pd.concat(weeks, ignore_index=True)
    told = [
        _sentence(name, week, played)
        for (_, name, _), week, played in zip(sides, weeks, games, strict=True)
    ]
    lists = "".join(
        last_games(played.tail(LAST), name, letter)
        for (_, name, letter), played in zip(sides, games, strict=True)
    )
    return Drawn(
        season_line(table, names),
        " ".join(told),
        table,
        f'<div class="pair">{lists}</div>',
    )


def _weeks(league: League, side: Side, name: str) -> pd.DataFrame:
    found = run.rating_weeks(league, side)
    return found.assign(team=name, day=[_day(day, side.season) for day in found["date"]])


def _day(day: str, season: int) -> str:
    """A day of a season as one of the season 2025-26, so that two seasons share an axis."""
    found = date.fromisoformat(day)
    year = 2026 - (season - found.year)
    leap = found.month == 2 and found.day == 29
    return found.replace(year=year, day=28 if leap else found.day).isoformat()


def _sentence(name: str, weeks: pd.DataFrame, games: pd.DataFrame) -> str:
    last = games.tail(LAST)
    won = int(last["won"].sum())
    more = float((last["points"] - last["allowed"] - last["expected"]).mean())
    apart = "" if isnan(more) else f", {abs(more):.1f} points a game {_than(more)} than expected"
    first, now = float(weeks["net"].iloc[0]), float(weeks["net"].iloc[-1])
    error = NINETY_FIVE * float(weeks["net_se"].iloc[-1])
    return (
        f"**{name}** won {won} of its last {len(last)}{apart}; its rating went from {first:+.1f} "
        f"to **{now:+.1f}** ± {error:.1f}."
    )


def _than(more: float) -> str:
    return "better" if more > 0 else "worse"


def season_line(table: pd.DataFrame, names: Names) -> Vega:
    """Net efficiency week by week with its 95% band, one color a team."""
    rows = table.assign(
        low=table["net"] - NINETY_FIVE * table["net_se"],
        high=table["net"] + NINETY_FIVE * table["net_se"],
    )
    shared = {
        "x": {
            "field": "day",
            "type": "temporal",
            "title": None,
            "axis": {"format": "%b", "tickCount": "month", "grid": False},
        },
        "color": vega_lite.sides("team", names, (TEAM_A, TEAM_B), symbolOpacity=1),
    }
    net = {"title": "Net efficiency", "scale": {"zero": False}}
    band = vega_lite.layer(
        "weeks",
        "area",
        {"opacity": 0.18},
        shared | {"y": number("low", **net), "y2": vega_lite.end("high")},
    )
    tooltip = [
        word("team", title="Team"),
        word("date", title="Before the games of"),
        number("net", title="Net efficiency", format="+.1f"),
        number("net_se", title="Standard error", format=".1f"),
    ]
    line = vega_lite.layer(
        "weeks",
        "line",
        {"strokeWidth": 2.2, "point": True},
        shared | {"y": number("net", **net), "tooltip": tooltip},
    )
    return vega_lite.chart(HEIGHT, {"weeks": rows}, band, line)


def last_games(games: pd.DataFrame, name: str, letter: str) -> str:
    """A table of games, the latest first."""
    heads = "".join(f'<th scope="col">{text}</th>' for text in ("Result", "Expected", "Chance"))
    body = "".join(_row(game) for game in games.iloc[::-1].to_dict("records"))
    return (
        f'<table class="box ball"><caption><span class="dot {letter}"></span>'
        f"{escape(name)}’s last {len(games)}</caption>"
        f'<thead><tr><th scope="col">Opponent</th>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


def _row(game: dict[Hashable, Any]) -> str:
    when = date.fromisoformat(game["date"])
    where = {1: "", 0: " (neutral)", -1: ""}[game["venue"]]
    opponent = escape(f"{'at ' if game['venue'] < 0 else ''}{game['opponent']}{where}")
    late = f", {game['overtimes']} OT" if game["overtimes"] else ""
    expected = "" if isnan(game["expected"]) else f"{game['expected']:+.1f}".replace("-", "−")
    if not isnan(game["expected_se"]):
        expected += f"<i>± {NINETY_FIVE * game['expected_se']:.1f}</i>"
    chance = "" if isnan(game["win_prob"]) else percent(game["win_prob"])
    return (
        f'<tr class="{"starter" if game["won"] else ""}"><th scope="row">{opponent}'
        f"<i>{when.day} {when:%b}, no. {game['opponent_rank']}</i></th>"
        f"<td>{'won' if game['won'] else 'lost'} {game['points']}–{game['allowed']}{late}</td>"
        f"<td>{expected}</td><td>{escape(chance)}</td></tr>"
    )
