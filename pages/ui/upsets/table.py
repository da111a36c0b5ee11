"""The numbers behind the list of upsets."""

import pandas as pd
import streamlit as st

from engine.domain.specs import BracketSpec
from pages.ui.shell import downloads, own_data
from pages.ui.shell.format import file_stem

COLUMNS = {
    "round": "Round",
    "region": "Region",
    "underdog_line": "Seed line",
    "underdog": "Underdog",
    "favourite_line": "Favorite’s seed line",
    "favourite": "Favorite",
    "chance": "They meet",
    "upset_prob": "Upset",
    "upset_prob_se": "Error",
    "weaker": "If rated too high",
    "stronger": "If rated too low",
    "history_rate": "Before",
    "history_se": "Error, before",
    "history_upsets": "Upsets before",
    "history_games": "Games before",
    "underdog_points": "Underdog’s expected points",
    "favourite_points": "Favorite’s expected points",
    "cost": "Points that picking it costs",
    "result": "Result",
}
ERRORS = ("upset_prob_se", "weaker", "stronger", "history_se")
FORMATS = {
    **dict.fromkeys(("chance", "upset_prob", "history_rate", *ERRORS), "percent"),
    **dict.fromkeys(("underdog_points", "favourite_points", "cost"), "%.1f"),
}


def draw(games: pd.DataFrame, spec: BracketSpec) -> None:
    """The caption, the table and its file."""
    st.caption(
        "An upset: the team with the larger seed line wins. The probability of a known pairing is "
        "smoothed: read from the curve through simulated games, without counting noise. That of a "
        f"pairing that may come is counted in {spec.universes:,} universes (random number "
        f"{spec.random_seed}). The pale band is the rating error: how far it moves if the ratings "
        "are off by one standard error either way. The usual rate is of the same two seed lines in "
        "earlier seasons; thin bars are 95% errors. Expected scores are means of 4,000 universes."
    )
    with st.expander("As a table"):
        columns = {
            name: st.column_config.NumberColumn(COLUMNS[name], format=how)
            for name, how in FORMATS.items()
        }
        st.dataframe(
            games,
            hide_index=True,
            alt="Upset probability, history and result of each game",
            column_order=list(COLUMNS),
            column_config={**COLUMNS, **columns},
        )
        own = own_data.stamp(spec.source)
        downloads.csv(
            own_data.labeled(games[list(COLUMNS)], own),
            file_stem("upsets", spec.league, spec.season, *own),
            "upsets_csv",
        )
