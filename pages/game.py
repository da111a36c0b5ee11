"""One game in thousands of universes: who wins, by how much, and with what score."""

import streamlit as st

from engine import store
from engine.specs import GameSpec
from pages.ui import game_view, look, notices, runs, state

with notices.guarded("Game") as title:
    with state.controls("game", "league", "a", "b", "venue", "universes", "seed", "u") as ask:
        league = ask.league()
        a = ask.side("a", "First team", league)
        b = ask.side("b", "Second team", league)
        venue = ask.venue()
        universes, seed = ask.universes(), ask.seed()
        universe = ask.universe(universes)
    if not league or not a or not b or not venue:
        with title:
            look.heading(
                "Game", "Any two teams of any two seasons, played in thousands of universes."
            )
        if league and not ask.problems:
            game_view.suggest(league)
        st.stop()

    tables_of = [store.load_teams(league, side.season) for side in (a, b)]
    names = game_view.names(a, b, tables_of)
    with title:
        look.heading(f"{names[0]} v {names[1]}")
    notices.about_style(*(teams.base for teams in tables_of))
    spec = GameSpec(league, a, b, venue, universes, seed)
    if universe is None:
        result = runs.game(spec)
        game_view.scoreboard(result, names)
        game_view.figures(result, names)
    else:
        game_view.single(spec, universe)
    st.page_link(
        "pages/compare.py",
        label="Compare the two teams",
        icon=":material/balance:",
        query_params=game_view.link(league, a, b, tables_of),
    )
