"""Why one side wins: effect sizes of the upset's universes, edges with the ball, in sentences."""

import pandas as pd
import streamlit as st

from engine import store
from engine.domain.specs import GameSpec
from engine.explain.matchup import MatchupRow
from pages.ui import runs
from pages.ui.game.universes.measures import ball
from pages.ui.shell import effects


def draw_upset(spec: GameSpec, names: tuple[str, str]) -> None:
    """What is different in the universes that the underdog wins."""
    under = 1 if runs.detail(spec).games.win_prob >= 0.5 else 0
    st.subheader(f"How {names[under]} wins", anchor=False)
    effects.draw(_upset(spec, names, under), names, under, "chart_why")


@store.cached_by_data_version(64)
def _upset(spec: GameSpec, names: tuple[str, str], under: int) -> effects.Drawn:
    return effects.drawn(runs.detail(spec), names, under)


def draw_matchups(spec: GameSpec, names: tuple[str, str]) -> None:
    """Both ends of the floor: offense, what it meets, and the edge in points."""
    for side, column in enumerate(st.columns(2, gap="large")):
        with column:
            st.subheader(f"When {names[side]} has the ball", anchor=False)
            st.dataframe(
                _matchup_frame(ball(spec, side), names, side),
                hide_index=True,
                width="stretch",
                alt=f"{names[side]}'s offense against {names[1 - side]}'s defense",
            )
    st.caption(
        "Season values are adjusted for opponents; in brackets the national rank. “Here” is the "
        "mean of this game's universes. The edge is what the difference from an average game is "
        "worth in points a game to the side with the ball."
    )


def _matchup_frame(
    found: tuple[MatchupRow, ...], names: tuple[str, str], side: int
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "": [row.name for row in found],
            f"{names[side]}": [_ranked(row.offense, row.offense_rank) for row in found],
            f"{names[1 - side]} allows": [_ranked(row.defense, row.defense_rank) for row in found],
            "Here": [f"{row.expected:.1%}" for row in found],
            "Edge": ["" if row.edge != row.edge else f"{row.edge:+.1f}" for row in found],
        }
    )


def _ranked(value: float, rank: int) -> str:
    return f"{value:.1%} ({rank})" if rank else f"{value:.1%}"
