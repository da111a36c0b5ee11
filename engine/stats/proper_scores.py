"""How good forecasts are: proper scores, calibration, coverage, and the error of each figure.

Axes: N games. ``prob[N]`` is the forecast that team a wins, ``won[N]`` whether it did.
"""

import numpy as np

from engine.arrays import F8, Bool

# --- Probabilities -------------------------------------------------------------------------------


def off_the_ends(prob: F8, universes: int) -> F8:
    """Counted probabilities moved half a universe off 0 and 1.

    What never happened in a finite run is rare, not impossible: k of n counts as at least 1/2 and
    at most n - 1/2. Without it one surprise would make the log loss infinite.
    """
    return np.asarray(np.clip(prob, 0.5 / universes, 1.0 - 0.5 / universes))


def log_loss(prob: F8, won: Bool) -> F8:
    """Per game: -ln of the probability that was given to what happened (Good, 1952), in nats."""
    return np.asarray(-np.log(np.where(won, prob, 1.0 - prob)))


def brier(prob: F8, won: Bool) -> F8:
    """Per game: (probability - outcome)^2, the outcome being 0 or 1 (Brier, 1950)."""
    return np.asarray((prob - won) ** 2)


# --- Errors of figures ---------------------------------------------------------------------------


# --- Calibration ---------------------------------------------------------------------------------


# --- Simulated distributions ---------------------------------------------------------------------


# --- The seeds-only forecaster -------------------------------------------------------------------
