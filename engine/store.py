"""Reading and checking the embedded tables of ``engine/data`` (described in its README).

Each function takes an optional ``root`` so that a copy of the data can stand in for the real one.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from engine import MODEL_VERSION
from engine.errors import BadInput, DamagedData, UnknownSeason
from engine.field import NEUTRAL, Field, RealGame
from engine.playbook import Calibration, Playbook, laid_out
from engine.players import COUNTS, SINGLE, Roster, Scorebook
from engine.schedule import Schedule
from engine.schemas import PLAYED_FROM, SCHEMAS, TEAM_FLOATS
from engine.specs import DEFAULT_SEED, DEFAULT_UNIVERSES, BracketSpec
from engine.teams import F8, LEAGUES, RATES, League, LeagueSeason, TeamTable

DATA = Path(__file__).parent / "data"
MANIFEST = "manifest.json"
REMEDY = (
    "Restore the files with “git checkout engine/data” "
    "or rebuild them with “python -m engine.build”."
)


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def version_of(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """Twelve hexadecimal digits that name the bytes of ``tables`` (manifest entries) together."""
    text = "\n".join(f"{name} {tables[name]['sha256']}" for name in sorted(tables))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def inputs_of_defaults(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """What the precomputed odds were made from: if this changes they are stale."""
    used = {name: tables[name] for name in PLAYED_FROM}
    return f"model {MODEL_VERSION}, {DEFAULT_UNIVERSES} universes, seed {DEFAULT_SEED}, tables " + (
        version_of(used)
    )


def check_target(path: Path) -> None:
    """BadInput if no file can go there; asked before long work, not after it."""
    if path.is_dir():
        raise BadInput(f"{path} is a folder.", "Give the name of a file in it.")
    if not path.parent.is_dir():
        raise BadInput(f"There is no folder {path.parent}.", "Make it first or choose another.")


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table where a person asked for it; BadInput if it cannot be written there."""
    check_target(path)
    try:
        frame.to_csv(path, index=False, lineterminator="\n")
    except OSError as error:
        why = error.strerror or "it cannot be written"
        raise BadInput(f"{path}: {why}.", "Choose another file.") from error


# --- Checking ------------------------------------------------------------------------------------


def check(root: Path = DATA, names: Iterable[str] = tuple(SCHEMAS)) -> None:
    """Check the tables; DamagedData lists all faults found."""
    faults = [fault for name in names for fault in _faults(root, name)]
    if faults:
        raise DamagedData(
            f"The embedded data is damaged: {'; '.join(dict.fromkeys(faults))}.", REMEDY
        )


def _manifest(root: Path) -> dict[str, Any]:
    """The manifest, or {} if it cannot be read."""
    try:
        manifest = json.loads((root / MANIFEST).read_text())
        return manifest if manifest["version"] == version_of(manifest["tables"]) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _faults(root: Path, name: str) -> list[str]:
    """What is wrong with one table, in words; nothing if it is sound."""
    path, tables = root / f"{name}.parquet", _manifest(root).get("tables")
    if tables is None:
        return [f"{MANIFEST} is missing or altered"]
    if name not in tables:
        return [f"{MANIFEST} does not list {path.name}"]
    if not path.is_file():
        return [f"{path.name} is missing"]
    faults = _column_faults(path, name, tables[name]["rows"])
    if not faults and sha256_of(path) != tables[name]["sha256"]:
        faults = [f"{path.name} was altered: its checksum is not the manifest's"]
    if name == "defaults" and tables[name].get("made_from") != inputs_of_defaults(tables):
        faults += [f"{path.name} was made from other tables or by another version of the model"]
    return faults


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


@lru_cache(maxsize=64)
def _table(name: str, root: Path) -> pa.Table:
    if _faults(root, name):
        check(root)  # names the faults of the other tables as well
    return pq.read_table(root / f"{name}.parquet", schema=SCHEMAS[name])


def _digest(root: Path, *names: str) -> str:
    tables = _manifest(root)["tables"]
    return version_of({name: tables[name] for name in names})


def data_version(root: Path = DATA) -> str:
    """A short digest of all embedded tables; part of every cache key."""
    manifest = _manifest(root)
    if not manifest:
        check(root)
    return str(manifest["version"])


# --- Seasons -------------------------------------------------------------------------------------


def check_league(text: object) -> League:
    """``text`` as a league, or BadInput."""
    for league in LEAGUES:
        if text == league:
            return league
    raise BadInput(f"“{str(text)[:24]}” is not a league.", "Use men or women.")


@lru_cache(maxsize=64)
def _seasons(name: str, league: League, root: Path) -> tuple[int, ...]:
    table = _table(name, root)
    of_league = table.filter(pc.equal(table["league"], check_league(league)))
    return tuple(sorted(of_league["season"].unique().to_pylist()))


