"""Snapshots of the season that is being played: complete or not at all, named by their content.

    <directory>/latest.json                     which snapshot is in use, when it was last checked
    <directory>/20261124T0910Z-3f9a0c12b7de/    one snapshot: tables, sources.json, manifest.json

A snapshot is written beside the others, checked, flushed to the disk and renamed; only then does
``latest.json`` point to it. Whoever reads holds frames in memory, so a later refresh never mixes
into a run. Removing one is safe: it is read whole.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from engine.domain.field import Field
from engine.domain.seeding import Seeded, field_from_seeds
from engine.domain.teams import LEAGUES, League, TeamTable
from engine.errors import HardwoodError, SnapshotDamaged
from engine.ratings.season_tables import team_table
from engine.store.snapshot_tables import LATER, LIVE_SCHEMAS, frame_of

FORMAT = 1  # raise when a table's columns change; older snapshots are then refused
LATEST, MANIFEST, SOURCES = "latest.json", "manifest.json", "sources.json"
NAME = re.compile(r"^\d{8}T\d{4}Z-[0-9a-f]{12}$")
TEMPORARY = ".new-"
KEPT = 30  # snapshots, and besides them the last one of each week
REMEDY = "Refresh again, or delete that folder."
# Regions have no names before Selection Sunday: they are those of the four best teams.
PROJECTED_REGIONS = {"W": "Region 1", "X": "Region 4", "Y": "Region 2", "Z": "Region 3"}


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One state of the season: tables, the last closed day of each league (``as_of``, ISO, US
    Eastern) and where all of it came from. ``digest`` is part of every cache key above it."""

    name: str
    digest: str
    season: int
    written_at: str  # UTC, ISO
    as_of: Mapping[League, str]
    games: pd.DataFrame
    boxes: pd.DataFrame
    ratings: pd.DataFrame
    averages: pd.DataFrame
    eve_forecasts: pd.DataFrame
    conferences: pd.DataFrame
    field: pd.DataFrame
    projection: pd.DataFrame
    projected_field: pd.DataFrame
    projected_lines: pd.DataFrame
    stakes: pd.DataFrame
    sources: Mapping[str, Any]

    def eves(self, league: League) -> pd.DataFrame:
        """What the model said of every final of a league the evening before its day, by date.

        Columns: event_id (as in ``games``), date (ISO), home and away (team ids), neutral, and
        those of ``run.season.slate.forecast_games``, all for the home side. From the ratings
        through the day before: win_prob is the probability, weaker and stronger its range.
        Empty in a snapshot of an older version."""
        rows = self.eve_forecasts
        rows = rows[rows["league"] == league].drop(columns=["league", "season"])
        return rows.reset_index(drop=True)

    def teams(self, league: League) -> TeamTable:
        """The ratings of one league as everything else reads them; SnapshotDamaged without any."""
        return _team_table(self, league)

    def teams_of(self, league: League, season: int) -> TeamTable | None:
        """The same as one of the ``datasets``: None for another season or a league without any."""
        return self.teams(league) if season == self.season and league in self.as_of else None

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name."""
        return {name: getattr(self, name) for name in LIVE_SCHEMAS}

    def field_of(self, league: League, season: int) -> Field | None:
        """The field of the season's tournament, once it is announced."""
        return _field(self, league) if season == self.season else None

    def projection_of(self, league: League) -> pd.DataFrame:
        """The league's rows of ``projection``, the likeliest team first; empty before it is
        made."""
        rows = self.projection[self.projection["league"] == league]
        return rows.sort_values(["in_field", "champion"], ascending=False, ignore_index=True)

    def projected_field_of(self, league: League) -> Field | None:
        """The projected bracket, played with this snapshot's ratings."""
        return _projected_field(self, league)


@lru_cache(maxsize=8)
def _projected_field(snapshot: Snapshot, league: League) -> Field | None:
    rows = snapshot.projected_field[snapshot.projected_field["league"] == league]
    teams: dict[str, list[int]] = {}
    for place, team in zip(rows["place"], rows["team_id"].tolist(), strict=True):
        teams.setdefault(str(place), []).append(team)
    if not teams:
        return None
    seeded = [Seeded(place[0], int(place[1:]), *both) for place, both in teams.items()]
    field = field_from_seeds(league, snapshot.season, seeded, PROJECTED_REGIONS)
    return replace(field, source=snapshot.digest)


