"""How well a classifier tells simulated games of 2025-26 from real ones:
``python -m tests.blind --season DIR --source DIR``, after ``python -m engine season --out DIR``.

Printed is the AUC for each kind of features (0.5: cannot tell) with its standard error, and the
floor: real games with an odd number against real ones with an even one."""

import argparse
import sys
from pathlib import Path

import pandas as pd

from engine.recap.season import SeasonRecord
from tests.blind.features import KINDS
from tests.blind.real import real_season
from tests.blind.tell import tell


def main() -> int:
    """Print what the classifier finds."""
    ask = argparse.ArgumentParser(prog="python -m tests.blind", description=__doc__)
    ask.add_argument("--season", type=Path, required=True, help="an exported men's season 2026")
    ask.add_argument("--source", type=Path, required=True, help="folder with the raw tables")
    ask.add_argument("--only", choices=tuple(KINDS), action="append")
    ask.add_argument("--best", type=int, default=6, help="telling features to name")
    ask.add_argument("--floor", action="store_true", help="measure the floor, too")
    ask.add_argument("--seed", type=int, default=0)
    args = ask.parse_args()
    real = real_season(args.source)
    names = ("games", "events", "players")
    made = SeasonRecord(*(pd.read_parquet(args.season / f"{name}.parquet") for name in names))
    for kind in args.only or KINDS:
        true, simulated = KINDS[kind](real), KINDS[kind](made)
        sys.stdout.write(f"{kind:8} {tell(true, simulated, args.best, args.seed)}\n")
        if args.floor:
            odd = true.index % 2 == 1
            even = true[~odd].set_axis(true.index[~odd] + 1)
            sys.stdout.write(f"{'floor':>8} {tell(true[odd], even, 0, args.seed)}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
