"""Reading and checking the embedded tables of ``engine/data`` (described in its README).

Each function takes an optional ``root`` so that a copy of the data can stand in for the real one.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from engine.errors import BadInput, UnknownSeason
from engine.field import NEUTRAL, Field, RealGame
from engine.manifest import DATA as DATA
from engine.manifest import check, entries, faults, version_of
from engine.manifest import data_version as data_version
from engine.playbook import Calibration, Playbook, laid_out
from engine.players import COUNTS, SINGLE, Roster, Scorebook
from engine.results import TournamentResult, winner_from
from engine.schedule import Schedule
from engine.schemas import SCHEMAS, TEAM_FLOATS
from engine.specs import DEFAULT_SEED, DEFAULT_UNIVERSES, BracketSpec
from engine.teams import F8, LEAGUES, RATES, League, LeagueSeason, TeamTable


@lru_cache(maxsize=64)
def _table(name: str, root: Path) -> pa.Table:
    if faults(root, name):
        check(root)  # names the faults of the other tables as well
    return pq.read_table(root / f"{name}.parquet", schema=SCHEMAS[name])


def _digest(root: Path, *names: str) -> str:
    tables = entries(root)["tables"]
    return version_of({name: tables[name] for name in names})


@lru_cache(maxsize=32)
def frame(name: str, league: League, root: Path = DATA) -> pd.DataFrame:
    """One league's rows of a table, shared between callers, so for reading only; DamagedData."""
    table = _table(name, root)
    rows: pd.DataFrame = table.filter(pc.equal(table["league"], league)).to_pandas()
    return rows


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


def late_seasons(league: League, root: Path = DATA) -> tuple[int, ...]:
    """All seasons whose last month before the tournament is on record."""
    return _seasons("eve_seasons", league, root)


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
        season_spread=float(rows["season_spread"][0]),
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
    return laid_out(_arrays(_table("playbook", root), "ijkl"), _digest(root, "playbook"))


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
    return Calibration(**_vectors("calibration", periods, root))


@lru_cache(maxsize=8)
def load_link(periods: int, root: Path = DATA) -> tuple[tuple[float, ...], float]:
    """(coefficients, error) of the win probability's curve for such games; DamagedData."""
    vectors = _vectors("link", periods, root)
    return vectors["coefficient"], vectors["error"][0]


def _vectors(name: str, periods: int, root: Path) -> dict[str, tuple[float, ...]]:
    """The vectors of a table of (periods, name, i, value)."""
    vectors: dict[str, tuple[float, ...]] = {}
    for row in _table(name, root).sort_by("i").to_pylist():
        if row["periods"] == periods:
            vectors[row["name"]] = (*vectors.get(row["name"], ()), row["value"])
    return vectors


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


@lru_cache(maxsize=16)
def load_default_result(league: League, season: int, root: Path = DATA) -> TournamentResult:
    """The precomputed run that a first visit shows; UnknownSeason or DamagedData."""
    field = load_field(league, season, root)
    packed = _rows("defaults", league, season, root)["strong"].tolist()
    winner = winner_from(field, packed, DEFAULT_UNIVERSES)
    winner.flags.writeable = False
    spec = BracketSpec(league, season, DEFAULT_UNIVERSES, DEFAULT_SEED)
    return TournamentResult(spec, field, winner)


@lru_cache(maxsize=128)
def load_default(league: League, season: int, root: Path = DATA) -> tuple[BracketSpec, F8]:
    """The same run's spec and ``slot_prob[S, E]``."""
    result = load_default_result(league, season, root)
    return result.spec, result.slot_prob()


@lru_cache(maxsize=128)
def load_stage(league: League, season: int, through: int, root: Path = DATA) -> F8:
    """``slot_prob[S, E]`` of the same universes after what happened through a round (0-6)."""
    field = load_field(league, season, root)
    if through < field.round[0]:
        return load_default(league, season, root)[1]
    slot_prob = np.zeros((len(field.slot), len(field.seed)))
    for s, game in enumerate(load_results(league, season, root)):
        slot_prob[s, field.team_id == game.winner_id] = field.round[s] <= through
    rows = _rows("stages", league, season, root)
    for i in np.flatnonzero(rows["through"] == through):
        s, e = field.slot.index(rows["slot"][i]), field.seed.index(rows["seed"][i])
        slot_prob[s, e] = rows["count"][i] / DEFAULT_UNIVERSES
    return slot_prob
