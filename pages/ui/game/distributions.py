"""The total and both scores: histograms with their sentences, tables and every universe."""

from typing import NamedTuple

import pandas as pd
import streamlit as st

from engine import store
from engine.domain.specs import GameSpec
from engine.tables import games
from pages.ui import runs
from pages.ui.game import tables
from pages.ui.shell import figures, own_data
from pages.ui.shell.charts import histogram
from pages.ui.shell.figures import Vega, vega
from pages.ui.shell.format import file_stem
from pages.ui.shell.page import TEAM_A, TEAM_B
from pages.ui.shell.pairing import Names

NEUTRAL = "#8d7a63"


class Drawn(NamedTuple):
    """A histogram, its sentence and its table."""

    chart: Vega
    sentence: str
    table: pd.DataFrame


def draw(spec: GameSpec, names: Names) -> None:
    """The total and both scores, each with its sentence and its table, and every universe."""
    for column, (figure, head, axis, color) in zip(
        st.columns(3, gap="large"),
        (
            ("total", "Total", "Points of both teams", NEUTRAL),
            ("points_a", names[0], f"Points of {names[0]}", TEAM_A),
            ("points_b", names[1], f"Points of {names[1]}", TEAM_B),
        ),
        strict=True,
    ):
        with column:
            drawn = _drawn(spec, figure, axis, color)
            st.subheader(head, anchor=False)
            st.markdown(drawn.sentence)
            figures.draw(drawn.chart, drawn.sentence, f"chart_{figure}")
            tables.histogram(drawn.table, drawn.sentence)
    own = own_data.stamp(spec.a.source, spec.b.source)
    st.download_button(
        "Download every universe as CSV",
        lambda: own_data.labeled(games.games(runs.detail(spec).games), own).to_csv(index=False),
        f"{file_stem('game', *own)}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


@store.cached_by_data_version(128)
def _drawn(spec: GameSpec, figure: str, axis: str, color: str) -> Drawn:
    result = runs.detail(spec).games
    frame = games.histogram(result, figure)
    summary = games.game_summary(result)
    low, high, least, most = (summary[f"{figure}_q{q}"] for q in ("25", "75", "05", "95"))
    sentence = (
        f"On average **{summary[f'{figure}_mean']:.1f}**. Half of the universes end between "
        f"{low:.0f} and {high:.0f}, nine in ten between {least:.0f} and {most:.0f}."
    )
    return Drawn(vega(histogram(frame, axis, color)), sentence, frame)
