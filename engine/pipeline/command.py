"""``python -m engine.pipeline --source FOLDER`` derives ``engine/data`` from raw game logs."""

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from engine import store
from engine.errors import HardwoodError
from engine.store import made_from, write

Tables = Iterable[tuple[str, pd.DataFrame, dict[str, str]]]  # name, rows, notes for the manifest


def main(argv: list[str] | None = None) -> int:
    """Build and check the parts asked for; 0 if they are sound."""
    parser = argparse.ArgumentParser(prog="python -m engine.pipeline", description=__doc__)
    parser.add_argument("--source", type=Path, required=True, help="folder with the raw tables")
    parser.add_argument("--out", type=Path, default=store.DATA, help="folder to write to")
    parser.add_argument("--only", default=",".join(PARTS), help=f"any of {','.join(PARTS)}")
    args = parser.parse_args(argv)
    parts = args.only.split(",")
    if unknown := sorted(set(parts) - set(PARTS)):
        parser.error(f"unknown part {', '.join(unknown)}: use {', '.join(PARTS)}")
    if args.out.resolve() != store.DATA and (played := sorted(set(parts) & PLAYED)):
        parser.error(f"{', '.join(played)}: played from engine/data, so written only there")
    try:
        for part in [part for part in PARTS if part in parts]:
            _build(part, args.source, args.out)
    except HardwoodError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{args.out}: data version {store.data_version(args.out)}\n")
    return 0


def _build(part: str, source: Path, out: Path) -> None:
    names = []
    for name, frame, notes in PARTS[part](source, out):
        write(out, name, frame, notes)
        names.append(name)
    store.check(out, names)


# Each part imports what it needs when it runs: the others do without.


def _fields(source: Path, out: Path) -> Tables:
    from engine.sources import brackets

    names = ("fields", "slots", "results")
    return [(n, frame, {}) for n, frame in zip(names, brackets.build(source), strict=True)]


def _teams(source: Path, out: Path) -> Tables:
    from engine.pipeline.fits import season_ratings

    return [(name, frame, {}) for name, frame in season_ratings.build(source).items()]


def _names(source: Path, out: Path) -> Tables:
    from engine.sources import team_map

    names = ("espn_teams", "spellings")
    return [(n, frame, {}) for n, frame in zip(names, team_map.build(source), strict=True)]


def _playbook(source: Path, out: Path) -> Tables:
    from engine.pipeline.pbp import play_model

    seasons = pd.read_parquet(out / "seasons.parquet")
    return [("playbook", play_model.build(source, seasons), {})]


def _calibration(source: Path, out: Path) -> Tables:
    from engine.pipeline.fits import calibration

    return [("calibration", calibration.build(source), {})]


def _link(source: Path, out: Path) -> Tables:
    from engine.pipeline.fits import win_curve

    return [("link", win_curve.build(), made_from(out, "link"))]


def _defaults(source: Path, out: Path) -> Tables:
    from engine.pipeline.fits import default_universes

    names = ("defaults", "stages")
    frames = zip(names, default_universes.build(), strict=True)
    return [(name, frame, made_from(out, name)) for name, frame in frames]


def _schedule(source: Path, out: Path) -> Tables:
    from engine.sources import schedules

    return [("schedule", schedules.build(source), {})]


def _figures(source: Path, out: Path) -> Tables:
    from engine.pipeline.fits import real_figures

    return [("figures", real_figures.build(source), {})]


def _players(source: Path, out: Path) -> Tables:
    from engine.pipeline.pbp import player_nights, players

    fields = pd.read_parquet(out / "fields.parquet")
    return [
        ("players", players.build(source, fields), {}),
        ("scorebook", players.scorebook(source), {}),
        ("player_figures", player_nights.build(source), {}),
    ]


def _public(source: Path, out: Path) -> Tables:
    from engine.pipeline.fits import public_model

    frame = public_model.build(source)
    return [("public_model", frame, made_from(out, "public_model"))]


def _pools(source: Path, out: Path) -> Tables:
    from engine.pipeline.fits import pool_record

    return [("pool_record", pool_record.build(), made_from(out, "pool_record"))]


def _selection(source: Path, out: Path) -> Tables:
    from engine.pipeline.fits import selection

    formats, fitted = selection.build(source)
    return [
        ("conference_formats", formats, {}),
        ("selection", fitted, made_from(out, "selection")),
    ]


def _field_chances(source: Path, out: Path) -> Tables:
    from engine.pipeline.fits import field_chances

    return [("field_chances", field_chances.build(source), made_from(out, "field_chances"))]


def _accuracy(source: Path, out: Path) -> Tables:
    from engine.pipeline.fits import forecast_record

    return forecast_record.build(source, out)


def _games(source: Path, out: Path) -> Tables:
    from engine.pipeline.fits import season_games

    names = ("weekly_ratings", "season_games")
    frames = zip(names, season_games.build(source), strict=True)
    return [(name, frame, made_from(out, name)) for name, frame in frames]


# In this order: each may read the tables of those before it.
PARTS: dict[str, Callable[[Path, Path], Tables]] = {
    "fields": _fields,
    "schedule": _schedule,
    "figures": _figures,
    "teams": _teams,
    "games": _games,
    "names": _names,
    "playbook": _playbook,
    "calibration": _calibration,
    "players": _players,
    "link": _link,
    "public": _public,
    "selection": _selection,
    "field_chances": _field_chances,
    "defaults": _defaults,
    "pools": _pools,
    "accuracy": _accuracy,
}
PLAYED = {
    "calibration",
    "link",
    "public",
    "selection",
    "field_chances",
    "defaults",
    "pools",
    "accuracy",
}  # simulated from engine/data itself
