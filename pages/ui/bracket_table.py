"""The bracket in words and as a table: the same numbers as the drawing."""

from typing import Any

import pandas as pd
import streamlit as st

from engine.field import ROUND_KEYS
from engine.specs import BracketSpec
from pages.ui.words import listed, percent

COLUMNS = (
    "First Four",
    "Round of 64",
    "Round of 32",
    "Sweet 16",
    "Elite Eight",
    "Final Four",
    "Title",
)


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
    """Every team's probability of winning in each round, sortable, with the errors in the file."""
    st.subheader("Every team, round by round", anchor=False)
    st.caption(
        "The probability of winning the team's game of that round. Each is a share of "
        f"{spec.universes:,} universes; its error is at most "
        f"{98 / spec.universes**0.5:.1f} points either way (95%). The file has the error of each."
    )
    with_errors = st.toggle("Show each number's error", key="with_errors")
    shares = [*ROUND_KEYS, *(f"{key}_se" for key in ROUND_KEYS)]
    shown = odds.sort_values("champion", ascending=False)
    shown[shares] *= 100
    st.dataframe(
        shown,
        column_config=_columns(with_errors),
        column_order=_order(with_errors),
        hide_index=True,
        height=560,
        alt="Every team's probability of winning in each round",
    )
    st.download_button(
        "Download as CSV",
        lambda: odds.to_csv(index=False),
        f"hardwood-{spec.league}-{spec.season}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _order(with_errors: bool) -> list[str]:
    rounds = list(ROUND_KEYS[1:])
    if with_errors:
        rounds = [column for key in rounds for column in (key, f"{key}_se")]
    return ["name", "seed", "region", *rounds, "conference"]


def _columns(with_errors: bool) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "name": st.column_config.TextColumn("Team", pinned=True),
        "seed": "Seed",
        "region": "Region",
        "conference": "Conference",
    }
    for key, label in zip(ROUND_KEYS, COLUMNS, strict=True):
        if with_errors:
            columns[key] = st.column_config.NumberColumn(label, format="%.1f%%")
            columns[f"{key}_se"] = st.column_config.NumberColumn("± (1 s.e.)", format="%.2f")
        else:
            columns[key] = st.column_config.ProgressColumn(
                label, format="%.1f%%", min_value=0, max_value=100
            )
    return columns
