"""Two to four teams side by side, each among all Division I teams of its season."""

import streamlit as st

from pages.ui.shell import address, html, notices, page, pairing
from pages.ui.shell.format import listed
from pages.ui.teams import entry, parts, print_sheet, season_line, standing, style

AMONG = {"all": "All Division I teams", "field": "The tournament’s field"}

ZOOM = {1: 0.37, 2: 0.37, 3: 0.31, 4: 0.31}  # of the printed page, by the number of teams

with notices.guarded("Compare") as title:
    with address.controls("compare", "league", "a", "b", "c", "d", "among") as ask:
        league = ask.league()
        sides = [ask.side("a", "First team", league), ask.side("b", "Second team", league)]
        with (
            st.container(key="more_teams", width="content"),
            st.popover("More teams", icon=":material/group_add:"),
        ):
            sides += [ask.side("c", "Third team", league), ask.side("d", "Fourth team", league)]
            among = ask.choice("among", "Places and means among", AMONG)
    named = [side for side in sides if side is not None]
    chosen = tuple(dict.fromkeys(named))
    if league and len(chosen) < len(named):
        twice = "A team was named twice, so it stands here once. Choose another one beside it."
        st.info(twice, icon=":material/content_copy:")
    if not league or not chosen or (len(named) < 2 and not ask.problems):
        with title:
            page.heading("Compare", "Two to four teams, each among all teams of its season.")
        if league and not ask.problems:
            pairing.suggest(league, page="compare")
        st.stop()

    found = entry.entries(league, chosen)
    with title:
        page.heading(listed([one.name for one in found]))
    notices.about_style(*(one.teams.base for one in found))
    parts.show("heads", found)
    if len(found) > 1:
        st.subheader("If they play", anchor=False)
        parts.show("venues", found)
        if len(found) > 2:
            parts.show("matrix", found)
        html.show(style.part("", parts.made("apart", found)), "apart")
    st.subheader("Where they stand", anchor=False)
    parts.show(f"ledger_{among or 'all'}", found)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Among all teams", anchor=False)
        parts.show("map", found)
    with right:
        st.subheader("Through the season", anchor=False)
        if bare := season_line.missing(found):
            st.caption(bare)
        if any(map(season_line.known, found)):
            parts.show("season", found)
    if len(found) > 1:
        with print_sheet.screen_only("ball"):
            st.subheader("With the ball", anchor=False)
            parts.show("matchups", found)
    left, right = st.columns(2, gap="large")
    with left:
        if any(map(season_line.known, found)):
            st.subheader("Résumé", anchor=False)
            parts.show("resume", found)
    with right:
        if any(one.entrant is not None for one in found):
            st.subheader("March", anchor=False)
            parts.show_march("march", found)
        if len(found) > 1:
            parts.show("common", found)
    with print_sheet.screen_only("kin"):
        st.subheader("Most like them", anchor=False)
        parts.show("similar", found)
        st.subheader("Players", anchor=False)
        parts.show("players", found)
    print_sheet.draw("compare", lambda: standing.combined(found, among or "all"), ZOOM[len(found)])
    if len(found) > 1:
        st.page_link(
            "pages/game.py",
            label="Play this game",
            icon=":material/sports_basketball:",
            query_params=pairing.link(
                league, found[0].side, found[1].side, (found[0].teams, found[1].teams)
            ),
        )
