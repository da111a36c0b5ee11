"""Title odds by day -> alt.Chart. Pure: no engine calls, no Streamlit."""

import altair as alt
import pandas as pd

from pages.ui.shell.charts import Figure, layered
from pages.ui.shell.page import TEAM_A, TEAM_B, TEAM_C, TEAM_D

HEIGHT = 300
COLORS = (TEAM_A, TEAM_B, TEAM_C, TEAM_D)
SHAPES = ("square", "circle", "triangle-up", "diamond")
REST = "#8b8070"


def odds_by_step(chosen: pd.DataFrame, rest: pd.DataFrame, order: list[str]) -> Figure:
    """Title odds by day or round: the ``chosen`` teams in their colors and shapes, the ``rest`` in
    gray. Both frames: step, when, name, title, low, high; ``order``: the names of the chosen."""
    steps = list(dict.fromkeys(chosen.sort_values("step")["when"]))
    axis = alt.Axis(labelAngle=0, grid=False, labelOverlap=True)
    x = alt.X("when:N", sort=steps, title=None, axis=axis, scale=alt.Scale(padding=0.3))
    y = alt.Y("title:Q", title=None, axis=alt.Axis(format=".0%", tickCount=5))
    tooltip = [
        alt.Tooltip("name:N", title="Team"),
        alt.Tooltip("when:N", title="After"),
        alt.Tooltip("title:Q", title="Wins the title", format=".1%"),
        alt.Tooltip("low:Q", title="95% from", format=".1%"),
        alt.Tooltip("high:Q", title="to", format=".1%"),
    ]
    colors = list(COLORS[: len(order)])
    color = alt.Color(
        "name:N",
        title=None,
        scale=alt.Scale(domain=order, range=colors),
        legend=alt.Legend(orient="top", symbolSize=90, columns=2, labelLimit=150),
    )
    shape = alt.Shape(
        "name:N", title=None, scale=alt.Scale(domain=order, range=list(SHAPES[: len(order)]))
    )
    faint = (
        alt.Chart(rest)
        .mark_line(color=REST, strokeWidth=1.2, opacity=0.45)
        .encode(x=x, y=y, detail="name:N", tooltip=tooltip)
    )
    line = alt.Chart(chosen).mark_line(strokeWidth=2.5).encode(x=x, y=y, color=color)
    marks = (
        alt.Chart(chosen)
        .mark_point(filled=True, size=70, opacity=1)
        .encode(x=x, y=y, color=color, shape=shape, tooltip=tooltip)
    )
    return layered(HEIGHT, faint, line, marks)
