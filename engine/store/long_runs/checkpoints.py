"""How far a long count has come, in a file: it goes on from there after whatever stopped it."""

import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import BadInput, shortened

Counts = tuple[NDArray[Any], ...]
OTHER = "Name another file with --checkpoint, or remove this one."


def save(path: Path, key: str, done: int, counts: Counts) -> None:
    """Keep the ``counts`` of the first ``done`` universes of the run that ``key`` names. The file
    is the old one or the new one at any moment. BadInput if it cannot be written."""
    parts = {f"count_{i}": part for i, part in enumerate(counts)}
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as file:
            np.savez(file, key=np.array(key), done=np.array(done), **parts)  # type: ignore[arg-type]
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise BadInput(
            f"{shortened(str(path))}: {error.strerror}.", "Choose another file for --checkpoint."
        ) from error


def load(path: Path, key: str) -> tuple[int, Counts]:
    """(universes counted, their counts) of the run that ``key`` names. BadInput if the file holds
    another run, or none."""
    shown = shortened(str(path))
    try:
        with np.load(path, allow_pickle=False) as file:
            found, done = str(file["key"]), int(file["done"])
            counts = tuple(file[f"count_{i}"] for i in range(len(file.files) - 2))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise BadInput(f"{shown} is no checkpoint, or is damaged.", OTHER) from error
    if found != key:
        raise BadInput(f"{shown} was made by another run: {difference(found, key)}.", OTHER)
    return done, counts


def difference(found: str, key: str) -> str:
    """The first words in which two keys differ: ``seed 7 there, seed 2026 here``."""
    for there, here in zip(found.split("; "), key.split("; "), strict=False):
        if there != here:
            return f"{there} there, {here} here"
    return "other questions"
