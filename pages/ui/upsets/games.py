"""A tournament's possible upsets, made ready once and kept for all visitors."""

from typing import Any

import pandas as pd
import streamlit as st

from engine import run, store
from engine.arrays import F8
from engine.bracket.history import real_winner
from engine.domain.field import Field
from engine.domain.specs import (
    DEFAULT_RANDOM_SEED,
    DEFAULT_UNIVERSES,
    BracketSpec,
    GameSpec,
    Side,
)
from engine.domain.teams import TeamTable
from engine.domain.venue import Venue
from engine.explain.reason import Reason, reason, season_factors
from engine.tables import upsets
from pages.ui import runs
from pages.ui.upsets.wording import reason_text

KEPT = 32  # tournaments, 60 KB each


def possible(spec: BracketSpec) -> pd.DataFrame:
    """``tables.upsets.table`` of a finished run with a ``reason`` in words; shared, for reading
    only."""
    return _possible(spec, store.data_version())


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _possible(spec: BracketSpec, data_version: str) -> pd.DataFrame:
    league, season = spec.league, spec.season
    field = store.load_field(league, season, source=spec.source)
    teams = store.load_teams(league, season, source=spec.source)
    results, played = store.results_of(field), runs.cached_run(spec)

    def stage(after_round: int) -> F8:
        return store.load_stage(league, season, after_round)

    if results:
        winner = real_winner(field, results)
        meetings = upsets.played_meetings(field, winner, stage, spec.universes)
    else:
        meetings = upsets.likely_meetings(field, played.winner) if played else []
    forecasts = store.frame("forecasts", league)
    frame = upsets.table(
        field,
        teams,
        meetings,
        run.load_win_matrix(league, season, source=spec.source).win,
        runs.bracket(spec),
        forecasts[forecasts["season"] == season],
        runs.history(league),
        results,
    )
    return frame.assign(reason=_reasons(teams, frame))


def by_slot(frame: pd.DataFrame) -> dict[str, Any]:
    """Slot -> row."""
    rows: list[Any] = list(frame.itertuples())
    return {row.slot: row for row in rows}


def _reasons(teams: TeamTable, frame: pd.DataFrame) -> list[str]:
    factors = season_factors(teams)
    texts = []
    for row in by_slot(frame).values():
        found: Reason | None = None
        if factors is not None:
            found = reason(factors, teams.row(row.underdog_id), teams.row(row.favourite_id))
        apart = row.favourite_points - row.underdog_points
        texts.append(reason_text(found, row.underdog, row.favourite, apart))
    return texts


def game_spec(field: Field, row: Any) -> GameSpec:
    """The pairing as the Game page plays it, the favorite first."""
    return GameSpec(
        field.league,
        Side(field.season, row.favourite_id, field.source),
        Side(field.season, row.underdog_id, field.source),
        Venue.read(row.venue),
        DEFAULT_UNIVERSES,
        DEFAULT_RANDOM_SEED,
    )
