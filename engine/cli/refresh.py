"""Bring the season that is being played up to date, or look into a recorded answer."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine import store
from engine.cli.commands import Answer
from engine.domain.specs import whole_number
from engine.domain.teams import League
from engine.errors import BadInput, FeedError

NOTHING_NEW, KEPT_OLD = 3, 4
STATUS = {"new": 0, "same": NOTHING_NEW, "kept": KEPT_OLD}


def refresh(args: argparse.Namespace) -> Answer:
    """A new snapshot, or (``--payload``) what a recorded file holds."""
    leagues = _leagues(args.league)
    if args.payload is None:
        return _refresh(args, leagues)
    if len(leagues) != 1:
        raise BadInput("A recorded file is of one league.", "Add --league men or --league women.")
    return _payload(args.payload, leagues[0])


def _leagues(text: str) -> tuple[League, ...]:
    return tuple(store.check_league(part.strip()) for part in text.split(","))


def arguments(sub: argparse.ArgumentParser) -> None:
    """The command's options."""
    sub.add_argument("--league", default="men,women", help="men, women or men,women")
    sub.add_argument("--season", help="the year in which it ends (default: the one being played)")
    sub.add_argument(
        "--from", dest="source", default="espn", metavar="SOURCE",
        help="espn, sdv (release files), published, or a folder of recorded answers or of files",
    )  # fmt: skip
    sub.add_argument(
        "--boxes", choices=("new", "all", "none"), default="new", help="which box scores to ask for"
    )
    sub.add_argument(
        "--out", type=Path, metavar="DIR", help="where snapshots live (default: HARDWOOD_LIVE)"
    )
    sub.add_argument("--dry-run", action="store_true", help="ask and judge, store nothing")
    sub.add_argument("--record", type=Path, metavar="DIR", help="keep every answer in this folder")
    sub.add_argument("--now", help="pretend it is this UTC time, for rehearsals: 2026-11-24T12:00Z")
    sub.add_argument("--payload", type=Path, metavar="FILE", help="say what a recorded file holds")


# --- A refresh -----------------------------------------------------------------------------------


def _refresh(args: argparse.Namespace, leagues: tuple[League, ...]) -> Answer:
    from engine import run
    from engine.sources import feeds
    from engine.sources.addresses import addresses
    from engine.sources.http import client_for

    now = _now(args.now)
    season = _season(args.season, run.season_on(run.Today.of(now).day))
    client = client_for(addresses(os.environ), os.environ.get("HARDWOOD_FEED_TIMEOUT", ""))
    client.keep = feeds.recorder(args.record) if args.record else None
    root = args.out or store.live_directory(os.environ)
    if args.source == "published":
        return _published(root, client, now)
    feed = feeds.feed_of(args.source, season, client)
    spec = run.RefreshSpec(season, leagues, root, args.boxes, args.dry_run)
    try:
        outcome = run.refresh(spec, feed, now, client.answered)
    except FeedError as error:
        payload = {"status": "kept", "failures": [str(error)], "notes": []}
        return Answer(str(error), payload, status=KEPT_OLD, complaint=str(error))
    return Answer(
        _report(outcome), _facts(outcome, season), status=STATUS[outcome.status],
        complaint=outcome.complaint,
    )  # fmt: skip


def _published(root: Path, client: Any, now: datetime) -> Answer:
    """Take over the published snapshot, if it is newer and sound."""
    from engine import run

    before, _ = store.snapshots.latest(root)
    found, why = run.adopt_published(root, client, now)
    same = found is not None and before is not None and found.name == before.name
    status = "kept" if why or found is None else "same" if same else "new"
    facts: dict[str, Any] = {"status": status, "snapshot": found.name if found else None}
    facts |= {"as_of": dict(found.as_of) if found else {}, "failures": [why] if why else []}
    text = f"Snapshot in use: {found.name}." if found else "There is no snapshot."
    return Answer(text, facts, status=STATUS[status], complaint=why)


def _now(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise BadInput(f"“{text[:30]}” is not a time.", "Write 2026-11-24T12:00Z.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _season(text: str | None, playing: int) -> int:
    """A season with a prior: the last rated one (for rehearsals) or the one being played."""
    if text is None:
        return playing
    season = whole_number(text, "season", 2000, 2100)
    known = (rated := store.seasons("men")[-1], rated + 1)
    if season not in known:
        raise BadInput(f"The season {season} cannot be refreshed.",
                       f"Choose {' or '.join(map(str, known))}.")  # fmt: skip
    return season


def _facts(outcome: Any, season: int) -> dict[str, Any]:
    found = outcome.snapshot
    return {
        "status": outcome.status,
        "season": season,
        "snapshot": found.name if found else None,
        "digest": found.digest if found else None,
        "as_of": dict(found.as_of) if found else {},
        "counts": {league: dict(counts) for league, counts in outcome.counts.items()},
        "notes": list(outcome.notes),
        "failures": list(outcome.failures),
    }


def _report(outcome: Any) -> str:
    found = outcome.snapshot
    first = {
        "new": "New snapshot" if found else "A new snapshot would be written",
        "same": "Nothing new",
        "kept": "The old snapshot stays" if found else "No snapshot",
    }[outcome.status]
    lines = [f"{first}{f': {found.name}' if found else ''}."]
    for league, day in sorted(found.as_of.items()) if found else ():
        lines.append(f"{league}: data through {day}.")
    for league, counts in outcome.counts.items():
        lines.append(
            f"{league}: {counts['days']} days read, {counts['games']:,} finals, "
            f"{counts['boxes']:,} new box scores ({counts['boxes_known']:,} in all)."
        )
    shown = [f"! {note}" for note in outcome.notes[:20]]
    more = len(outcome.notes) - len(shown)
    return "\n".join(lines + shown + ([f"! And {more} more."] if more > 0 else []))


# --- A recorded answer ---------------------------------------------------------------------------


def _payload(path: Path, league: League) -> Answer:
    from engine.sources import payloads

    found = payloads.describe(path, league, lambda season: store.espn_ids(league, season))
    lines = [f"{key.replace('_', ' ')}: {value}" for key, value in found.items()]
    return Answer("\n".join(line for line in lines if not line.startswith("problems"))
                  + "".join(f"\n! {problem}" for problem in found["problems"]), found)  # fmt: skip
