"""How far the data go, the button that brings them up to date, and what came of it."""

import math
import os
import re
import time
from datetime import UTC, datetime

import streamlit as st

from engine import store
from engine.domain.teams import LEAGUES, League
from engine.run import Came, Today
from engine.run.season.current_season import is_tournament_day, shifted
from engine.run.season.days import last_day_known
from pages.ui.runs.live import checked_at, is_published, live_root, look_for_published
from pages.ui.runs.refreshing import Refreshes
from pages.ui.runs.server import pool
from pages.ui.shell import notices
from pages.ui.shell.format import ago, counted, full_day, listed, short_day

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FOLLOW_S = 5.0  # seconds between two looks for new scores while games are on
MAY_END = ("scheduled", "in_progress", "suspended")
TOLD_S = 600.0  # seconds for which everybody is told what came of the last refresh


@st.cache_resource(show_spinner=False)
def _refreshes(root: str) -> Refreshes:
    return Refreshes(live_root(), lambda: pool().workers)


def refreshes() -> Refreshes:
    """The server's refreshes of the directory in use."""
    return _refreshes(str(live_root()))


def data_through(*leagues: League) -> str:
    """``Data through 27 Nov, fetched 2 h ago.``; without a snapshot the last day of last season."""
    found, checked = store.snapshot_in_use(), checked_at()
    known = {league: found.as_of[league] for league in leagues if found and league in found.as_of}
    if not known:
        last = max(last_day_known(league) for league in leagues)
        return f"Data through {full_day(last)}."
    last_days = {short_day(day) for day in known.values()}
    through = last_days.pop() if len(last_days) == 1 else listed(
        [f"{short_day(day)} ({league})" for league, day in known.items()]
    )  # fmt: skip
    when = ago((_now() - checked).total_seconds()) if checked else ""
    if found is not None and found.field["league"].isin(list(known)).any():
        return f"Ratings through {through}" + (f", scores fetched {when}." if when else ".")
    return f"Data through {through}" + (f", fetched {when}." if when else ".")


def say_data_through(league: League | None, season: int | None) -> None:
    """The line alone, where the season on screen is the one being played."""
    if league and season == store.running_season(league):
        st.caption(data_through(league))


def refresh_box(*leagues: League) -> None:
    """The line, the button, the progress of whoever refreshes, and what came of it."""
    work, now = refreshes(), _now()
    running, wait = work.running(), work.wait(now)
    with st.container(horizontal=True, vertical_alignment="center", key="refresh", gap="small"):
        st.caption(data_through(*(leagues or LEAGUES)), width="content")
        if _offered():
            st.button(
                f"Next in {math.ceil(wait / 60)} min" if wait > 0 else "Refresh",
                icon=":material/refresh:",
                type="tertiary",
                disabled=running or wait > 0,
                help="Asks ESPN for new results and rates the teams again: a minute, the first "
                "time of a season ten. At most once in ten minutes for all visitors.",
                on_click=_start,
            )
    if running:
        _progress()
    elif work.came is not None and time.time() - work.ended_at < TOLD_S:
        _say(work.came)


def projection_box(season: int, projected: str = "") -> None:
    """Offers to project the season from the latest data, shows the progress of whoever does, and
    what came of it. ``projected``: the day (ISO) from which it was projected last."""
    found, work = store.snapshot_in_use(), refreshes()
    if found is None or found.season != season or not _offered():
        return
    if work.running():
        _progress("At work for all visitors")
        return
    if max(found.as_of.values(), default="") > projected:
        st.button(
            "Project the rest of the season",
            icon=":material/fast_forward:",
            type="tertiary",
            help="Plays it in 1,000 universes from the latest ratings, in the background: a minute "
            "or two on two idle processors. Once for all visitors.",
            on_click=_project,
        )
    if work.came is not None and time.time() - work.ended_at < TOLD_S:
        _say(work.came)


def _project() -> None:
    refreshes().project(_now())


# --- While games are on --------------------------------------------------------------------------


def games_on(now: datetime) -> bool:
    """Whether a game of an NCAA tournament should be under way, by the snapshot in use."""
    found = store.snapshot_in_use()
    if found is None or not is_tournament_day(Today.of(now).day):
        return False
    games = found.games
    due = games["start"] <= f"{now.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    recent = games["date"] >= shifted(Today.of(now).day, -1)
    return bool((games["ncaa"] & recent & due & games["status"].isin(MAY_END)).any())


def follow_games() -> None:
    """While a tournament game is on: new scores are asked for every minute, for all visitors, and
    the page is drawn again when they are there. On any other day nothing."""
    found = store.snapshot_in_use()
    if found is not None and games_on(_now()):
        _follow(found.digest)


@st.fragment(run_every=FOLLOW_S)
def _follow(drawn: str) -> None:
    found, work, now = store.snapshot_in_use(), refreshes(), _now()
    if found is not None and found.digest != drawn:
        st.rerun()
    look_for_published()
    if _offered() and not is_published() and not work.running() and work.wait(now) <= 0:
        work.start(now)
    st.caption(":material/sync: Games are on: scores are looked for every minute.")


def _offered() -> bool:
    """Whether this copy lets its visitors refresh: HARDWOOD_REFRESH=off says no."""
    return os.environ.get("HARDWOOD_REFRESH", "").strip().casefold() != "off"


def _start() -> None:
    refreshes().start(_now())


@st.fragment(run_every=1.0)
def _progress(who: str = "Refreshing for all visitors") -> None:
    """How far the refresh is; the page is drawn again when it has ended."""
    work = refreshes()
    if not work.running():
        st.rerun()
    said = _spoken(work.said()) or "starting"
    st.caption(f":material/sync: {who}: {said} …")


def _say(came: Came) -> None:
    if came.complaint:
        st.warning(_spoken(came.complaint), icon=":material/cloud_off:")
    else:
        st.caption(f":material/check: {what_came(came)}")


def what_came(came: Came) -> str:
    """``41 games, 39 box scores came.``"""
    if came.projected:
        return "The rest of the season is projected anew."
    parts = ((came.games, "game"), (came.boxes, "box score"))
    if new := [counted(number, noun) for number, noun in parts if number]:
        return f"{', '.join(new)} came."
    return "Nothing new." if came.status == "same" else "No new result; times or sites changed."


def _spoken(text: str) -> str:
    """The engine's words for the screen: days as people write them."""
    words = ISO_DAY.sub(lambda found: short_day(found[0]), text)
    return notices.plain_text(words[:1].upper() + words[1:])


def _now() -> datetime:
    return datetime.now(UTC)
