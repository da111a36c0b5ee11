"""How much a win probability would change if the ratings were wrong.

A simulated probability has two errors. The *Monte-Carlo error* comes from counting a finite number
of universes and shrinks with more of them. The *rating error* comes from the ratings: each universe
draws both teams' strengths around their ratings, so the probability is a mean over possible
strengths, and the rating error shows its spread. If the true difference of the two strengths were
one posterior standard error smaller or larger than rated, team a would win with the probabilities
``weaker`` and ``stronger``. More universes do not narrow that range."""

from statistics import NormalDist

import numpy as np

from engine.arrays import F8

NORMAL = NormalDist()
MOST = 0.99999  # closer to 1 than any run can measure


def rating_range(win_prob: F8, margin_sd: F8, se: F8) -> tuple[F8, F8]:
    """(weaker[P], stronger[P]): the probability if the expected margin were ``se[P]`` points
    smaller, or larger; from what was counted, ``win_prob[P]`` and the standard deviation
    ``margin_sd[P]`` of the simulated margins in points.

    A game is won when m + se z + rest > 0, z standard normal and rest normal with variance
    margin_sd² - se²; m follows from the probability over all z, and then z is set to -1 and 1.
    Shifting the simulated margins instead would be wrong: teams play a close ending differently, so
    there are fewer margins near zero. A test compares this with games at shifted ratings.
    """
    prob = np.clip(win_prob, 1.0 - MOST, MOST)
    mean = margin_sd * np.array([NORMAL.inv_cdf(p) for p in prob.tolist()])
    rest = np.sqrt(np.maximum(margin_sd**2 - se**2, 1e-12))
    weaker, stronger = (
        np.array([NORMAL.cdf(x) for x in ((mean + side * se) / rest).tolist()])
        for side in (-1.0, 1.0)
    )
    return weaker, stronger
