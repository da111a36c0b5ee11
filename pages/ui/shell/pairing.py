"""Two teams by name, and links to the pages that show them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from engine import store
from engine.domain.specs import Side
from engine.domain.teams import League, TeamTable
from pages.ui.shell import address, datasets

Names = tuple[str, str]


def names(a: Side, b: Side, teams: Sequence[TeamTable]) -> Names:
    """The two teams' names; with their seasons where those differ."""
    plain = [of.name[of.row(side.team_id)] for side, of in zip((a, b), teams, strict=True)]
    if a.season == b.season:
        return plain[0], plain[1]
    return f"{plain[0]} {a.season}", f"{plain[1]} {b.season}"


def link(league: League, a: Side, b: Side, teams: Sequence[TeamTable]) -> dict[str, str]:
    """Query parameters that show the same two teams on another page."""
    first, second = (
        (side.season, of.name[of.row(side.team_id)]) for side, of in zip((a, b), teams, strict=True)
    )
    return address.pairing(league, first, second)


def suggest(league: League, page: str = "game") -> None:
    """A few pairings to begin with: top seeds of the season looked at, or else the latest."""
    known = store.tournament_seasons(league)
    viewed = address.view().get("season", "")
    season = int(viewed) if viewed in map(str, known) else known[-1]
    field, teams = store.load_field(league, season), store.load_teams(league, season)
    st.markdown(f"Choose two teams above, or begin with a pairing of {season}:")
    with st.container(horizontal=True):
        for first, second in (("W01", "X01"), ("Y01", "Z01"), ("W01", "Y01"), ("X02", "Z02")):
            pair = [_of_seed(field.seed, field.team_id, teams, seed) for seed in (first, second)]
            st.page_link(
                f"pages/{page}.py",
                label=f"{pair[0]} v {pair[1]}",
                query_params=address.pairing(league, (season, pair[0]), (season, pair[1])),
            )


def suggest_best(league: League, season: int) -> None:
    """Pairings of a season's best teams by their ratings, the first against the next three."""
    teams = store.load_teams(league, season, source=datasets.source(league, season))
    first, *others = np.argsort(teams.def_eff - teams.off_eff)[:4].tolist()
    st.markdown(f"The best teams of {season} by their ratings, if they met today:")
    with st.container(horizontal=True):
        for other in others:
            pair = teams.name[first], teams.name[other]
            st.page_link(
                "pages/game.py",
                label=f"{pair[0]} v {pair[1]}",
                query_params=address.pairing(league, (season, pair[0]), (season, pair[1])),
            )


def _of_seed(seeds: Sequence[str], ids: NDArray[np.int32], teams: TeamTable, seed: str) -> str:
    return teams.name[teams.row(int(ids[seeds.index(seed)]))]


def redirect_to(params: Mapping[str, Any]) -> None:
    """Turn to the Game page with these query parameters; called from a click."""
    st.session_state["go"] = dict(params)


def redirect_if_asked() -> None:
    """Turn to the page that a click has asked for, if any did."""
    params = st.session_state.pop("go", None)
    if params:
        st.switch_page("pages/game.py", query_params=params)
