"""The record of pool brackets on real tournaments, from the embedded table."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine import store
from engine.cli.commands import Answer, made_by
from engine.domain.teams import LEAGUES
from engine.pools.record import BASELINE, ENTRIES, STYLES, summary

FIGURES = ("fair_share", "low", "high", "promised")
NAMES = {"most_points": "most points"}


def add_to(inner: Any, command: Callable[..., argparse.ArgumentParser]) -> None:
    """Register ``record`` with ``pool``'s parser."""
    sub = command(inner, "record", pool_record, "what brackets got in pools of real tournaments")
    sub.add_argument("--league", choices=LEAGUES, help="one league only (default: both)")
    sub.add_argument("--csv", type=Path, metavar="FILE", help="CSV file, one row a tournament")


def pool_record(args: argparse.Namespace) -> Answer:
    """Fair shares of every tournament since 2003 (women: 2010), beside what was promised."""
    record = store.pool_record()
    if args.league:
        record = record[record["league"] == args.league]
    means = summary(record)
    payload = made_by(args) | {
        "mean": means.round(4).to_dict("records"),
        "tournaments": record.astype(dict.fromkeys(FIGURES, float)).round(4).to_dict("records"),
    }
    return Answer(_text(means.set_index(["style", "entries"])), payload, record)


def _text(means: Any) -> str:
    seasons = int(means["seasons"].iloc[0])
    lines = [
        f"Fair shares over {seasons} tournaments, ± one standard error, and what was promised; "
        "1 is an average entry, first place takes all",
        "             " + "".join(f"{f'pool of {entries}':<27}" for entries in ENTRIES).rstrip(),
    ]
    for style in STYLES:
        cells = [means.loc[style, entries] for entries in ENTRIES]
        shown = (f"{c.fair_share:5.2f} ± {c.se:4.2f} ({c.promised:4.2f})" for c in cells)
        name = NAMES.get(style, style)
        lines.append(f"{name:<12} " + "".join(f"{cell:<27}" for cell in shown).rstrip())
    gains = [means.loc["tempered", entries] for entries in ENTRIES]
    more = ", ".join(
        f"{gain.gain:+.2f} ± {gain.gain_se:.2f} of {entries}"
        for gain, entries in zip(gains, ENTRIES, strict=True)
    )
    lines.append(f"Tempered less {NAMES[BASELINE]}, on the same tournaments: {more}.")
    return "\n".join(lines)
