"""Commands that keep counts of universes in place of the universes: ``--counts`` and ``rare``."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from engine.bracket import rare
from engine.bracket.history import check_round
from engine.bracket.picks import Picks
from engine.cli import files
from engine.compute.process_pool import WorkerPool
from engine.domain.counts import ScoreTally, Tally
from engine.domain.field import Field
from engine.domain.specs import BracketSpec, GameSpec, check_counted, check_universes
from engine.errors import BadInput
from engine.stats.exact_interval import clopper_pearson
from engine.stats.histograms import mean_sd, quantile
from engine.tables.games import counted_summary, counted_values

if TYPE_CHECKING:
    from engine.run.counting import Checkpoint, Told

TELL_S = 10.0
MOST_PAIRS = 10  # in the text; JSON has all


def arguments(sub: argparse.ArgumentParser) -> None:
    """``--checkpoint`` and ``--resume``."""
    sub.add_argument(
        "--checkpoint", type=Path, metavar="FILE", help="keep there what is counted, as it grows"
    )
    sub.add_argument(
        "--resume", action="store_true", help="go on from the checkpoint, if it is there"
    )


def switch(sub: argparse.ArgumentParser) -> None:
    """``--counts``, for a command that also has results universe by universe."""
    sub.add_argument(
        "--counts", action="store_true",
        help="keep counts only, of up to 1,000,000,000 universes",
    )  # fmt: skip
    arguments(sub)


def universes(args: argparse.Namespace) -> int:
    """How many ``--sims`` asks for; BadNumber. BadInput for a checkpoint without ``--counts``."""
    if args.counts:
        return check_counted(args.sims)
    if args.checkpoint is not None or args.resume:
        raise BadInput("Only counts have a checkpoint.", "Add --counts, or leave it out.")
    return check_universes(args.sims)


def checkpoint(args: argparse.Namespace) -> "Checkpoint | None":
    """The checkpoint that was asked for; BadInput if nothing can be written there."""
    from engine.run import Checkpoint

    if args.checkpoint is None:
        if args.resume:
            raise BadInput("There is nothing to resume.", "Name the file with --checkpoint.")
        return None
    files.check_target(args.checkpoint)
    return Checkpoint(args.checkpoint, args.resume)


def progress() -> "Told":
    """Tells on stderr, every ``TELL_S`` seconds, how far a run has come and how long the rest
    takes."""
    began, first, said = time.monotonic(), -1, 0.0

    def told(done: int, asked: int) -> None:
        nonlocal first, said
        now = time.monotonic()
        if first < 0:  # this process's own pace starts here
            first = done
        elif done < asked and now - said < TELL_S:
            return
        said = now
        pace = (done - first) / max(now - began, 1e-9)
        left = f", about {(asked - done) / pace / 60:,.0f} min left" if done > first else ""
        sys.stderr.write(f"{done:,} of {asked:,} universes ({done / asked:.1%}){left}\n")
        sys.stderr.flush()

    return told


def count_game(
    args: argparse.Namespace, spec: GameSpec, sims: int, pool: WorkerPool
) -> tuple[dict[str, float], pd.DataFrame]:
    """The figures of ``game`` from counts, and how often each value came."""
    from engine import run

    count, swap = run.count_of_game(spec, sims)
    found = ScoreTally(*run.counted(count, pool, checkpoint(args), progress()))
    found = found.swapped() if swap else found
    return counted_summary(found), counted_values(found)


def count_bracket(
    args: argparse.Namespace,
    spec: BracketSpec,
    sims: int,
    field: Field,
    picks: Picks | None,
    pool: WorkerPool,
) -> Tally:
    """A tournament's counts: winners, upsets, right picks, and pairs if ``--together`` asks."""
    from engine import run

    questions = [] if picks is None else [rare.all_right("picks", picks, field)]
    together = None if args.together is None else check_round(args.together)
    count = run.count_of_bracket(spec, sims, rare.asked(field, questions, together))
    return Tally(*run.counted(count, pool, checkpoint(args), progress()))


def bracket_figures(
    found: Tally, field: Field, picks: Picks | None, names: list[str]
) -> dict[str, Any]:
    """What ``bracket --counts`` adds to its JSON: ``upsets``; ``right``: how many picks came true,
    and ``perfect``: in how many universes all did, with the exact interval of its share;
    ``together``: pairs of teams and in how many universes both won that round."""
    mean, sd = mean_sd(found.upsets)
    low, high = (quantile(found.upsets, share) for share in (0.05, 0.95))
    figures: dict[str, Any] = {"upsets": {"mean": mean, "sd": sd, "low": low, "high": high}}
    if picks is not None:
        (hits,) = found.hits
        right, right_sd = mean_sd(hits)
        perfect = rare.all_right("picks", picks, field).happened(hits)
        span = clopper_pearson(perfect, int(found.universes[0]))
        figures["right"] = {"mean": right, "sd": right_sd, "universes": hits.tolist()}
        figures["perfect"] = {"universes": perfect, "low": span[0], "high": span[1]}
    pairs = np.argwhere(np.triu(found.together, 1))
    if len(pairs):
        figures["together"] = [
            {"a": names[e], "b": names[f], "universes": int(found.together[e, f])}
            for e, f in pairs.tolist()
        ]
    return figures


def bracket_text(figures: dict[str, Any], sims: int) -> str:
    """The same in sentences."""
    upsets = figures["upsets"]
    lines = [
        f"Upsets: {upsets['mean']:.1f} on average (90% of universes: {upsets['low']:.0f} to "
        f"{upsets['high']:.0f})."
    ]
    if "perfect" in figures:
        perfect = figures["perfect"]
        lines.append(
            f"Right picks: {figures['right']['mean']:.1f} on average; all right in "
            f"{perfect['universes']:,} of {sims:,} universes (exact 95% interval of the chance: "
            f"{perfect['low']:.2g} to {perfect['high']:.2g})."
        )
    pairs = sorted(figures.get("together", []), key=lambda one: -one["universes"])[:MOST_PAIRS]
    if pairs:
        lines.append("Pairs that come through that round together most often:")
    lines += [f"{pair['a']} and {pair['b']}: {pair['universes'] / sims:.2%}" for pair in pairs]
    return "\n".join(lines)
