"""The parts of both pages, each built once and kept for all visitors."""

from collections.abc import Callable, Sequence

import streamlit as st

from engine import store
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec, Side
from engine.domain.teams import League
from pages.ui import runs
from pages.ui.shell import address, html
from pages.ui.teams import games, kin, march, profile, resume, season_line, standing
from pages.ui.teams.entry import Entry, entries, heads_html

KEPT_PARTS = 256  # parts of pages, up to 0.1 MB each

# What is drawn, of which teams: all of them, or the first two.
PARTS: dict[str, Callable[[list[Entry]], str]] = {
    "heads": heads_html,
    "venues": lambda found: games.venues_html(*found[:2]),
    "matrix": games.matrix_html,
    "matchups": lambda found: games.matchups_html(*found[:2]),
    "apart": lambda found: standing.apart_sentence(*found[:2]),
    "ledger_all": lambda found: standing.ledger_html(found, "all"),
    "ledger_field": lambda found: standing.ledger_html(found, "field"),
    "map": standing.map_html,
    "season": season_line.html_of,
    "resume": resume.html_of,
    "common": lambda found: resume.common_html(*found[:2]),
    "similar": kin.similar_html,
    "players": kin.players_html,
    "roster": lambda found: kin.players_html(found, count=10),
    "profile": lambda found: profile.sentence(found[0]),
    "results": lambda found: profile.results_html(found[0]),
    "seasons": lambda found: profile.seasons_html(found[0]),
}


@store.cached_by_data_version(KEPT_PARTS)
def _made(kind: str, league: League, sides: tuple[Side, ...]) -> str:
    return PARTS[kind](entries(league, sides))


def made(kind: str, found: Sequence[Entry]) -> str:
    """A part of ``PARTS`` for these teams."""
    sides = tuple(entry.side for entry in found)
    return _made(kind, found[0].league, sides)


def show(kind: str, found: Sequence[Entry]) -> None:
    """Draw a part; a click on a team's name in it opens its Team page."""
    if body := made(kind, found):
        _draw(body, kind, found[0].league)


def _draw(body: str, kind: str, league: League) -> None:
    if team := html.show(body, kind):
        address.close_universe()
        st.switch_page("pages/team.py", query_params={"league": league, "a": team})


# --- What the tournament's universes say ---------------------------------------------------------


@st.cache_resource(max_entries=KEPT_PARTS, show_spinner=False)
def _march(
    kind: str,
    _result: TournamentResult,
    spec: BracketSpec,
    league: League,
    sides: tuple[Side, ...],
    data_version: str,
) -> str:
    found = entries(league, sides)
    return march.html_of(found, _result) if kind == "march" else march.path_html(found[0], _result)


def show_march(kind: str, found: Sequence[Entry]) -> None:
    """``march`` or ``path``: the run on screen of the first tournament that a team has a bid
    for."""
    season = next(entry.side.season for entry in found if entry.entrant is not None)
    league, sides = found[0].league, tuple(entry.side for entry in found)
    spec = runs.shown(league, season)
    result = runs.cached_run(spec)
    if result is None and spec.source:
        st.markdown(
            "Play this tournament on the Bracket page: its universes are then counted here."
        )
        return
    result = result or store.load_default_result(league, season)
    body = _march(kind, result, result.spec, league, sides, store.data_version())
    _draw(body, kind, league)