def seasons(league: League, root: Path = DATA) -> tuple[int, ...]:
    """All rated seasons, the first one first."""
    return _seasons("seasons", league, root)


def tournament_seasons(league: League, root: Path = DATA) -> tuple[int, ...]:
    """All seasons whose tournament was played."""
    return _seasons("fields", league, root)


def schedule_seasons(league: League, root: Path = DATA) -> tuple[int, ...]:
    """All seasons whose every game is known, so that they can be played again."""
    return _seasons("schedule", league, root)


def _span(known: tuple[int, ...]) -> str:
    gaps = [str(y) for y in range(known[0], known[-1]) if y not in known]
    return f"from {known[0]} to {known[-1]}" + (f" except {', '.join(gaps)}" if gaps else "")


def check_season(league: League, season: object, known: tuple[int, ...]) -> int:
    """``season`` as one of ``known``, or UnknownSeason that says why not and which there are."""
    remedy = f"Choose a {league}'s season {_span(known)}."
    text = str(season).strip()
    if text.isdigit() and int(text[:6]) in known:
        return int(text)
    if text == "2020":
        raise UnknownSeason(
            "The 2020 tournament was cancelled, so there is no 2020 season.", remedy
        )
    if text.isdigit() and len(text) == 4:
        raise UnknownSeason(f"The {league}'s season {text} is not in the data.", remedy)
    raise UnknownSeason(f"“{text[:24]}” is not a season.", remedy)


def _rows(name: str, league: League, season: int, root: Path) -> dict[str, Any]:
    """Columns of one league's season as numpy arrays."""
    table = _table(name, root)
    mask = pc.and_(pc.equal(table["league"], league), pc.equal(table["season"], season))
    part = table.filter(mask)
    return {column: part[column].to_numpy() for column in part.column_names}


# --- Teams ---------------------------------------------------------------------------------------


@lru_cache(maxsize=128)
def load_teams(league: League, season: int, root: Path = DATA) -> TeamTable:
    """All rated teams of a season; UnknownSeason or DamagedData."""
    check_season(league, season, seasons(league, root))
    rows = _rows("teams", league, season, root)
    numbers = {name: rows[name].astype(np.float64) for name in TEAM_FLOATS[:7]}
    return TeamTable(
        base=_league_season(league, season, root),
        team_id=rows["team_id"].astype(np.int32),
        name=tuple(rows["name"]),
        conference=tuple(rows["conference"]),
        wins=rows["wins"].astype(np.int32),
        losses=rows["losses"].astype(np.int32),
        **numbers,
        offence=_rates(rows, "off_{}"),
        offence_se=_rates(rows, "off_{}_se"),
        defence=_rates(rows, "def_{}"),
        defence_se=_rates(rows, "def_{}_se"),
        digest=_digest(root, "seasons", "teams"),
    )


def _rates(rows: dict[str, Any], column: str) -> F8:
    """[T, R] from the columns named by ``column``, in the order of ``RATES``."""
    return np.stack([rows[column.format(r)] for r in RATES], axis=1).astype(np.float64)


def _league_season(league: League, season: int, root: Path) -> LeagueSeason:
    rows = _rows("seasons", league, season, root)
    return LeagueSeason(
        league=league,
        season=season,
        pace=float(rows["pace"][0]),
        efficiency=float(rows["efficiency"][0]),
        home_edge=float(rows["home_edge"][0]),
        rate=_rates(rows, "rate_{}")[0],
        has_style=bool(rows["has_style"][0]),
        cutoff=str(rows["cutoff"][0]),
        season_pace=float(rows["season_pace"][0]),
        season_efficiency=float(rows["season_efficiency"][0]),
    )


@lru_cache(maxsize=16)
def load_schedule(league: League, season: int, root: Path = DATA) -> Schedule:
    """Every game of a season; UnknownSeason or DamagedData."""
    check_season(league, season, schedule_seasons(league, root))
    rows = _rows("schedule", league, season, root)
    return Schedule(league, season, *(rows[name].astype(np.int64) for name in ("a", "b", "venue")))


@lru_cache(maxsize=16)
def load_figures(league: League, season: int, root: Path = DATA) -> dict[str, float]:
    """What the games of the schedule looked like, by name; UnknownSeason or DamagedData."""
    check_season(league, season, schedule_seasons(league, root))
    rows = _rows("figures", league, season, root)
    return dict(zip(rows["name"].tolist(), rows["real"].tolist(), strict=True))


# --- How the game is played ---------------------------------------------------------------------


@lru_cache(maxsize=4)
def load_playbook(root: Path = DATA) -> Playbook:
    """The measured playbook; DamagedData."""
    arrays = _arrays(_table("playbook", root), "ijkl")
    return laid_out(arrays, _digest(root, "playbook"))


