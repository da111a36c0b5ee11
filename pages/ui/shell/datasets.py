"""Which data this session looks at where the embedded tables do not hold a season."""

from contextlib import suppress
from datetime import date

import streamlit as st

from engine import store
from engine.domain.field import Field
from engine.domain.teams import LEAGUES, League
from engine.errors import FieldNotKnown, UnknownSeason

KEY = "data"


def source(league: League, season: int) -> str:
    """The ``source`` of this session's requests for a season: the data of the link that began it
    if they hold that season, else those in use now."""
    chosen = str(st.session_state.get(KEY, ""))
    if chosen and store.opened(chosen).teams_of(league, season) is not None:
        return chosen
    return store.source_of(league, season)


def field(league: League, season: int) -> Field | None:
    """The field of a season in those data; None where no tournament is known."""
    with suppress(FieldNotKnown, UnknownSeason):
        return store.load_field(league, season, source=source(league, season))
    return None


def follow(link: str) -> None:
    """Look at the data that a link names; UnknownSource where they are not kept."""
    if link in {store.running(league).digest for league in LEAGUES}:
        st.session_state.pop(KEY, None)
        return
    store.opened(link)
    st.session_state[KEY] = link


def say(league: League, season: int) -> None:
    """Where a link's data are not the latest: their day, and the way to the latest."""
    chosen = st.session_state.get(KEY, "")
    if not chosen or source(league, season) != chosen or store.source_of(league, season) == chosen:
        return
    through = store.load_teams(league, season, source=chosen).base.cutoff
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"As in your link: the season through {spoken(through)}.", width="content")
        st.button("Use the latest data", on_click=_use_latest, type="tertiary")


def _use_latest() -> None:
    st.session_state.pop(KEY, None)


def spoken(day: str) -> str:
    """``23 November 2026`` of an ISO date."""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B %Y}"
