"""Share a pairing, keep its universes, and the ways from it to other pages."""

import streamlit as st

from engine import store
from engine.domain.specs import GameSpec
from engine.run.real_meeting import bracket_meeting
from engine.tables import games
from pages.ui import runs
from pages.ui.shell import address, pairing
from pages.ui.shell.format import file_stem


def draw(spec: GameSpec) -> None:
    """The link that restores the page, the file of every universe, links to other pages."""
    st.subheader("Share and keep", anchor=False)
    st.caption("This link restores this game for anyone, without an account.")
    st.code(address.link(), language=None, wrap_lines=True)
    with st.container(horizontal=True, vertical_alignment="center", key="downloads"):
        st.download_button(
            "Every universe (CSV)",
            lambda: games.games(runs.detail(spec).games).to_csv(index=False),
            f"{file_stem('game')}.csv",
            "text/csv",
            icon=":material/table:",
            on_click="ignore",
        )
        _links(spec)


def _links(spec: GameSpec) -> None:
    tables = [
        store.load_teams(spec.league, side.season, source=side.source) for side in (spec.a, spec.b)
    ]
    st.page_link(
        "pages/compare.py",
        label="Compare the two teams",
        icon=":material/balance:",
        query_params=pairing.link(spec.league, spec.a, spec.b, tables),
    )
    if bracket_meeting(spec) is None:
        return
    season = {"league": spec.league, "season": str(spec.a.season)}
    for mode, label, icon in (
        ("whatif", "What if one of them wins?", "alt_route"),
        ("mine", "Pick them in My bracket", "edit_note"),
    ):
        st.page_link(
            "pages/bracket.py",
            label=label,
            icon=f":material/{icon}:",
            query_params={"mode": mode, **season},
        )
