"""The embedded tables' manifest: which bytes belong to this version of the data, and whether the
tables of ``engine/data`` are those. Nothing damaged, altered or stale passes ``check``."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from engine import MODEL_VERSION
from engine.domain.specs import DEFAULT_RANDOM_SEED
from engine.errors import DamagedData
from engine.store.schemas import MADE_FROM, PLAYED_IN, SCHEMAS

DATA = Path(__file__).parents[1] / "data"
MANIFEST = "manifest.json"
REMEDY = (
    "Restore the files with “git checkout engine/data” "
    "or rebuild them with “python -m engine.pipeline”."
)


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def version_of(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """Twelve hexadecimal digits that name the bytes of ``tables`` (manifest entries) together."""
    text = "\n".join(f"{name} {tables[name]['sha256']}" for name in sorted(tables))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def inputs_of(table: str, tables: Mapping[str, Mapping[str, Any]]) -> str:
    """What a played table was made from: if this changes it is stale."""
    used = version_of({name: tables[name] for name in MADE_FROM[table] if name in tables})
    played = (
        f"{PLAYED_IN[table]} universes, seed {DEFAULT_RANDOM_SEED}, " if table in PLAYED_IN else ""
    )
    return f"model {MODEL_VERSION}, {played}tables {used}"


def check(root: Path = DATA, names: Iterable[str] = tuple(SCHEMAS)) -> None:
    """Check the tables; DamagedData lists all faults found."""
    found = [fault for name in names for fault in faults(root, name)]
    if found:
        raise DamagedData(
            f"The embedded data is damaged: {'; '.join(dict.fromkeys(found))}.", REMEDY
        )


def entries(root: Path) -> dict[str, Any]:
    """The manifest, or {} if it cannot be read or does not add up."""
    try:
        manifest = json.loads((root / MANIFEST).read_text())
        return manifest if manifest["version"] == version_of(manifest["tables"]) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def faults(root: Path, name: str) -> list[str]:
    """What is wrong with one table, in words; nothing if it is sound."""
    path, tables = root / f"{name}.parquet", entries(root).get("tables")
    if tables is None:
        return [f"{MANIFEST} is missing or altered"]
    if name not in tables:
        return [f"{MANIFEST} does not list {path.name}"]
    if not path.is_file():
        return [f"{path.name} is missing"]
    found = _column_faults(path, name, tables[name]["rows"])
    if not found and sha256_of(path) != tables[name]["sha256"]:
        found = [f"{path.name} was altered: its checksum is not the manifest's"]
    if name in MADE_FROM and tables[name].get("made_from") != inputs_of(name, tables):
        found += [f"{path.name} was made from other tables or by another version of the model"]
    return found


def _column_faults(path: Path, name: str, rows: int) -> list[str]:
    try:
        schema, n_rows = pq.read_schema(path), pq.read_metadata(path).num_rows
    except (OSError, pa.ArrowException):
        return [f"{path.name} is cut or is not a parquet file"]
    faults = []
    for wanted in SCHEMAS[name]:
        if wanted.name not in schema.names:
            faults.append(f"{path.name} has no column {wanted.name}")
        elif schema.field(wanted.name).type != wanted.type:
            kind = schema.field(wanted.name).type
            faults.append(f"{path.name}: column {wanted.name} is {kind}, not {wanted.type}")
    if n_rows != rows:
        faults.append(f"{path.name} has {n_rows:,} rows instead of {rows:,}")
    return faults


def data_version(root: Path = DATA) -> str:
    """A short digest of all embedded tables; part of every cache key."""
    manifest = entries(root)
    if not manifest:
        check(root)
    return str(manifest["version"])
