"""Bring the season that is being played up to date: ask, judge, rate, store.

    feed -> gathering (gates) -> ratings -> snapshot

Whatever goes wrong, the snapshot in use stays as it is; a league that fails keeps its part of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from engine import MODEL_VERSION, store
from engine.domain.teams import League
from engine.errors import FeedError, HardwoodError
from engine.run.season import announcements, current_season, gathering, live_ratings
from engine.run.season.current_season import Today
from engine.run.season.gathering import Gathered, Progress
from engine.store import snapshot_tables, snapshots
from engine.store.refresh_lock import attempted, refreshing, seconds_to_wait
from engine.store.snapshots import Snapshot

if TYPE_CHECKING:
    from engine.sources.feeds import Feed
    from engine.sources.http import Client

BOXES = ("new", "all", "none")
Status = Literal["new", "same", "kept"]


@dataclass(frozen=True, slots=True)
class RefreshSpec:
    """What to bring up to date, and where. ``boxes``: new, all or none; ``dry_run`` stores nothing;
    ``asked_on_a_page``: not more often than every 10 minutes, on tournament days every minute, and
    then of the day's scores alone once the days before are read."""

    season: int
    leagues: tuple[League, ...]
    root: Path
    boxes: str = "new"
    dry_run: bool = False
    asked_on_a_page: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a refresh: ``new`` snapshot, the ``same`` content as before, or the old one
    ``kept`` because something failed. ``complaint`` is one sentence for a person, or nothing."""

    status: Status
    snapshot: Snapshot | None
    counts: Mapping[League, Mapping[str, int]]
    notes: tuple[str, ...]
    failures: tuple[str, ...]

    @property
    def complaint(self) -> str:
        """What failed, and what is shown instead."""
        if not self.failures:
            return ""
        more = f" ({len(self.failures) - 1} more like it.)" if len(self.failures) > 1 else ""
        return f"{self.failures[0]}{more} {self._shown()}"

    def _shown(self) -> str:
        if self.snapshot is None:
            return "There is no snapshot yet."
        days = sorted(set(self.snapshot.as_of.values()))
        return f"Data through {' and '.join(days)}."


@dataclass
class _Work:
    spec: RefreshSpec
    feed: "Feed"
    now: datetime
    progress: Progress
    before: Snapshot | None = None
    swept: str = ""
    failures: list[str] = field(default_factory=list)

    @property
    def today(self) -> Today:
        return Today.of(self.now)


def refresh(
    spec: RefreshSpec,
    feed: "Feed",
    now: datetime,
    answered: Sequence[Mapping[str, Any]] = (),
    progress: Progress = lambda text: None,
) -> Outcome:
    """One refresh. ``now`` is an aware time; ``answered`` is the client's record of its requests.

    FeedError if another one is at work or the last one was asked for a moment ago; HardwoodError
    if the directory cannot be written."""
    if spec.asked_on_a_page:
        _check_pause(spec, now)
    with refreshing(spec.root):
        attempted(spec.root)
        snapshots.clean(spec.root)
        before, refused = snapshots.latest(spec.root)
        work = _Work(spec, feed, now, progress, before)
        work.swept = str(snapshots.state(spec.root).get("swept", ""))
        done = [known for league in spec.leagues if (known := _league(work, league))]
        outcome = _stored(work, done, answered)
    notes = (*refused, *outcome.notes)
    return Outcome(outcome.status, outcome.snapshot, outcome.counts, notes, outcome.failures)


def _check_pause(spec: RefreshSpec, now: datetime) -> None:
    tournament = current_season.is_tournament_day(Today.of(now).day)
    wait = seconds_to_wait(spec.root, tournament)
    if wait > 0:
        minutes = max(1, round(wait / 60))
        raise FeedError("The last refresh was a moment ago.", f"Next try in {minutes} min.")


# --- One league ----------------------------------------------------------------------------------


def _league(work: _Work, league: League) -> Gathered | None:
    """The league's games as of now, or None if nothing trustworthy came."""
    spec, today = work.spec, work.today
    known = _known(work, league)
    known.scores_only = current_season.days_of_now(known.read_at, today) if _on_a_page(work) else []
    days = (
        known.scores_only
        or current_season.wanted_days(
            spec.season, today.day, known.as_of, known.read_at.keys(), work.swept
        )[0]
    )
    try:
        stamp = work.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        gathering.read_days(known, work.feed, days, stamp, work.progress)
        gathering.check_season(known, today)
        gathering.close_days(known, today)
        if not known.scores_only:
            gathering.read_boxes(known, work.feed, spec.boxes, today, work.progress)
        announcements.read_conferences(known, work.feed, work.swept, today)
        if not known.scores_only or known.selected.empty:
            announcements.read_field(known, work.feed, today)
    except FeedError as error:
        work.failures += known.failures or [error.message]
        return None
    work.failures += known.failures
    return known


def _on_a_page(work: _Work) -> bool:
    return work.spec.asked_on_a_page and work.before is not None


