"""How much wider a whole season's margins were than the ratings of its end expect."""

from dataclasses import replace

import numpy as np

from engine.arrays import F8
from engine.ratings.model import Observations, Prior, RandomWalkPrior, fit_shared

FOLDS = 10


def season_spread(net: Observations, margin: F8, walk: RandomWalkPrior, prior: Prior) -> float:
    """The slope of a season's actual margins on the margins that the ratings of its end expect.

    Differences are wider over a whole season than at its end: November has more mismatches, and
    ratings compress blowouts. A rating fits the games it was made from too well, so each tenth of
    the games is compared with ratings made from the others (cross-validation).

    ``net``: the season's observations of ``net``; ``margin[N]``: unadjusted, per 100 possessions.
    """
    expected = np.zeros_like(margin)
    fold = np.random.default_rng(FOLDS).permutation(len(margin)) % FOLDS
    for k in range(FOLDS):
        found = fit_shared(_some(net, fold != k), walk, prior, -1.0)
        held = _some(net, fold == k)
        expected[fold == k] = found.expected(held.offense, held.defense, held.venue)
    weight = net.weight**2  # in points
    return float(np.sum(weight * expected * margin) / np.sum(weight * expected**2))


def _some(games: Observations, which: np.ndarray) -> Observations:
    columns = ("offense", "defense", "venue", "value", "weight", "day")
    some = {name: getattr(games, name)[which] for name in columns}
    return replace(games, **some, rest=None if games.rest is None else games.rest[which])
