"""The tables of a snapshot: their columns, their order, their bytes."""

import io
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from engine.domain.teams import RATES, TeamTable
from engine.store.parquet import parquet_table
from engine.store.schemas import SCHEMAS

_KEY = [("league", pa.string()), ("season", pa.int16())]
_SIDES = ("home", "away")
_COUNTS = ("fgm", "fga", "fgm3", "fga3", "ftm", "fta", "or", "dr", "to", "pf", "ast", "stl", "blk")

PROJECTED_ROUNDS = ("r64", "r32", "s16", "e8", "f4", "final", "champion")  # reached; the last won
# If a side wins: the chance of the field, and in it the mean line and that mean's standard error.
STAKES = ("in_field", "line", "line_se")

LIVE_SCHEMAS: dict[str, pa.Schema] = {
    # One row an event of ESPN; home and away are our ids, 0 for a team outside Division I.
    "games": pa.schema(
        [*_KEY, ("event_id", pa.int64()), ("season_type", pa.int8()), ("date", pa.string())]
        + [("start", pa.string()), ("time_valid", pa.bool_()), ("status", pa.string())]
        + [(side, pa.int32()) for side in _SIDES]
        + [(f"{side}_id", pa.int32()) for side in _SIDES]
        + [(f"{side}_name", pa.string()) for side in _SIDES]
        + [(f"{side}_points", pa.float32()) for side in _SIDES]
        + [("overtimes", pa.int8()), ("neutral", pa.bool_()), ("conference_game", pa.bool_())]
        + [("headline", pa.string()), ("tournament_id", pa.int32()), ("ncaa", pa.bool_())]
        + [(f"{side}_seed", pa.int8()) for side in _SIDES]
        + [(f"{side}_rank", pa.int8()) for side in _SIDES]
        + [(name, pa.string()) for name in ("venue", "city", "region")]
        + [("period", pa.int8()), ("clock", pa.string())]
    ),
    "boxes": pa.schema(
        [*_KEY, ("event_id", pa.int64())]
        + [(f"{side}_{name}", pa.int16()) for side in _SIDES for name in _COUNTS]
    ),
    "ratings": SCHEMAS["teams"].append(pa.field("home", pa.float32())),
    "averages": SCHEMAS["seasons"],
    # What was said of every final the evening before its day: the columns of ``run.season.slate``.
    "eve_forecasts": pa.schema(
        [*_KEY, ("event_id", pa.int64()), ("date", pa.string())]
        + [(side, pa.int32()) for side in _SIDES]
        + [("neutral", pa.bool_())]
        + [(name, pa.float32()) for name in ("win_prob", "weaker", "stronger")]
        + [(f"{side}_points", pa.float32()) for side in _SIDES]
        + [(name, pa.float32()) for name in ("margin", "close", "close_se")]
    ),
}
LIVE_SCHEMAS |= {
    # The conferences of this season, as ESPN's standings have them; conference_id is ESPN's.
    "conferences": pa.schema(
        [*_KEY, ("team_id", pa.int32()), ("conference_id", pa.int32()), ("conference", pa.string())]
    ),
    # The field of the NCAA tournament, once it is announced.
    "field": SCHEMAS["fields"],
}
LIVE_SCHEMAS |= {
    # The rest of the season in many universes: ``run.projection``. as_of: its own day.
    "projection": pa.schema(
        [*_KEY, ("as_of", pa.string()), ("universes", pa.int32()), ("team_id", pa.int32())]
        + [(name, pa.float32()) for name in ("in_field", "automatic")]
        + [(name, pa.float32()) for name in ("line", "line_low", "line_high")]
        + [(name, pa.float32()) for name in PROJECTED_ROUNDS]
    ),
    "projected_field": pa.schema([*_KEY, ("place", pa.string()), ("team_id", pa.int32())]),
    # The share of all universes in which a team is on a line (1-16).
    "projected_lines": pa.schema(
        [*_KEY, ("team_id", pa.int32()), ("line", pa.int8()), ("share", pa.float32())]
    ),
    # What the games of the next day mean for a team: ``engine.tables.stakes``.
    "stakes": pa.schema(
        [*_KEY, ("date", pa.string()), ("event_id", pa.int64()), ("team_id", pa.int32())]
        + [("home", pa.int32()), ("away", pa.int32()), ("universes", pa.int32())]
        + [("home_wins", pa.int32())]
        + [(f"{what}_{side}", pa.float32()) for side in _SIDES for what in STAKES]
    ),
}
PROJECTED = (
    "projection",
    "projected_field",
    "projected_lines",
    "stakes",
)  # made apart from a refresh, which keeps them
# Tables that older snapshots lack: read as empty.
LATER = ("eve_forecasts", "conferences", "field", *PROJECTED)
SORT = {
    "games": ["league", "date", "event_id"],
    "boxes": ["league", "event_id"],
    "ratings": ["league", "team_id"],
    "averages": ["league"],
    "eve_forecasts": ["league", "date", "event_id"],
    "conferences": ["league", "team_id"],
    "field": ["league", "seed"],
    "projection": ["league", "team_id"],
    "projected_field": ["league", "place", "team_id"],
    "projected_lines": ["league", "team_id", "line"],
    "stakes": ["league", "team_id", "event_id"],
}


# --- Bytes ---------------------------------------------------------------------------------------


def encoded(tables: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """The tables as parquet files, those of ``LATER`` empty where there are none; the same rows
    give the same bytes."""
    whole = {name: frame_of(name, None) for name in LATER} | dict(tables)
    return {name: table_bytes(name, whole[name]) for name in LIVE_SCHEMAS}


def table_bytes(name: str, frame: pd.DataFrame) -> bytes:
    """One table as a parquet file."""
    frame = frame.sort_values(SORT[name], kind="stable")
    table = pa.Table.from_pandas(frame, schema=LIVE_SCHEMAS[name], preserve_index=False)
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(None), out, compression="zstd", store_schema=False)
    return out.getvalue()


def frame_of(name: str, body: bytes | None) -> pd.DataFrame:
    """The table of a parquet file; an empty one without a file."""
    schema = LIVE_SCHEMAS[name]
    table = schema.empty_table() if body is None else parquet_table(body, schema)
    frame: pd.DataFrame = table.to_pandas(use_threads=False)
    return frame


# --- Ratings as rows -----------------------------------------------------------------------------

_TEAM_NAMES: tuple[str, ...] = ("team_id", "name", "conference", "wins", "losses", "pace")
_TEAM_NAMES += ("pace_se", "off_eff", "off_se", "def_eff", "def_se", "net_se", "home")
_AVERAGES: tuple[str, ...] = ("pace", "efficiency", "home_edge", "season_pace")
_AVERAGES += ("season_efficiency", "season_spread", "has_style", "cutoff")


def rating_rows(table: TeamTable) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(rows of ``ratings``, the row of ``averages``) of a table: what ``Snapshot.teams`` reads."""
    base = table.base
    key = {"league": base.league, "season": base.season}
    columns: dict[str, Any] = {**key, **{name: getattr(table, name) for name in _TEAM_NAMES}}
    for i, rate in enumerate(RATES):
        for side, array in (("off", "offence"), ("def", "defence")):
            columns[f"{side}_{rate}"] = getattr(table, array)[:, i]
            columns[f"{side}_{rate}_se"] = getattr(table, f"{array}_se")[:, i]
    average: dict[str, Any] = {**key, **{name: getattr(base, name) for name in _AVERAGES}}
    average |= {f"rate_{rate}": base.rate[i] for i, rate in enumerate(RATES)}
    return pd.DataFrame(columns), pd.DataFrame([average])
