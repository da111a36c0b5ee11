"""The total, both scores and both together: charts with their sentences and tables."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from engine import store
from engine.domain.specs import GameSpec
from engine.tables import games
from pages.ui import runs
from pages.ui.game.universes import score_charts, tables
from pages.ui.game.universes.measures import summary
from pages.ui.shell import figures
from pages.ui.shell.figures import Vega
from pages.ui.shell.page import TEAM_A, TEAM_B
from pages.ui.shell.pairing import Names

NEUTRAL = "#8d7a63"
WIDTH = {"total": 4, "points_a": 3, "points_b": 3}  # points a bar
SQUARE = 4  # points a square of the map
LEAST_FOR_CORRELATION = 100  # universes
MAP_CUT = (0.25, 99.75)  # percentiles of each score between which the map is drawn


class Drawn(NamedTuple):
    """A chart, its sentence and its table."""

    chart: Vega
    sentence: str
    table: pd.DataFrame


def draw(spec: GameSpec, names: Names) -> None:
    """The map of both scores beside the total and each score."""
    left, right = st.columns((3, 2), gap="large")
    with left:
        _score_map(spec, names)
    with right:
        _histogram(spec, "total", "Total", "Points of both teams", NEUTRAL)
    for column, side, name, color in zip(
        st.columns(2, gap="large"), "ab", names, (TEAM_A, TEAM_B), strict=True
    ):
        with column:
            _histogram(spec, f"points_{side}", name, f"Points of {name}", color)


def _histogram(spec: GameSpec, figure: str, head: str, axis: str, color: str) -> None:
    drawn = _points(spec, figure, axis, color)
    st.subheader(head, anchor=False)
    st.markdown(drawn.sentence)
    figures.draw(drawn.chart, drawn.sentence, f"chart_{figure}")
    tables.histogram(drawn.table, drawn.sentence)


def _score_map(spec: GameSpec, names: Names) -> None:
    drawn = _map(spec, names)
    st.subheader("Both scores", anchor=False)
    st.markdown(drawn.sentence)
    figures.draw(drawn.chart, drawn.sentence, "chart_scores")
    with st.expander("As a table"):
        st.dataframe(
            drawn.table,
            hide_index=True,
            height=240,
            alt="How often both scores fell into each square",
            column_config={
                "low_a": f"{names[0]} from",
                "high_a": "to",
                "low_b": f"{names[1]} from",
                "high_b": "to ",
                "universes": st.column_config.NumberColumn("Universes", format="localized"),
                "share": st.column_config.NumberColumn("Share", format="percent"),
                "share_se": st.column_config.NumberColumn("Standard error", format="percent"),
                "a_wins": f"{names[0]} wins",
            },
        )


@store.cached_by_data_version(64)
def _map(spec: GameSpec, names: Names) -> Drawn:
    result = runs.detail(spec).games
    table = games.score_grid(result, SQUARE)
    seen = np.ones(len(table), dtype=np.bool_)
    for side, points in zip("ab", result.points, strict=True):
        low, high = np.percentile(points, MAP_CUT)
        seen &= table[f"high_{side}"].ge(low).to_numpy() & table[f"low_{side}"].le(high).to_numpy()
    likeliest = table.iloc[int(table["universes"].argmax())]
    sentence = (
        f"The fullest square: {names[0]} {likeliest.low_a:.0f}–{likeliest.high_a:.0f}, {names[1]} "
        f"{likeliest.low_b:.0f}–{likeliest.high_b:.0f}, {likeliest.share:.1%} of the universes."
    )
    if table["universes"].sum() >= LEAST_FOR_CORRELATION:
        correlation = np.corrcoef(result.points.astype(float))[0, 1]
        sentence += (
            f" A fast game is one for both: the correlation of the two scores is {correlation:.2f}."
        )
    chart = score_charts.score_map(table.loc[seen], names, (TEAM_A, TEAM_B))
    return Drawn(chart, sentence, table)


@store.cached_by_data_version(128)
def _points(spec: GameSpec, figure: str, axis: str, color: str) -> Drawn:
    result = runs.detail(spec).games
    frame = games.histogram(result, figure)
    known = summary(spec)
    low, high, least, most = (known[f"{figure}_q{q}"] for q in ("25", "75", "05", "95"))
    sentence = (
        f"On average **{known[f'{figure}_mean']:.1f}**. Half of the universes end between "
        f"{low:.0f} and {high:.0f} (shaded), nine in ten between {least:.0f} and {most:.0f}."
    )
    chart = score_charts.points(games.binned(frame, WIDTH[figure]), axis, color, (low, high))
    return Drawn(chart, sentence, frame)
