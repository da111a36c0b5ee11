"""Every game that can be an upset: how likely, beside what such pairings did and what came."""

from contextlib import suppress

import streamlit as st

from engine import store
from engine.errors import FieldNotKnown
from pages.ui import runs
from pages.ui.shell import address, datasets, html, notices, page
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
    field = possible = None
    with address.controls("upsets", *NAMES) as ask:
        league = ask.league()
        season = ask.season(league)
        if league and season:
            spec = runs.default_spec(league, season)
            with suppress(FieldNotKnown):
                field = store.load_field(league, season, source=datasets.source(league, season))
        by = filters.choose(ask, field)
        if field and runs.is_ready(spec):
            possible = games.possible(spec)
            rows = games.by_slot(possible)
            picks = actions.asked_picks(ask, field)
            looked_at = actions.asked_slot(ask, rows)
    if not league or not season or not field or possible is None:
        with title:
            page.heading("Upsets" if not season else f"{league}'s upsets {season}".capitalize())
        if league and season and not field:
            store.load_field(league, season, source=spec.source)  # says when it will be known
        runs.say_why_stopped()
        runs.finish_page()
        runs.progress_bar()
        st.stop()
    teams = store.load_teams(league, season, source=spec.source)
    with title:
        sentence = wording.summary(filters.of_round(possible, by.round), by.round)
        page.heading(f"{league.capitalize()}'s upsets {season}", sentence)
    notices.about_style(teams.base)
    if looked_at is not None:
        close_up.draw(spec, field, looked_at)
    went = html.show(
        round_list.markup(spec, by, picks),
        "upsets",
        on_go=actions.Actions(field, picks).clicked(rows),
    )
    actions.follow(went, field, rows)
    table.draw(filters.kept(possible, by, field), spec)
    strip.draw(spec)
    long_runs.draw(spec)
    largest.draw(league)
    runs.finish_page()
    if runs.running():
        runs.progress_bar()
