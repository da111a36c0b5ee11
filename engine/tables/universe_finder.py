"""Finds universes of a pairing to replay: by range of margins, or a close game or blowout."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from engine.arrays import I8
from engine.domain.results import Games

Kind = Literal["close", "blowout", "overtime"]
KINDS: dict[Kind, str] = {
    "close": "A close one",
    "blowout": "A blowout",
    "overtime": "An overtime one",
}
WIDTH = 5  # points of margin per range
SURPRISES = 20  # universes of each kind, the most extreme first


@dataclass(frozen=True, slots=True)
class Range:
    """A range of final margins. ``key``: 1 for a by 1 to 5, 2 for a by 6 to 10, -1 for b by 1 to 5
    …; ``universes``: how many ended in it."""

    key: int
    universes: int

    def words(self, names: tuple[str, str]) -> str:
        """``Duke by 6 to 10``."""
        last = WIDTH * abs(self.key)
        return f"{names[self.key < 0]} by {last - WIDTH + 1} to {last}"


def keys(margin: I8) -> I8:
    """key[N] of the range of each margin; 0 for a tie, which no universe ends in."""
    return np.asarray(np.sign(margin) * -(-np.abs(margin) // WIDTH), dtype=np.int64)


def ranges(result: Games) -> dict[int, Range]:
    """All ranges with at least one universe, by key, from b's largest win to a's."""
    key, count = np.unique(keys(result.margin.astype(np.int64)), return_counts=True)
    return {k: Range(k, n) for k, n in zip(key.tolist(), count.tolist(), strict=True)}


def histogram(frame: pd.DataFrame, names: tuple[str, str], found: dict[int, Range]) -> pd.DataFrame:
    """``games.histogram`` of the margin with, for each value, the key of its range (range), a text
    for its bar (bar) and one for its range (lists), "" if that is empty."""
    key = keys(frame["value"].to_numpy(dtype=np.int64)).tolist()
    value, count = frame["value"].tolist(), frame["universes"].tolist()
    bar = [f"{_ahead(v, names)}: {n:,} universes" for v, n in zip(value, count, strict=True)]
    of = [found.get(k) for k in key]
    lists = [f"{one.words(names)}: {one.universes:,} universes" if one else "" for one in of]
    return frame.assign(range=key, bar=bar, lists=lists)


def _ahead(margin: int, names: tuple[str, str]) -> str:
    return f"{names[margin < 0]} by {abs(margin)}" if margin else "Level"


def universes(result: Games, key: int) -> list[int]:
    """The universes that ended in that range, in order."""
    of_key: list[int] = np.flatnonzero(keys(result.margin.astype(np.int64)) == key).tolist()
    return of_key


def surprises(result: Games, kind: Kind) -> list[int]:
    """Universes of a kind, the most extreme first; none if no game went to overtime.

    Close: decided in regulation by the fewest points, then the most lead changes. Blowout: the
    largest margin. Overtime: the most overtimes, then the most lead changes."""
    apart = np.abs(result.margin.astype(np.int64))
    changes, extra = result.lead_changes.astype(np.int64), result.overtimes.astype(np.int64)
    order = {
        "close": np.lexsort((-changes, apart, extra > 0)),
        "blowout": np.argsort(-apart, kind="stable"),
        "overtime": np.lexsort((-changes, -extra)),
    }[kind]
    if kind == "overtime":
        order = order[extra[order] > 0]
    found: list[int] = order[:SURPRISES].tolist()
    return found


def surprise(result: Games, kind: Kind, seen: int | None) -> int | None:
    """The universe to open next: the one after ``seen`` if that is of this kind, else the first."""
    found = surprises(result, kind)
    if not found:
        return None
    return found[(found.index(seen) + 1) % len(found)] if seen in found else found[0]
