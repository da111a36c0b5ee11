"""The record: what entries would have been worth in the pools of real tournaments."""

from typing import Any

import pandas as pd
import streamlit as st

from engine import store
from engine.pools.record import summary
from engine.pools.rules import Pool
from pages.ui.pools import charts, drawn, files
from pages.ui.pools.pool_context import PoolContext

STYLE = {
    "tempered": "Tempered",
    "bold": "Bold",
    "most_points": "Most points",
    "chalk": "Chalk",
}
LEAGUES = {"both": "Both", "men": "Men", "women": "Women"}
WHICH = "pool_record_league"


def draw(context: PoolContext) -> str:
    """The chart and both tables; the page's sentence."""
    st.session_state.setdefault(WHICH, "both")
    league = st.segmented_control(
        "Tournaments", list(LEAGUES), format_func=LEAGUES.__getitem__, required=True, key=WHICH
    )
    found = _named(_summary(str(league)))
    seasons = int(found["seasons"].iloc[0])
    sentence = (
        f"Mean over {seasons} real tournaments, in fair shares: 1 is what an average entry gets. "
        "The bar is the 90% interval over tournaments, the ring what was promised before the "
        "first game."
    )
    st.markdown(sentence)
    _charts(found)
    st.caption(
        "First prize only, exact over rivals. A pool of 100 is won about once in ten tournaments "
        "even by a good bracket, so the intervals are wide. Women’s tournaments since 2010, men’s "
        "since 2003, without 2020; the public’s model was fitted to eleven of them."
    )
    with st.expander("As a table"):
        st.dataframe(
            found,
            hide_index=True,
            alt="The record by style and size of the pool",
            column_config={
                "style": "Entry",
                "entries": "Pool of",
                "seasons": "Tournaments",
                **{
                    name: st.column_config.NumberColumn(label, format="%.1f")
                    for name, label in (
                        ("fair_share", "Fair shares"),
                        ("se", "Standard error"),
                        ("low", "5%"),
                        ("high", "95%"),
                        ("promised", "Promised"),
                        ("gain", "Over most points"),
                        ("gain_se", "Its error"),
                    )
                },
            },
        )
        files.csv("Every tournament", _of(str(league)), "pool-record")
    return _sentence(found)


@store.cached_by_data_version(len(LEAGUES))
def _summary(league: str) -> pd.DataFrame:
    return summary(_of(league))


def _of(league: str) -> pd.DataFrame:
    """The record of one league, or of both."""
    record = store.pool_record()
    return record if league == "both" else record[record["league"] == league]


def _charts(found: pd.DataFrame) -> None:
    """One chart a size of the pool, side by side."""
    sizes, most = list(dict.fromkeys(found["entries"])), float(found["high"].max())
    for column, size in zip(st.columns(len(sizes), gap="large"), sizes, strict=True):
        with column:
            st.markdown(f"**Pool of {size}**")
            drawn.chart(
                charts.record,
                found[found["entries"] == size],
                f"Fair shares in pools of {size}: the table below has the numbers",
                f"pool_record_{size}",
                most,
            )


def _named(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(style=found["style"].map(STYLE))


def _sentence(found: pd.DataFrame) -> str:
    kept, bold = _row(found, "Tempered", 100), _row(found, "Bold", 100)
    return (
        f"In pools of 100 tempered entries got **{kept['fair_share']:.1f} fair shares** "
        f"({kept['promised']:.1f} promised), bold ones {bold['fair_share']:.1f} "
        f"({bold['promised']:.1f} promised): where our odds and the public disagree, the public is "
        "partly right."
    )


def _row(found: pd.DataFrame, style: str, entries: int) -> "pd.Series[Any]":
    return found[(found["style"] == style) & (found["entries"] == entries)].iloc[0]


def beside(pool: Pool, style: str) -> str:
    """One sentence beside a promise: what such entries got in real pools of about this size."""
    found = _summary("both")
    sizes = sorted(set(found["entries"]))
    size = min(sizes, key=lambda entries: abs(entries - pool.entries))
    row = _row(found, style, size)
    return (
        f"In real pools of {size} such entries got {row['fair_share']:.1f} fair shares "
        f"({row['low']:.1f}–{row['high']:.1f}) where {row['promised']:.1f} were promised, over "
        f"{row['seasons']:.0f} tournaments."
    )
