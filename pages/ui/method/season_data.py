"""Where the running season's data come from: their day, every request, what was refused."""

import pandas as pd
import streamlit as st

from engine import store
from engine.store.snapshots import Snapshot
from engine.tables import provenance
from pages.ui import runs
from pages.ui.shell import downloads
from pages.ui.shell.format import counted
from pages.ui.shell.notices import plain_text

LABELS = {
    "host": "Host",
    "what": "What",
    "fetched_at": "When (UTC)",
    "status": "Status",
    "bytes": "Bytes",
    "sha256": "SHA-256",
}
FROM = {"espn": "ESPN", "sdv": "sportsdataverse", "folder": "a folder of recorded answers"}
SHOWN = 20  # sentences


def draw() -> None:
    """The section."""
    st.subheader("This season’s data", anchor=False)
    runs.refresh_box()
    st.markdown(
        "Fetched are games, sites, scores and box-score counts, never other sites’ ratings, "
        "rankings or forecasts. Nothing is fetched unless somebody presses Refresh, or whoever "
        "runs this copy has set up a schedule."
    )
    for sentence in runs.about_published():
        st.caption(plain_text(sentence))
    snapshot = store.snapshot_in_use()
    if snapshot is not None:
        _snapshot(snapshot)
    for sentence in runs.refused_snapshots():
        st.warning(plain_text(sentence), icon=":material/error:")


def _snapshot(snapshot: Snapshot) -> None:
    sources = snapshot.sources
    asked = provenance.requests(sources)
    origin = FROM.get(str(sources.get("from", "")), "elsewhere")
    st.markdown(
        f"Snapshot `{snapshot.name}` of the season {snapshot.season}: "
        f"{counted(len(snapshot.games), 'game')} and {counted(len(snapshot.boxes), 'box score')} "
        f"from {origin}. Its last refresh made {counted(len(asked), 'request')} that "
        f"{'was' if len(asked) == 1 else 'were'} answered."
    )
    if not asked.empty:
        _requests(asked)
    found = provenance.complaints(sources)
    with st.expander(f"What was refused or noticed ({len(found)})"):
        lines = [f"- {plain_text(sentence)}" for sentence in found[:SHOWN]]
        more = len(found) - len(lines)
        lines += [f"- And {more} more."] if more > 0 else []
        st.markdown("\n".join(lines) or "Nothing.")


def _requests(asked: pd.DataFrame) -> None:
    with st.expander("Every request"):
        st.dataframe(
            asked,
            hide_index=True,
            alt="Every request of the last refresh",
            column_config={
                **LABELS,
                "bytes": st.column_config.NumberColumn(LABELS["bytes"], format="localized"),
            },
        )
        downloads.csv(asked, "hardwood-requests", "requests_csv")