@lru_cache(maxsize=8)
def _team_table(snapshot: Snapshot, league: League) -> TeamTable:
    rows, average = (
        frame[frame["league"] == league] for frame in (snapshot.ratings, snapshot.averages)
    )
    if average.empty or rows.empty:
        raise SnapshotDamaged(f"The snapshot has no {league}'s ratings.", "Refresh again.")
    teams, mean = ({str(n): f[n].to_numpy() for n in f} for f in (rows, average))
    return team_table(league, snapshot.season, teams, mean, digest=snapshot.digest)


@lru_cache(maxsize=8)
def _field(snapshot: Snapshot, league: League) -> Field | None:
    rows = snapshot.field[snapshot.field["league"] == league]
    if rows.empty:
        return None
    teams = dict(zip(rows["seed"], rows["team_id"].tolist(), strict=True))
    seeded = [
        Seeded(place[0], int(place[1:3]), team, teams.get(f"{place[:3]}b"))
        for place, team in teams.items()
        if not place.endswith("b")
    ]
    region = dict(zip(rows["seed"].str[0], rows["region_name"], strict=True))
    return field_from_seeds(league, snapshot.season, seeded, region)


def live_directory(environment: Mapping[str, str]) -> Path:
    """Where snapshots live: HARDWOOD_LIVE, else ``hardwood/live`` in the user's cache directory."""
    if chosen := environment.get("HARDWOOD_LIVE", "").strip():
        return Path(chosen).expanduser()
    cache = environment.get("XDG_CACHE_HOME", "").strip() or environment.get("LOCALAPPDATA", "")
    return (Path(cache) if cache else Path.home() / ".cache") / "hardwood" / "live"


# --- Writing -------------------------------------------------------------------------------------


