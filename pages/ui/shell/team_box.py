"""A box to choose a team: from its list, or by typing any spelling, nickname or seed of it.

Streamlit's box takes text that is no option; ``find`` makes a team of it, and what it cannot find
becomes one sentence under the box, with the earlier choice back in it.
"""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, TypeVar

import streamlit as st

from engine import store
from engine.domain.specs import Side
from engine.domain.teams import TeamTable
from engine.errors import BadInput, HardwoodError
from pages.ui.shell import datasets

T = TypeVar("T")
LONGEST = 40  # typed characters that are looked at


def draw(
    label: str,
    options: Sequence[T],
    key: str,
    value: T | None,
    find: Callable[[str], T],
    chosen: Callable[[T], None],
    *,
    words: Callable[[T], str] = str,
    width: int | Literal["stretch"] = 188,
    disabled: bool = False,
    cleared: Callable[[], None] | None = None,
) -> None:
    """The box with ``value`` in it. ``find`` raises a HardwoodError for text that is no team;
    ``chosen`` is told the team once it is picked or found, and keeps it as the next ``value``. With
    ``cleared``, which is told so, the box may be emptied: no team means all."""
    st.session_state[key] = value

    def picked() -> None:
        answer = st.session_state[key]
        if answer is None:
            if cleared is not None:
                cleared()
            return
        try:
            chosen(answer if answer in options else find(str(answer)[:LONGEST]))
        except HardwoodError as error:
            st.session_state[_problem(key)] = error

    st.selectbox(
        label,
        options,
        index=0 if cleared is None else None,
        format_func=lambda option: option if isinstance(option, str) else words(option),
        placeholder="Choose a team" if cleared is None else "All",
        key=key,
        on_change=picked,
        accept_new_options=True,
        filter_mode="contains",
        width=width,
        disabled=disabled,
    )


def problems(key: str) -> list[HardwoodError]:
    """What was wrong with the text typed last into a box, once; nothing if it was a team."""
    found: HardwoodError | None = st.session_state.pop(_problem(key), None)
    return [found] if found is not None else []


def _problem(key: str) -> str:
    return f"{key}_problem"


# One team of one season --------------------------------------------------------------------------


class Found(NamedTuple):
    """What of a side is known: its season, the data of that, its teams and the team's row."""

    season: int | None
    source: str
    teams: TeamTable | None
    row: int | None

    @property
    def side(self) -> Side | None:
        """The side, when all of it is known."""
        if self.teams is None or self.row is None or self.season is None:
            return None
        return Side(self.season, int(self.teams.team_id[self.row]), self.source)


def row_of(teams: TeamTable, text: str) -> int:
    """Row of the team that a link names; UnknownTeam."""
    return store.team_row(teams, text, field=datasets.field(teams.base.league, teams.base.season))


def of_season(
    label: str, key: str, teams: TeamTable | None, row: int | None, chosen: Callable[[str], None]
) -> None:
    """The box of one team of a season, None when that is not known; ``row``: the one in it."""

    def find(text: str) -> str:
        if teams is None:
            raise BadInput("There is no season to choose a team of.", "Choose a season first.")
        field = datasets.field(teams.base.league, teams.base.season)
        return teams.name[store.search_team(teams, text, field=field)]

    value = None if teams is None or row is None else teams.name[row]
    options = sorted(teams.name, key=str.casefold) if teams else ()
    draw(label, options, key, value, find, chosen)
