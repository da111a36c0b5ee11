"""Writes the CSV files that a command is asked for."""

from contextlib import suppress
from pathlib import Path

import pandas as pd

from engine.errors import BadInput, shortened


def check_target(path: Path) -> None:
    """BadInput if no file can be written there. Called before a long run, not after it."""
    shown = shortened(str(path))
    try:
        with suppress(FileNotFoundError, NotADirectoryError):
            path.stat()
        folder, parent = path.is_dir(), path.parent.is_dir()
    except (OSError, ValueError) as error:  # too long, a zero byte or half a character in it, say
        raise _unwritable(shown, error) from error
    if folder:
        raise BadInput(f"{shown} is a folder.", "Give the name of a file in it.")
    if not parent:
        raise BadInput(
            f"There is no folder {shortened(str(path.parent))}.",
            "Create it first or choose another.",
        )


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table to ``path``; BadInput if that is not possible."""
    check_target(path)
    try:
        frame.to_csv(path, index=False, lineterminator="\n")
    except (OSError, ValueError) as error:  # ValueError: a zero byte or half a character in it
        raise _unwritable(shortened(str(path)), error) from error


def _unwritable(shown: str, error: Exception) -> BadInput:
    why = getattr(error, "strerror", "") or "it cannot be written"
    return BadInput(f"{shown}: {why}.", "Choose another file.")
