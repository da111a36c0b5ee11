"""The odds as a table: every team, round by round, with the error of each number."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from engine.domain.field import ROUND_KEYS, ROUND_NAMES
from engine.tables import bracket
from pages.ui.bracket.page_context import PageContext, Shown
from pages.ui.shell import downloads, own_data
from pages.ui.shell.format import NINETY_FIVE, file_stem

# A team that wins its game of a round is in the next: the same words as over the drawing's columns.
COLUMNS = (*ROUND_NAMES[1:6], "Final", "Title")


def show(context: PageContext, shown: Shown) -> None:
    """The table with its filters and its file."""
    odds = bracket.odds(context.field, context.teams, shown.odds, context.spec.universes)
    st.subheader("Every team, round by round", anchor=False)
    st.caption(
        f"The probability of getting there{shown.given}: the share of {context.spec.universes:,} "
        "universes in which the team does. ± is the 95% error of counting that many, in "
        "percentage points; the file has standard errors."
    )
    keys = ROUND_KEYS if (odds["first_four"] < 1).any() else ROUND_KEYS[1:]
    table = _filtered(odds).sort_values("champion", ascending=False)
    table["page"] = [
        f"team?{urlencode({'league': context.league, 'a': f'{context.season}:{name}'})}"
        for name in table["name"]
    ]
    table[list(keys)] *= 100
    table[[f"{key}_se" for key in keys]] *= 100 * NINETY_FIVE
    st.dataframe(
        table,
        column_config=_columns(keys),
        column_order=["name", "seed", "region", *_rounds(keys), "conference", "page"],
        hide_index=True,
        height=min(560, 37 + 35 * max(len(table), 1)),
        placeholder="–",
        alt="Every team's probability of getting to each round",
    )
    own = own_data.stamp(context.spec.source)
    stem = file_stem(context.league, context.season, *own)
    downloads.csv(own_data.labeled(odds, own), stem, "csv_odds")


def _filtered(odds: pd.DataFrame) -> pd.DataFrame:
    """The rows of the regions, conferences and seed lines chosen; all where none is."""
    line = odds["seed"].str[1:3].astype(int)
    with st.container(horizontal=True, key="odds_filters"):
        region = _choose("Region", sorted(odds["region"].unique()))
        conference = _choose("Conference", sorted(odds["conference"].unique()))
        lines = _choose("Seed line", sorted(line.unique().tolist()))
    keep = line.isin(lines or line)
    for column, chosen in (("region", region), ("conference", conference)):
        keep &= odds[column].isin(chosen or odds[column])
    return odds[keep]


def _choose(label: str, options: Sequence[Any]) -> list[Any]:
    return st.multiselect(
        label, options, placeholder="All", width=170, key=f"filter_{label.split()[0].lower()}"
    )


def _rounds(keys: Sequence[str]) -> list[str]:
    return [column for key in keys for column in (key, f"{key}_se")]


def _columns(keys: Sequence[str]) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "name": st.column_config.TextColumn("Team", pinned=True, width=142),
        "seed": st.column_config.TextColumn("Seed", width=54),
        "region": st.column_config.TextColumn("Region", width=78),
        "conference": st.column_config.TextColumn("Conference", width=110),
        "page": st.column_config.LinkColumn("More", display_text="Team", width=60),
    }
    labels = dict(zip(ROUND_KEYS, COLUMNS, strict=True))
    for key in keys:
        columns[key] = st.column_config.ProgressColumn(
            labels[key], format="%.1f%%", min_value=0, max_value=100, width=102
        )
        columns[f"{key}_se"] = st.column_config.NumberColumn("±", format="%.1f", width=42)
    return columns
