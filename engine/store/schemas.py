"""The columns of every embedded table; ``engine/data/README.md`` says what they mean."""

import pyarrow as pa

from engine.domain.players import COUNTS
from engine.domain.specs import (
    BACKTEST_UNIVERSES,
    DEFAULT_UNIVERSES,
    FIELD_CHANCE_UNIVERSES,
    LAST_MONTH_UNIVERSES,
    UPSET_UNIVERSES,
)
from engine.domain.teams import RATES
from engine.ratings.season_prior import COLUMNS as LAST_COLUMNS

_KEY = [("league", pa.string()), ("season", pa.int16())]
TEAM_FLOATS = ["pace", "pace_se", "off_eff", "off_se", "def_eff", "def_se", "net_se"]
TEAM_FLOATS += [f"{side}_{r}{se}" for r in RATES for side in ("off", "def") for se in ("", "_se")]

SCHEMAS: dict[str, pa.Schema] = {
    "teams": pa.schema(
        [*_KEY, ("team_id", pa.int32()), ("name", pa.string()), ("conference", pa.string())]
        + [("wins", pa.int16()), ("losses", pa.int16())]
        + [(name, pa.float32()) for name in TEAM_FLOATS]
    ),
    "seasons": pa.schema(
        [*_KEY]
        + [(name, pa.float32()) for name in ("pace", "efficiency", "home_edge")]
        + [(name, pa.float32()) for name in ("season_pace", "season_efficiency", "season_spread")]
        + [(f"rate_{r}", pa.float32()) for r in RATES]
        + [("has_style", pa.bool_()), ("cutoff", pa.string())]
    ),
    "fields": pa.schema(
        [*_KEY, ("seed", pa.string()), ("team_id", pa.int32()), ("region_name", pa.string())]
    ),
    "slots": pa.schema(
        [*_KEY, ("slot", pa.string()), ("round", pa.int8())]
        + [(name, pa.string()) for name in ("strong", "weak", "host")]
    ),
    "results": pa.schema(
        [*_KEY, ("slot", pa.string())]
        + [(name, pa.int32()) for name in ("winner_id", "loser_id")]
        + [(name, pa.int16()) for name in ("winner_points", "loser_points")]
        + [("overtimes", pa.int8())]
    ),
    "defaults": pa.schema([*_KEY, ("slot", pa.string()), ("strong", pa.binary())]),
    "stages": pa.schema(
        [
            *_KEY,
            ("through", pa.int8()),
            ("slot", pa.string()),
            ("seed", pa.string()),
            ("count", pa.int16()),
        ]
    ),
    "link": pa.schema(
        [("periods", pa.int8()), ("name", pa.string()), ("i", pa.int8()), ("value", pa.float64())]
    ),
    "playbook": pa.schema(
        [("name", pa.string()), *((axis, pa.int16()) for axis in "ijkl"), ("value", pa.float32())]
    ),
    "calibration": pa.schema(
        [("periods", pa.int8()), ("name", pa.string()), ("i", pa.int8()), ("value", pa.float64())]
    ),
    "schedule": pa.schema([*_KEY, ("a", pa.int16()), ("b", pa.int16()), ("venue", pa.int8())]),
    "figures": pa.schema([*_KEY, ("name", pa.string()), ("real", pa.float64())]),
    "players": pa.schema(
        [*_KEY, ("team_id", pa.int32()), ("player_id", pa.int32()), ("player", pa.string())]
        + [("team_games", pa.uint8()), ("games", pa.uint8()), ("minutes", pa.float32())]
        + [(name, pa.uint16()) for name in COUNTS]
    ),
    "player_figures": pa.schema(
        [*_KEY, ("name", pa.string()), *((name, pa.float64()) for name in ("real", "se"))]
    ),
    "public_model": pa.schema(
        [(name, pa.string()) for name in ("league", "name")]
        + [("i", pa.int8()), ("j", pa.int8()), ("value", pa.float64())]
    ),
    "pool_record": pa.schema(
        [*_KEY, ("style", pa.string()), ("entries", pa.int16())]
        + [(name, pa.float32()) for name in ("fair_share", "low", "high", "promised")]
    ),
    "scorebook": pa.schema(
        [("name", pa.string()), ("i", pa.int8()), ("j", pa.int8()), ("value", pa.float32())]
    ),
}

# --- What one season's end says about the next ---------------------------------------------------

SCHEMAS |= {
    "last_ratings": pa.schema(
        [*_KEY, ("team_id", pa.int32())] + [(name, pa.float32()) for name in LAST_COLUMNS]
    ),
    "last_averages": pa.schema(
        [*_KEY, ("measure", pa.string())]
        + [(name, pa.float64()) for name in ("mean", "edge", "noise")]
    ),
    "next_strengths": pa.schema(
        [*_KEY, ("team_id", pa.int32()), ("strength", pa.float32()), ("home", pa.float32())]
    ),
}

# --- What schools are called ---------------------------------------------------------------------

SCHEMAS |= {
    "espn_teams": pa.schema(
        [("league", pa.string()), ("espn_id", pa.int32()), ("team_id", pa.int32())]
        + [(name, pa.string()) for name in ("name", "short_name", "conference")]
        + [(name, pa.bool_()) for name in ("d1_2026", "d1_2027")]
    ),
    "spellings": pa.schema(
        [("league", pa.string()), ("spelling", pa.string()), ("team_id", pa.int32())]
    ),
}

