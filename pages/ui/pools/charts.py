"""The Pools page's frames -> alt.Chart. Pure: no engine calls, no Streamlit."""

import altair as alt
import pandas as pd

from pages.ui.shell.charts import HEIGHT, Figure, layered
from pages.ui.shell.page import TEAM_A, TEAM_B

ROW = 26  # pixels of a team
INK = "#8b8070"
NAMES = {"own": "Chance", "public": "Public"}


def public(frame: pd.DataFrame) -> Figure:
    """Chance and public share of each team, joined by a line. ``frame``: team, own, public."""
    order = frame.sort_values("public", ascending=False)["team"].tolist()
    long = frame.melt("team", ["own", "public"], "who", "value").assign(
        who=lambda f: f["who"].map(NAMES)
    )
    y = alt.Y("team:N", sort=order, title=None, axis=alt.Axis(labelLimit=170, ticks=False))
    x_axis = alt.Axis(format=".0%", tickCount=6)
    line = (
        alt.Chart(frame)
        .mark_rule(color=INK, strokeWidth=2)
        .encode(y=y, x=alt.X("own:Q", title=None, axis=x_axis), x2="public:Q")
    )
    words = list(NAMES.values())
    marks = (
        alt.Chart(long)
        .mark_point(filled=True, size=95, opacity=1)
        .encode(
            y=y,
            x=alt.X("value:Q", title=None, axis=x_axis),
            color=alt.Color(
                "who:N",
                title=None,
                scale=alt.Scale(domain=words, range=[TEAM_A, TEAM_B]),
                legend=alt.Legend(orient="top", symbolSize=90),
            ),
            shape=alt.Shape(
                "who:N", title=None, scale=alt.Scale(domain=words, range=["square", "circle"])
            ),
            tooltip=[
                alt.Tooltip("team:N", title="Team"),
                alt.Tooltip("who:N", title="Which"),
                alt.Tooltip("value:Q", title="Share", format=".1%"),
            ],
        )
    )
    return layered(ROW * len(order) + 30, line, marks)


def places(frame: pd.DataFrame, average: float) -> Figure:
    """The chance of each place, and the average entry's as a rule. ``frame``: place, prob,
    prob_se."""
    order = frame["place"].tolist()
    bars = (
        alt.Chart(frame)
        .mark_bar(color=TEAM_A)
        .encode(
            x=alt.X("place:N", sort=order, title="Place", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("prob:Q", title=None, axis=alt.Axis(format=".0%", tickCount=4)),
            tooltip=[
                alt.Tooltip("place:N", title="Place"),
                alt.Tooltip("prob:Q", title="Chance", format=".1%"),
                alt.Tooltip("prob_se:Q", title="Standard error", format=".2%"),
            ],
        )
    )
    rule = (
        alt.Chart(pd.DataFrame({"prob": [average]}))
        .mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=2)
        .encode(y="prob:Q", tooltip=alt.Tooltip("prob:Q", title="Average entry", format=".1%"))
    )
    return layered(HEIGHT, bars, rule)
