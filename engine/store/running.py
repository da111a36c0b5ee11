"""The season that is being played, as every other part reads a season.

Its data are the snapshot in use; without a snapshot, or for a league that it lacks, the ratings
before the first game: last season's end carried over the summer.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import pandas as pd

from engine.domain.field import Field, RealGame
from engine.domain.live_results import ListedGame, SoFar, tournament_so_far
from engine.domain.teams import LEAGUES, League, TeamTable
from engine.errors import FieldNotKnown, UnknownSource
from engine.ratings.current_season import rate_season
from engine.store import snapshots
from engine.store.caches import cached_by_data_version
from engine.store.datasets import Dataset, Followed, dataset, hold
from engine.store.manifest import DATA
from engine.store.seasons import seasons, tournament_seasons
from engine.store.snapshot_tables import table_bytes
from engine.store.snapshots import Snapshot
from engine.store.team_names import espn_teams
from engine.store.teams import embedded_teams, load_prior
from engine.store.tournaments import embedded_field, load_results

SIDES = ("home", "away")
SUNDAY = 6
BEFORE_SEASON = (10, 31)  # month and day: no game yet
EARLIEST_SELECTION = (3, 11)  # the fields are announced on the Sunday from this day on


@dataclass(frozen=True, slots=True, eq=False)
class Preseason:
    """The coming season before any of its games."""

    digest: str
    season: int
    tables: Mapping[League, TeamTable]

    def teams_of(self, league: League, season: int) -> TeamTable | None:
        """The carried ratings."""
        return self.tables.get(league) if season == self.season else None

    def field_of(self, league: League, season: int) -> Field | None:
        """Not known yet."""
        return None


def running_season(league: League, root: Path = DATA) -> int:
    """The season after the last embedded one."""
    return seasons(league, root)[-1] + 1


def known_seasons(league: League, root: Path = DATA) -> tuple[int, ...]:
    """All seasons with ratings, the one that is being played the last."""
    return (*seasons(league, root), running_season(league, root))


def usual_season(league: League) -> int:
    """The season that a visitor means who names none: the running one once it has a game."""
    return running_season(league) - (_current(league) is None)


def usual_tournament(league: League) -> int:
    """The last season whose field is known."""
    season, current = running_season(league), _current(league)
    known = current is not None and current.field_of(league, season) is not None
    return season if known else tournament_seasons(league)[-1]


def results_of(field: Field) -> tuple[RealGame, ...]:
    """The games of a field as they were played: all of an embedded one, those so far of the one
    that is being played, none of any other."""
    if field.source:
        return so_far(field).results
    known = field.season in tournament_seasons(field.league)
    if not known or embedded_field(field.league, field.season).digest != field.digest:
        return ()
    return load_results(field.league, field.season)


def is_over(field: Field) -> bool:
    """Whether a field's last game was played."""
    return len(results_of(field)) == len(field.slot)


def so_far(field: Field) -> SoFar:
    """What the games of a field's snapshot decide in it; nothing for a field without one."""
    held_by = opened(field.source) if field.source else None
    if isinstance(held_by, Followed):
        held_by = opened(held_by.base) if held_by.base else None
    if not isinstance(held_by, Snapshot):
        return SoFar()
    own = held_by.field_of(field.league, field.season)
    if own is None or own.digest != field.digest:  # a projected field, not the real one
        return SoFar()
    return _so_far(held_by, own)


@lru_cache(maxsize=8)
def _so_far(snapshot: Snapshot, field: Field) -> SoFar:
    table = snapshot.teams(field.league)
    names = dict(zip(table.team_id.tolist(), table.name, strict=True))
    announced = selection_sunday(field.season).isoformat()
    return tournament_so_far(field, _listed(snapshot, field.league, announced), announced, names)


def _listed(snapshot: Snapshot, league: League, after: str) -> list[ListedGame]:
    """The league's games later than a day."""
    games = snapshot.games
    rows = games[(games["league"] == league) & (games["date"] > after)]
    rows = rows.assign(**{f"{side}_points": rows[f"{side}_points"].fillna(0) for side in SIDES})
    return [
        ListedGame(
            int(row["event_id"]), row["date"], row["start"], int(row["home"]), int(row["away"]),
            (int(row["home_points"]), int(row["away_points"])), row["status"],
            int(row["overtimes"]), bool(row["neutral"]), bool(row["ncaa"]), int(row["period"]),
            row["clock"],
        )
        for row in rows.to_dict("records")
    ]  # fmt: skip


def running(league: League) -> Snapshot | Preseason:
    """The data of the season that is being played, as of now; DamagedData."""
    return _current(league) or preseason()


