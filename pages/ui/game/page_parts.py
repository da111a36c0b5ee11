"""The parts of the Game page in their order."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine.domain.specs import GameSpec
from pages.ui import runs
from pages.ui.game import share, universe_finder
from pages.ui.game.replay import parts
from pages.ui.game.universes import (
    box,
    distributions,
    flow,
    levers,
    margins,
    stories,
    verdict,
    way_here,
    why,
    with_the_ball,
)
from pages.ui.shell.pairing import Names


def universes(spec: GameSpec, names: Names) -> None:
    """All universes of a pairing: who wins, by how much, how, and what would move it."""
    verdict.draw(spec, names)
    margins.draw(spec, names)
    with _on_screen_only("stories"):
        stories.draw(spec, names)
    left, right = st.columns(2, gap="large")
    with left:
        flow.draw(spec, names)
    with right:
        why.draw_upset(spec, names)
    with_the_ball.draw(spec, names)
    box.draw(spec, names)
    with _on_screen_only("more"):
        way_here.draw(spec, names)
        levers.draw_venues(spec, names)
        levers.draw_levers(spec, names)
        distributions.draw(spec, names)
        share.draw(spec)


def _on_screen_only(name: str) -> DeltaGenerator:
    """A part that is left out when the page is printed, so that the rest fits on one sheet."""
    return st.container(key=f"screen_only_{name}")


def single(spec: GameSpec, universe: int, shown: GameSpec) -> None:
    """One universe, and the ways from it to the others that are ``shown``."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        universe_finder.back(spec.universes)
        others = st.container(width="content")
    parts.draw(spec, universe)
    with others:  # last: a run of many universes takes longer than one game
        universe_finder.surprises(runs.game(shown), universe)
