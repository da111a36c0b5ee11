"""The bracket: its odds, what would change them, one's own picks, any universe in full."""

import streamlit as st

from engine import store
from engine.specs import BracketSpec
from pages.ui import (
    bracket_modes,
    bracket_share,
    bracket_state,
    bracket_table,
    look,
    notices,
    runs,
    state,
)
from pages.ui.bracket_scene import Scene, gone

gone()
with notices.guarded("Bracket") as title:
    field = asked = None
    with state.controls(
        "bracket", "league", "season", "universes", "seed", *bracket_state.NAMES
    ) as ask:
        league = ask.league()
        season = ask.season(league)
        universes, seed = ask.universes(), ask.seed()
        wanted = league and season and BracketSpec(league, season, universes, seed)
        if wanted and league and season:
            if state.from_link("universes", "seed") and wanted != runs.usual(league, season):
                runs.play(wanted)
            field = store.load_field(league, season)
            asked = bracket_state.read(ask, field, runs.base(league, season).universes)
        runs.play_button(wanted or None)
    if not wanted or not league or not season or not field or not asked:
        with title:
            look.heading("Bracket")
        st.stop()
    message = st.container()

    spec = runs.base(league, season)
    prob = runs.bracket(runs.shown(league, season))
    scene = Scene(league, season, field, store.load_teams(league, season), spec, prob, asked)
    bracket_state.choose_mode(asked.mode)
    shown = bracket_modes.draw(scene)
    with title:
        look.heading(scene.title, shown.sentence)
        notices.about_style(scene.teams.base)
    with message:
        runs.say_why_stopped()
    bracket_share.draw(scene, shown)
    bracket_table.show(scene, shown)
    runs.settle()
    if runs.running():
        runs.progress()
