"""Single universes, their surprise, and the history that they are compared with; cached."""

import streamlit as st

from engine import run, store
from engine.bracket import upsets
from engine.bracket.surprise import SurpriseRanking, surprise_ranking
from engine.bracket.upsets import UpsetHistory
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.domain.teams import League
from engine.run import SlotGame
from pages.ui.runs.games import KEPT_RECAPS
from pages.ui.runs.in_sight import wait_for
from pages.ui.runs.server import pool
from pages.ui.runs.shelf import Shelf

KEPT_RANKINGS = 16  # rankings of a run's universes, 0.2 MB each


@st.cache_resource(max_entries=KEPT_RANKINGS, show_spinner=False)
def _ranking(_played: TournamentResult, spec: BracketSpec, data_version: str) -> SurpriseRanking:
    matrix = run.load_win_matrix(spec.league, spec.season, source=spec.source)
    return surprise_ranking(_played, matrix.win)


def spice(played: TournamentResult) -> SurpriseRanking:
    """How surprising each universe of a run is; shared, for reading only."""
    return _ranking(played, played.spec, store.data_version())


@st.cache_resource(show_spinner=False)
def _universes() -> Shelf[tuple[SlotGame, ...]]:
    return Shelf(KEPT_RECAPS, lambda games: 1)


def universe(played: TournamentResult, u: int) -> tuple[SlotGame, ...]:
    """Every game of one universe of a run, with its score. PoolBroken, Cancelled."""
    key = played.spec, u, store.data_version()
    found = _universes().get(key)
    if found is None:
        found = run.one_universe(
            *(played.spec, u, played.winner[:, u], pool()), lambda job: wait_for(job, key, 1)
        )
        _universes().put(key, found)
    return found


@st.cache_resource(show_spinner=False)
def _upset_history(league: League, data_version: str) -> UpsetHistory:
    return upsets.upset_history(run.upset_history(league))


def upset_history(league: League) -> UpsetHistory:
    """How many upsets real tournaments had."""
    return _upset_history(league, store.data_version())
