"""Proper scores of forecasts.

Axes: N games. ``prob[N]`` is the forecast that team a wins, ``won[N]`` whether it did.
"""

import numpy as np

from engine.arrays import F8, Bool

LEAST = 1e-5  # the smallest probability that five decimals of a table can keep


def off_the_ends(prob: F8) -> F8:
    """Clips probabilities to [``LEAST``, 1 - ``LEAST``].

    An event that was hardly ever seen is rare, not impossible. Without the clip a single such event
    would make the log loss infinite.
    """
    return np.asarray(np.clip(prob, LEAST, 1.0 - LEAST))


def log_loss(prob: F8, won: Bool) -> F8:
    """Per game: -ln of the forecast probability of the actual result (Good, 1952), in nats."""
    return np.asarray(-np.log(np.where(won, prob, 1.0 - prob)))


def brier(prob: F8, won: Bool) -> F8:
    """Per game: (probability - outcome)^2, the outcome being 0 or 1 (Brier, 1950)."""
    return np.asarray((prob - won) ** 2)
