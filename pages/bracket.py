"""The bracket: every team's way through the tournament, with its probability at each step."""

import streamlit as st

from engine import store, tables
from engine.specs import BracketSpec
from pages.ui import bracket_table, look, notices, runs, state
from pages.ui.bracket_component import bracket
from pages.ui.bracket_parts import Odds

with notices.guarded("Bracket") as title:
    with state.controls("bracket", "league", "season", "universes", "seed") as ask:
        league = ask.league()
        season = ask.season(league)
        universes, seed = ask.universes(), ask.seed()
        wanted = league and season and BracketSpec(league, season, universes, seed)
        st.button(
            f"Play {universes:,} universes",
            type="primary",
            icon=":material/play_arrow:",
            disabled=not wanted or runs.running(),
            on_click=runs.play,
            args=(wanted,),
        )
    if not wanted or not league or not season:
        with title:
            look.heading("Bracket")
        st.stop()
    if state.from_link("universes", "seed") and wanted != runs.usual(league, season):
        runs.play(wanted)
    runs.say_why_stopped()
    if runs.running():
        runs.progress()

    teams, field = store.load_teams(league, season), store.load_field(league, season)
    spec = runs.shown(league, season)
    slot_prob = runs.bracket(spec)
    names = [teams.name[teams.row(int(team))] for team in field.team_id]
    odds = tables.odds(field, teams, slot_prob, spec.universes)
    with title:
        look.heading(f"{league.capitalize()}'s bracket {season}", bracket_table.summary(odds, spec))
    notices.about_style(teams.base)
    bracket(Odds(field, names, slot_prob, spec.universes))
    bracket_table.show(odds, spec)
