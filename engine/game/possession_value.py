"""The expected points of a possession in ordinary time, solved exactly from the odds of its plays.

The kernel's plays form a Markov chain over start types. A possession that starts in state w has the
expected points

    V[w] = points[w] + kept[w] V[kept] + rebounded[w] V[off_reb]

and how often possessions start in each state follows from how the opponent's possessions end. Score
and clock are left out; the calibration makes up for their effect.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import F8
from engine.game import possession as p

# How possessions start, in the order of ``Play.ends``: after a made shot, a rebound, a steal, a
# dead ball.
_STARTS = (p.MADE, p.DEF_REB, p.STEAL, p.DEAD)
USUAL_STARTS = (0.42, 0.34, 0.12, 0.12)  # where the iteration begins; it converges from anywhere
_ROUNDS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Play:
    """One play by start type, ``[..., 7]``: mean ``points``; probabilities that the ball is
    ``kept`` after a foul or ``rebounded``; ``ends[..., 7, 4]``: probabilities that the possession
    ends and the opponent starts after a made shot, a rebound, a steal, a dead ball."""

    points: F8
    kept: F8
    rebounded: F8
    ends: F8


def play(odds: F8, shared: F8, bonus: Sequence[float]) -> Play:
    """One play's outcomes from its odds ``[..., 7, COLUMNS]``; ``shared`` as in
    ``possession.GameTables``, ``bonus`` as in ``play_model.Calibration``."""
    prob = odds / (1.0 + odds)
    foul = prob[..., p.FOUL]
    turnover = (1.0 - foul) * prob[..., p.TURNOVER]
    shot = 1.0 - foul - turnover
    three = shot * prob[..., p.THREE]
    two = shot - three
    drawn2, drawn3 = two * prob[..., p.DRAWN2], three * prob[..., p.DRAWN3]
    good2, good3 = (two - drawn2) * prob[..., p.FG2], (three - drawn3) * prob[..., p.FG3]
    and1 = good2 * prob[..., p.AND1] + good3 * prob[..., p.AND1_3]
    missed = two - drawn2 - good2 + three - drawn3 - good3
    in_bonus, one_and_one = foul * bonus[0], bonus[1]

    ft = prob[..., p.FT]
    later = _prob(odds[..., p.FT] * shared[p.LATER_FT])
    to_line = drawn2 + drawn3 + and1 + in_bonus
    last_made = (drawn2 + drawn3) * later + and1 * ft
    last_made = last_made + in_bonus * later * (one_and_one * ft + (1.0 - one_and_one))
    loose_ft = to_line - last_made
    orb, orb_ft = prob[..., p.ORB], _prob(shared[p.ORB_FT])
    stolen = turnover * shared[p.STOLEN]
    ends = (
        good2 + good3 - and1 + last_made,
        missed * (1.0 - orb) + loose_ft * (1.0 - orb_ft),
        stolen,
        turnover - stolen,
    )
    points = 2 * good2 + 3 * good3 + and1 * ft + drawn2 * (ft + later) + drawn3 * (ft + 2 * later)
    second = one_and_one * ft * later + (1.0 - one_and_one) * later
    points = points + in_bonus * (ft + second)
    return Play(points, foul - in_bonus, missed * orb + loose_ft * orb_ft, np.stack(ends, axis=-1))


def whole(one: Play, per_play: F8) -> F8:
    """The sum of ``per_play[..., 7, K]`` over the plays of a possession, by its start type."""
    kept, rebounded = one.kept[..., None], one.rebounded[..., None]
    k, o = p.KEPT, p.OFF_REB
    a, b = 1.0 - kept[..., k, :], rebounded[..., k, :]
    c, d = kept[..., o, :], 1.0 - rebounded[..., o, :]
    x, y = per_play[..., k, :], per_play[..., o, :]
    from_kept = (x * d + b * y) / (a * d - b * c)
    from_board = (y * a + c * x) / (a * d - b * c)
    return np.asarray(
        per_play + kept * from_kept[..., None, :] + rebounded * from_board[..., None, :]
    )


def starts(play_odds: F8, shared: F8, bonus: Sequence[float]) -> F8:
    """start[P, 2, 4]: shares of each side's possessions by start, from how the other side's end."""
    one = play(play_odds, shared, bonus)
    ends = whole(one, one.ends)[..., _STARTS, :]  # [P, 2, start, end]
    start = np.broadcast_to(np.array(USUAL_STARTS), (*ends.shape[:2], 4))
    for _ in range(_ROUNDS):
        start = np.einsum("...s,...se->...e", start, ends)[:, ::-1]
    return np.asarray(start)


def possession_value(play_odds: F8, shared: F8, bonus: Sequence[float], start: F8) -> F8:
    """points[P, 2] of one possession of each side, from odds ``play_odds[P, 2, 7, COLUMNS]``."""
    one = play(play_odds, shared, bonus)
    value = whole(one, one.points[..., None])[..., _STARTS, 0]
    return np.asarray(np.sum(start * value, axis=-1))


def _prob(odds: F8) -> F8:
    return np.asarray(odds / (1.0 + odds))
