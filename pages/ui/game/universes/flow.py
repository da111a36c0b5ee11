"""How the game goes: the lead by minute, what a half-time lead is worth, how close it ends."""

from typing import NamedTuple

import pandas as pd
import streamlit as st

from engine import store
from engine.domain.game_detail import GameDetail
from engine.domain.specs import GameSpec
from engine.explain.flow import close_finish, half_time, lead_by_minute
from pages.ui import runs
from pages.ui.shell import figures
from pages.ui.shell.figures import Vega
from pages.ui.shell.format import exact_percent, percent
from pages.ui.shell.plots.vega_lite import chart, end, layer, number

HEIGHT = 260
BAND = "#8b8070"


class Drawn(NamedTuple):
    """The fan, its sentence and its table."""

    chart: Vega
    sentence: str
    table: pd.DataFrame


def draw(spec: GameSpec, names: tuple[str, str]) -> None:
    """The fan of the lead with its sentence and table."""
    drawn = _drawn(spec, names)
    st.subheader("How it goes", anchor=False)
    st.markdown(drawn.sentence)
    figures.draw(drawn.chart, drawn.sentence, "chart_flow")
    with st.expander("As a table"):
        st.dataframe(
            drawn.table,
            hide_index=True,
            height=240,
            alt="The lead at the end of each minute",
            column_config={
                "minute": "Minute",
                "low90": "5%",
                "low50": "25%",
                "middle": f"Lead of {names[0]}, median",
                "high50": "75%",
                "high90": "95%",
                "a_ahead": st.column_config.NumberColumn(f"{names[0]} ahead", format="percent"),
            },
        )


@store.cached_by_data_version(64)
def _drawn(spec: GameSpec, names: tuple[str, str]) -> Drawn:
    detail = runs.detail(spec)
    table = lead_by_minute(detail)
    return Drawn(fan(table, names), summary(detail, names), table)


def summary(detail: GameDetail, names: tuple[str, str]) -> str:
    """Coming back after half-time, and the finish."""
    favored = 0 if detail.games.win_prob >= 0.5 else 1
    back = [half_time(detail, side).returns for side in (favored, 1 - favored)]
    close, _ = close_finish(detail)
    text = (
        "The game is within five points with two minutes left in "
        f"**{exact_percent(close, len(detail.lead))}** of the universes."
    )
    if any(value != value for value in back):
        return text
    return (
        f"Behind at half-time, **{names[favored]}** still wins {percent(back[0])}, "
        f"{names[1 - favored]} {percent(back[1])}. {text}"
    )


def fan(table: pd.DataFrame, names: tuple[str, str]) -> Vega:
    """Half and nine tenths of the leads by minute, and the median; above zero the first team."""
    minutes = number(
        "minute",
        title="Minutes played",
        scale={"domain": [0, 40], "nice": False},
        axis={"grid": False, "values": list(range(0, 41, 5)), "format": "d"},
    )
    lead = {"labelExpr": "datum.value > 0 ? '+' + datum.value : datum.value", "tickCount": 7}
    bands = [
        layer(
            "lead",
            "area",
            {"opacity": opacity, "color": BAND},
            {
                "x": minutes,
                "y": number(f"low{part}", title=f"Lead of {names[0]}", axis=lead),
                "y2": end(f"high{part}"),
            },
        )
        for part, opacity in ((90, 0.22), (50, 0.38))
    ]
    tooltip = [
        number("minute", title="Minute"),
        number("middle", title="Median lead", format="+.0f"),
        number("low50", title="Half from", format="+.0f"),
        number("high50", title="to", format="+.0f"),
        number("a_ahead", title=f"{names[0]} ahead", format=".0%"),
    ]
    middle = layer(
        "lead",
        "line",
        {"strokeWidth": 2.2, "color": BAND},
        {"x": minutes, "y": number("middle"), "tooltip": tooltip},
    )
    even = layer("even", "rule", {"strokeDash": [3, 3]}, {"y": number("y")})
    data = {"lead": table, "even": pd.DataFrame({"y": [0.0]})}
    return chart(HEIGHT, data, *bands, even, middle)
