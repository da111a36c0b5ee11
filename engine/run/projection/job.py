"""A projection that a page asks for: in a worker process of its own, told in plain values."""

from datetime import datetime
from pathlib import Path

from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import DEFAULT_RANDOM_SEED
from engine.domain.teams import LEAGUES
from engine.errors import HardwoodError
from engine.run.projection.from_snapshot import project_snapshot
from engine.run.projection.play import UNIVERSES
from engine.run.season.refresh_job import Came
from engine.store import snapshots
from engine.store.refresh_lock import tell


def submit_projection(root: Path, now: datetime, pool: WorkerPool) -> Job[Came]:
    """Project the snapshot in use under ``root`` in a worker of ``pool``; ``now``: an aware time.
    The job's one result says what came."""
    return pool.submit(("project", str(root)), project_now, [(str(root), now)])


def project_now(root: str, now: datetime) -> Came:
    """One projection of every league of the snapshot whose field is open; never raises a
    HardwoodError."""
    folder = Path(root)
    try:
        before, _ = snapshots.latest(folder)
        leagues = [
            league
            for league in LEAGUES
            if before and league in before.as_of and before.field_of(league, before.season) is None
        ]
        for league in leagues:

            def say(text: str, league: str = league) -> None:
                tell(folder, f"the {league}'s projection: {text}")

            project_snapshot(folder, [league], UNIVERSES, DEFAULT_RANDOM_SEED, now, None, say)
    except HardwoodError as error:
        return Came("kept", complaint=str(error))
    return Came("new", projected=True)
