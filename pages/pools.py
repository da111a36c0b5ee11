"""Pools: which bracket to enter in mine, and what mine is worth there."""

from contextlib import suppress

import streamlit as st

from engine import store
from engine.domain.specs import BracketSpec
from engine.errors import FieldNotKnown
from pages.ui import runs
from pages.ui.pools import inputs, parts, rivals
from pages.ui.pools.pool_context import PoolContext
from pages.ui.shell import address, datasets, notices, page, pool
from pages.ui.shell.pairing import redirect_if_asked

redirect_if_asked()
with notices.guarded("Pools") as title:
    wanted = field = None
    names = ("league", "season", "universes", "seed", *pool.NAMES, *parts.names())
    with address.controls("pools", *names) as ask:
        league = ask.league()
        season = ask.season(league)
        universes, random_seed = ask.simulation()
        if league and season:
            with suppress(FieldNotKnown):
                field = store.load_field(league, season, source=datasets.source(league, season))
        if field:
            wanted = BracketSpec(
                field.league, field.season, universes, random_seed, source=field.source
            )
            if address.from_link("universes", "seed"):
                runs.from_link(wanted)
            asked, part = pool.read(ask, field), parts.read(ask, field)
        runs.play_button(wanted)
    if not wanted or not field:
        with title:
            parts.not_yet(league, season)
        st.stop()
    if part.part in parts.WITH_RULES:
        inputs.draw(asked, field)
    runs.offer(wanted)
    runs.say_why_stopped()
    played = runs.shown(field.league, field.season, field.source)
    parts.choose(part.part)
    sentence = "The universes are being played."
    if runs.is_ready(played):
        odds = runs.bracket(played)
        context = PoolContext(field, played, odds, asked, part, rivals=rivals.known(field))
        sentence = parts.DRAW[part.part](context)
    with title:
        page.heading(f"{field.league.capitalize()}'s pool {field.season}", sentence)
    if field.source:
        runs.follow_games()
    runs.finish_page()
    if runs.running():
        runs.progress_bar()
