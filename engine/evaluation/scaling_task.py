"""The worker task of the measurement of a cluster."""

from typing import Any

import numpy as np

from engine.bracket.tally import Asked, tally


def no_universes(*chunk: Any) -> tuple[Any, ...]:
    """The counts of no universe, as large as those of many; ``chunk`` as of ``count_block``."""
    tree, asked = chunk[5], Asked(*chunk[6])
    return tuple(tally(np.zeros((len(tree[0]), 0), dtype=np.uint8), tree[0], asked))
