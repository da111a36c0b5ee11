"""A season whose field is not announced yet: when it will be, and what there is until then."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import store
from engine.domain.teams import League
from pages.ui import runs
from pages.ui.bracket import selection_day
from pages.ui.bracket.projected import parts as projected
from pages.ui.shell import page, pairing


def draw(league: League, season: int, title: DeltaGenerator) -> None:
    """The projected bracket where there is one; else the heading, the way to the last tournament
    and to this season's best teams."""
    selection_day.draw(league, season)
    snapshot = store.snapshot_in_use()
    if snapshot and snapshot.season == season and projected.draw(league, snapshot, title):
        return
    day = store.selection_sunday(season)
    last = store.tournament_seasons(league)[-1]
    with title:
        page.heading(
            f"{league.capitalize()}'s bracket {season}",
            f"The field is announced on Selection Sunday, {day.day} {day:%B %Y}. Until then any "
            "two teams of the season can play on the Game page, and a field of your own can be "
            "played here (My own data).",
        )
    runs.projection_box(season)
    st.page_link(
        "pages/bracket.py",
        label=f"The bracket of {last}",
        icon=":material/account_tree:",
        query_params={"league": league, "season": str(last)},
    )
    pairing.suggest_best(league, season)
