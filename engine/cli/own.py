"""Own data on the command line: ``--games``, ``--ratings`` and ``--field``."""

import argparse
from dataclasses import replace
from pathlib import Path

from engine import store
from engine.cli.commands import Answer
from engine.sources.own.reading import read_file
from engine.store import Kind, OwnData

COLUMNS: dict[Kind, str] = {
    "games": "date, home, away, home_points, away_points, neutral, overtimes, and box scores",
    "ratings": "team, off_eff, def_eff, pace, and net_se",
    "field": "region, region_name, seed, team, and team_b",
}


def arguments(sub: argparse.ArgumentParser, *kinds: Kind) -> None:
    """The options of a command that can use own data of these kinds."""
    for kind in kinds:
        sub.add_argument(
            f"--{kind}", type=Path, metavar="FILE",
            help=f"CSV file with {kind} of your own: {COLUMNS[kind]}",
        )  # fmt: skip


def read(args: argparse.Namespace) -> OwnData | None:
    """The own data that the arguments name, of their league and season; BadFile."""
    paths = {kind: path for kind in store.KINDS if (path := getattr(args, kind, None))}
    if not paths:
        return None
    from engine.run.own_data import OwnFile, own_data

    files = {kind: OwnFile(path.name, read_file(path)) for kind, path in paths.items()}
    return own_data(args.league, args.season, files)


def labeled(answer: Answer, own: OwnData | None) -> Answer:
    """The answer, which says in every form that it was made with own data, and which."""
    if own is None:
        return answer
    files = {"digest": own.mark, "contents": own.contents, "kinds": list(own.kinds)}
    return replace(
        answer,
        text=f"With own data {own.mark}: {own.contents}.\n{answer.text}",
        payload=answer.payload | {"own_data": files},
        csv=None if answer.csv is None else answer.csv.assign(own_data=own.mark),
    )
