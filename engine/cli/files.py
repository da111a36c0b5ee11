"""Writes the CSV files that a command is asked for."""

from pathlib import Path

import pandas as pd

from engine.errors import BadInput


def check_target(path: Path) -> None:
    """BadInput if no file can be written there. Called before a long run, not after it."""
    if path.is_dir():
        raise BadInput(f"{path} is a folder.", "Give the name of a file in it.")
    if not path.parent.is_dir():
        raise BadInput(f"There is no folder {path.parent}.", "Create it first or choose another.")


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table to ``path``; BadInput if that is not possible."""
    check_target(path)
    try:
        frame.to_csv(path, index=False, lineterminator="\n")
    except OSError as error:
        why = error.strerror or "it cannot be written"
        raise BadInput(f"{path}: {why}.", "Choose another file.") from error
