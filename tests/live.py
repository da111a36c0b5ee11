"""A made-up running tournament: last season's field and results as a snapshot of this season."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from engine import store
from engine.domain.field import Field
from engine.domain.teams import League
from engine.store import Snapshot, snapshot_tables, snapshots

SEASON, EMBEDDED = 2027, 2026
SUNDAY = "2027-03-14"
# Round -> days after Selection Sunday; every second game of a round is played on the second day.
PLAYED_ON = ((2, 3), (4, 5), (6, 7), (11, 12), (13, 14), (20, 20), (22, 22))


def day_after(days: int) -> str:
    """An ISO day after Selection Sunday."""
    return (datetime.fromisoformat(SUNDAY) + timedelta(days)).date().isoformat()


def field_rows(field: Field) -> pd.DataFrame:
    """The field as a snapshot keeps it."""
    names = [field.region[seed[0]] for seed in field.seed]
    key = {"league": field.league, "season": SEASON}
    return pd.DataFrame({**key, "seed": field.seed, "team_id": field.team_id, "region_name": names})


def game_rows(league: League = "men") -> pd.DataFrame:
    """Last season's tournament with this season's days, every game a final: columns of a
    snapshot's ``games``, and ``slot``. The winner is the home side in every second game."""
    field, results = store.load_field(league, EMBEDDED), store.load_results(league, EMBEDDED)
    rows = []
    for n, game in enumerate(results):
        days = PLAYED_ON[int(field.round[field.slot.index(game.slot)])]
        home_won = n % 2 == 0
        sides = (game.winner_id, game.loser_id) if home_won else (game.loser_id, game.winner_id)
        points = (game.winner_points, game.loser_points)
        home_points, away_points = points if home_won else points[::-1]
        day = day_after(days[n % 2])
        rows.append(
            {
                "slot": game.slot, "event_id": 500_000_000 + n, "date": day,
                "start": f"{day}T{16 + n % 8}:00Z", "status": "final",
                "home": sides[0], "away": sides[1], "home_points": float(home_points),
                "away_points": float(away_points), "overtimes": game.overtimes, "ncaa": True,
                "neutral": True, "period": 2 + game.overtimes, "clock": "0:00",
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def later_than(rows: pd.DataFrame, day: str, unseen: bool = True) -> pd.DataFrame:
    """The same as it stood in the evening of a day: later games are not listed yet, or without a
    result if not ``unseen``."""
    known = rows[rows["date"] <= day]
    if unseen:
        return known
    rest = rows[rows["date"] > day].assign(status="scheduled", home_points=float("nan"))
    return pd.concat([known, rest.assign(away_points=float("nan"), period=0)])


def changed(rows: pd.DataFrame, slot: str, **values: object) -> pd.DataFrame:
    """The rows with other values in the game of one slot."""
    rows = rows.copy()
    for name, value in values.items():
        rows.loc[rows["slot"] == slot, name] = value
    return rows


def written(
    root: Path,
    rows: pd.DataFrame,
    day: str,
    league: League = "men",
    field: bool = True,
    clock: str = "12:00",
    read: Mapping[str, str] | None = None,
) -> Snapshot:
    """A snapshot with those games and the field, its ratings last season's, pointed to in
    ``root``; ``day``: when it is written; ``read``: when which day was read last. The ratings stand
    on games through Selection Sunday."""
    table = store.load_teams(league, EMBEDDED)
    members = store.espn_teams(league, SEASON)
    espn = dict(zip(members["team_id"], members["espn_id"], strict=True))
    name = dict(zip(members["team_id"], members["name"], strict=True))
    table = replace(table, base=replace(table.base, season=SEASON, cutoff=SUNDAY))
    ratings, averages = snapshot_tables.rating_rows(table)
    schema = snapshot_tables.LIVE_SCHEMAS
    games = pd.DataFrame(rows).assign(league=league, season=SEASON, season_type=3)
    games = games.assign(
        **{f"{side}_id": games[side].map(espn).fillna(0) for side in ("home", "away")},
        **{f"{side}_name": games[side].map(name).fillna("Nobody") for side in ("home", "away")},
    )
    plain = {"time_valid": True, "conference_game": False, "tournament_id": 22, "venue": "Arena"}
    plain |= {"city": "Town", "region": "", "headline": ""}
    plain |= {f"{side}_{what}": 0 for side in ("home", "away") for what in ("seed", "rank")}
    games = games.assign(**plain)[schema["games"].names]
    empty = {table: snapshot_tables.frame_of(table, None) for table in schema}
    tables = empty | {"games": games, "ratings": ratings, "averages": averages}
    if field:
        tables["field"] = field_rows(store.load_field(league, EMBEDDED))
    as_of: dict[League, str] = {league: SUNDAY}
    now = datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=UTC)
    sources = {"days": {league: dict(read or {})}}
    return snapshots.write(root, snapshot_tables.encoded(tables), SEASON, as_of, sources, now)
