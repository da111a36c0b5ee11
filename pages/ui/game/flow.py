"""How the game goes: the lead by minute, what a half-time lead is worth, how close it ends."""

import altair as alt
import pandas as pd
import streamlit as st

from engine.domain.game_detail import GameDetail
from engine.explain.flow import close_finish, half_time, lead_by_minute
from pages.ui.shell.charts import Figure, layered
from pages.ui.shell.format import exact_percent, percent, plain

HEIGHT = 260
BAND = "#8b8070"


def draw(detail: GameDetail, names: tuple[str, str]) -> None:
    """The fan of the lead with its sentence and table."""
    table = lead_by_minute(detail)
    sentence = summary(detail, names)
    st.subheader("How it goes", anchor=False)
    st.markdown(sentence)
    st.altair_chart(fan(table, names), width="stretch", alt=plain(sentence), key="chart_flow")
    with st.expander("As a table"):
        st.dataframe(
            table,
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


def summary(detail: GameDetail, names: tuple[str, str]) -> str:
    """Half-time and the finish in two sentences, for the likelier side."""
    favored = 0 if detail.games.win_prob >= 0.5 else 1
    half = half_time(detail)
    ahead, holds = (half.ahead, half.holds) if favored == 0 else _other(detail)
    close, _ = close_finish(detail)
    return (
        f"**{names[favored]}** leads at half-time in {percent(ahead)} of the universes and wins "
        f"{percent(holds)} of those. The game is within five points with two minutes left in "
        f"**{exact_percent(close, len(detail.lead))}**."
    )


def _other(detail: GameDetail) -> tuple[float, float]:
    """(b leads at half-time, b wins when it does)."""
    half = detail.games.half
    ahead = half[1] > half[0]
    return float(ahead.mean()), float((~detail.a_wins)[ahead].mean())


def fan(table: pd.DataFrame, names: tuple[str, str]) -> Figure:
    """Half and nine tenths of the leads by minute, and the median; above zero the first team."""
    minutes = alt.X(
        "minute:Q",
        title="Minutes played",
        scale=alt.Scale(domain=[0, 40], nice=False),
        axis=alt.Axis(grid=False, values=list(range(0, 41, 5)), format="d"),
    )
    base = alt.Chart(table).encode(x=minutes)
    lead = alt.Axis(
        labelExpr="datum.value > 0 ? '+' + datum.value : datum.value",
        tickCount=7,
    )
    bands = [
        base.mark_area(opacity=opacity, color=BAND).encode(
            y=alt.Y(f"low{part}:Q", title=f"Lead of {names[0]}", axis=lead), y2=f"high{part}:Q"
        )
        for part, opacity in ((90, 0.22), (50, 0.38))
    ]
    middle = base.mark_line(strokeWidth=2.2, color=BAND).encode(
        y="middle:Q",
        tooltip=[
            alt.Tooltip("minute:Q", title="Minute"),
            alt.Tooltip("middle:Q", title="Median lead", format="+.0f"),
            alt.Tooltip("low50:Q", title="Half from", format="+.0f"),
            alt.Tooltip("high50:Q", title="to", format="+.0f"),
            alt.Tooltip("a_ahead:Q", title=f"{names[0]} ahead", format=".0%"),
        ],
    )
    even = alt.Chart(pd.DataFrame({"y": [0.0]})).mark_rule(strokeDash=[3, 3]).encode(y="y:Q")
    return layered(HEIGHT, *bands, even, middle)
