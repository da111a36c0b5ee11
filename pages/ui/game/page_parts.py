"""The parts of the Game page: scoreboard, histograms, and where to begin."""

from html import escape

import pandas as pd
import streamlit as st

from engine.domain.game_detail import GameDetail
from engine.domain.results import Games
from engine.domain.specs import GameSpec
from engine.domain.teams import TeamTable
from engine.run import game_range
from engine.tables import games
from pages.ui import runs
from pages.ui.game import charts, flow, levers, replay, stories, universe_finder, why
from pages.ui.shell import html, own_data
from pages.ui.shell.charts import Figure, histogram
from pages.ui.shell.format import exact_percent, file_stem, percent, plain, rating_range
from pages.ui.shell.page import TEAM_A, TEAM_B
from pages.ui.shell.pairing import Names

NEUTRAL = "#8d7a63"


def scoreboard(result: Games, names: Names) -> None:
    """Who wins how often, and the expected score."""
    figures = games.game_summary(result)
    first = round(figures["win_prob_a"], 3)
    weaker, stronger = game_range(result)
    ranges = rating_range(weaker, stronger), rating_range(1 - stronger, 1 - weaker)
    sides = []
    for i, (name, share, points) in enumerate(
        zip(
            names,
            (first, 1 - first),
            (figures["points_a_mean"], figures["points_b_mean"]),
            strict=True,
        )
    ):
        error = exact_percent(share, result.spec.universes)
        sides.append(
            f'<div class="{"right" if i else ""}" style="--team:var(--team-{"ab"[i]})">'
            f'<div class="team">{escape(name)}</div><div class="win">{percent(share)}</div>'
            f'<div class="note">wins {escape(error)}<br>{escape(ranges[i])} by the ratings’ error'
            f"<br>scores {points:.1f} on average</div></div>"
        )
    bar = "".join(
        f'<i style="flex:{share:.4f};--team:var(--team-{team})"></i>'
        for team, share in (("a", first), ("b", 1 - first))
    )
    score = f"{figures['points_a_mean']:.0f}–{figures['points_b_mean']:.0f}"
    middle = f'<div class="expected"><b>{score}</b>expected score</div>'
    html.show(
        f'<div class="score">{sides[0]}{middle}{sides[1]}<div class="split">{bar}</div></div>',
        "score",
    )
    st.caption(
        f"{result.spec.universes:,} universes. ± is the 95% error of counting that many. The range "
        f"below it: how often {names[0]}, or {names[1]}, would win if the ratings were off by one "
        "standard error either way; more universes do not make it smaller. "
        f"Overtime in {percent(figures['overtime_prob'])} of them, "
        f"{figures['possessions_mean']:.0f} possessions a side."
    )


def margins(result: Games, names: Names) -> None:
    """The margin's histogram beside the games it is made of, with its sentence and its table."""
    summary = games.game_summary(result)
    left, right = st.columns((3, 2), gap="large")
    with left:
        st.subheader("Margin", anchor=False)
        _margin_figure(result, summary, names)
    with right:
        universe_finder.draw(result, names)


def distributions(result: Games, names: Names) -> None:
    """The total and both scores, each with its sentence and its table, and every universe."""
    summary = games.game_summary(result)
    for column, (figure, name, axis, color) in zip(
        st.columns(3, gap="large"),
        (
            ("total", "Total", "Points of both teams", NEUTRAL),
            ("points_a", names[0], f"Points of {names[0]}", TEAM_A),
            ("points_b", names[1], f"Points of {names[1]}", TEAM_B),
        ),
        strict=True,
    ):
        with column:
            _plain_figure(result, summary, figure, name, axis, color)
    sources = result.spec.a.source, result.spec.b.source
    st.download_button(
        "Download every universe as CSV",
        lambda: own_data.labeled(games.games(result), *sources).to_csv(index=False),
        f"{file_stem('game', *own_data.stamp(*sources))}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def explained(
    spec: GameSpec,
    detail: GameDetail,
    names: Names,
    tables: list[TeamTable],
    rows: tuple[int, int],
) -> None:
    """How the game goes, why, and what would move it."""
    stories.draw(detail, names)
    left, right = st.columns(2, gap="large")
    with left:
        flow.draw(detail, names)
    with right:
        why.draw_upset(detail, names)
    why.draw_matchups(detail, names, tables, rows)
    levers.draw_venues(spec, names)
    levers.draw_levers(spec, names, tables, rows)


def _margin_figure(result: Games, summary: dict[str, float], names: Names) -> None:
    frame = universe_finder.ranged(result, names)
    chart = charts.margin(frame, names, (TEAM_A, TEAM_B), universe_finder.drawn())
    sentence = _margin(summary, names)
    st.markdown(sentence)
    universe_finder.chart(chart, sentence)
    _table(frame, sentence)


def single(spec: GameSpec, universe: int) -> None:
    """One universe, and the ways from it to the others."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        universe_finder.back(spec.universes)
        others = st.container(width="content")
    replay.draw(spec, universe)
    with others:  # last: a run of many universes takes longer than one game
        universe_finder.surprises(runs.game(spec), universe)


def _plain_figure(
    result: Games, summary: dict[str, float], figure: str, head: str, axis: str, color: str
) -> None:
    st.subheader(head, anchor=False)
    frame = games.histogram(result, figure)
    _figure(figure, histogram(frame, axis, color), frame, _points(summary, figure))


def _figure(figure: str, chart: Figure, frame: pd.DataFrame, sentence: str) -> None:
    st.markdown(sentence)
    st.altair_chart(chart, width="stretch", alt=plain(sentence), key=f"chart_{figure}")
    _table(frame, sentence)


def _table(frame: pd.DataFrame, sentence: str) -> None:
    with st.expander("As a table"):
        st.dataframe(
            frame[["value", "universes", "share", "share_se"]],
            hide_index=True,
            height=240,
            column_config={
                "value": "Points",
                "universes": st.column_config.NumberColumn("Universes", format="localized"),
                "share": st.column_config.NumberColumn("Share", format="percent"),
                "share_se": st.column_config.NumberColumn("Standard error", format="percent"),
            },
            alt=f"Table behind the chart: {plain(sentence)}",
        )


def _margin(summary: dict[str, float], names: Names) -> str:
    def side(value: float) -> str:
        if round(value) == 0:
            return "level"
        return f"{names[0] if value > 0 else names[1]} by {abs(value):.0f}"

    low, high = summary["margin_q25"], summary["margin_q75"]
    wide = summary["margin_q05"], summary["margin_q95"]
    mean = summary["margin_mean"]
    ahead = names[0] if mean > 0 else names[1]
    return (
        f"On average **{ahead} by {abs(mean):.1f}**. Half of the universes end between "
        f"{side(low)} and {side(high)}, nine in ten between {side(wide[0])} and {side(wide[1])}."
    )


def _points(summary: dict[str, float], figure: str) -> str:
    low, high, least, most = (summary[f"{figure}_q{q}"] for q in ("25", "75", "05", "95"))
    return (
        f"On average **{summary[f'{figure}_mean']:.1f}**. Half of the universes end between "
        f"{low:.0f} and {high:.0f}, nine in ten between {least:.0f} and {most:.0f}."
    )
