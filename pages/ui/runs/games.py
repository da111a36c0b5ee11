"""Games and recaps, cached for all visitors."""

import streamlit as st

from engine import run, store
from engine.domain.results import Games
from engine.domain.specs import GameSpec
from engine.recap import game_recap
from engine.recap.game_recap import Recap
from pages.ui.runs.server import pool

KEPT_GAMES = 16  # games in it, up to 2 MB each

KEPT_RECAPS = 64  # opened games in it, 0.1 MB each


@st.cache_data(max_entries=KEPT_GAMES, show_spinner=False)
def _games(spec: GameSpec, data_version: str) -> Games:
    return run.game(spec, pool())


def game(spec: GameSpec) -> Games:
    """One pairing in all its universes."""
    return _games(spec, store.data_version())


@st.cache_resource(max_entries=KEPT_RECAPS, show_spinner=False)
def _recap(spec: GameSpec, universe: int, data_version: str) -> Recap:
    return game_recap.recap(spec, universe)


def opened(spec: GameSpec, universe: int) -> Recap:
    """One universe of a pairing, play by play; shared by visitors, so for reading only."""
    return _recap(spec, universe, store.data_version())
