"""Reading and checking the embedded tables of ``engine/data`` (described in its README).

Each function takes an optional ``root`` so that a copy of the data can stand in for the real one.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from engine.domain.teams import League
from engine.store.caches import digest_of
from engine.store.manifest import DATA, check, checked, pinned
from engine.store.parquet import parquet_table
from engine.store.schemas import SCHEMAS


def read_table(name: str, root: Path) -> pa.Table:
    """A whole embedded table, checked against the manifest; DamagedData."""
    with pinned(root):
        return _table(name, root, digest_of(root, name))


@lru_cache(maxsize=64)
def _table(name: str, root: Path, digest: str) -> pa.Table:
    content, found = checked(root, name)
    if found:
        check(root)  # names the faults of the other tables as well
    return parquet_table(content, SCHEMAS[name])


def frame(name: str, league: League, root: Path = DATA) -> pd.DataFrame:
    """One league's rows of a table, shared between callers, so for reading only; DamagedData."""
    with pinned(root):
        return _frame(name, league, root, digest_of(root, name))


@lru_cache(maxsize=32)
def _frame(name: str, league: League, root: Path, digest: str) -> pd.DataFrame:
    table = read_table(name, root)
    rows: pd.DataFrame = table.filter(pc.equal(table["league"], league)).to_pandas(
        use_threads=False
    )
    return rows


def pool_record(root: Path = DATA) -> pd.DataFrame:
    """What brackets would have been worth in the pools of real tournaments: league, season, style,
    entries, fair_share, low, high and promised, as in ``engine.pools.record``; DamagedData."""
    rows: pd.DataFrame = read_table("pool_record", root).to_pandas(use_threads=False)
    return rows


def season_rows(name: str, league: League, season: int, root: Path) -> dict[str, Any]:
    """Columns of one league's season as numpy arrays."""
    table = read_table(name, root)
    mask = pc.and_(pc.equal(table["league"], league), pc.equal(table["season"], season))
    part = table.filter(mask)
    return {column: part[column].to_numpy() for column in part.column_names}
