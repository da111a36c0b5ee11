"""The columns of every embedded table; ``engine/data/README.md`` says what they mean."""

import pyarrow as pa

from engine.players import COUNTS
from engine.teams import RATES

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
        + [(name, pa.float32()) for name in ("season_pace", "season_efficiency")]
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
    "defaults": pa.schema(
        [*_KEY, ("slot", pa.string()), ("seed", pa.string()), ("count", pa.int16())]
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
        [*_KEY, ("team_id", pa.int32()), ("player", pa.string())]
        + [("team_games", pa.uint8()), ("minutes", pa.float32())]
        + [(name, pa.uint16()) for name in COUNTS]
    ),
    "scorebook": pa.schema(
        [("name", pa.string()), ("i", pa.int8()), ("j", pa.int8()), ("value", pa.float32())]
    ),
}

# What the precomputed odds were made from: if one of these changes they are stale.
PLAYED_FROM = ("calibration", "fields", "playbook", "seasons", "slots", "teams")
