"""What commands share that keep counts of universes in place of the universes."""

import argparse
import sys
import time
from pathlib import Path

from engine.cli import files
from engine.run.counting import Checkpoint, Told


def arguments(sub: argparse.ArgumentParser) -> None:
    """``--checkpoint`` and ``--resume``."""
    sub.add_argument(
        "--checkpoint", type=Path, metavar="FILE", help="keep there what is counted, as it grows"
    )
    sub.add_argument(
        "--resume", action="store_true", help="go on from the checkpoint, if it is there"
    )


def checkpoint(args: argparse.Namespace) -> Checkpoint | None:
    """The checkpoint that was asked for; BadInput if nothing can be written there."""
    if args.checkpoint is None:
        return None
    files.check_target(args.checkpoint)
    return Checkpoint(args.checkpoint, args.resume)


def progress() -> Told:
    """Tells on stderr how far a run has come and how long the rest takes."""
    began, first = time.monotonic(), [-1]

    def told(done: int, asked: int) -> None:
        if first[0] < 0:  # where this process's own pace starts
            first[0] = done
            left = ""
        else:
            pace = (done - first[0]) / max(time.monotonic() - began, 1e-9)
            left = f", about {(asked - done) / max(pace, 1e-9) / 60:,.0f} min left"
        sys.stderr.write(f"{done:,} of {asked:,} universes ({done / asked:.1%}){left}\n")
        sys.stderr.flush()

    return told
