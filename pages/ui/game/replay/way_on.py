"""From one game to the next: the universes before and after, and the bracket it belongs to."""

from contextlib import suppress

import streamlit as st

from engine import run, store
from engine.domain.field import ROUND_NAMES
from engine.domain.specs import GameSpec
from engine.errors import HardwoodError
from engine.run import Place
from pages.ui import runs
from pages.ui.shell import address

NAMES = (*ROUND_NAMES[:-1], "championship")  # of a round in a sentence


def draw(spec: GameSpec, universe: int) -> None:
    """A row of links."""
    with st.container(horizontal=True, vertical_alignment="center", key="way_on"):
        _step("Universe {:,}", universe - 1, spec, ":material/chevron_left:", "left")
        _step("Universe {:,}", universe + 1, spec, ":material/chevron_right:", "right")
        _bracket(spec, universe)


def _step(words: str, universe: int, spec: GameSpec, icon: str, side: str) -> None:
    st.button(
        words.format(universe % spec.universes),
        icon=icon,
        icon_position="left" if side == "left" else "right",
        key=f"step_{side}",
        on_click=address.open_universe,
        args=(universe % spec.universes,),
    )


def _bracket(spec: GameSpec, universe: int) -> None:
    """What this universe's bracket makes of the game."""
    if spec.a.season != spec.b.season or spec.a.source != spec.b.source:
        return
    with suppress(HardwoodError):  # no tournament, or none yet
        default = runs.default_spec(spec.league, spec.a.season)
        played = runs.cached_run(default)
        if played is None or spec.random_seed != default.random_seed:
            return
        if universe >= default.universes:
            return
        place = run.place_in_bracket(played, spec, universe)
        if place is not None and place.next is not None:
            _next_game(place, place.next, universe)
        st.page_link(
            "pages/bracket.py",
            label=_words(place, universe),
            icon=":material/account_tree:",
            query_params={
                "league": spec.league,
                "season": str(spec.a.season),
                "mode": "universe",
                "universe": str(universe),
            },
        )


def _words(place: Place | None, universe: int) -> str:
    if place is None:
        return f"The two do not meet in universe {universe:,}’s bracket"
    return f"The {NAMES[place.round]} of universe {universe:,}’s bracket"


def _next_game(place: Place, spec: GameSpec, universe: int) -> None:
    teams = store.load_teams(spec.league, spec.a.season, source=spec.a.source)
    names = [teams.name[teams.row(side.team_id)] for side in (spec.a, spec.b)]
    sides = [(spec.a.season, name) for name in names]
    st.page_link(
        "pages/game.py",
        label=f"Next, in the {NAMES[place.next_round]}: {names[0]} v {names[1]}",
        icon=":material/arrow_forward:",
        query_params=address.pairing(spec.league, sides[0], sides[1], spec.venue)
        | {"u": str(universe)},
    )
