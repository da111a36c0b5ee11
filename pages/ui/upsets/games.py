"""A tournament's possible upsets, made ready once and kept for all visitors."""

from typing import Any

import pandas as pd
import streamlit as st

from engine import run, store
from engine.domain.field import Field
from engine.domain.specs import (
    DEFAULT_RANDOM_SEED,
    DEFAULT_UNIVERSES,
    BracketSpec,
    GameSpec,
    Side,
)
from engine.domain.teams import League, TeamTable
from engine.domain.venue import Venue
from engine.explain.reason import Reason, reason, season_factors
from pages.ui import runs
from pages.ui.upsets.wording import reason_text

KEPT = 32  # tournaments, 60 KB each


def possible(spec: BracketSpec) -> pd.DataFrame:
    """``tables.upsets.table`` of a finished run with a ``reason`` in words; shared, for reading
    only."""
    return _possible(spec, store.data_version())


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _possible(spec: BracketSpec, data_version: str) -> pd.DataFrame:
    played = runs.cached_run(spec)
    assert played is not None  # the page waits for it
    frame = run.possible_upsets(played)
    teams = store.load_teams(spec.league, spec.season, source=spec.source)
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
    favorite, underdog = (
        Side(field.season, team, field.source) for team in (row.favourite_id, row.underdog_id)
    )
    return usual_spec(field.league, favorite, underdog, Venue.read(row.venue))


def usual_spec(league: League, favorite: Side, underdog: Side, venue: Venue) -> GameSpec:
    """A pairing in the universes that the Game page shows first."""
    return GameSpec(league, favorite, underdog, venue, DEFAULT_UNIVERSES, DEFAULT_RANDOM_SEED)
