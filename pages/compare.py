"""Two teams side by side, each among all Division I teams of its season."""

import streamlit as st

from engine import store
from engine.tables import comparison
from pages.ui.compare import page_parts
from pages.ui.shell import address, notices, page, pairing

with notices.guarded("Compare") as title:
    with address.controls("compare", "league", "a", "b") as ask:
        league = ask.league()
        a = ask.side("a", "First team", league)
        b = ask.side("b", "Second team", league)
    if not league or not a or not b:
        with title:
            page.heading("Compare", "Two teams side by side, each among all teams of its season.")
        if league and not ask.problems:
            pairing.suggest(league, page="compare")
        st.stop()

    of_a, of_b = (store.load_teams(league, s.season, source=s.source) for s in (a, b))
    names = pairing.names(a, b, (of_a, of_b))
    with title:
        page.heading(f"{names[0]} and {names[1]}")
    notices.about_style(of_a.base, of_b.base)
    rows = of_a.row(a.team_id), of_b.row(b.team_id)
    page_parts.heads((of_a, of_b), rows, names)
    page_parts.show(comparison.compare(of_a, rows[0], of_b, rows[1]), names)
    st.page_link(
        "pages/game.py",
        label="Play this game",
        icon=":material/sports_basketball:",
        query_params=pairing.link(league, a, b, (of_a, of_b)),
    )
