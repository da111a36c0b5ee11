"""What pages show of tournament runs: odds, one universe, surprise. Cached for all visitors."""

from collections.abc import Sequence

import streamlit as st

from engine import run, store
from engine.arrays import F8
from engine.bracket import surprise, upsets
from engine.bracket.surprise import SurpriseRanking
from engine.bracket.upsets import UpsetHistory
from engine.domain.field import Field, RealGame
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.domain.teams import League
from engine.run import SlotGame
from pages.ui.runs import session_runs
from pages.ui.runs.games import KEPT_RECAPS
from pages.ui.runs.server import pool

KEPT_ODDS = 256  # odds of tournament runs, 40 KB each
KEPT_SPICE = 16  # rankings of a run's universes, 0.2 MB each


@st.cache_resource(max_entries=KEPT_SPICE, show_spinner=False)
def _spice(_played: TournamentResult, spec: BracketSpec, data_version: str) -> SurpriseRanking:
    return surprise.surprise_ranking(_played, run.load_win_matrix(spec.league, spec.season).win)


def spice(played: TournamentResult) -> SurpriseRanking:
    """How surprising each universe of a run is; shared, for reading only."""
    return _spice(played, played.spec, store.data_version())


@st.cache_resource(max_entries=KEPT_RECAPS, show_spinner=False)
def _universe(
    _played: TournamentResult, spec: BracketSpec, u: int, data_version: str
) -> tuple[SlotGame, ...]:
    return run.one_universe(spec, u, _played.winner[:, u], pool())


def universe(played: TournamentResult, u: int) -> tuple[SlotGame, ...]:
    """Every game of one universe of a run, with its score."""
    return _universe(played, played.spec, u, store.data_version())


@st.cache_resource(show_spinner=False)
def _upset_history(league: League, data_version: str) -> UpsetHistory:
    return upsets.upset_history(history(league))


def upset_history(league: League) -> UpsetHistory:
    """How many upsets real tournaments had."""
    return _upset_history(league, store.data_version())


def history(league: League) -> list[tuple[Field, Sequence[RealGame]]]:
    """Every tournament of a league as it was played."""
    return [
        (store.load_field(league, season), store.load_results(league, season))
        for season in store.tournament_seasons(league)
    ]


def bracket(spec: BracketSpec) -> F8:
    """``slot_prob[S, E]`` of a run that ``shown`` names."""
    precomputed, slot_prob = store.load_default(spec.league, spec.season)
    if spec == precomputed:
        return slot_prob
    found = session_runs.cached_run(spec)
    if found is None:  # it had to make room for others
        found = session_runs.keep(spec, run.submit_bracket(spec, pool()))
    return _counted(found, spec, store.data_version())


@st.cache_data(max_entries=KEPT_ODDS, show_spinner=False)
def _counted(_played: TournamentResult, spec: BracketSpec, data_version: str) -> F8:
    return _played.slot_prob()


def slot_prob(spec: BracketSpec) -> F8 | None:
    """``slot_prob[S, E]``: precomputed, or counted from ``result``; None while that is played."""
    after_round = _rounds(spec.league, spec.season, store.data_version()).get(spec)
    if after_round is not None:
        return store.load_stage(spec.league, spec.season, after_round)
    if spec == session_runs.default_spec(spec.league, spec.season):
        return bracket(spec)
    found = session_runs.result(spec)
    return None if found is None else _counted(found, spec, store.data_version())


@st.cache_resource(max_entries=64, show_spinner=False)
def _rounds(league: League, season: int, data_version: str) -> dict[BracketSpec, int]:
    """The precomputed runs of a season: the last round that each takes as it was played."""
    return {run.spec_after_round(league, season, n): n for n in range(7)}