def through(league: League) -> str:
    """The last day (ISO, US Eastern) whose games are in the ratings of the running season."""
    season = running_season(league)
    return load_teams(league, season, source=source_of(league, season)).base.cutoff


def _current(league: League) -> Snapshot | None:
    found = snapshot_in_use()
    current = found and found.season == running_season(league) and league in found.as_of
    return found if current else None


def snapshot_in_use() -> Snapshot | None:
    """The snapshot that is in use, or None; read again when another one is pointed to."""
    root = snapshots.live_directory(os.environ)
    return _in_use(root, snapshots.stamp(root))


@lru_cache(maxsize=2)
def _in_use(root: Path, stamp: tuple[int, ...]) -> Snapshot | None:
    found, _ = snapshots.latest(root) if stamp else (None, ())
    if found:
        hold(found)
    return found


@cached_by_data_version(1)
def preseason(root: Path = DATA) -> Preseason:
    """The coming season before any of its games; DamagedData."""
    tables = {league: _carried(league, root) for league in LEAGUES}
    digests = " ".join(table.digest for table in tables.values())
    digest = hashlib.sha256(digests.encode()).hexdigest()[:12]
    found = Preseason(digest, running_season("men", root), tables)
    hold(found)
    return found


def _carried(league: League, root: Path) -> TeamTable:
    season = running_season(league, root)
    whole, numbers = ("home", "away"), ("home_points", "away_points", "overtimes")
    none = (
        {"date": str, "neutral": bool} | dict.fromkeys(whole, int) | dict.fromkeys(numbers, float)
    )
    games = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in none.items()})
    prior, members = load_prior(league, season, root), espn_teams(league, season, root)
    day = date(season - 1, *BEFORE_SEASON).isoformat()
    return rate_season(league, season, games, prior, members, day)


# --- By source -----------------------------------------------------------------------------------


def source_of(league: League, season: int) -> str:
    """The ``source`` of requests for a season: "" unless it is the one being played."""
    return running(league).digest if season == running_season(league) else ""


def first_alike(league: League, season: int, source: str) -> str:
    """The first source of this process with the same ratings and field as ``source``: while a
    tournament is played its snapshots differ by games only, so a universe of one is one of all."""
    held_by = opened(source) if source else None
    if not isinstance(held_by, Snapshot) or held_by.season != season:
        return source
    first = _first.setdefault(_strengths(held_by, league), source)
    try:
        opened(first)
    except UnknownSource:  # removed since
        _first[_strengths(held_by, league)] = first = source
    return first


_first: dict[str, str] = {}


@lru_cache(maxsize=32)
def _strengths(snapshot: Snapshot, league: League) -> str:
    names = ("ratings", "averages", "field")
    frames: list[pd.DataFrame] = [getattr(snapshot, name) for name in names]
    rows = [
        table_bytes(name, frame[frame["league"] == league])
        for name, frame in zip(names, frames, strict=True)
    ]
    return hashlib.sha256(b"\n".join([league.encode(), *rows])).hexdigest()


def opened(source: str) -> Dataset:
    """A dataset in memory, or a kept snapshot; UnknownSource."""
    return dataset(source, _found)


def _found(source: str) -> Dataset | None:
    """A kept snapshot; else the coming season before its games, which takes seconds to rate."""
    kept = snapshots.of_digest(snapshots.live_directory(os.environ), source)
    return kept or (preseason() if source == preseason().digest else None)


def load_teams(league: League, season: int, root: Path = DATA, source: str = "") -> TeamTable:
    """All rated teams of a season, from the embedded tables or a dataset; UnknownSeason,
    UnknownSource or DamagedData."""
    found = opened(source).teams_of(league, season) if source else None
    return found or embedded_teams(league, season, root)


def load_field(league: League, season: int, root: Path = DATA, source: str = "") -> Field:
    """A tournament's field and tree, from the embedded tables or a dataset; FieldNotKnown,
    UnknownSeason, UnknownSource or DamagedData."""
    found = opened(source).field_of(league, season) if source else None
    known = tournament_seasons(league, root)
    if found is None and season not in known and season == running_season(league, root):
        day = selection_sunday(season)
        raise FieldNotKnown(league, season, f"{day.day} {day:%B %Y}")
    field = found or embedded_field(league, season, root)
    return _with_source(field, source) if source else field


@lru_cache(maxsize=32)
def _with_source(field: Field, source: str) -> Field:
    return replace(field, source=source)


def selection_sunday(season: int) -> date:
    """When the fields of a season's tournaments are announced."""
    earliest = date(season, *EARLIEST_SELECTION)
    return earliest + timedelta((SUNDAY - earliest.weekday()) % 7)
