"""Any day of the running season: its games with honest odds, and how good those have been."""

import streamlit as st

from engine.run.season.days import unrated
from pages.ui import runs
from pages.ui.shell import address, notices, page
from pages.ui.today import cards, choosers, parts, record, wording

with notices.guarded("Today") as title:
    season = asked = None
    with address.controls("today", *choosers.NAMES) as ask:
        league = ask.league()
        if league:
            season = runs.season_games(league)
            asked = choosers.read(ask, season)
    if not league or not season or not asked:
        with title:
            page.heading("Today")
        st.stop()

    games = asked.sort(asked.keep(runs.day_games(season, asked.day)))
    with title:
        page.heading(
            wording.title(asked.day, choosers.today(), season.live),
            wording.lede(games, season, asked.only, asked.nearest),
        )
    runs.refresh_box(league)
    runs.follow_games()
    opened = None if games.empty else cards.draw(games, league, season.season)
    if opened:
        st.switch_page("pages/game.py", query_params=opened)
    if not games.empty:
        parts.table(games, season, asked.day)
    parts.others(asked.keep(unrated(season, asked.day)))
    record.draw(season)
