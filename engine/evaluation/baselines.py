"""Simple forecasters that Hardwood is compared with."""

from math import erfc, sqrt

import numpy as np

from engine.arrays import F8, I8, Bool
from engine.stats import estimates
from engine.stats.odds import logistic, logistic_slope


def baseline_prob(margin: F8, real: F8, season: I8, learn: Bool) -> F8:
    """prob[N] that a wins by the plain rating: the normal probability of a positive margin.

    ``margin[N]``: expected by the plain ridge rating; ``real[N]``: the real margin (points). All
    games of a season share one standard deviation, the root mean square error of the ``learn[N]``
    games of all other seasons.
    """
    prob = np.empty(len(margin))
    for year in np.unique(season):
        held_out = season == year
        seen = learn & ~held_out
        sd = estimates.rms(real[seen] - margin[seen])
        prob[held_out] = normal_forecast(margin[held_out] / sd)
    return prob


def normal_forecast(x: F8) -> F8:
    """The standard normal distribution function."""
    return np.array([0.5 * erfc(-value / sqrt(2.0)) for value in np.ravel(x).tolist()])


def seeds_only(gap: F8, won: Bool, season: I8, learn: Bool) -> F8:
    """prob[N] that team a wins, from seed lines alone; ``gap[N]``: b's seed line less a's.

    A logistic curve with its slope fitted to the ``learn[N]`` games of all other seasons.
    """
    prob = np.empty(len(gap))
    for year in np.unique(season):
        held_out = season == year
        seen = learn & ~held_out
        prob[held_out] = logistic(logistic_slope(gap[seen], won[seen]) * gap[held_out])
    return prob
