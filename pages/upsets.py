"""The first round's games by how likely the lower seed is to win, beside how often it has."""

import streamlit as st

from engine import store, tables
from pages.ui import look, notices, runs, state, upset_list

with notices.guarded("Upsets") as title:
    with state.controls("upsets", "league", "season") as ask:
        league = ask.league()
        season = ask.season(league)
    if not league or not season:
        with title:
            look.heading("Upsets")
        st.stop()
    field, teams = store.load_field(league, season), store.load_teams(league, season)
    spec = runs.shown(league, season)
    spreads = store.frame("first_rounds", league)
    upsets = tables.upsets(
        field,
        teams,
        runs.bracket(spec),
        spec.universes,
        runs.history(league),
        spreads[spreads["season"] == season],
    )
    with title:
        look.heading(f"{league.capitalize()}'s upsets {season}", upset_list.summary(upsets))
    notices.about_style(teams.base)
    opened = upset_list.draw(upsets, field)
    if opened:
        st.switch_page("pages/game.py", query_params=opened)
    upset_list.table(upsets, spec)
