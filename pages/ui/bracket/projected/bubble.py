"""The edge of the projected field: who is last in and who is first out, and why."""

from typing import Any

import pandas as pd
import streamlit as st

from engine.store import Snapshot
from pages.ui.shell import downloads
from pages.ui.shell.format import file_stem, full_day, listed, percent

SHOWN = 8  # teams on each side of the cut
LABELS = {"in": "Last in", "out": "First out"}


def edge(rows: pd.DataFrame, inside: set[int]) -> pd.DataFrame:
    """The teams on either side of the cut, the surest first: the rows of ``SHOWN`` teams of the
    projected field (``inside``: team ids) that most need to be chosen, and of as many outside it;
    column ``side``: in or out."""
    drawn = rows["team_id"].isin(inside)
    favorites = rows.groupby("conference")["automatic"].idxmax()  # drawn with the automatic bids
    chosen = rows[drawn & ~rows.index.isin(favorites)].sort_values("in_field").head(SHOWN)
    others = rows[~drawn].sort_values("in_field", ascending=False).head(SHOWN)
    return pd.concat([chosen.iloc[::-1].assign(side="in"), others.assign(side="out")])


def draw(rows: pd.DataFrame, inside: set[int], snapshot: Snapshot) -> None:
    """The bubble as a sentence and a table with the reasons; ``rows`` with each team's résumé."""
    found = edge(rows, inside)
    if found.empty:
        return
    st.subheader("The projected bubble", anchor=False)
    st.markdown(" ".join(_sentence(found, side) for side in LABELS))
    table = found.assign(
        where=found["side"].map(LABELS),
        record=[f"{w}–{lost}" for w, lost in zip(found["wins"], found["losses"], strict=True)],
        chance=100 * found["in_field"],
        error=100 * found["in_field_error"],
        bid=100 * found["automatic"],
    )
    st.dataframe(
        table,
        column_config=_columns(),
        column_order=list(_columns()),
        hide_index=True,
        height=35 * (len(table) + 1) + 3,
        alt="The last teams in the projected field and the first ones out, with their résumés",
    )
    league, season = rows["league"].iloc[0], int(rows["season"].iloc[0])
    st.caption(
        f"Wins above bubble, net rating and record are of the games through "
        f"{full_day(snapshot.as_of[league])}; the chances are of the whole season. Wins above "
        "bubble: the wins less those that the 45th-rated team would expect from the same games. "
        "Net: points per 100 possessions, ± the 95% error of the rating."
    )
    downloads.csv(found, file_stem(league, season, "projected-bubble"), "csv_bubble")


def _sentence(found: pd.DataFrame, side: str) -> str:
    """``**Last in**, as projected: Texas 61%, …``."""
    of = found[found["side"] == side]
    of = (of.iloc[::-1] if side == "in" else of).head(SHOWN // 2)
    named = [f"{n} {percent(c)}" for n, c in zip(of["name"], of["in_field"], strict=True)]
    return f"**{LABELS[side]}**, by the chance of the field: {listed(named)}." if named else ""


def _columns() -> dict[str, Any]:
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    return {
        "where": text("Projected", width=86),
        "name": text("Team", pinned=True, width=142),
        "chance": number("In the field", format="%.1f%%", width=96),
        "error": number("±", format="%.1f", width=52),
        "bid": number("Automatic", format="%.0f%%", width=84),
        "wab": number("Wins above bubble", format="%+.1f", width=136),
        "net": number("Net", format="%+.1f", width=64),
        "net_error": number("± net", format="%.1f", width=62),
        "net_rank": number("Net rank", format="%d", width=78),
        "record": text("Record", width=72),
        "conference": text("Conference", width=150),
    }