def content_digest(files: Mapping[str, bytes], season: int, as_of: Mapping[League, str]) -> str:
    """Twelve hexadecimal digits that name what a snapshot holds, not when it was fetched."""
    lines = [f"format {FORMAT} season {season}"]
    lines += [f"{league} {as_of[league]}" for league in sorted(as_of)]
    lines += [f"{name} {_sha256(files[name])}" for name in sorted(files)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def write(
    root: Path,
    files: Mapping[str, bytes],
    season: int,
    as_of: Mapping[League, str],
    sources: Mapping[str, Any],
    now: datetime,
) -> Snapshot:
    """Write a new snapshot and point to it; HardwoodError if the disk refuses, and then the one
    before stays in use. ``now`` is an aware UTC time."""
    digest = content_digest(files, season, as_of)
    manifest = {
        "format": FORMAT,
        "digest": digest,
        "season": season,
        "written_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "as_of": dict(as_of),
        "tables": {name: {"sha256": _sha256(body)} for name, body in files.items()},
    }
    contents = {f"{name}.parquet": body for name, body in files.items()}
    contents[SOURCES] = json.dumps(sources, indent=1).encode()
    contents[MANIFEST] = json.dumps(manifest, indent=1).encode()
    return adopt(root, f"{now:%Y%m%dT%H%M}Z-{digest}", contents, now)


def adopt(root: Path, name: str, contents: Mapping[str, bytes], now: datetime) -> Snapshot:
    """Store the files of a complete snapshot, own or published, and point to it; SnapshotDamaged if
    they do not belong together, HardwoodError if the disk refuses."""
    temporary = root / f"{TEMPORARY}{os.getpid()}-{name}"
    try:
        root.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir()
        for file, body in contents.items():
            _flushed(temporary / file, body)
        snapshot = read(temporary, name)
        _flush_directory(temporary)
        if not (root / name).exists():
            temporary.rename(root / name)
        _flush_directory(root)
        point(root, snapshot, now)
    except OSError as error:
        why = error.strerror or "it cannot be written"
        raise HardwoodError(
            f"The new snapshot cannot be stored: {why}.", "Free some space, then refresh again."
        ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    prune(root)
    return snapshot


def point(root: Path, snapshot: Snapshot, now: datetime, **more: str) -> None:
    """Make ``snapshot`` the one in use, checked at ``now``; ``more`` is kept beside it."""
    known = {"swept": state(root).get("swept", "")} | more
    latest = {"snapshot": snapshot.name, "digest": snapshot.digest, "season": snapshot.season}
    latest |= {"as_of": dict(snapshot.as_of), "checked_at": f"{now:%Y-%m-%dT%H:%M:%SZ}"} | known
    beside = root / f"{TEMPORARY}{os.getpid()}-{LATEST}"
    try:
        _flushed(beside, json.dumps(latest, indent=1).encode())
        os.replace(beside, root / LATEST)
    finally:
        beside.unlink(missing_ok=True)


def _flushed(path: Path, body: bytes) -> None:
    with path.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def _flush_directory(path: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def prune(root: Path) -> None:
    """Remove what is neither among the last ``KEPT`` nor the last of its week, and leftovers."""
    used, kept_weeks = state(root).get("snapshot"), set()
    for i, name in enumerate(names(root)):
        week = datetime.strptime(name[:8], "%Y%m%d").isocalendar()[:2]
        if i >= KEPT and week in kept_weeks and name != used:
            shutil.rmtree(root / name, ignore_errors=True)
        kept_weeks.add(week)


def clean(root: Path) -> None:
    """Remove what a killed refresh left behind. Only while holding the lock."""
    for leftover in root.glob(f"{TEMPORARY}*"):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)


# --- Reading -------------------------------------------------------------------------------------


def names(root: Path) -> list[str]:
    """The snapshots of a directory by name, the newest first."""
    try:
        found = [path.name for path in root.iterdir() if NAME.match(path.name)]
    except OSError:
        return []
    return sorted(found, reverse=True)


def state(root: Path) -> dict[str, Any]:
    """What ``latest.json`` says, or {}."""
    try:
        found = json.loads((root / LATEST).read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def stamp(root: Path) -> tuple[int, ...]:
    """Changes whenever another snapshot is pointed to; empty where there is none."""
    try:
        found = (root / LATEST).stat()
    except OSError:
        return ()
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def of_digest(root: Path, digest: str) -> Snapshot | None:
    """The kept snapshot of that digest, or None where it is not kept or damaged."""
    for name in names(root):
        if name.endswith(f"-{digest}"):
            try:
                return read(root / name)
            except SnapshotDamaged:
                return None
    return None


def latest(root: Path) -> tuple[Snapshot | None, tuple[str, ...]]:
    """(the snapshot in use or None, sentences about those that were refused).

    If the one pointed to is damaged, the newest sound one before it is used."""
    wanted, refused = state(root).get("snapshot"), []
    known = names(root)
    order = [wanted] if wanted in known else []
    order += [name for name in known if name != wanted and (not order or name < order[0])]
    if wanted and wanted not in known:
        refused.append(f"The snapshot {str(wanted)[:40]} is missing.")
    for name in order:
        try:
            return read(root / name), tuple(refused)
        except SnapshotDamaged as error:
            refused.append(error.message)
    return None, tuple(refused)


def read(path: Path, name: str = "") -> Snapshot:
    """One snapshot, every byte checked; SnapshotDamaged."""
    name = name or path.name
    manifest = _manifest(path, name)
    files = {table: _bytes(path / f"{table}.parquet", name) for table in manifest["tables"]}
    for table, body in files.items():
        if _sha256(body) != manifest["tables"][table]["sha256"]:
            raise SnapshotDamaged(f"{name}: {table}.parquet was altered or cut.", REMEDY)
    digest = content_digest(files, manifest["season"], manifest["as_of"])
    if digest != manifest["digest"] or not name.endswith(digest):
        raise SnapshotDamaged(f"{name}: its name is not that of its content.", REMEDY)
    try:
        sources = json.loads(_bytes(path / SOURCES, name))
        frames = {table: frame_of(table, files.get(table)) for table in LIVE_SCHEMAS}
    except (ValueError, pa.ArrowException) as error:
        raise SnapshotDamaged(f"{name}: a file cannot be read.", REMEDY) from error
    return Snapshot(
        name, digest, manifest["season"], manifest["written_at"], manifest["as_of"],
        **frames, sources=sources,
    )  # fmt: skip


def _manifest(path: Path, name: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(_bytes(path / MANIFEST, name))
        if found["format"] != FORMAT:
            raise SnapshotDamaged(
                f"{name} was written by another version of the program.", "Refresh again."
            )
        tables = set(found["tables"])
        sound = set(LIVE_SCHEMAS) - set(LATER) <= tables <= set(LIVE_SCHEMAS)
        sound &= set(found["as_of"]) <= set(LEAGUES)
        sound &= all(isinstance(found["tables"][table]["sha256"], str) for table in tables)
        if sound and isinstance(found["season"], int) and found["written_at"]:
            return found
    except (ValueError, KeyError, TypeError):
        pass
    raise SnapshotDamaged(f"{name}: its manifest is damaged or foreign.", REMEDY)


def _bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise SnapshotDamaged(f"{name} is incomplete: {path.name} is missing.", REMEDY) from None


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
