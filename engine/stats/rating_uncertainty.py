"""How much a win probability would move if the ratings were off.

Two errors belong to a simulated probability. The *Monte-Carlo error* is that of counting so many
universes; more of them make it smaller. The *rating error* is that of the ratings: each universe
draws both teams' strengths around them, so the probability already is the mean over what the
strengths may be; the rating error says how far it spreads. Were the true difference of the two
strengths one posterior standard error smaller or larger than rated, team a would win with the
probabilities ``weaker`` and ``stronger``. No number of universes makes that range narrower."""

from statistics import NormalDist

import numpy as np

from engine.arrays import F8

NORMAL = NormalDist()
MOST = 0.99999  # a probability nearer to 0 or 1 than any run can tell


def rating_range(win_prob: F8, margin_sd: F8, se: F8) -> tuple[F8, F8]:
    """(weaker[P], stronger[P]): the probability if the expected margin were ``se[P]`` points
    smaller, or larger; from what was counted, ``win_prob[P]`` and the standard deviation
    ``margin_sd[P]`` of the simulated margins in points.

    A game is won when m + se z + rest > 0, z standard normal and rest normal with variance
    margin_sd² - se²; m follows from the probability over all z, and then z is set to -1 and 1.
    The simulated margins themselves cannot be shifted instead: a close end is played differently,
    which thins the margins about zero. A test plays shifted ratings against this.
    """
    prob = np.clip(win_prob, 1.0 - MOST, MOST)
    mean = margin_sd * np.array([NORMAL.inv_cdf(p) for p in prob.tolist()])
    rest = np.sqrt(np.maximum(margin_sd**2 - se**2, 1e-12))
    weaker, stronger = (
        np.array([NORMAL.cdf(x) for x in ((mean + side * se) / rest).tolist()])
        for side in (-1.0, 1.0)
    )
    return weaker, stronger
