"""Charts of the projected field. Pure: no engine calls, no Streamlit."""

import altair as alt
import pandas as pd

from pages.ui.shell.charts import Figure, layered
from pages.ui.shell.page import TEAM_A

HEIGHT = 210


def lines(frame: pd.DataFrame) -> Figure:
    """How often a team is on each line. ``frame``: line (``1`` … ``16``, ``Out``), share, low,
    high."""
    order = frame["line"].tolist()
    base = alt.Chart(frame).encode(
        x=alt.X("line:N", sort=order, title="Seed line", axis=alt.Axis(labelAngle=0)),
        tooltip=[
            alt.Tooltip("line:N", title="Line"),
            alt.Tooltip("share:Q", title="Share of universes", format=".1%"),
            alt.Tooltip("low:Q", title="95% from", format=".1%"),
            alt.Tooltip("high:Q", title="95% to", format=".1%"),
        ],
    )
    bars = base.mark_bar().encode(
        y=alt.Y("share:Q", title=None, axis=alt.Axis(format=".0%", tickCount=4)),
        color=alt.condition(
            alt.datum.line == "Out",
            alt.value("#8b8070"),
            alt.value(TEAM_A),
        ),
    )
    errors = base.mark_rule(strokeWidth=1.5, color="#8b8070").encode(y="low:Q", y2="high:Q")
    return layered(HEIGHT, bars, errors)
