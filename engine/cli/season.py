"""Every game of a season in one universe, with players, as files."""

import argparse
import time
from pathlib import Path
from typing import Any

from engine import store
from engine.cli.commands import Answer, made_by, pool_of
from engine.domain.specs import MAX_UNIVERSES, check_random_seed, whole_number
from engine.domain.teams import LEAGUES


def arguments(sub: argparse.ArgumentParser) -> None:
    """The options of ``season``."""
    sub.add_argument("--league", choices=LEAGUES, default="men")
    sub.add_argument("--season", required=True, help="the year in which the season ends")
    sub.add_argument("--universe", default=0, help="number of the universe (default: %(default)s)")
    sub.add_argument(
        "--out", type=Path, required=True, metavar="DIR",
        help="folder for games.parquet, events.parquet and players.parquet",
    )  # fmt: skip


def season(args: argparse.Namespace) -> Answer:
    """Play every game of a season again in one universe and write it down."""
    year = store.check_season(args.league, args.season, store.schedule_seasons(args.league))
    universe = whole_number(args.universe, "universe", 0, MAX_UNIVERSES - 1)
    stamp = made_by(args, season=year) | {"universe": universe}
    store.check_export(args.out)
    if store.exported(args.out, stamp):
        return Answer(f"{args.out} already holds this season.", stamp | {"out": str(args.out)})
    from engine.recap.season import SeasonSpec, season_record

    start = time.perf_counter()
    with pool_of(args) as pool:
        spec = SeasonSpec(args.league, year, universe, check_random_seed(args.seed))
        record = season_record(spec, pool)
    store.write_export(args.out, record.tables, stamp)
    rows = {name: len(frame) for name, frame in record.tables.items()}
    figures: dict[str, Any] = {"rows": rows, "seconds": round(time.perf_counter() - start, 3)}
    text = (
        f"{args.out}: {rows['games']:,} games, {rows['events']:,} events, {rows['players']:,} "
        f"players’ lines of the {args.league}’s {year}, universe {universe}, in "
        f"{figures['seconds']:.0f} s."
    )
    return Answer(text, stamp | {"out": str(args.out)} | figures)
