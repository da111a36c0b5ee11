"""The bracket: its odds, what would change them, one's own picks, any universe in full."""

import streamlit as st

from engine import run, store
from engine.domain.specs import BracketSpec
from pages.ui import runs
from pages.ui.bracket import modes, not_yet, share, table
from pages.ui.bracket.address import NAMES, choose_mode, read
from pages.ui.bracket.live import under_way
from pages.ui.bracket.page_context import PageContext
from pages.ui.shell import address, datasets, notices, own_upload, page
from pages.ui.shell.pairing import redirect_if_asked

redirect_if_asked()
with notices.guarded("Bracket") as title:
    field = asked = None
    with address.controls("bracket", "league", "season", "universes", "seed", *NAMES) as ask:
        league = ask.league()
        season = ask.season(league)
        universes, random_seed = ask.simulation()
        own_upload.button(ask)
        wanted = None
        if league and season:
            field = datasets.field(league, season)
        if league and season and field:
            wanted = BracketSpec(league, season, universes, random_seed, source=field.source)
            if address.from_link("universes", "seed"):
                runs.from_link(wanted)
            asked = read(ask, field, runs.base(league, season).universes)
        runs.play_button(wanted)
    if field and season and field.source and store.source_of(field.league, season) == field.source:
        runs.refresh_box(field.league)
        runs.follow_games()
    else:
        runs.say_data_through(league, season)
    if not wanted or not league or not season or not field or not asked:
        if league and season and not field:
            not_yet.draw(league, season, title)
        else:
            with title:
                page.heading("Bracket")
        st.stop()
    message = st.container()

    spec = runs.base(league, season)
    if not runs.is_ready(runs.shown(league, season)):
        with title:
            page.heading(f"{league.capitalize()}'s bracket {season}", "Its universes are played.")
        runs.say_why_stopped()
        runs.finish_page()
        runs.progress_bar()
        st.stop()
    prob, frozen = runs.bracket(runs.shown(league, season)), spec
    if asked.follow and asked.day:
        spec = run.followed(spec, field, store.so_far(field), asked.day)
        prob = found if (found := runs.slot_prob(spec)) is not None else prob
    context = PageContext(
        league,
        season,
        field,
        store.load_teams(league, season, source=spec.source),
        spec,
        prob,
        asked,
        frozen,
    )
    under_way.draw(context)
    choose_mode(asked.mode)
    shown = modes.draw(context)
    with title:
        page.heading(context.title, shown.sentence)
        notices.about_style(context.teams.base)
    with message:
        runs.offer(wanted)
        runs.say_why_stopped()
    share.draw(context, shown)
    table.show(context, shown)
    runs.finish_page()
    if runs.running():
        runs.progress_bar()
