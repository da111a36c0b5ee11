"""Both ends of the floor: what an offense does, what it meets, and the edge in points."""

from html import escape
from math import isnan

import pandas as pd
import streamlit as st

from engine import store
from engine.domain.specs import GameSpec
from engine.explain.matchup import MatchupRow
from pages.ui.game.universes.measures import ball
from pages.ui.shell import downloads, html
from pages.ui.shell.format import NINETY_FIVE, file_stem
from pages.ui.shell.pairing import Names


def draw(spec: GameSpec, names: Names) -> None:
    """Two tables side by side, one for each team with the ball."""
    st.subheader("With the ball", anchor=False)
    html.show(_tables(spec, names), "with_the_ball")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            "Offense and defense (what it allows) are of the season, adjusted for opponents, with "
            "their national ranks. “Here” is the "
            "mean of this game’s universes, ± the 95% error of counting. The edge is what the "
            "difference from an average game is worth in points a game to the side with the ball; "
            "shooting is part of the Four Factors above it."
        )
        downloads.csv(lambda: frame(spec, names), file_stem("with-the-ball"), "csv_with_the_ball")


@store.cached_by_data_version(64)
def _tables(spec: GameSpec, names: Names) -> str:
    both = "".join(_table(ball(spec, side), names, side) for side in (0, 1))
    return f'<div class="pair">{both}</div>'


def _table(found: tuple[MatchupRow, ...], names: Names, side: int) -> str:
    own, other = escape(names[side]), escape(names[1 - side])
    heads = (
        f'<abbr title="{own} in its season">Offense</abbr>',
        f'<abbr title="What {other} has allowed">Defense</abbr>',
        "Here",
        '<abbr title="Points a game">Edge</abbr>',
    )
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    body = "".join(_row(row) for row in found)
    return (
        f'<table class="box ball"><caption><span class="dot {"ab"[side]}"></span>When {own} has '
        f'the ball</caption><thead><tr><th scope="col"></th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _row(row: MatchupRow) -> str:
    edge = "" if isnan(row.edge) else f"{row.edge:+.1f}".replace("-", "−")
    error = max(100 * NINETY_FIVE * row.expected_se, 0.1)
    return (
        f'<tr class="{"starter" if edge else ""}"><th scope="row">{escape(row.name)}</th>'
        f"<td>{_ranked(row.offense, row.offense_rank)}</td>"
        f"<td>{_ranked(row.defense, row.defense_rank)}</td>"
        f"<td>{row.expected:.1%}<i>± {error:.1f}</i></td><td>{edge}</td></tr>"
    )


def _ranked(value: float, rank: int) -> str:
    place = f"no. {rank}" if rank else ""
    return f"{value:.1%}<i>{place}</i>"


def frame(spec: GameSpec, names: Names) -> pd.DataFrame:
    """Both tables as one: a row for each team and measure."""
    return pd.DataFrame(
        [
            {
                "with_the_ball": names[side],
                "measure": row.name,
                "offense": row.offense,
                "offense_rank": row.offense_rank or None,
                "allowed": row.defense,
                "allowed_rank": row.defense_rank or None,
                "here": row.expected,
                "here_se": row.expected_se,
                "average": row.average,
                "edge_points": row.edge,
            }
            for side in (0, 1)
            for row in ball(spec, side)
        ]
    )
