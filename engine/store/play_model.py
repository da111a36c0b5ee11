"""The play model, its calibration and the win curve, from the embedded tables."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.arrays import F8
from engine.domain.teams import League
from engine.game.play_model import Calibration, PlayModel, from_measured_tables
from engine.store.caches import cached_by_tables, digest_of
from engine.store.manifest import DATA
from engine.store.reader import read_table


@cached_by_tables(4, "playbook")
def load_play_model(root: Path = DATA) -> PlayModel:
    """The measured playbook; DamagedData."""
    return from_measured_tables(
        _arrays(read_table("playbook", root), "ijkl"), digest_of(root, "playbook")
    )


def _arrays(table: pa.Table, axes: str) -> dict[str, F8]:
    """The arrays of a tidy table: rows of name, an index along each of ``axes``, value."""
    names = table["name"].to_numpy()
    index = np.stack([table[axis].to_numpy() for axis in axes])
    value = table["value"].to_numpy().astype(np.float64)
    arrays = {}
    for name in np.unique(names):
        at = index[:, names == name]
        shape = at.max(axis=1) + 1
        used = int(np.flatnonzero(shape > 1).max(initial=0)) + 1
        arrays[str(name)] = np.empty(tuple(shape[:used]))
        arrays[str(name)][tuple(at[:used])] = value[names == name]
    return arrays


@cached_by_tables(8, "calibration")
def load_calibration(periods: int, root: Path = DATA) -> Calibration:
    """The calibration for games of ``periods`` periods (2 halves, 4 quarters); DamagedData."""
    return Calibration(**_vectors("calibration", periods, root))


@cached_by_tables(8, "link")
def load_win_curve(periods: int, root: Path = DATA) -> tuple[tuple[float, ...], float]:
    """(coefficients, error) of the win probability's curve for such games; DamagedData."""
    vectors = _vectors("link", periods, root)
    return vectors["coefficient"], vectors["error"][0]


@cached_by_tables(4, "public_model")
def load_public_model(league: League, root: Path = DATA) -> dict[str, F8]:
    """``coefficient[F, 2]``, ``spread[1]``, ``coin[1]`` and ``left_out[6]`` of a league's public,
    as in ``engine.pools.public``; DamagedData."""
    table = read_table("public_model", root)
    return _arrays(table.filter(pc.equal(table["league"], league)), "ij")


def _vectors(name: str, periods: int, root: Path) -> dict[str, tuple[float, ...]]:
    """The vectors of a table of (periods, name, i, value)."""
    vectors: dict[str, tuple[float, ...]] = {}
    for row in read_table(name, root).sort_by("i").to_pylist():
        if row["periods"] == periods:
            vectors[row["name"]] = (*vectors.get(row["name"], ()), row["value"])
    return vectors
