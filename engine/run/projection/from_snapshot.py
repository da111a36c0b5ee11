"""The projection of the running season from its snapshot, as tables.

``projection``: one row a team that got into some universe's field; ``projected_field``: the bracket
if the season went on as its universes do on average, called projected wherever it is shown.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from engine import store
from engine.compute.process_pool import WorkerPool
from engine.domain.teams import League, TeamTable
from engine.errors import BadInput
from engine.run.projection.play import (
    Progress,
    Projection,
    ProjectionSpec,
    load_formats,
    project,
    seeded_rows,
)
from engine.run.projection.so_far import SoFar, season_so_far
from engine.store import Snapshot, snapshot_tables, snapshots
from engine.store.refresh_lock import refreshing
from engine.store.snapshot_tables import PROJECTED_ROUNDS
from engine.tables.stakes import stakes


def project_snapshot(
    root: Path,
    leagues: Sequence[League],
    universes: int,
    random_seed: int,
    now: datetime,
    pool: WorkerPool | None = None,
    progress: Progress = lambda text: None,
) -> Snapshot:
    """The snapshot in use under ``root`` with new projections, stored and pointed to; ``now``: an
    aware time. BadInput without one, FeedError while a refresh is at work."""
    with refreshing(root):
        before, _ = snapshots.latest(root)
        if before is None:
            raise BadInput("There is no snapshot of a season.", "Run python -m engine refresh.")
        tables = before.tables()
        for league in leagues:
            made = project_season(before, league, universes, random_seed, pool, progress)
            for name, frame in zip(snapshot_tables.PROJECTED, made, strict=True):
                others = tables[name][tables[name]["league"] != league]
                tables[name] = pd.concat([others, frame], ignore_index=True)
        files = snapshot_tables.encoded(tables)
        return snapshots.write(
            root, files, before.season, before.as_of, before.sources, now.astimezone(UTC)
        )


def project_season(
    snapshot: Snapshot,
    league: League,
    universes: int,
    random_seed: int,
    pool: WorkerPool | None = None,
    progress: Progress = lambda text: None,
) -> tuple[pd.DataFrame, ...]:
    """The tables of ``snapshot_tables.PROJECTED`` of a league; BadInput where its season has no
    games to come and none played."""
    table = snapshot.teams(league)
    rows = snapshot.games[snapshot.games["league"] == league]
    known = season_so_far(table, rows, snapshot.as_of[league])
    if not len(known.games.a):
        raise BadInput(
            f"The {league}'s schedule of {snapshot.season} is not known yet.",
            "Refresh the season first: python -m engine refresh.",
        )
    left = store.selection_sunday(snapshot.season) - date.fromisoformat(snapshot.as_of[league])
    spec = ProjectionSpec(
        league, snapshot.season, universes, random_seed, snapshot.digest, max(left.days, 0)
    )
    formats = load_formats(league, table.conference, _before(league, table))
    made = project(spec, table, known.games, formats, pool, progress)
    return (
        projection_table(table, made, snapshot.as_of[league]),
        field_table(table, made),
        lines_table(made),
        stakes_table(made, known),
    )


def _before(league: League, table: TeamTable) -> list[str]:
    last = store.load_teams(league, table.base.season - 1)
    known = dict(zip(last.team_id.tolist(), last.conference, strict=True))
    return [known.get(team, "") for team in table.team_id.tolist()]


def projection_table(table: TeamTable, made: Projection, as_of: str) -> pd.DataFrame:
    """One row a team, the likeliest first: shares of universes, and among those in which it is in
    the field its mean line and the lines that hold four fifths of them."""
    universes = len(made.in_field)
    line = np.where(made.in_field, made.line, np.nan)
    seen = np.flatnonzero(made.in_field.any(axis=0))
    low, mean, high = (
        np.nanquantile(line[:, seen], 0.1, axis=0),
        np.nanmean(line[:, seen], axis=0),
        np.nanquantile(line[:, seen], 0.9, axis=0),
    )
    columns = {
        "league": made.spec.league,
        "season": made.spec.season,
        "as_of": as_of,
        "universes": universes,
        "team_id": table.team_id[seen],
        "in_field": made.in_field[:, seen].mean(axis=0),
        "automatic": made.automatic[:, seen].mean(axis=0),
        "line": mean,
        "line_low": low,
        "line_high": high,
    }
    for n, name in enumerate(PROJECTED_ROUNDS):
        columns[name] = (made.reached[:, seen] > n).mean(axis=0)
    frame = pd.DataFrame(columns)
    return frame.sort_values(["in_field", "champion"], ascending=False, ignore_index=True)


def field_table(table: TeamTable, made: Projection) -> pd.DataFrame:
    """The projected bracket: each conference's likeliest champion, then the teams that are in most
    often, seeded by their mean line."""
    automatic = np.zeros(len(table.team_id), dtype=np.bool_)
    conference = np.array(table.conference)
    share = made.automatic.mean(axis=0)
    for name in sorted({*conference} - {""}):
        mine = np.flatnonzero(conference == name)
        automatic[mine[np.argmax(share[mine])]] = True
    inside = made.in_field.mean(axis=0)
    mean_line = np.where(made.in_field, made.line, 20).mean(axis=0)
    rank = np.where(automatic, -1.0, -inside) + mean_line / 1000
    chosen = automatic.copy()
    places = int(made.in_field[0].sum()) - int(automatic.sum())
    others = np.argsort(np.where(automatic, np.inf, rank), kind="stable")[:places]
    chosen[others] = True
    _, number = np.unique(conference, return_inverse=True)
    seeds = seeded_rows(-mean_line, chosen, automatic, number)
    return pd.DataFrame(
        [
            (made.spec.league, made.spec.season, place, int(table.team_id[row]))
            for place, pair in sorted(seeds.items())
            for row in pair
        ],
        columns=["league", "season", "place", "team_id"],
    )


def lines_table(made: Projection) -> pd.DataFrame:
    """One row a team and line (1-16) on which it is in some universe: its share of all of them."""
    universe, row = np.nonzero(made.in_field)
    seen = pd.DataFrame({"team_id": made.team_id[row], "line": made.line[universe, row]})
    share = seen.value_counts(sort=False).div(len(made.in_field)).rename("share").reset_index()
    return share.assign(league=made.spec.league, season=made.spec.season)


def stakes_table(made: Projection, known: SoFar) -> pd.DataFrame:
    """What the games of the next day mean (``engine.tables.stakes``)."""
    tonight = known.next_day()
    games = known.games
    frame = stakes(
        made.in_field,
        made.line,
        made.won[:, tonight],
        np.stack([games.a[tonight], games.b[tonight]], axis=1),
    )
    number = tonight[frame["game"]]
    ids = {name: made.team_id[frame.pop(name)] for name in ("team_id", "home", "away")}
    return frame.drop(columns="game").assign(
        league=made.spec.league,
        season=made.spec.season,
        date=known.date[number],
        event_id=known.event_id[number],
        **ids,
    )
