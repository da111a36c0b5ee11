"""Cinderellas, vulnerable favorites, and how many upsets a tournament has."""

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from engine.arrays import I8
from engine.tables.long_runs import upset_histogram
from pages.ui.shell.charts import Figure, layered, top_edge
from pages.ui.shell.format import NINETY_FIVE, percent

HEIGHT = 220
SHOWN = 10
SHARE: Any = st.column_config.NumberColumn(format="percent")


def cinderellas(table: pd.DataFrame) -> None:
    """Who may go far from line 10 or worse."""
    top = table.iloc[0]
    st.subheader("Cinderellas", anchor=False)
    st.markdown(
        f"From line 10 or worse, **{top['line']} {top['name']}** is the likeliest in the Sweet 16: "
        f"**{percent(top['sweet_16'])}**."
    )
    labels = {
        "sweet_16": {**SHARE, "label": "Sweet 16"},
        "elite_eight": {**SHARE, "label": "Elite Eight"},
        "final_four": {**SHARE, "label": "Final Four"},
        "sweet_16_se": {**SHARE, "label": "Error of counting"},
    }
    _teams(table, labels, "Teams on line 10 or worse and how far they may go")


def vulnerable(table: pd.DataFrame) -> None:
    """Which favorites may be out early, and who would see to it."""
    top = table.iloc[0]
    st.subheader("Vulnerable favorites", anchor=False)
    st.markdown(
        f"**{top['line']} {top['name']}** misses the Sweet 16 in **{percent(top['out'])}**; most "
        f"often {top['killer']} is why."
    )
    labels = {
        "out": {**SHARE, "label": "Out before the Sweet 16"},
        "out_se": {**SHARE, "label": "Error of counting"},
        "killer": "Most often beaten by",
        "killer_share": {**SHARE, "label": "Of those exits"},
    }
    _teams(table, labels, "Top four lines by how likely they are out before the Sweet 16")


def _teams(table: pd.DataFrame, labels: dict[str, Any], alt_text: str) -> None:
    """The first teams of a table: seed and name, then the columns of ``labels``."""
    st.dataframe(
        table.head(SHOWN),
        hide_index=True,
        alt=alt_text,
        column_order=["line", "name", *labels],
        column_config={"line": "Seed", "name": "Team", **labels},
    )


def number(count: I8, real: int | None) -> None:
    """The number of upsets of each universe, and the real one."""
    table = upset_histogram(count.astype(float), len(count))
    mean, sd = float(count.mean()), float(count.std())
    error = max(NINETY_FIVE * sd / len(count) ** 0.5, 0.1)
    came = "" if real is None else f" **{real} came.**"
    sentence = f"**{mean:.1f}** ± {error:.1f} upsets expected after the play-in round.{came}"
    st.subheader("How many upsets", anchor=False)
    st.markdown(sentence)
    st.altair_chart(
        _histogram(table, real), width="stretch", alt=sentence.replace("**", ""), key="upset_count"
    )
    with st.expander("As a table"):
        st.dataframe(
            table,
            hide_index=True,
            height=240,
            alt="Number of upsets in the universes",
            column_config={
                "upsets": "Upsets",
                "universes": "Universes",
                "share": st.column_config.NumberColumn("Share", format="percent"),
                "share_se": st.column_config.NumberColumn("Standard error", format="percent"),
            },
        )


def _histogram(table: pd.DataFrame, real: int | None) -> Figure:
    bars = (
        alt.Chart(table)
        .mark_bar(color="#8d7a63")
        .encode(
            x=alt.X("upsets:O", title="Upsets in a tournament", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("share:Q", title=None, axis=alt.Axis(format=".0%", tickCount=4)),
            tooltip=[
                alt.Tooltip("upsets:O", title="Upsets"),
                alt.Tooltip("share:Q", title="Share of universes", format=".1%"),
            ],
        )
    )
    layers = [bars]
    if real is not None:
        mark = alt.Chart(pd.DataFrame({"upsets": [real], "name": ["came"]})).encode(x="upsets:O")
        layers += [
            mark.mark_rule(strokeDash=[4, 3], strokeWidth=2),
            mark.mark_text(dy=-6, baseline="bottom", fontWeight=600).encode(
                y=top_edge(), text="name:N"
            ),
        ]
    return layered(HEIGHT, *layers)