def _arrays(table: pa.Table, axes: str) -> dict[str, F8]:
    """The arrays of a tidy table: rows of name, an index along each of ``axes``, value."""
    names = table["name"].to_numpy()
    index = np.stack([table[axis].to_numpy() for axis in axes])
    value = table["value"].to_numpy().astype(np.float64)
    arrays = {}
    for name in np.unique(names):
        at = index[:, names == name]
        shape = at.max(axis=1) + 1
        used = int(np.flatnonzero(shape > 1).max(initial=0)) + 1
        arrays[str(name)] = np.empty(tuple(shape[:used]))
        arrays[str(name)][tuple(at[:used])] = value[names == name]
    return arrays


@lru_cache(maxsize=8)
def load_calibration(periods: int, root: Path = DATA) -> Calibration:
    """The calibration for games of so many periods (2 halves, 4 quarters); DamagedData."""
    rows = _table("calibration", root).sort_by("i").to_pylist()
    vectors: dict[str, list[float]] = {}
    for row in rows:
        if row["periods"] == periods:
            vectors.setdefault(row["name"], []).append(row["value"])
    return Calibration(**{name: tuple(vector) for name, vector in vectors.items()})


# --- Players -------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def load_roster(league: League, season: int, team_id: int, root: Path = DATA) -> Roster | None:
    """A tournament team's players, the most minutes first, or None where the season or the team has
    no player data; UnknownSeason or DamagedData."""
    check_season(league, season, seasons(league, root))
    rows = _rows("players", league, season, root)
    mine = np.flatnonzero(rows["team_id"] == team_id)
    if not mine.size:
        return None
    mine = mine[np.argsort(-rows["minutes"][mine], kind="stable")]
    return Roster(
        season=season,
        team_id=team_id,
        name=tuple(str(name) for name in rows["player"][mine]),
        minutes=rows["minutes"][mine].astype(np.float64),
        count=np.stack([rows[name][mine] for name in COUNTS], axis=1).astype(np.float64),
        games=int(rows["team_games"][mine[0]]),
    )


@lru_cache(maxsize=4)
def load_scorebook(root: Path = DATA) -> Scorebook:
    """The measured shares of blocks, assists and team credits; DamagedData."""
    share: dict[str, Any] = dict(_arrays(_table("scorebook", root), "ij"))
    return Scorebook(**share | {name: float(share[name][0]) for name in SINGLE})


# --- Tournaments ---------------------------------------------------------------------------------


@lru_cache(maxsize=128)
def load_field(league: League, season: int, root: Path = DATA) -> Field:
    """A tournament's field and tree; UnknownSeason or DamagedData."""
    check_season(league, season, tournament_seasons(league, root))
    entrants, tree = (_rows(name, league, season, root) for name in ("fields", "slots"))
    seed, slot = list(entrants["seed"]), list(tree["slot"])
    side = {name: e for e, name in enumerate(seed)} | {name: -s - 1 for s, name in enumerate(slot)}
    sides = [
        [side[strong], side[weak]]
        for strong, weak in zip(tree["strong"], tree["weak"], strict=True)
    ]
    host = [side[name] if name else NEUTRAL for name in tree["host"]]
    return Field(
        league=league,
        season=season,
        seed=tuple(seed),
        team_id=entrants["team_id"].astype(np.int32),
        slot=tuple(slot),
        round=tree["round"].astype(np.int8),
        feeder=np.array(sides, dtype=np.int16),
        host=np.array(host, dtype=np.int16),
        region={s[0]: str(name) for s, name in zip(seed, entrants["region_name"], strict=True)},
        digest=_digest(root, "fields", "slots"),
    )


@lru_cache(maxsize=128)
def load_results(league: League, season: int, root: Path = DATA) -> tuple[RealGame, ...]:
    """A tournament's games as they were played, in playing order; UnknownSeason or DamagedData."""
    check_season(league, season, tournament_seasons(league, root))
    rows = _rows("results", league, season, root)
    numbers = ("winner_id", "loser_id", "winner_points", "loser_points", "overtimes")
    return tuple(
        RealGame(str(slot), *(int(rows[n][i]) for n in numbers))
        for i, slot in enumerate(rows["slot"])
    )


@lru_cache(maxsize=128)
def load_default(league: League, season: int, root: Path = DATA) -> tuple[BracketSpec, F8]:
    """The precomputed run that a first visit shows, and its ``slot_prob[S, E]``."""
    field = load_field(league, season, root)
    rows = _rows("defaults", league, season, root)
    slot_prob = np.zeros((len(field.slot), len(field.seed)))
    s = [field.slot.index(slot) for slot in rows["slot"]]
    e = [field.seed.index(seed) for seed in rows["seed"]]
    slot_prob[s, e] = rows["count"] / DEFAULT_UNIVERSES
    return BracketSpec(league, season, DEFAULT_UNIVERSES, DEFAULT_SEED), slot_prob
