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
    x_axis = alt.Axis(format=".0%", tickCount=6, labelOverlap=True)
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


def worth(frame: pd.DataFrame) -> Figure:
    """What teams are worth, with the range by other odds. ``frame``: team, share_pct, low_pct,
    high_pct, money_back_pct."""
    order = frame["team"].tolist()
    y = alt.Y("team:N", sort=order, title=None, axis=alt.Axis(labelLimit=170, ticks=False))
    x_axis = alt.Axis(tickCount=6, labelExpr="datum.value + '%'", labelOverlap=True)
    spread = (
        alt.Chart(frame)
        .mark_rule(color=INK, strokeWidth=2)
        .encode(y=y, x=alt.X("low_pct:Q", title=None, axis=x_axis), x2="high_pct:Q")
    )
    marks = (
        alt.Chart(frame)
        .mark_point(filled=True, shape="square", size=95, opacity=1, color=TEAM_A)
        .encode(
            y=y,
            x=alt.X("share_pct:Q", title=None, axis=x_axis),
            tooltip=[
                alt.Tooltip("team:N", title="Team"),
                alt.Tooltip("share_pct:Q", title="% of the pot", format=".2f"),
                alt.Tooltip("low_pct:Q", title="Worst, by other odds", format=".2f"),
                alt.Tooltip("high_pct:Q", title="Best, by other odds", format=".2f"),
                alt.Tooltip("money_back_pct:Q", title="% chance to get it back", format=".0f"),
            ],
        )
    )
    return layered(ROW * len(order) + 30, spread, marks)


def record(frame: pd.DataFrame, most: float) -> Figure:
    """Fair shares on real tournaments by style, up to ``most``. ``frame``: style, fair_share, low,
    high, promised."""
    y = alt.Y(
        "style:N",
        sort=frame["style"].tolist(),
        title=None,
        axis=alt.Axis(ticks=False, minExtent=76),
    )
    scale, axis = alt.Scale(domain=[0, most]), alt.Axis(tickCount=6, labelOverlap=True)
    tooltip = [
        alt.Tooltip("style:N", title="Entry"),
        alt.Tooltip("fair_share:Q", title="Fair shares", format=".1f"),
        alt.Tooltip("promised:Q", title="Promised", format=".1f"),
    ]
    base = alt.Chart(frame)
    spread = base.mark_rule(color=INK, strokeWidth=2).encode(
        y=y, x=alt.X("low:Q", title="Fair shares", scale=scale, axis=axis), x2="high:Q"
    )
    got = base.mark_point(filled=True, shape="square", size=95, opacity=1, color=TEAM_A).encode(
        y=y, x="fair_share:Q", tooltip=tooltip
    )
    said = base.mark_point(size=80, strokeWidth=2.5, opacity=1, color=TEAM_B).encode(
        y=y, x="promised:Q", tooltip=tooltip
    )
    average = pd.DataFrame({"low": [1.0]})
    one = alt.Chart(average).mark_rule(strokeDash=[4, 3], color=INK).encode(x="low:Q")
    return layered(ROW * len(frame) + 50, one, spread, got, said)
