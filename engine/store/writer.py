"""Writing the embedded tables so that the same facts always give the same bytes."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from engine.store.manifest import MANIFEST, inputs_of, sha256_of, version_of
from engine.store.schemas import SCHEMAS

# The last bits of a fitted number depend on how the machine adds up; these digits do not.
DECIMALS = 5

# League, season and then the table's own key; the bracket's playing order is kept as built.
SORT = {
    "teams": ["league", "season", "team_id"],
    "seasons": ["league", "season"],
    "fields": ["league", "season", "seed"],
    "slots": ["league", "season"],
    "results": ["league", "season"],
    "schedule": ["league", "season", "a", "b", "venue"],
    "figures": ["league", "season"],
    "defaults": ["league", "season"],
    "stages": ["league", "season", "through"],
    "link": ["periods", "name", "i"],
    "playbook": ["name", "i", "j", "k", "l"],
    "calibration": ["periods", "name", "i"],
    "players": ["league", "season", "team_id", "player"],
    "player_figures": ["league", "season"],
    "scorebook": ["name", "i", "j"],
    "espn_teams": ["league", "espn_id"],
    "spellings": ["league", "spelling", "team_id"],
    "last_ratings": ["league", "season", "team_id"],
    "last_averages": ["league", "season", "measure"],
    "next_strengths": ["league", "season", "team_id"],
    "public_model": ["league", "name", "i", "j"],
    "pool_record": ["league", "season", "entries"],
    "conference_formats": ["league", "conference"],
    "selection": ["league", "name", "season"],
    "field_chances": ["league", "season", "evening", "tenth"],
    "plain": ["league", "season"],
    "eve_seasons": ["league", "season"],
    "eve_styles": ["league", "season", "team_id"],
    "late_games": ["league", "season", "day", "a", "b"],
    "weekly_ratings": ["league", "season", "team_id", "date"],
    "season_games": ["league", "season", "date", "a", "b"],
    "forecasts": ["league", "season"],
    "upset_counts": ["league", "season", "upsets"],
    "record": ["league", "what", "first", "last"],
    "record_spread": ["league", "what", "first", "last"],
    "record_bins": ["league", "what", "first", "last", "kind", "low"],
}


def write(root: Path, name: str, frame: pd.DataFrame, notes: Mapping[str, str] = {}) -> None:
    """Write table ``name`` under ``root`` and enter it in the manifest, with ``notes`` about how
    it was made. The bytes depend on the rows and on pyarrow's version only."""
    frame = frame.sort_values(SORT[name], kind="stable").round(DECIMALS)
    table = pa.Table.from_pandas(frame, schema=SCHEMAS[name], preserve_index=False)
    path = root / f"{name}.parquet"
    root.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    pq.write_table(
        table.replace_schema_metadata(None),
        new,
        compression="zstd",
        compression_level=19,
        row_group_size=1 << 20,
        version="2.6",
        data_page_version="1.0",
        store_schema=False,
    )
    entry = {"rows": len(frame), "sha256": sha256_of(new), **notes}
    os.replace(new, path)  # a reader sees the old table or the new one, never half of it
    _enter(root, name, entry)


def made_from(root: Path, name: str) -> dict[str, str]:
    """The manifest's note of what the table ``name`` is made from, as the tables stand now."""
    tables = json.loads((root / MANIFEST).read_text())["tables"]
    return {"made_from": inputs_of(name, tables)}


def _enter(root: Path, name: str, entry: dict[str, object]) -> None:
    path = root / MANIFEST
    tables = json.loads(path.read_text())["tables"] if path.exists() else {}
    tables = dict(sorted((tables | {name: entry}).items()))
    manifest = {"version": version_of(tables), "tables": tables}
    new = path.with_suffix(".new")
    new.write_text(json.dumps(manifest, indent=2) + "\n")
    os.replace(new, path)
