"""A refresh that a page asks for: in a worker process of its own, told in plain values."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.teams import LEAGUES
from engine.errors import HardwoodError
from engine.run.season.current_season import Today, season_on
from engine.run.season.days import rated
from engine.run.season.refresh import RefreshSpec, Status, adopt_published, refresh
from engine.store import snapshots
from engine.store.refresh_lock import tell
from engine.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a refresh: ``games`` with a new result and new ``boxes``; ``complaint`` is one
    sentence about what failed and what is shown instead, or nothing; ``projected``: the rest of the
    season was played, nothing was asked for."""

    status: Status
    games: int = 0
    boxes: int = 0
    complaint: str = ""
    projected: bool = False


def submit_refresh(root: Path, now: datetime, pool: WorkerPool) -> Job[Came]:
    """Refresh both leagues of the season being played at ``now`` (aware), in a worker; the job's
    one result says what came. The worker loads the network client and the tables, so ``pool`` is
    best one of its own."""
    return pool.submit(("refresh", str(root)), refresh_now, [(str(root), now)])


def refresh_now(root: str, now: datetime) -> Came:
    """One refresh, not more often than pages may ask; never raises a HardwoodError."""
    from engine.sources.addresses import addresses  # loads the network client
    from engine.sources.feeds import EspnFeed
    from engine.sources.http import client_for

    folder = Path(root)
    try:
        where = addresses(os.environ)
        client = client_for(where, os.environ.get("HARDWOOD_FEED_TIMEOUT", ""))
        if where.published:
            adopt_published(folder, client, now)
        before, _ = snapshots.latest(folder)
        season = season_on(Today.of(now).day)
        spec = RefreshSpec(season, LEAGUES, folder, asked_on_a_page=True)
        found = refresh(
            spec, EspnFeed(client), now, client.answered, lambda text: tell(folder, text)
        )
    except HardwoodError as error:
        return Came("kept", complaint=str(error))
    new_games = _results(found.snapshot) - _results(before)
    boxes = sum(counts["boxes"] for counts in found.counts.values())
    return Came(found.status, max(0, new_games), boxes, found.complaint)


def _results(snapshot: Snapshot | None) -> int:
    """Finals between Division I teams."""
    return 0 if snapshot is None else int((rated(snapshot.games)["status"] == "final").sum())
