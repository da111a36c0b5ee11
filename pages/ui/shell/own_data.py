"""The data that a visitor brought: kept in this session only, named wherever they are used."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import cast

import pandas as pd
import streamlit as st

from engine import run, store
from engine.domain.teams import League
from engine.errors import HardwoodError, MissingData
from engine.run import OwnFile
from engine.store import Kind, OwnData

KEY = "own_data"
PREFIX = "own-"  # of their name in links and files
Turning = Callable[[], AbstractContextManager[None]]
USED_BY = ("bracket", "game", "team", "compare", "upsets")  # pages


@dataclass(slots=True)
class Brought:
    """What a session has brought: its ``files`` and the ``data`` made of them; ``missing``: the
    name of own data that a link asked for; ``error``: why the last file was not taken."""

    files: dict[Kind, OwnFile] = field(default_factory=dict)
    data: OwnData | None = None
    missing: str | None = None
    error: HardwoodError | None = None


def state() -> Brought:
    """What this session has brought."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Brought()
    return cast(Brought, st.session_state[KEY])


def of_season(league: League, season: int) -> OwnData | None:
    """The own data in use if they are of this season."""
    own = state().data
    if own is None or not own.about(league, season):
        return None
    store.hold(own)  # others may have pushed them out
    return own


def name(league: str, season: int) -> str:
    """``own-3f9a0c12b7de``, what links and files call the own data of a season; "" without any."""
    own = state().data
    return f"{PREFIX}{own.mark}" if own and (own.league, own.season) == (league, season) else ""


def is_name(text: str) -> bool:
    """Whether a link's data are somebody's own."""
    return text.startswith(PREFIX)


def follow(link: str) -> bool:
    """Whether the own data that a link names are in use here; if not, that is said from now on."""
    own = state().data
    here = own is not None and link == f"{PREFIX}{own.mark}"
    state().missing = None if here else link.removeprefix(PREFIX)
    return here


# Bringing them ----------------------------------------------------------------------------------


def bring(kind: Kind, league: League, season: int, file: OwnFile) -> bool:
    """Use a file, beside those of the same season; whether it could be read. If not, ``error`` says
    why and all stays as it was."""
    mine = state()
    together = mine.files if mine.data and mine.data.about(league, season) else {}
    files = {**together, kind: file}
    try:
        mine.data = run.own_data(league, season, files)
    except HardwoodError as error:
        mine.error = error
        return False
    mine.files, mine.error = files, None
    if mine.missing == mine.data.mark:
        mine.missing = None
    return True


# Saying so --------------------------------------------------------------------------------------


def said(own: OwnData) -> str:
    """``own data for the men's 2027 season (field of 76 teams, 3f9a0c12b7de)``."""
    return f"own data for the {own.league}'s {own.season} season ({own.contents}, {own.mark})"


def of_source(source: str) -> OwnData | None:
    """The own data in use if requests name them by this ``source``."""
    own = state().data
    return own if own is not None and source == own.digest else None


def stamp(*sources: str) -> tuple[str, ...]:
    """What the name of a file says of the data behind it: their own name, or nothing."""
    own = next((found for one in sources if (found := of_source(one))), None)
    return (f"{PREFIX}{own.mark}",) if own else ()


def labeled(frame: pd.DataFrame, own: tuple[str, ...]) -> pd.DataFrame:
    """A table for a file, with a column that names the own data behind it (``stamp``). Files are
    made after the page, when nothing is known of the session."""
    return frame.assign(own_data=own[0].removeprefix(PREFIX)) if own else frame


def for_whom(own: tuple[str, ...]) -> str:
    """Whom a link restores what it shows (``stamp``)."""
    return "whoever brings the same own data" if own else "anyone, without an account"


def notice(page: str, turning: Turning) -> None:
    """Say on every page that own data are in use, or that a link was made with some; ``turning``:
    around the change to other data."""
    mine = state()
    if mine.data is None and mine.missing is None:
        return

    def stop() -> None:
        with turning():
            st.session_state[KEY] = Brought()

    def forget() -> None:
        mine.missing = None

    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key="about_own_data"
    ):
        if mine.data is not None:
            public = "" if page in USED_BY else " This page shows the public data."
            st.markdown(f":material/upload_file: In use: {said(mine.data)}.{public}")
            st.button("Stop using them", icon=":material/close:", on_click=stop)
        if mine.missing is not None:
            error = MissingData(mine.missing)
            st.markdown(f":material/link_off: {error.message} {error.remedy}")
            st.button("Go on without them", icon=":material/close:", on_click=forget)
