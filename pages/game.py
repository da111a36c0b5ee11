"""One game in thousands of universes: who wins, by how much, and with what score."""

import streamlit as st

from pages.ui.game import header, large_run, page_parts
from pages.ui.shell import address, notices, page, pairing

NAMES = ("league", "a", "b", "first", "venue", "universes", "seed", "u")

with notices.guarded("Game") as title:
    with address.controls("game", *NAMES) as ask:
        league, asked = header.choose(ask)
    if asked is None:
        with title:
            page.heading(
                "Game", "Any two teams of any two seasons, played in thousands of universes."
            )
        if league and not ask.problems:
            pairing.suggest(league)
        st.stop()

    names = pairing.names(asked.a, asked.b, asked.tables)
    spec = large_run.shown(asked.spec)
    with title:
        header.title(spec, names)
    notices.about_style(*(teams.base for teams in asked.tables))
    if asked.universe is None:
        page_parts.universes(spec, names)
    else:
        page_parts.single(asked.spec, asked.universe, spec)
