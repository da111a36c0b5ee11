"""Where the numbers come from, what runs here, and what is not known."""

import streamlit as st

from engine import store
from pages.ui.method import season_data, server, wording
from pages.ui.shell import address, datasets, notices, page

with notices.guarded("Method") as title:
    with address.controls("method", "league", "season") as ask:
        league = ask.league()
        season = ask.season(league)
    with title:
        page.heading("Method", wording.LEDE)
    if not league or not season:
        st.stop()
    teams = store.load_teams(league, season, source=datasets.source(league, season))
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(wording.possession(teams))
    with right:
        st.markdown(wording.universes())
        st.markdown(wording.sources(league))
    notices.about_style(teams.base)
    season_data.draw()
    st.markdown(wording.here(server.facts()))
