"""Games and recaps, cached for all visitors."""

import streamlit as st

from engine import run, store
from engine.domain.game_detail import GameDetail
from engine.domain.results import Games
from engine.domain.specs import GameSpec
from engine.game.levers import Lever
from engine.recap import game_recap
from engine.recap.game_recap import Recap
from engine.run import GameOdds
from engine.run.game_detail import detail_result, submit_detail
from pages.ui.runs.in_sight import LOOK, wait_for
from pages.ui.runs.server import pool
from pages.ui.runs.shelf import Shelf

KEPT_GAMES = 16  # games in it, up to 2 MB each

ROOM = 64_000_000  # bytes of games with box totals, 1.5 MB each of 10,000 universes
KEPT_RECAPS = 64  # opened games in it, 0.1 MB each


@st.cache_resource(max_entries=KEPT_GAMES, show_spinner=False)
def _games(spec: GameSpec, data_version: str) -> Games:
    return run.game(spec, pool())


def game(spec: GameSpec) -> Games:
    """One pairing in all its universes; shared, for reading only."""
    detailed = _details().get((spec, (), store.data_version()))
    return detailed.games if detailed else _games(spec, store.data_version())


@st.cache_resource(max_entries=KEPT_RECAPS, show_spinner=False)
def _recap(spec: GameSpec, universe: int, data_version: str) -> Recap:
    return game_recap.recap(spec, universe)


def opened(spec: GameSpec, universe: int) -> Recap:
    """One universe of a pairing, play by play; shared by visitors, so for reading only."""
    return _recap(spec, universe, store.data_version())


@st.cache_resource(show_spinner=False)
def _details() -> Shelf[GameDetail]:
    return Shelf(ROOM, lambda one: one.box.nbytes + one.lead.nbytes + 5 * one.games.points.nbytes)


def detail(spec: GameSpec, levers: tuple[Lever, ...] = ()) -> GameDetail:
    """One pairing with box totals and leads, under levers if asked; shared, for reading only.

    PoolBroken, Cancelled."""
    key = spec, levers, store.data_version()
    found = _details().get(key)
    if found is None:
        parts = wait_for(submit_detail(spec, pool(), levers), key, spec.universes)
        found = detail_result(spec, parts)
        _details().put(key, found)
    return found


def is_played(spec: GameSpec) -> bool:
    """Whether ``detail`` has the run at once."""
    return _details().get((spec, (), store.data_version())) is not None


def play_in_sight(spec: GameSpec) -> None:
    """Play a large run with a moving bar. When the page is run again before the end, as Cancel
    does, the run is left."""
    version, job = store.data_version(), submit_detail(spec, pool())
    bar = st.progress(0.0)
    try:
        while not job.wait(LOOK):
            done = round(job.progress * spec.universes)
            bar.progress(job.progress, f"{done:,} of {spec.universes:,} universes played")
        _details().put((spec, (), version), detail_result(spec, job.result()))
    finally:
        job.leave()
        bar.empty()


@store.cached_by_data_version(256)
def game_odds(spec: GameSpec) -> GameOdds:
    """The first team's win probability without counting noise, with its range by the ratings'
    error; nothing is played for it."""
    return run.game_odds(spec)
