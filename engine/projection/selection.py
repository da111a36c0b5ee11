"""Who gets in and on which line: wins above bubble and strength, and how far the committee strays.

Wins above bubble: a team's wins less those that a team on the edge of the field would expect from
the same schedule. A team's score is WAB_WEIGHT of it and the rest of net efficiency, each in
standard deviations over all teams; the committee's own judgment is a normal error on it.
"""

from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I8, Bool

BUBBLE_RANK = 45  # by net efficiency: the team that others are measured against
LINES = 16
AT_LARGE_OPENING, AUTOMATIC_OPENING = 12, 12  # teams of the Opening Round of 76


@dataclass(frozen=True, slots=True)
class Selection:
    """``wab_weight``: share of wins above bubble in the score; ``noise``: standard deviation of the
    committee's judgment, in units of the score. ``engine.pipeline.fits.selection`` fits both."""

    wab_weight: float
    noise: float


def standardized(x: F8) -> F8:
    """x[..., T] in standard deviations over the teams."""
    return np.asarray((x - x.mean(axis=-1, keepdims=True)) / x.std(axis=-1, keepdims=True))


def scores(wab: F8, net: F8, weight: float) -> F8:
    """score[..., T] of every team; ``wab`` and ``net`` broadcast."""
    return weight * standardized(wab) + (1.0 - weight) * standardized(net)


def at_large(score: F8, automatic: Bool, places: int) -> Bool:
    """chosen[..., T]: the ``places`` best teams without an automatic bid."""
    open_score = np.where(automatic, -np.inf, score)
    order = np.argsort(-open_score, axis=-1, kind="stable")
    chosen = np.zeros(score.shape, dtype=np.bool_)
    np.put_along_axis(chosen, order[..., :places], True, axis=-1)
    return chosen


# The lines of a field of 76: direct places by line (1-16); the Opening Round fills the others.
DIRECT_OF_76 = (4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 2, 0, 4, 4, 2, 0)


def lines(score: F8, automatic: Bool) -> I8:
    """line[N] (1-16) of the N = 76 chosen teams of one field, by their scores.

    The twelve last teams chosen at large play for places on lines 11 and 12, the twelve last
    automatic ones for lines 15 and 16; the other 52 fill the direct places in the order of their
    scores (NCAA, May 2026)."""
    order = np.argsort(-score, kind="stable")
    chosen, won = order[~automatic[order]], order[automatic[order]]
    line = np.zeros(len(score), dtype=np.int64)
    line[chosen[-AT_LARGE_OPENING:]] = [11] * 4 + [12] * 8
    line[won[-AUTOMATIC_OPENING:]] = [15] * 4 + [16] * 8
    direct = order[line[order] == 0]
    line[direct] = np.repeat(np.arange(1, LINES + 1), DIRECT_OF_76)
    return line
