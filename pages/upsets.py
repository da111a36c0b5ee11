"""Every game that can be an upset: how likely, beside what such pairings did and what came."""

import streamlit as st

from engine import store
from pages.ui import runs
from pages.ui.shell import address, html, notices, page
from pages.ui.upsets import (
    actions,
    close_up,
    filters,
    games,
    largest,
    long_runs,
    round_list,
    strip,
    table,
    wording,
)

NAMES = ("league", "season", *filters.NAMES, "picks", "slot")

with notices.guarded("Upsets") as title:
    with address.controls("upsets", *NAMES) as ask:
        league = ask.league()
        season = ask.season(league)
        if league and season:
            field = store.load_field(league, season)
            possible = games.possible(league, season)
            rows = games.by_slot(possible)
            by = filters.choose(ask, field)
            picks = actions.asked_picks(ask, field)
            looked_at = actions.asked_slot(ask, rows)
    if not league or not season:
        with title:
            page.heading("Upsets")
        st.stop()
    spec = runs.default_spec(league, season)
    with title:
        sentence = wording.summary(filters.of_round(possible, by.round), by.round)
        page.heading(f"{league.capitalize()}'s upsets {season}", sentence)
    notices.about_style(store.load_teams(league, season).base)
    if looked_at is not None:
        close_up.draw(field, looked_at)
    went = html.show(
        round_list.markup(league, season, by, picks),
        "upsets",
        on_go=actions.Actions(field, picks).clicked(rows),
    )
    actions.follow(went, field, rows)
    table.draw(filters.kept(possible, by, field), spec)
    strip.draw(league, season)
    long_runs.draw(league, season)
    largest.draw(league)
    runs.finish_page()
    if runs.running():
        runs.progress_bar()
