"""Figures of whole numbers that were only counted: how often each value came."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.arrays import I8

Counts = tuple[Any, ...]  # arrays of whole numbers


def merged(parts: Sequence[Counts]) -> Counts:
    """The counts of several parts together, added in pairs, the pairs in pairs and so on."""
    while len(parts) > 1:
        odd = parts[len(parts) // 2 * 2 :]
        pairs = zip(parts[::2], parts[1::2], strict=False)
        parts = [tuple(map(np.add, one, other)) for one, other in pairs] + [*odd]
    return tuple(parts[0])


def mean_sd(count: I8, lowest: int = 0) -> tuple[float, float]:
    """(mean, standard deviation) where the value ``lowest + i`` came ``count[i]`` times."""
    value = np.arange(lowest, lowest + len(count), dtype=np.float64)
    share = count / count.sum()
    mean = float(share @ value)
    return mean, float(np.sqrt(share @ (value - mean) ** 2))


def quantile(count: I8, share: float, lowest: int = 0) -> float:
    """The value below which ``share`` of them are, as ``numpy.quantile`` gives it for the values
    themselves: between two neighbors it is interpolated."""
    below = np.cumsum(count)
    at = share * (below[-1] - 1)
    low, high = np.searchsorted(below, [np.floor(at), np.ceil(at)], side="right")
    return float(lowest + low + (high - low) * (at - np.floor(at)))
