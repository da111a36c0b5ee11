"""Which data this session looks at where the embedded tables do not hold a season, or where the
visitor brought own data for it."""

from contextlib import suppress
from functools import cache

import streamlit as st

from engine import store
from engine.compute import machine
from engine.domain.field import Field
from engine.domain.specs import MAX_UNIVERSES, check_universes, whole_number
from engine.domain.teams import LEAGUES, League
from engine.errors import FieldNotKnown, UnknownSeason, UnknownSource
from pages.ui.shell import own_data
from pages.ui.shell.format import full_day

KEY = "data"
UNIVERSE_BYTES = 400  # of a run, or of a pairing with its box totals, while its parts are joined
ALWAYS = 100_000  # universes that any machine plays


def source(league: League, season: int) -> str:
    """The ``source`` of this session's requests for a season: own data if they are of it, the data
    of the link that began the session if they hold it, else those in use now."""
    own = own_data.of_season(league, season)
    if own is not None:
        return own.digest
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
    if isinstance(store.opened(link), store.OwnData):  # somebody else's
        raise UnknownSource
    st.session_state[KEY] = link


def name(league: League, season: int) -> str:
    """What links call the data of a season: "" for the embedded ones."""
    return own_data.name(league, season) or source(league, season)


def say(league: League, season: int) -> None:
    """Where a link's data are not the latest: their day, and the way to the latest."""
    chosen = st.session_state.get(KEY, "")
    if not chosen or source(league, season) != chosen or store.source_of(league, season) == chosen:
        return
    through = store.load_teams(league, season, source=chosen).base.cutoff
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"As in your link: the season through {full_day(through)}.", width="content")
        st.button("Use the latest data", on_click=_use_latest, type="tertiary")


def _use_latest() -> None:
    st.session_state.pop(KEY, None)


@cache
def most_universes() -> int:
    """The most universes that this machine's memory has room for."""
    return min(MAX_UNIVERSES, machine.results_that_fit(UNIVERSE_BYTES, ALWAYS))


def check_offered(value: object) -> int:
    """A number of universes that is offered here."""
    return whole_number(check_universes(value), "number of universes", 1, most_universes())
