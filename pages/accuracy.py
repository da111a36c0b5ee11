"""The record: forecasts made before the games, against the results."""

import streamlit as st

from pages.ui.accuracy import field, record, time_machine
from pages.ui.accuracy.wording import GAMES, SCORES, SHOW
from pages.ui.shell import address, notices

with notices.guarded("Accuracy") as title:
    names = ("league", "show", "games", "score", "season", "evening")
    with address.controls("accuracy", *names) as ask:
        league = ask.league()
        show = ask.choice("show", "Show", SHOW)
        if show == "machine":
            season = ask.season(league, played=True)
        elif show == "field":
            evening = ask.choice("evening", "Evening", field.EVENINGS)
        else:
            games = ask.choice("games", "Games", GAMES)
            score = ask.choice("score", "Measure", SCORES)
    with title:
        record.heading(league)
    if not league or not show:
        st.stop()
    if show == "machine":
        if season:
            time_machine.draw(league, season)
    elif show == "field":
        if evening:
            field.draw(league, evening)
    elif games and score:
        record.draw(league, games, score)
