"""Cinderellas, vulnerable favorites, and how many upsets a tournament has."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from engine import store
from engine.bracket.upsets import real_upsets, upset_count, upsets
from engine.domain.specs import BracketSpec
from engine.tables import long_runs
from pages.ui import runs
from pages.ui.shell import figures
from pages.ui.shell.charts import Figure, layered
from pages.ui.shell.format import NINETY_FIVE, percent
from pages.ui.shell.page import TEAM_A

HEIGHT = 220
SHOWN = 10
KEPT = 16  # tournaments
SHARE: Any = st.column_config.NumberColumn(format="percent")


@dataclass(frozen=True, eq=False)
class LongRuns:
    """The page's second half, made ready once: two tables, the histogram with its sentence."""

    cinderellas: pd.DataFrame
    vulnerable: pd.DataFrame
    histogram: pd.DataFrame
    sentence: str
    chart: figures.Vega


def draw(spec: BracketSpec) -> None:
    """Long shots, vulnerable favorites, and the number of upsets."""
    found = _long_runs(spec)
    left, right = st.columns(2, gap="large")
    with left:
        _cinderellas(found.cinderellas)
    with right:
        _vulnerable(found.vulnerable)
    _number(found)


@store.cached_by_data_version(KEPT)
def _long_runs(spec: BracketSpec) -> LongRuns:
    played = runs.cached_run(spec)
    assert played is not None  # the page waits for it
    field, universes = played.field, spec.universes
    teams = store.load_teams(spec.league, spec.season, source=spec.source)
    results = store.results_of(field) if store.is_over(field) else ()
    winner = played.winner
    number = upset_count(field, winner, results) if results else upsets(field, winner)
    count = number.astype(np.float64)
    real = real_upsets(field, results) if results else None
    came = "" if real is None else f" **{real} came.**"
    histogram = long_runs.upset_histogram(count, universes)
    error = max(NINETY_FIVE * float(count.std()) / universes**0.5, 0.1)
    return LongRuns(
        cinderellas=long_runs.cinderellas(field, teams, runs.bracket(spec), universes),
        vulnerable=long_runs.vulnerable(field, teams, played.winner),
        histogram=histogram,
        sentence=(
            f"**{count.mean():.1f}** ± {error:.1f} upsets expected after the play-in round.{came}"
        ),
        chart=figures.vega(_histogram(histogram, real)),
    )


def _cinderellas(table: pd.DataFrame) -> None:
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


def _vulnerable(table: pd.DataFrame) -> None:
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


def _number(found: LongRuns) -> None:
    """The number of upsets of each universe, and the real one."""
    st.subheader("How many upsets", anchor=False)
    st.markdown(found.sentence)
    figures.draw(found.chart, found.sentence, "upset_count")
    with st.expander("As a table"):
        st.dataframe(
            found.histogram,
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
    """Shares of universes; the real number of upsets is the bar in the accent."""
    came = alt.datum.upsets == (-1 if real is None else real)
    bars = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X("upsets:O", title="Upsets in a tournament", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("share:Q", title=None, axis=alt.Axis(format=".0%", tickCount=4)),
            color=alt.condition(came, alt.value(TEAM_A), alt.value("#8d7a63")),
            tooltip=[
                alt.Tooltip("upsets:O", title="Upsets"),
                alt.Tooltip("share:Q", title="Share of universes", format=".1%"),
            ],
        )
    )
    label = bars.mark_text(dy=-5, baseline="bottom", fontWeight=600).encode(
        text=alt.condition(came, alt.value("came"), alt.value("")), color=alt.Undefined
    )
    return layered(HEIGHT, bars, label)
