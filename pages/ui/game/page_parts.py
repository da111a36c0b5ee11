"""The parts of the Game page in their order."""

import streamlit as st

from engine.domain.specs import GameSpec
from pages.ui import runs
from pages.ui.game import (
    box,
    distributions,
    flow,
    levers,
    margins,
    stories,
    universe_finder,
    verdict,
    why,
)
from pages.ui.game.header import Asked
from pages.ui.game.replay import parts
from pages.ui.shell.pairing import Names


def universes(asked: Asked, names: Names) -> None:
    """All universes of a pairing: who wins, by how much, how, and what would move it."""
    spec = asked.spec
    verdict.draw(spec, names)
    margins.draw(spec, names)
    stories.draw(spec, names)
    left, right = st.columns(2, gap="large")
    with left:
        flow.draw(spec, names)
    with right:
        why.draw_upset(spec, names)
    why.draw_matchups(spec, names)
    box.draw(spec, names)
    levers.draw_venues(spec, names)
    levers.draw_levers(spec, names)
    distributions.draw(spec, names)


def single(spec: GameSpec, universe: int) -> None:
    """One universe, and the ways from it to the others."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        universe_finder.back(spec.universes)
        others = st.container(width="content")
    parts.draw(spec, universe)
    with others:  # last: a run of many universes takes longer than one game
        universe_finder.surprises(runs.game(spec), universe)