# --- Selection Sunday ----------------------------------------------------------------------------

SCHEMAS |= {
    "conference_formats": pa.schema(
        [
            *((name, pa.string()) for name in ("league", "conference", "entering")),
            ("at_home", pa.bool_()),
        ]
    ),
    "selection": pa.schema(
        [
            ("league", pa.string()),
            ("name", pa.string()),
            ("season", pa.int16()),
            ("value", pa.float64()),
        ]
    ),
    "field_chances": pa.schema(
        [*_KEY, ("evening", pa.string()), ("tenth", pa.int8())]
        + [(name, pa.int16()) for name in ("teams", "seen")]
        + [(name, pa.float32()) for name in ("expected", "brier", "plain_brier")]
    ),
}

# --- The record of forecasts ---------------------------------------------------------------------

_SPAN = [
    ("league", pa.string()),
    ("what", pa.string()),
    ("first", pa.int16()),
    ("last", pa.int16()),
    ("games", pa.int32()),
]
_SLOT = [*_KEY, ("slot", pa.string())]
FORECAST_FLOATS = ["win_prob", "margin_mean", "margin_sd", "total_mean", "total_sd"]
FORECAST_FLOATS += ["low", "high", "total_low", "total_high"]
RANGE_FLOATS = ["weaker", "stronger"]
LATE_FLOATS = ["margin", "total", "pace", "margin_se", "total_se", "plain"]
SCORE_FLOATS = ["log_loss", "log_loss_se", "brier", "brier_se"]
SCORE_FLOATS += ["gain", "gain_se", "brier_gain", "brier_gain_se"]
SPREAD_FLOATS = ["coverage_50", "coverage_50_se", "coverage_90", "coverage_90_se"]
SPREAD_FLOATS += ["rmse", "bias", "bias_se"]
BIN_FLOATS = ["low", "high", "count", "expected", "share", "share_low", "share_high"]


def _table(*columns: tuple[str, pa.DataType], floats: list[str]) -> pa.Schema:
    return pa.schema([*columns, *((name, pa.float32()) for name in floats)])


SCHEMAS |= {
    "plain": _table(*_SLOT, floats=["margin"]),
    "eve_seasons": SCHEMAS["seasons"],
    "eve_styles": _table(
        *_KEY,
        ("team_id", pa.int32()),
        floats=[f"{side}_{r}" for r in RATES for side in ("off", "def")],
    ),
    "late_games": _table(
        *_KEY,
        ("day", pa.uint8()),
        ("a", pa.int16()),
        ("b", pa.int16()),
        ("venue", pa.int8()),
        ("points_a", pa.uint8()),
        ("points_b", pa.uint8()),
        floats=LATE_FLOATS,
    ),
    "weekly_ratings": _table(
        *_KEY, ("date", pa.string()), ("team_id", pa.int16()), floats=["net", "net_se"]
    ),
    "season_games": _table(
        *_KEY,
        ("date", pa.string()),
        ("a", pa.int16()),
        ("b", pa.int16()),
        ("venue", pa.int8()),
        *((name, pa.uint8()) for name in ("points_a", "points_b", "overtimes")),
        floats=["margin", "margin_se"],
    ),
    "forecasts": _table(*_SLOT, floats=[*FORECAST_FLOATS, *RANGE_FLOATS]),
    "upset_counts": pa.schema([*_KEY, ("upsets", pa.int8()), ("universes", pa.int16())]),
    "record": _table(*_SPAN, ("forecaster", pa.string()), floats=SCORE_FLOATS),
    "record_spread": _table(*_SPAN, ("figure", pa.string()), floats=SPREAD_FLOATS),
    "record_bins": _table(*_SPAN, ("kind", pa.string()), floats=BIN_FLOATS),
}

# What a derived table was made from, and in how many universes: if that changes it is stale.
_GAME = ("calibration", "fields", "playbook", "seasons", "slots", "teams")
_KNOWN = (*_GAME, "results")
_EVES = ("eve_seasons", "eve_styles", "late_games")
_RECORD = ("record", "record_spread", "record_bins")
MADE_FROM: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("defaults", "link", "stages"), _KNOWN),
    **dict.fromkeys(("plain", *_EVES, "season_games", "weekly_ratings"), ("seasons", "teams")),
    "public_model": ("fields", "link", "results", "seasons", "slots", "teams"),
    "pool_record": (*_KNOWN, "defaults", "link", "public_model"),
    "selection": ("fields", "link", "seasons", "teams"),
    "field_chances": (*_GAME, "link", "selection", "weekly_ratings"),
    "upset_counts": _KNOWN,
    "forecasts": (*_KNOWN, "link"),
    **dict.fromkeys(_RECORD, (*_KNOWN, "link", "plain", *_EVES)),
}
PLAYED_IN: dict[str, str] = {
    **dict.fromkeys(("defaults", "pool_record", "stages"), f"{DEFAULT_UNIVERSES}"),
    "forecasts": f"{BACKTEST_UNIVERSES}",
    "field_chances": f"{FIELD_CHANCE_UNIVERSES}",
    "upset_counts": f"{UPSET_UNIVERSES}",
    **dict.fromkeys(_RECORD, f"{BACKTEST_UNIVERSES} and {LAST_MONTH_UNIVERSES}"),
}
