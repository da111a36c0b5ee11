"""Tidy frame -> alt.Chart. Pure: no engine calls, no Streamlit."""

from typing import Any

import altair as alt
import pandas as pd

Figure = alt.LayerChart | alt.FacetChart
Options = dict[str, Any]  # keyword arguments that several marks or axes share

HEIGHT = 250


def histogram(frame: pd.DataFrame, title: str, color: str) -> Figure:
    """How often each value came up. ``frame``: value, universes, share."""
    return layered(HEIGHT, bars(frame, title, alt.value(color)), mean_rule(frame))


def layered(height: int, *layers: alt.Chart) -> Figure:
    """Charts over one another, ``height`` pixels high."""
    figure: Figure = alt.layer(*layers).properties(height=height)
    return figure


def top_edge() -> Any:
    """The y of a mark at the upper edge of its chart."""
    return alt.YValue(0)  # type: ignore[no-untyped-call]


def bars(frame: pd.DataFrame, title: str, color: Any) -> alt.Chart:
    """One bar for each value, as wide as one point; ``color``: a channel of Altair."""
    tooltip = [
        alt.Tooltip("value:Q", title="Points"),
        alt.Tooltip("share:Q", title="Share of universes", format=".2%"),
        alt.Tooltip("universes:Q", title="Universes", format=","),
    ]
    drawn: alt.Chart = (
        alt.Chart(frame)
        .transform_calculate(low="datum.value - 0.46", high="datum.value + 0.46")
        .mark_bar()
        .encode(
            x=alt.X(
                "low:Q",
                title=title,
                scale=alt.Scale(zero=False),
                axis=alt.Axis(grid=False, tickCount=8, format="d"),
            ),
            x2="high:Q",
            y=alt.Y("share:Q", title=None, axis=alt.Axis(format=".1~%", tickCount=4)),
            y2=alt.Y2Datum(0),
            color=color,
            tooltip=tooltip,
        )
    )
    return drawn


def mean_rule(frame: pd.DataFrame) -> alt.Chart:
    """A rule at the mean."""
    rule: alt.Chart = (
        alt.Chart(frame)
        .transform_calculate(weighted="datum.value * datum.share")
        .transform_aggregate(mean="sum(weighted)")
        .mark_rule(strokeDash=[4, 3], strokeWidth=1.5, color="#8b8070")
        .encode(x="mean:Q", tooltip=alt.Tooltip("mean:Q", title="Mean", format=".1f"))
    )
    return rule
