"""One game in thousands of universes: who wins, by how much, and with what score."""

import streamlit as st

from engine import store
from engine.domain.specs import GameSpec
from pages.ui import runs
from pages.ui.game import page_parts
from pages.ui.shell import address, notices, own_upload, page, pairing

with notices.guarded("Game") as title:
    with address.controls("game", "league", "a", "b", "venue", "universes", "seed", "u") as ask:
        league = ask.league()
        a = ask.side("a", "First team", league)
        b = ask.side("b", "Second team", league)
        venue = ask.venue()
        universes, random_seed = ask.simulation()
        own_upload.button(league)
        universe = ask.universe(universes)
    if not league or not a or not b or venue is None:
        with title:
            page.heading(
                "Game", "Any two teams of any two seasons, played in thousands of universes."
            )
        if league and not ask.problems:
            pairing.suggest(league)
        st.stop()

    tables_of = [store.load_teams(league, side.season, source=side.source) for side in (a, b)]
    names = pairing.names(a, b, tables_of)
    with title:
        page.heading(f"{names[0]} v {names[1]}")
    notices.about_style(*(teams.base for teams in tables_of))
    spec = GameSpec(league, a, b, venue, universes, random_seed)
    if universe is None:
        detail = runs.detail(spec)
        rows = tables_of[0].row(a.team_id), tables_of[1].row(b.team_id)
        page_parts.scoreboard(detail.games, names)
        page_parts.margins(detail.games, names)
        page_parts.explained(spec, detail, names, tables_of, rows)
        page_parts.distributions(detail.games, names)
    else:
        page_parts.single(spec, universe)
    st.page_link(
        "pages/compare.py",
        label="Compare the two teams",
        icon=":material/balance:",
        query_params=pairing.link(league, a, b, tables_of),
    )
