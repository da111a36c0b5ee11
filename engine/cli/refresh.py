"""Bring the season that is being played up to date, or look into a recorded answer."""

import argparse
from pathlib import Path
from typing import Any

from engine import store
from engine.cli.commands import Answer
from engine.domain.teams import League
from engine.errors import BadInput
from engine.sources import payloads
from engine.store import members


def refresh(args: argparse.Namespace) -> Answer:
    """A new snapshot, or (``--payload``) what a recorded file holds."""
    leagues = _leagues(args.league)
    if len(leagues) != 1:
        raise BadInput("A recorded file is of one league.", "Add --league men or --league women.")
    return _payload(args.payload, leagues[0])


def _leagues(text: str) -> tuple[League, ...]:
    return tuple(store.check_league(part.strip()) for part in text.split(","))


def _payload(path: Path, league: League) -> Answer:
    found = payloads.describe(path, league, lambda season: members.espn_ids(league, season))
    return Answer(_text(found), found)


def _text(found: dict[str, Any]) -> str:
    lines = [
        f"{key.replace('_', ' ')}: {value}" for key, value in found.items() if key != "problems"
    ]
    problems = [f"! {problem}" for problem in found["problems"]]
    return "\n".join(lines + problems)


def arguments(sub: argparse.ArgumentParser) -> None:
    """The command's options."""
    sub.add_argument("--league", default="men,women", help="men, women or men,women")
    sub.add_argument("--payload", type=Path, metavar="FILE", help="say what a recorded file holds")
