"""Pools: which bracket to enter in mine, and what mine is worth there."""

import streamlit as st

from engine import store
from engine.domain.specs import BracketSpec
from pages.ui import runs
from pages.ui.pools import inputs, parts
from pages.ui.pools.pool_context import PoolContext
from pages.ui.shell import address, notices, page, pool
from pages.ui.shell.pairing import redirect_if_asked

redirect_if_asked()
with notices.guarded("Pools") as title:
    wanted = part = None
    names = ("league", "season", "universes", "seed", *pool.NAMES, *parts.names())
    with address.controls("pools", *names) as ask:
        league = ask.league()
        season = ask.season(league, played=True)
        universes, random_seed = ask.simulation()
        if league and season:
            wanted = BracketSpec(league, season, universes, random_seed)
            if address.from_link("universes", "seed"):
                runs.from_link(wanted)
            field = store.load_field(league, season)
            asked = pool.read(ask, field)
            part = parts.read(ask, field)
        runs.play_button(wanted)
    if not wanted or not part:
        with title:
            page.heading("Pools")
        st.stop()
    if part.part in parts.WITH_RULES:
        inputs.draw(asked, field)
    runs.offer(wanted)
    runs.say_why_stopped()
    played = runs.shown(field.league, field.season, field.source)
    context = PoolContext(field, played, runs.bracket(played), asked, part)
    parts.choose(part.part)
    sentence = parts.DRAW[part.part](context)
    with title:
        page.heading(context.title, sentence)
    runs.finish_page()
    if runs.running():
        runs.progress_bar()
