"""Where the numbers come from, what runs here, and what nobody knows."""

import streamlit as st

from engine import MODEL_VERSION, store
from pages.ui import look, method_text, notices, runs, state

with notices.guarded("Method") as title:
    with state.controls("method", "league", "season") as ask:
        league = ask.league()
        season = ask.season(league)
    with title:
        look.heading("Method", method_text.LEDE)
    if not league or not season:
        st.stop()
    teams = store.load_teams(league, season)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(method_text.possession(teams))
    with right:
        st.markdown(method_text.universes())
        st.markdown(method_text.sources(league))
    notices.about_style(teams.base)
    st.markdown(method_text.here(store.data_version(), MODEL_VERSION, runs.pool().note))
