"""One team of one season: profile, path to the title, every game, players, its school's seasons."""

import streamlit as st

from pages.ui.shell import address, html, notices, page
from pages.ui.teams import entry, parts, print_sheet, season_line, standing, style

with notices.guarded("Team") as title:
    with address.controls("team", "league", "a") as ask:
        league = ask.league()
        side = ask.side("a", "Team", league)
    if not league or not side:
        with title:
            page.heading("Team", "Choose a team of any season above.")
        st.stop()

    found = entry.entries(league, (side,))
    team = found[0]
    with title:
        page.heading(f"{team.school} {side.season}")
    notices.about_style(team.teams.base)
    parts.show("heads", found)
    if said := parts.made("profile", found):
        html.show(style.part("", said), "profile")
    st.subheader("Path to the title", anchor=False)
    if team.entrant is not None:
        parts.show_march("path", found)
    else:
        st.markdown(entry.no_bid(team))
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Through the season", anchor=False)
        if bare := season_line.missing(found):
            st.caption(bare)
        else:
            parts.show("season", found)
            parts.show("resume", found)
    with right:
        st.subheader("Among all teams", anchor=False)
        parts.show("map", found)
        st.subheader("Players", anchor=False)
        parts.show("roster", found)
    st.subheader("Where it stands", anchor=False)
    parts.show("ledger_all", found)
    if season_line.known(team):
        st.subheader("Results", anchor=False)
        parts.show("results", found)
    st.subheader("Most like it", anchor=False)
    parts.show("similar", found)
    st.subheader("The school’s seasons", anchor=False)
    parts.show("seasons", found)
    print_sheet.draw("team", lambda: standing.combined(found, "all"), 0.4)
    st.page_link(
        "pages/compare.py",
        label="Compare with another team",
        icon=":material/balance:",
        query_params=team.link,
    )
