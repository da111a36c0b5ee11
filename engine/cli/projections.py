"""The command that plays the rest of the running season, field and bracket included."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from engine import store
from engine.cli.commands import Answer, pool_of
from engine.domain.specs import check_random_seed, whole_number
from engine.domain.teams import League

MAX_UNIVERSES = 10_000
SHOWN = 24  # teams of a printed table


def arguments(sub: argparse.ArgumentParser) -> None:
    """The options of ``project``."""
    sub.add_argument("--league", default="men,women", help="men, women or both (default)")
    sub.add_argument("--universes", default=1000, help="of the season (default: %(default)s)")
    sub.add_argument(
        "--out", type=Path, metavar="DIR", help="where snapshots live (default: HARDWOOD_LIVE)"
    )


def project(args: argparse.Namespace) -> Answer:
    """Project the snapshot in use, and store the projection with it."""
    leagues: list[League] = [store.check_league(text) for text in args.league.split(",")]
    universes = whole_number(args.universes, "number of universes", 1, MAX_UNIVERSES)
    random_seed = check_random_seed(args.seed)
    root = args.out or store.live_directory(os.environ)
    from engine.run.projection import project_snapshot

    with pool_of(args) as pool:
        snapshot = project_snapshot(
            root, leagues, universes, random_seed, datetime.now(UTC), pool, _say
        )
    frame = _with_names(snapshot, leagues)
    text = "\n\n".join(_text(frame[frame["league"] == league], league) for league in leagues)
    return Answer(text, {"snapshot": snapshot.name, "teams": frame.to_dict("records")}, frame)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _with_names(snapshot: store.Snapshot, leagues: list[League]) -> pd.DataFrame:
    parts = []
    for league in leagues:
        rows = snapshot.projection[snapshot.projection["league"] == league]
        table = snapshot.teams(league)
        names = [table.name[row] for row in table.rows(rows["team_id"])]
        parts.append(rows.assign(name=names).sort_values(["in_field", "champion"], ascending=False))
    return pd.concat(parts, ignore_index=True)


def _text(frame: pd.DataFrame, league: League) -> str:
    day, universes = frame["as_of"].iloc[0], int(frame["universes"].iloc[0])
    columns = ["name", "in_field", "automatic", "line", "f4", "champion"]
    return f"The {league}'s field as projected from {day} in {universes:,} universes:\n" + frame[
        columns
    ].head(SHOWN).to_string(index=False, float_format="{:.3f}".format)
