"""The margin: its histogram with the games behind each bar, and any spread or total asked for."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from engine import store
from engine.domain.game_detail import GameDetail
from engine.domain.results import Games
from engine.domain.specs import GameSpec
from engine.explain.verdict import beats
from engine.run.real_meeting import bracket_meeting
from engine.tables import games
from pages.ui import runs
from pages.ui.game import universe_finder
from pages.ui.game.universes import tables
from pages.ui.game.universes.margin_chart import Marks, margin
from pages.ui.game.universes.measures import summary
from pages.ui.shell.figures import Vega
from pages.ui.shell.format import exact_percent, percent
from pages.ui.shell.page import TEAM_A, TEAM_B
from pages.ui.shell.pairing import Names

CUT = (0.5, 99.5)  # percentiles between which the histogram is drawn


class Drawn(NamedTuple):
    """The histogram, its sentence and its table."""

    chart: Vega
    sentence: str
    table: pd.DataFrame


def draw(spec: GameSpec, names: Names) -> None:
    """The histogram with a slider under it, beside the games that it is made of."""
    left, right = st.columns((3, 2), gap="large")
    with left:
        st.subheader("Margin", anchor=False)
        drawn = _drawn(spec, names, universe_finder.drawn())
        st.markdown(drawn.sentence)
        universe_finder.chart(drawn.chart, drawn.sentence)
        tables.histogram(drawn.table, drawn.sentence)
        thresholds(spec, names)
    with right, st.container(key="screen_only_finder"):
        universe_finder.draw(runs.detail(spec).games, names)


@store.cached_by_data_version(64)
def _drawn(spec: GameSpec, names: Names, picked: int | None) -> Drawn:
    result = runs.detail(spec).games
    frame = universe_finder.ranged(result, names)
    low, high = (int(np.percentile(result.margin, q)) for q in CUT)
    inside = frame[frame["value"].between(low, high)]
    further = (
        int(frame.loc[frame["value"] < low, "universes"].sum()),
        int(frame.loc[frame["value"] > high, "universes"].sum()),
    )
    figures = summary(spec)
    real = real_margin(spec)
    marks = Marks(figures["margin_q25"], figures["margin_q75"], real)
    chart = margin(inside, names, (TEAM_A, TEAM_B), marks, further, picked)
    return Drawn(chart, sentence(result, figures, real, names), frame)


def real_margin(spec: GameSpec) -> int | None:
    """The first team's margin in the real tournament game, if it was played at this venue."""
    meeting = bracket_meeting(spec)
    if meeting is None or meeting.played is None or meeting.venue != spec.venue:
        return None
    game = meeting.played
    apart = game.winner_points - game.loser_points
    return apart if game.winner_id == spec.a.team_id else -apart


def sentence(result: Games, figures: dict[str, float], real: int | None, names: Names) -> str:
    """The mean, the middle half and nine tenths, and where the real margin stands among them."""
    low, high = by(figures["margin_q25"], names), by(figures["margin_q75"], names)
    wide = by(figures["margin_q05"], names), by(figures["margin_q95"], names)
    mean = figures["margin_mean"]
    text = (
        f"On average **{names[mean < 0]} by {abs(mean):.1f}**. Half of the universes end between "
        f"{low} and {high} (shaded), nine in ten between {wide[0]} and {wide[1]}."
    )
    if real is None:
        return text
    better = 1.0 - games.share_below(result, "margin", real)
    return (
        f"{text} Really **{by(real, names)}**: {names[0]} does better than that in "
        f"{percent(better)} of the universes."
    )


def by(value: float, names: Names) -> str:
    """``Duke by 6``, ``level``."""
    return f"{names[value < 0]} by {abs(value):.0f}" if round(value) else "level"


# --- Any spread, any total -----------------------------------------------------------------------


@st.fragment
def thresholds(spec: GameSpec, names: Names) -> None:
    """Two sliders: the chance of at least a margin, and of at least a total."""
    detail = runs.detail(spec)
    margins, totals = detail.games.margin, detail.games.points.sum(axis=0)
    left, right = st.columns(2, gap="large")
    with left:
        steps = [m for m in range(*_reach(margins)) if m]
        least = st.select_slider(
            "Any spread: at least",
            steps[::-1],
            _nearest(steps, float(np.median(margins))),
            format_func=lambda m: f"{names[m < 0]} by {abs(m)}",
            key=f"spread_{hash(spec)}",
        )
        st.markdown(spread_sentence(detail, int(least), names))
    with right:
        low, high = _reach(totals)
        total = st.slider(
            "Any total: at least",
            low,
            high,
            int(np.median(totals)),
            key=f"total_{hash(spec)}",
        )
        st.markdown(total_sentence(detail, int(total)))


def spread_sentence(detail: GameDetail, least: int, names: Names) -> str:
    """What becomes of a margin of ``least`` or more for the first team; negative: of the second
    team winning by that much or more."""
    n = detail.games.spec.universes
    side, apart = (1, -least) if least < 0 else (0, least)
    share = beats(detail, "margin", least).value
    if side:
        share = 1.0 - beats(detail, "margin", least + 1).value
    push = float((detail.games.margin == least).mean())
    return (
        f"**{names[side]} by {apart} or more: {exact_percent(share, n)}**, a spread of "
        f"{names[side]} −{apart - 0.5:g}. Exactly {apart}: {exact_percent(push, n)}."
    )


def total_sentence(detail: GameDetail, total: int) -> str:
    """The chance that both teams together score ``total`` or more."""
    n = detail.games.spec.universes
    over = beats(detail, "total", total).value
    push = over - beats(detail, "total", total + 1).value
    return (
        f"**{total} points or more: {exact_percent(over, n)}**, over a total of {total - 0.5:g}. "
        f"Exactly {total}: {exact_percent(push, n)}."
    )


def _reach(values: np.ndarray) -> tuple[int, int]:
    low, high = (int(np.percentile(values, q)) for q in CUT)
    return low, max(high, low + 1)


def _nearest(steps: list[int], value: float) -> int:
    return min(steps, key=lambda step: abs(step - value))
