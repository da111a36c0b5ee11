"""How far the data go, the button that brings them up to date, and what came of it."""

import math
import time
from datetime import UTC, datetime

import streamlit as st

from engine import store
from engine.domain.teams import LEAGUES, League
from engine.run import Came, Today
from engine.run.days import last_day_known
from pages.ui.runs.live import checked_at, live_root
from pages.ui.runs.refreshing import Refreshes
from pages.ui.runs.server import pool
from pages.ui.shell import notices
from pages.ui.shell.format import ago, counted, full_day, listed, short_day

TOLD_S = 600.0  # seconds for which everybody is told what came of the last refresh


@st.cache_resource(show_spinner=False)
def _refreshes(root: str) -> Refreshes:
    return Refreshes(live_root(), lambda: pool().workers)


def refreshes() -> Refreshes:
    """The server's refreshes of the directory in use."""
    return _refreshes(str(live_root()))


def data_through(*leagues: League) -> str:
    """``Data through 27 Nov, fetched 2 h ago.``; without a snapshot the end of last season."""
    found, checked = store.snapshot_in_use(), checked_at()
    known = {league: found.as_of[league] for league in leagues if found and league in found.as_of}
    if not known:
        last = max(last_day_known(league) for league in leagues)
        return f"Data through {full_day(last)}, the end of last season."
    last_days = {short_day(day) for day in known.values()}
    through = last_days.pop() if len(last_days) == 1 else listed(
        [f"{short_day(day)} ({league})" for league, day in known.items()]
    )  # fmt: skip
    fetched = f", fetched {ago((_now() - checked).total_seconds())}" if checked else ""
    return f"Data through {through}{fetched}."


def refresh_box(*leagues: League) -> None:
    """The line, the button, the progress of whoever refreshes, and what came of it."""
    work, today = refreshes(), Today.of(_now())
    running, wait = work.running(), work.wait(today)
    with st.container(horizontal=True, vertical_alignment="center", key="refresh", gap="small"):
        st.caption(data_through(*(leagues or LEAGUES)), width="content")
        st.button(
            "Refresh",
            icon=":material/refresh:",
            type="tertiary",
            disabled=running or wait > 0,
            help="Asks ESPN for new results and rates the teams again: a minute, the first time "
            "of a season ten.",
            on_click=work.start,
            args=(today,),
        )
    if running:
        _progress()
    elif wait > 0:
        _say_what_came(work, wait)


@st.fragment(run_every=1.0)
def _progress() -> None:
    """How far the refresh is; the page is drawn again when it has ended."""
    work = refreshes()
    if not work.running():
        st.rerun()
    said = work.said() or "starting"
    st.caption(f":material/sync: Refreshing for all visitors: {notices.plain_text(said)} …")


def _say_what_came(work: Refreshes, wait: float) -> None:
    came, age = work.came, time.time() - work.ended_at
    minutes = math.ceil(wait / 60)
    again = f"Next try possible in {minutes} min."
    if came is None or age > TOLD_S:
        st.caption(again)
    elif came.complaint:
        st.warning(f"{notices.plain_text(came.complaint)} {again}", icon=":material/cloud_off:")
    else:
        st.caption(f":material/check: {what_came(came)} {again}")


def what_came(came: Came) -> str:
    """``41 games, 39 box scores came.``"""
    if came.games or came.boxes:
        return f"{counted(came.games, 'game')}, {counted(came.boxes, 'box score')} came."
    return "Nothing new." if came.status == "same" else "No new result; times or sites changed."


def _now() -> datetime:
    return datetime.now(UTC)
