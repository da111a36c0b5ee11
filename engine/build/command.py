"""``python -m engine.build --source ../shared/data``: derive ``engine/data`` from raw game logs."""

import argparse
import sys
from pathlib import Path

from engine.build.files import write
from engine.errors import HardwoodError
from engine.store import DATA, check, data_version

# In this order: the defaults are played from the other tables.
PARTS = {
    "fields": ("fields", "slots", "results"),
    "teams": ("teams", "seasons"),
    "defaults": ("defaults",),
}


def main(argv: list[str] | None = None) -> int:
    """Build and check the parts asked for; 0 if they are sound."""
    parser = argparse.ArgumentParser(prog="python -m engine.build", description=__doc__)
    parser.add_argument("--source", type=Path, required=True, help="folder with the raw tables")
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    parser.add_argument("--only", default=",".join(PARTS), help=f"any of {','.join(PARTS)}")
    args = parser.parse_args(argv)
    parts = args.only.split(",")
    if unknown := sorted(set(parts) - set(PARTS)):
        parser.error(f"unknown part {', '.join(unknown)}: use {', '.join(PARTS)}")
    try:
        for part in [part for part in PARTS if part in parts]:
            _build(part, args.source, args.out)
            check(args.out, PARTS[part])
    except HardwoodError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{args.out}: data version {data_version(args.out)}\n")
    return 0


def _build(part: str, source: Path, out: Path) -> None:
    # Imported here: each part needs libraries that the others do not.
    if part == "fields":
        from engine.build import fields

        for name, frame in zip(PARTS[part], fields.build(source), strict=True):
            write(out, name, frame)
    elif part == "teams":
        from engine.build import team_seasons

        for name, frame in zip(PARTS[part], team_seasons.build(source), strict=True):
            write(out, name, frame)
    else:
        from engine.build import defaults

        frame, notes = defaults.build(out)
        write(out, "defaults", frame, notes)
