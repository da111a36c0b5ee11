"""The bracket: its odds, what would change them, one's own picks, any universe in full."""

import streamlit as st

from engine import store
from engine.domain.specs import BracketSpec
from pages.ui import runs
from pages.ui.bracket import address as bracket_address
from pages.ui.bracket import modes, share, table
from pages.ui.bracket.page_context import PageContext, redirect_if_asked
from pages.ui.shell import address, notices, page

redirect_if_asked()
with notices.guarded("Bracket") as title:
    field = asked = None
    with address.controls(
        "bracket", "league", "season", "universes", "seed", *bracket_address.NAMES
    ) as ask:
        league = ask.league()
        season = ask.season(league)
        universes, random_seed = ask.simulation()
        wanted = league and season and BracketSpec(league, season, universes, random_seed)
        if wanted and league and season:
            if address.from_link("universes", "seed"):
                runs.from_link(wanted)
            field = store.load_field(league, season)
            asked = bracket_address.read(ask, field, runs.base(league, season).universes)
        runs.play_button(wanted or None)
    if not wanted or not league or not season or not field or not asked:
        with title:
            page.heading("Bracket")
        st.stop()
    message = st.container()

    spec = runs.base(league, season)
    prob = runs.bracket(runs.shown(league, season))
    scene = PageContext(league, season, field, store.load_teams(league, season), spec, prob, asked)
    bracket_address.choose_mode(asked.mode)
    shown = modes.draw(scene)
    with title:
        page.heading(scene.title, shown.sentence)
        notices.about_style(scene.teams.base)
    with message:
        runs.say_why_stopped()
    share.draw(scene, shown)
    table.show(scene, shown)
    runs.finish_page()
    if runs.running():
        runs.progress_bar()
