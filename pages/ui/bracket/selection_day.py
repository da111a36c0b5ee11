"""From Selection Sunday on, until the field is known: what is known of it, and what to do."""

from datetime import UTC, datetime

import streamlit as st

from engine import store
from engine.domain.teams import League
from engine.errors import HardwoodError
from engine.run import Today
from engine.run.season.espn_field import EspnField, Pairs, adopt_espn_field, espn_field
from engine.store import Snapshot
from pages.ui import runs
from pages.ui.runs.live import live_root
from pages.ui.shell import notices
from pages.ui.shell.format import counted
from pages.ui.shell.notices import plain_text

REMEDY = (
    "Refresh again in a few minutes. If it does not come, load it from a file: My own data, a "
    "table with region, region_name, seed and team."
)
MARK = ": The field"


def draw(league: League, season: int) -> None:
    """Nothing before that day."""
    sunday = store.selection_sunday(season).isoformat()
    snapshot = store.snapshot_in_use()
    if snapshot is None or snapshot.season != season or Today.of(_now()).day < sunday:
        return
    found = espn_field(snapshot.games[snapshot.games["league"] == league])
    with st.container(border=True, key="selection_day"):
        st.markdown(f"**The {league}'s field is not complete here yet.** {_known(found)}")
        for note in field_notes(snapshot, league):
            st.caption(f":material/info: {plain_text(note)}")
        if found.place and not found.missing():
            _ask(league, found)
        else:
            st.markdown(REMEDY)
        runs.refresh_box(league)


def say_differences(league: League, season: int) -> None:
    """Below a bracket that is known: in which slots the sources differ."""
    snapshot = store.snapshot_in_use()
    if snapshot is None or snapshot.season != season:
        return
    for note in field_notes(snapshot, league):
        st.caption(f":material/info: {plain_text(note)}")


def field_notes(snapshot: Snapshot, league: League) -> list[str]:
    """What the refresh that made the snapshot noted about a league's field."""
    notes = map(str, snapshot.sources.get("notes", ()))
    return [note.removeprefix(f"{league}: ") for note in notes if note.startswith(league + MARK)]


def _known(found: EspnField) -> str:
    """How many teams ESPN's games name."""
    if not found.place:
        return "Neither the NCAA's bracket nor ESPN's first games name its teams so far."
    return f"ESPN's games name {counted(len(found.place), 'team')}."


def _ask(league: League, found: EspnField) -> None:
    """ESPN has everything but which regions meet in the semifinals: ask once."""
    ways = {_words(way): way for way in found.pairings()}
    st.markdown(
        "ESPN's games have every team, region and seed, but not which regions meet in the "
        "semifinals. The printed bracket shows it: two regions on each side."
    )
    chosen = st.radio("Semifinals", list(ways), index=None, key=f"pick_semifinals_{league}")
    st.button(
        "Use this bracket",
        disabled=chosen is None,
        type="primary",
        on_click=_adopt,
        args=(league, ways.get(chosen or "")),
    )


def _words(way: Pairs) -> str:
    """``East v South, Midwest v West``."""
    return ", ".join(f"{a} v {b}" for a, b in way)


def _adopt(league: League, way: Pairs | None) -> None:
    if way is None:
        return
    try:
        adopt_espn_field(live_root(), league, way, _now())
    except HardwoodError as error:
        notices.show(error)


def _now() -> datetime:
    return datetime.now(UTC)
