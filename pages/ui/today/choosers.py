"""What the Today page's address says: the day, the order and the filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import streamlit as st

from engine import store
from engine.errors import BadInput
from engine.run import Today
from engine.run.days import SeasonGames, rated
from pages.ui.shell import address

NAMES = ("league", "date", "order", "conference", "team")
ORDERS = {"time": "By tip-off", "close": "Closest first"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The day on screen, the order of its games, and the filters (a conference, a team's id).
    ``before`` and ``after``: the nearest days with a game that passes them, "" without one."""

    day: str
    order: str
    conference: str
    team_id: int | None
    before: str
    after: str

    def keep(self, games: pd.DataFrame) -> pd.DataFrame:
        """The games that pass the filters; needs both sides' ids and conferences."""
        kept = games
        if self.conference:
            of = [games[f"{side}_conference"] == self.conference for side in ("home", "away")]
            kept = kept[of[0] | of[1]]
        if self.team_id is not None:
            kept = kept[(kept["home"] == self.team_id) | (kept["away"] == self.team_id)]
        return kept.reset_index(drop=True)


def today() -> str:
    """The US Eastern day of now."""
    return Today.of(datetime.now(UTC)).day


def read(ask: address.Controls, season: SeasonGames) -> Asked:
    """Draw the choosers; a bad value is reported and counts as absent."""
    days_row = st.container(
        horizontal=True, vertical_alignment="bottom", gap="xsmall", key="day", width="content"
    )
    with st.popover("Filter", icon=":material/filter_list:"):
        order = ask.choice("order", "Order", ORDERS) or "time"
        conference = _conference(ask, season)
        team_id = _team(ask, season)
    days = _days(season, conference, team_id)
    every = sorted(set(rated(season.games)["date"])) or [today()]
    first, last = every[0], every[-1]
    with days_row:
        nearest = st.empty()
        day = _day(ask, first, last)
        before = max((one for one in days if one < day), default="")
        after = min((one for one in days if one > day), default="")
        nearest.button(
            "Previous day", icon=":material/chevron_left:", key="day_before",
            disabled=not before, on_click=address.put, args=("date", before),
        )  # fmt: skip
        st.button(
            "Next day", icon=":material/chevron_right:", key="day_after",
            disabled=not after, on_click=address.put, args=("date", after),
        )  # fmt: skip
    return Asked(day, order, conference, team_id, before, after)


def _day(ask: address.Controls, first: str, last: str) -> str:
    """The day on screen; a bad one in the view is reported once, and today's is back."""
    usual = ask.plain["date"] = min(max(today(), first), last)

    def check(text: str) -> date:
        try:
            found = date.fromisoformat(text)
        except ValueError:
            raise BadInput(f"“{text[:24]}” is not a date.", "Write it like 2026-11-28.") from None
        if first <= found.isoformat() <= last:
            return found
        raise BadInput(f"No game is known on {found}.", f"Choose a day from {first} to {last}.")

    value = ask.check(address.view().get("date", usual), check)
    if value is None:
        address.put("date", "")
        value = date.fromisoformat(usual)
    st.date_input(
        "Day",
        min_value=date.fromisoformat(first),
        max_value=date.fromisoformat(last),
        format="MM/DD/YYYY",
        width=140,
        label_visibility="collapsed",
        **ask.widget("date", value),
    )
    return value.isoformat()


def _one_of(ask: address.Controls, name: str, options: Sequence[str], text: str | None) -> None:
    """One of many names, ``text`` or none so far, with a way back to none."""
    key = ask.widget(name, text)
    st.selectbox(name.capitalize(), options, index=None, placeholder="All", **key)


def _conference(ask: address.Controls, season: SeasonGames) -> str:
    known = sorted(set(season.teams.conference))
    folded = {name.casefold(): name for name in known}
    text = address.view().get("conference", "")

    def check(value: str) -> str:
        if value.casefold() in folded:
            return folded[value.casefold()]
        raise BadInput(
            f"“{value[:24]}” is not a conference of this season.", "Choose one under Filter."
        )

    found = ask.check(text, check) if text else None
    if text and found is None:
        address.put("conference", "")
    _one_of(ask, "conference", known, found)
    return found or ""


def _team(ask: address.Controls, season: SeasonGames) -> int | None:
    teams, text = season.teams, address.view().get("team", "")
    row = ask.check(text, lambda value: store.team_row(teams, value)) if text else None
    if text and row is None:
        address.put("team", "")
    name = None if row is None else teams.name[row]
    _one_of(ask, "team", sorted(teams.name, key=str.casefold), name)
    return None if row is None else int(teams.team_id[row])


def _days(season: SeasonGames, conference: str, team_id: int | None) -> list[str]:
    """The days with a game that passes the filters."""
    games = rated(season.games)
    if conference:
        of = np.array(season.teams.conference) == conference
        ids = season.teams.team_id[of]
        games = games[games["home"].isin(ids) | games["away"].isin(ids)]
    if team_id is not None:
        games = games[(games["home"] == team_id) | (games["away"] == team_id)]
    return sorted(set(games["date"]))
