"""``python -m tests.fuzz --inputs 100000 --seconds 600 --seed 1``: findings, and how many inputs of
each kind were tried. Exit status 1 if anything was found."""

import argparse
import sys

from tests.fuzz.hunt import SURFACES, hunt


def main() -> int:
    """Hunt as long as asked and print what was found."""
    ask = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    ask.add_argument("--inputs", type=int, default=100_000)
    ask.add_argument("--seconds", type=float, default=600.0)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--only", choices=tuple(SURFACES), action="append")
    args = ask.parse_args()
    found = hunt(args.seed, args.inputs, args.seconds, args.only or tuple(SURFACES))
    for finding in found.findings:
        sys.stdout.write(f"{finding}\n\n")
    for name, tried in found.tried.items():
        sys.stdout.write(f"{name}: {tried:,} inputs, {found.slowest[name] * 1000:.0f} ms at most\n")
    sys.stdout.write(
        f"{sum(found.tried.values()):,} inputs in {found.seconds:.0f} s, "
        f"{len(found.findings)} findings, {found.grown_mb:.0f} MB grown\n"
    )
    return 1 if found.findings else 0


if __name__ == "__main__":
    sys.exit(main())
