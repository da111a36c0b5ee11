"""The record: what Hardwood would have said, beside what happened."""

import streamlit as st

from pages.ui import accuracy_view, machine_view, notices, state
from pages.ui.accuracy_words import GAMES, SCORES, SHOW

with notices.guarded("Accuracy") as title:
    names = ("league", "show", "games", "score", "season")
    with state.controls("accuracy", *names) as ask:
        league = ask.league()
        show = ask.choice("show", "Show", SHOW)
        if show == "machine":
            season = ask.season(league)
        else:
            games = ask.choice("games", "Games", GAMES)
            score = ask.choice("score", "Measure", SCORES)
    with title:
        accuracy_view.heading(league)
    if not league or not show:
        st.stop()
    if show == "machine":
        if season:
            machine_view.draw(league, season)
    elif games and score:
        accuracy_view.draw(league, games, score)
