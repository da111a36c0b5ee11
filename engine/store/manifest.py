"""The embedded tables' manifest: which bytes belong to this version of the data, and whether the
tables of ``engine/data`` are those. Nothing damaged, altered or stale passes ``check``."""

import hashlib
import io
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
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
    """What a simulated table was made from: if this changes it is stale."""
    used = version_of({name: tables[name] for name in MADE_FROM[table] if name in tables})
    played = (
        f"{PLAYED_IN[table]} universes, seed {DEFAULT_RANDOM_SEED}, " if table in PLAYED_IN else ""
    )
    return f"model {MODEL_VERSION}, {played}tables {used}"


# --- Which version of the data is in use ---------------------------------------------------------

Manifest = dict[str, Any]
Stamp = tuple[int, int, int]  # of a file: modification time in ns, size, inode

# A file may change twice within one tick of the file system's clock, so a stamp is believed only
# if the file was this old when it was read.
SETTLED_NS = 2_000_000_000

_kept: dict[Path, tuple[Stamp, Manifest]] = {}
_pinned: ContextVar[Mapping[Path, Manifest]] = ContextVar("pinned", default=MappingProxyType({}))


def manifest(root: Path) -> Manifest:
    """The manifest in use, or {} if it cannot be read or its version is not that of its tables.

    Costs one ``os.stat`` while the file stays the same, nothing inside ``pinned``.
    """
    if root in (pinned_here := _pinned.get()):
        return pinned_here[root]
    path = root / MANIFEST
    try:
        stat = path.stat()
    except OSError:
        return {}
    stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    kept = _kept.get(root)
    if kept and kept[0] == stamp:
        return kept[1]
    found = _read(path)
    if time.time_ns() - stat.st_mtime_ns > SETTLED_NS:
        _kept[root] = stamp, found
    return found


def _read(path: Path) -> Manifest:
    try:
        read: Manifest = json.loads(path.read_text())
        return read if read["version"] == version_of(read["tables"]) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


@contextmanager
def pinned(root: Path = DATA) -> Iterator[str]:
    """Everything read inside sees one version of the data, whose name this gives; DamagedData.

    A table that was replaced meanwhile and is not in memory raises DamagedData.
    """
    found = manifest(root) or _damaged(root)
    token = _pinned.set({**_pinned.get(), root: found})
    try:
        yield str(found["version"])
    finally:
        _pinned.reset(token)


def data_version(root: Path = DATA) -> str:
    """A short digest of all embedded tables; part of every cache key."""
    return str((manifest(root) or _damaged(root))["version"])


def provenance(root: Path = DATA) -> str:
    """What numbers come from, fit for a file name: ``model2-data-bb0ce4f4``."""
    return f"model{MODEL_VERSION}-data-{data_version(root)[:8]}"


def _damaged(root: Path) -> Manifest:
    check(root)
    return manifest(root)


# --- Damage --------------------------------------------------------------------------------------


def check(root: Path = DATA, names: Iterable[str] = tuple(SCHEMAS)) -> None:
    """Check the tables; DamagedData lists all faults found."""
    found = [fault for name in names for fault in faults(root, name)]
    if found:
        raise DamagedData(
            f"The embedded data is damaged: {'; '.join(dict.fromkeys(found))}.", REMEDY
        )


def faults(root: Path, name: str) -> list[str]:
    """What is wrong with one table, in words; nothing if it is sound."""
    return checked(root, name)[1]


def checked(root: Path, name: str) -> tuple[bytes, list[str]]:
    """(bytes of a table's file, what is wrong with them)."""
    path, tables = root / f"{name}.parquet", manifest(root).get("tables")
    if tables is None:
        return b"", [f"{MANIFEST} is missing or altered"]
    if name not in tables:
        return b"", [f"{MANIFEST} does not list {path.name}"]
    try:
        content = path.read_bytes()
    except OSError:
        return b"", [f"{path.name} is missing"]
    found = _column_faults(content, name, tables[name]["rows"])
    if not found and hashlib.sha256(content).hexdigest() != tables[name]["sha256"]:
        found = [f"{path.name} was altered: its checksum is not the manifest's"]
    if name in MADE_FROM and tables[name].get("made_from") != inputs_of(name, tables):
        found += [f"{path.name} was made from other tables or by another version of the model"]
    return content, found


def _column_faults(content: bytes, name: str, rows: int) -> list[str]:
    file = f"{name}.parquet"
    try:
        metadata = pq.read_metadata(io.BytesIO(content))
        schema = metadata.schema.to_arrow_schema()
    except (OSError, pa.ArrowException):
        return [f"{file} is cut or is not a parquet file"]
    faults = []
    for wanted in SCHEMAS[name]:
        if wanted.name not in schema.names:
            faults.append(f"{file} has no column {wanted.name}")
        elif schema.field(wanted.name).type != wanted.type:
            kind = schema.field(wanted.name).type
            faults.append(f"{file}: column {wanted.name} is {kind}, not {wanted.type}")
    if metadata.num_rows != rows:
        faults.append(f"{file} has {metadata.num_rows:,} rows instead of {rows:,}")
    return faults
