"""Odds and the logistic curve."""

import numpy as np

from engine.arrays import F8, Bool


def logit(prob: F8) -> F8:
    """log(p / (1 - p))."""
    return np.asarray(np.log(prob / (1.0 - prob)))


def logistic(x: F8) -> F8:
    """1 / (1 + exp(-x))."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def logistic_slope(x: F8, won: Bool) -> float:
    """The maximum-likelihood slope of P(won) = logistic(slope x), by Newton's method.

    No intercept: it must not matter which team is called a. Each step is sum(x (won - p)) over
    sum(x^2 p (1 - p)); the log-likelihood is concave, and the steps converge from 0.
    """
    slope = 0.0
    for _ in range(50):
        prob = logistic(slope * x)
        step = float(np.sum(x * (won - prob)) / np.sum(x * x * prob * (1.0 - prob)))
        slope += step
        if abs(step) < 1e-12:
            break
    return slope
