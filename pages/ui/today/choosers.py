"""What the Today page's address says: the day, the order and the filters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import streamlit as st

from engine import store
from engine.errors import BadInput
from engine.run import Today
from engine.run.season.days import SeasonGames, rated
from pages.ui.shell import address, team_box

NAMES = ("league", "date", "order", "conference", "team")
TEAM_BOX = "pick_team"
ORDERS = {"time": "Tip-off", "close": "Closest", "rank": "Best teams"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The day on screen, the order of its games, and the filters: sets of team ids of which a game
    has at least one each, and ``only``, the same in words. ``nearest``: the days before and after
    it with a game that passes them, where there are any."""

    day: str
    order: str
    groups: tuple[frozenset[int], ...]
    only: str
    nearest: list[str]

    def keep(self, games: pd.DataFrame) -> pd.DataFrame:
        """The games (home, away) that pass the filters."""
        return passing(games, self.groups).reset_index(drop=True)

    def sort(self, games: pd.DataFrame) -> pd.DataFrame:
        """The games in the order asked for; they come by tip-off."""
        if self.order == "rank":
            by = ["ranks"]
        elif self.order == "close":
            by = ["far", "sure"]
        else:
            return games
        ranks = games["home_rank"] + games["away_rank"]
        sure = (games["win_prob"] - 0.5).abs()
        keys = games.assign(ranks=ranks, far=-games["close"], sure=sure)
        return games.loc[keys.sort_values(by, kind="stable").index].reset_index(drop=True)


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
    groups = tuple(_ids(season, conference, team_id))
    days = sorted(set(passing(rated(season.games), groups)["date"]))
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
    team = "" if team_id is None else season.teams.name[season.teams.row(team_id)]
    only = ", ".join(filter(None, (team, conference)))
    return Asked(day, order, groups, only, [one for one in (before, after) if one])


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
    key = ask.widget("conference", found)
    st.selectbox("Conference", known, index=None, placeholder="All", **key)
    return found or ""


def _team(ask: address.Controls, season: SeasonGames) -> int | None:
    teams, text = season.teams, address.view().get("team", "")
    row = ask.check(text, lambda value: store.team_row(teams, value)) if text else None
    if text and row is None:
        address.put("team", "")
    name = None if row is None else teams.name[row]
    problem = team_box.problem(TEAM_BOX)
    if problem is not None:
        ask.problems.append(problem)
    team_box.draw(
        "Team",
        sorted(teams.name, key=str.casefold),
        TEAM_BOX,
        name,
        lambda typed: teams.name[store.search_team(teams, typed)],
        lambda team: address.put("team", team),
        width="stretch",
        cleared=lambda: address.put("team", ""),
    )
    return None if row is None else int(teams.team_id[row])


def _ids(season: SeasonGames, conference: str, team_id: int | None) -> Iterator[frozenset[int]]:
    """The teams of each filter."""
    if conference:
        of = np.array(season.teams.conference) == conference
        yield frozenset(season.teams.team_id[of].tolist())
    if team_id is not None:
        yield frozenset({team_id})


def passing(games: pd.DataFrame, groups: tuple[frozenset[int], ...]) -> pd.DataFrame:
    """The games that have a side in every group."""
    for ids in groups:
        games = games[games["home"].isin(ids) | games["away"].isin(ids)]
    return games
