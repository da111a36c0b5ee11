"""Parquet from memory, read in the thread that asks; and tables written for somebody else: a
folder of parquet files with a stamp of what made them.

Arrow's own threads abort a program that ends soon after they have begun, as a command does that
refuses its input.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from engine.errors import BadInput, shortened

STAMP = "made_by.json"


def parquet_table(content: bytes, schema: pa.Schema) -> pa.Table:
    """The table of a parquet file; an ArrowException if it is damaged."""
    source = pa.BufferReader(content)
    return pq.read_table(source, schema=schema, use_threads=False, pre_buffer=False)


# --- An export -----------------------------------------------------------------------------------


def check_export(folder: Path) -> None:
    """BadInput if ``folder`` cannot take an export: not a folder, or holding other things. Called
    before a long run, not after it."""
    shown = shortened(str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = [path.name for path in folder.iterdir() if not _ours(path)]
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        why = getattr(error, "strerror", "") or "it cannot be written"
        raise BadInput(f"{shown}: {why}.", "Choose another folder.") from error
    if foreign:
        raise BadInput(
            f"{shown} holds other files ({shortened(min(foreign))}).",
            "Choose an empty folder, or one of an earlier export.",
        )


def _ours(path: Path) -> bool:
    return path.name == STAMP or path.suffix in (".parquet", ".new")


def exported(folder: Path, stamp: Mapping[str, Any]) -> bool:
    """Whether ``folder`` already holds the whole export that ``stamp`` describes."""
    try:
        return bool(json.loads((folder / STAMP).read_text()) == dict(stamp))
    except (OSError, ValueError):
        return False


def write_export(
    folder: Path, tables: Mapping[str, pd.DataFrame], stamp: Mapping[str, Any]
) -> None:
    """Write every table as ``NAME.parquet`` and, once all are there, the stamp: a folder with a
    stamp is whole. BadInput if the disk refuses."""
    try:
        (folder / STAMP).unlink(missing_ok=True)
        for name, frame in tables.items():
            new = folder / f"{name}.new"
            frame.to_parquet(new, index=False)
            os.replace(new, folder / f"{name}.parquet")
        new = folder / f"{STAMP}.new"
        new.write_text(json.dumps(dict(stamp), indent=2) + "\n")
        os.replace(new, folder / STAMP)
    except OSError as error:
        raise BadInput(
            f"{shortened(str(folder))}: {error.strerror or 'it cannot be written'}.",
            "Make room or choose another folder, then run the command again.",
        ) from error
