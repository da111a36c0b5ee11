"""A season in hindsight: how far apart its teams really were over all its games."""

from dataclasses import replace

import numpy as np

from engine.arrays import F8
from engine.ratings.model import Observations, Prior, RandomWalkPrior, fit_shared

FOLDS = 10


def season_spread(net: Observations, margin: F8, motion: RandomWalkPrior, prior: Prior) -> float:
    """The slope of a season's real margins on what ratings of its end expect of them.

    Differences are wider over a whole season than at its end: November's mismatches are run up,
    and a blowout's further points count less in a rating. A game that has had its say in a rating
    fits it too well, so each tenth of the games is held against ratings made from the others.

    ``net``: every game as strength is told of it; ``margin[N]`` per 100 possessions as it was.
    """
    said = np.zeros_like(margin)
    fold = np.random.default_rng(FOLDS).permutation(len(margin)) % FOLDS
    for k in range(FOLDS):
        found = fit_shared(_some(net, fold != k), motion, prior, -1.0)
        held = _some(net, fold == k)
        said[fold == k] = found.expected(held.offense, held.defense, held.venue)
    weight = net.weight**2  # in points
    return float(np.sum(weight * said * margin) / np.sum(weight * said**2))


def _some(games: Observations, which: np.ndarray) -> Observations:
    columns = ("offense", "defense", "venue", "value", "weight", "day")
    return replace(games, **{name: getattr(games, name)[which] for name in columns})
