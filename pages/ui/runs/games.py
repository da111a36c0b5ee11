"""Games and recaps, cached for all visitors."""

import streamlit as st

from engine import run, store
from engine.domain.game_detail import GameDetail
from engine.domain.results import Games
from engine.domain.specs import GameSpec
from engine.game.levers import Lever
from engine.recap import game_recap
from engine.recap.game_recap import Recap
from engine.run.game_detail import detail as detail_of
from pages.ui.runs.server import pool

KEPT_GAMES = 16  # games in it, up to 2 MB each

KEPT_DETAILS = 24  # games with box totals in it, 1.5 MB each
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


@st.cache_resource(max_entries=KEPT_DETAILS, show_spinner=False)
def _detail(spec: GameSpec, levers: tuple[Lever, ...], data_version: str) -> GameDetail:
    return detail_of(spec, pool(), levers)


def detail(spec: GameSpec, levers: tuple[Lever, ...] = ()) -> GameDetail:
    """One pairing with box totals and leads, under levers if asked; shared, for reading only."""
    return _detail(spec, levers, store.data_version())


def game_range(games: Games) -> tuple[float, float]:
    """The first team's win probability if the ratings are one standard error off either way."""
    return run.game_range(games)
