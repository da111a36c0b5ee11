"""The bracket in words and as a table: the same numbers as the drawing."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from engine.field import ROUND_KEYS, ROUND_NAMES
from engine.specs import BracketSpec
from pages.ui.words import NINETY_FIVE, listed, percent

# A team that wins its game of a round is in the next: the same words as over the drawing's columns.
COLUMNS = (*ROUND_NAMES[1:6], "Final", "Title")


def summary(odds: pd.DataFrame, spec: BracketSpec) -> str:
    """Who wins it all, in one sentence."""
    best = odds.sort_values("champion", ascending=False).head(4)
    names, share = list(best["name"]), [percent(p) for p in best["champion"]]
    others = listed([f"{n} in {s}" for n, s in zip(names[1:], share[1:], strict=True)])
    return (
        f"**{names[0]}** wins the title in **{share[0]}** of {spec.universes:,} simulated "
        f"tournaments (seed {spec.seed}), {others}."
    )


def show(odds: pd.DataFrame, spec: BracketSpec) -> None:
    """Every team's probability of getting to each round, sortable, with errors on demand."""
    st.subheader("Every team, round by round", anchor=False)
    st.caption(
        f"The probability of getting there: the share of {spec.universes:,} universes in which the "
        "team does. The file has the standard error of each number."
    )
    with_errors = st.toggle("Show the error of each number", key="with_errors")
    keys = ROUND_KEYS if (odds["first_four"] < 1).any() else ROUND_KEYS[1:]
    shown = odds.sort_values("champion", ascending=False)
    shown[list(keys)] *= 100
    shown[[f"{key}_se" for key in keys]] *= 100 * NINETY_FIVE
    st.dataframe(
        shown,
        column_config=_columns(with_errors),
        column_order=["name", "seed", "region", *_rounds(keys, with_errors), "conference"],
        hide_index=True,
        height=560,
        alt="Every team's probability of getting to each round",
    )
    st.download_button(
        "Download as CSV",
        lambda: odds.to_csv(index=False),
        f"hardwood-{spec.league}-{spec.season}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _rounds(keys: Sequence[str], with_errors: bool) -> list[str]:
    if with_errors:
        return [column for key in keys for column in (key, f"{key}_se")]
    return list(keys)


def _columns(with_errors: bool) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "name": st.column_config.TextColumn("Team", pinned=True),
        "seed": "Seed",
        "region": "Region",
        "conference": "Conference",
    }
    for key, label in zip(ROUND_KEYS, COLUMNS, strict=True):
        if with_errors:
            columns[key] = st.column_config.NumberColumn(label, format="%.1f%%", width=90)
            columns[f"{key}_se"] = st.column_config.NumberColumn(
                "±", format="%.1f", width=50, help="95% error of counting universes, in points"
            )
        else:
            columns[key] = st.column_config.ProgressColumn(
                label, format="%.1f%%", min_value=0, max_value=100
            )
    return columns