def _known(work: _Work, league: League) -> Gathered:
    members = store.espn_teams(league, work.spec.season)
    before = work.before
    if before is None or before.season != work.spec.season:
        return gathering.empty(league, work.spec.season, members)
    return gathering.resumed(league, members, before)


# --- The snapshot --------------------------------------------------------------------------------


def _stored(
    work: _Work, done: Sequence[Gathered], answered: Sequence[Mapping[str, Any]]
) -> Outcome:
    counts: dict[League, Mapping[str, int]] = {known.league: _counts(known) for known in done}
    notes = tuple(f"{known.league}: {note}" for known in done for note in known.notes)
    failures, swept = tuple(work.failures), _swept(work, any(one.scores_only for one in done))
    if not done:
        return Outcome("kept", work.before, counts, notes, failures)
    try:
        tables, as_of = _tables(work, done)
        files = snapshot_tables.encoded(tables)
        digest = snapshots.content_digest(files, work.spec.season, as_of)
        if work.before and digest == work.before.digest:
            if not work.spec.dry_run:
                snapshots.point(work.spec.root, work.before, work.now, **swept)
            status: Status = "kept" if failures else "same"
            return Outcome(status, work.before, counts, notes, failures)
        if work.spec.dry_run:
            return Outcome("new", work.before, counts, notes, failures)
        sources = _sources(work, done, answered, notes)
        args = (work.spec.root, files, work.spec.season, as_of, sources)
        snapshot = snapshots.write(*args, work.now.astimezone(UTC))
        snapshots.point(work.spec.root, snapshot, work.now.astimezone(UTC), **swept)
    except HardwoodError as error:
        return Outcome("kept", work.before, counts, notes, (str(error), *failures))
    return Outcome("new", snapshot, counts, notes, failures)


def _swept(work: _Work, scores_only: bool) -> dict[str, str]:
    """The day of the weekly reading of the whole season, if this was one without a failure."""
    return {} if work.failures or scores_only else {"swept": max(work.swept, work.today.day)}


def _counts(known: Gathered) -> dict[str, int]:
    new = {"games": len(known.finals), "boxes": 0, "changed": 0, "days": 0}
    return new | known.counts | {"boxes_known": len(known.boxes)}


def _tables(
    work: _Work, done: Sequence[Gathered]
) -> tuple[dict[str, pd.DataFrame], dict[League, str]]:
    """The new snapshot's tables; a league that was not refreshed keeps its rows of the old one."""
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in snapshot_tables.LIVE_SCHEMAS}
    as_of: dict[League, str] = {}
    leagues = {known.league for known in done}
    before = work.before
    if before and before.season == work.spec.season:
        as_of |= {name: day for name, day in before.as_of.items() if name not in leagues}
        for name in parts:
            old: pd.DataFrame = getattr(before, name)
            parts[name].append(old[~old["league"].isin(leagues)])
    for known in done:
        as_of[known.league] = known.as_of
        rated = live_ratings.rated(known, before, work.progress)
        for name, frame in (gathering.tables(known) | rated).items():
            parts[name].append(frame)
        for name in snapshot_tables.PROJECTED if before and before.season == known.season else ():
            old = getattr(before, name)
            parts[name].append(old[old["league"] == known.league])
    tables = {
        name: pd.concat(frames, ignore_index=True)
        if frames
        else snapshot_tables.frame_of(name, None)
        for name, frames in parts.items()
    }
    return tables, as_of


def _sources(
    work: _Work,
    done: Sequence[Gathered],
    answered: Sequence[Mapping[str, Any]],
    notes: Sequence[str],
) -> dict[str, Any]:
    """Where everything came from: ``sources.json``."""
    before = work.before.sources if work.before else {}
    days, made = (dict(before.get(name, {})) for name in ("days", "made_with"))
    return {
        "from": work.feed.name,
        "model": MODEL_VERSION,
        "data": store.data_version(),
        "made_with": made | {known.league: live_ratings.made_with() for known in done},
        "days": days | {known.league: dict(sorted(known.read_at.items())) for known in done},
        "counts": {known.league: _counts(known) for known in done},
        "notes": list(notes),
        "failures": list(work.failures),
        "requests": list(answered),
    }


# --- The published branch ------------------------------------------------------------------------


def adopt_published(root: Path, client: "Client", now: datetime) -> tuple[Snapshot | None, str]:
    """(the snapshot in use afterwards, a sentence if the published one was not taken).

    Taken if it is newer than the one in use and its bytes are those of its names; everything else
    leaves the directory as it is."""
    from engine.sources import published  # loads the network client

    before, _ = snapshots.latest(root)
    try:
        name = published.latest_name(client)
        if before and name <= before.name:
            older = name < before.name
            return before, "The published snapshot is older than the one here." if older else ""
        found = published.download(client, name)
        fetched = datetime.strptime(name[:14], "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
        with refreshing(root):
            return snapshots.adopt(root, name, found.files, min(now, fetched)), ""
    except HardwoodError as error:
        return before, str(error)
