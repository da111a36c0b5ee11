"""The first round: how likely the worse seed is to win, beside how often it has won before."""

import streamlit as st

from engine import store
from engine.bracket.upsets import real_upsets, upset_count
from engine.tables import upsets
from engine.tables.long_runs import cinderellas, vulnerable, with_results
from pages.ui import runs
from pages.ui.shell import address, datasets, notices, page
from pages.ui.upsets import first_round, long_runs

with notices.guarded("Upsets") as title:
    with address.controls("upsets", "league", "season") as ask:
        league = ask.league()
        season = ask.season(league)
    if not league or not season:
        with title:
            page.heading("Upsets")
        st.stop()
    source = datasets.source(league, season)
    field = store.load_field(league, season, source=source)
    teams = store.load_teams(league, season, source=source)
    spec = runs.shown(league, season)
    spreads = store.frame("first_rounds", league)
    games = upsets.upsets(
        field,
        teams,
        runs.bracket(spec),
        spec.universes,
        runs.history(league),
        spreads[spreads["season"] == season],
    )
    games = first_round.ordered(with_results(games, store.results_of(field)))
    with title:
        page.heading(f"{league.capitalize()}'s upsets {season}", first_round.summary(games))
    notices.about_style(teams.base)
    opened = first_round.draw(games, field)
    if opened:
        st.switch_page("pages/game.py", query_params=opened)
    first_round.table(games, spec)
    played = runs.cached_run(spec)
    left, right = st.columns(2, gap="large")
    with left:
        long_runs.cinderellas(cinderellas(field, teams, runs.bracket(spec), spec.universes))
    if played is not None:
        with right:
            long_runs.vulnerable(vulnerable(field, teams, played.winner))
        real = store.results_of(field)
        long_runs.number(upset_count(field, played.winner, real), real_upsets(field, real))
