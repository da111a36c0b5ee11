"""The win probability of any pairing from a formula, without playing it.

The curve gives the log-odds of a win as a function of the margin, total and pace that the ratings
expect. ``engine.pipeline.fits.win_curve`` fits it to simulated games. It agrees with counting
universes within ``WinCurve.error``, for one universe's strengths as well as for their average.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from engine.arrays import F8
from engine.bracket import exact_advancement
from engine.bracket.picks import Picks
from engine.domain.field import Field
from engine.domain.teams import TeamTable
from engine.game.matchup import (
    LeagueContext,
    TeamStrengths,
    expected,
    league_context,
    margin_se,
    team_strengths,
)
from engine.stats.odds import logistic

# Nodes and weights for the mean over a normal deviate (Gauss and Hermite); nine give it to 1e-5.
_NODE, _WEIGHT = np.polynomial.hermite_e.hermegauss(9)
_WEIGHT = _WEIGHT / _WEIGHT.sum()

# The mean of p (1 - p) over all pairings of the fields, on which ``WinCurve.error`` is measured.
USUAL_VARIANCE = 0.17


@dataclass(frozen=True, slots=True)
class WinCurve:
    """``coefficient[4]`` of ``terms``; ``error``: the curve's root mean square error as a fraction,
    without the Monte-Carlo error of the counts it was compared with."""

    coefficient: tuple[float, ...]
    error: float


def terms(margin: F8, total: F8, pace: F8) -> F8:
    """[…, 4]: the expected margin in tens of points, times 1, times its square, and times the
    distances of pace (possessions) and points per possession from a usual game."""
    tens = margin / 10.0
    fast, rich = (pace - 68.0) / 10.0, total / (2.0 * pace) - 1.04
    bend = [tens, tens**3, tens * fast, tens * rich]
    return np.stack(np.broadcast_arrays(*bend), axis=-1)


def log_odds(curve: WinCurve, margin: F8, total: F8, pace: F8) -> F8:
    """Log-odds of a win with both strengths known, so that only the game is random."""
    return np.asarray(terms(margin, total, pace) @ np.array(curve.coefficient))


def averaged(curve: WinCurve, margin: F8, total: F8, pace: F8, spread: F8) -> F8:
    """P(win) averaged over the ratings' error: the expected margin is normal around ``margin``
    with standard deviation ``spread`` (points)."""
    prob = np.zeros_like(margin)
    for node, weight in zip(_NODE, _WEIGHT, strict=True):
        prob += weight * logistic(log_odds(curve, margin + node * spread, total, pace))
    return prob


def error_at(curve: WinCurve, prob: F8) -> F8:
    """The curve's standard error at its probability ``prob[P]``. Like that of counting it is
    largest for even games and shrinks toward certainty."""
    return np.asarray(curve.error * np.sqrt(prob * (1.0 - prob) / USUAL_VARIANCE))


class WinOdds(NamedTuple):
    """``prob[P]``: P(win) averaged over the ratings' error; ``weaker[P]`` and ``stronger[P]``: if
    the expected margin were one standard error smaller or larger, and known."""

    prob: F8
    weaker: F8
    stronger: F8


def win_odds(curve: WinCurve, margin: F8, total: F8, pace: F8, se: F8) -> WinOdds:
    """The odds of pairings with the ratings' error ``se[P]`` (points). No universe is counted, so
    there is no Monte-Carlo error, only the curve's."""
    sure = np.zeros_like(se)
    return WinOdds(
        averaged(curve, margin, total, pace, se),
        averaged(curve, margin - se, total, pace, sure),
        averaged(curve, margin + se, total, pace, sure),
    )


@dataclass(frozen=True, slots=True, eq=False)
class WinMatrix:
    """Every pairing of a field, with its teams and their season. ``win[S, E, E]``: P(the first
    beats the second) at the venue of slot s, averaged over the ratings' error; 0.5 on the
    diagonal."""

    field: Field
    team_strengths: TeamStrengths
    league_context: LeagueContext
    curve: WinCurve
    win: F8


def of_field(field: Field, table: TeamTable, curve: WinCurve, uncertain: bool = True) -> WinMatrix:
    """The win matrix of a field of rated teams; ``uncertain`` False takes the ratings as exact."""
    f = team_strengths(table, table.rows(field.team_id))
    s = league_context(table.base)
    win = _everywhere(field, f, s, curve, uncertain)
    win.flags.writeable = False
    return WinMatrix(field, f, s, curve, win)


def if_ratings_were(matrix: WinMatrix, deviate: F8) -> F8:
    """win[S, E, E] if the net efficiency of each team were ``deviate[E]`` posterior standard errors
    better than its rating, and known."""
    f = matrix.team_strengths
    half = deviate * f.net_se / 2
    moved = replace(f, off=f.off + half, dfn=f.dfn - half)
    return _everywhere(matrix.field, moved, matrix.league_context, matrix.curve, False)


def _everywhere(
    field: Field, f: TeamStrengths, s: LeagueContext, curve: WinCurve, uncertain: bool
) -> F8:
    """win[S, E, E] at the venue of each slot."""
    at = {venue: _all_pairs(f, s, curve, venue, uncertain) for venue in (-1.0, 0.0, 1.0)}
    win = np.repeat(at[0.0][None], len(field.slot), axis=0)
    for slot, host in enumerate(field.host):
        if host >= 0:
            win[slot, host], win[slot, :, host] = at[1.0][host], at[-1.0][:, host]
    return win


def prob_given_picks(field: Field, win: F8, picks: Picks) -> F8:
    """prob[S, E]: probability of winning each slot if all earlier picks come true. A picked slot
    shows the probability of its game, not certainty. Games count as independent."""
    return exact_advancement.slot_prob(field, win, picks.entrant)


def _all_pairs(
    f: TeamStrengths, s: LeagueContext, curve: WinCurve, venue: float, uncertain: bool
) -> F8:
    """win[E, E] with the first at home (1), on a neutral floor (0), away (-1)."""
    n = len(f.off)
    a, b = (x.ravel() for x in np.indices((n, n)))
    points_a, points_b, pace = expected(f, s, a, b, np.full(n * n, venue))
    spread = margin_se(f, s, a, b) * uncertain
    prob = averaged(curve, points_a - points_b, points_a + points_b, pace, spread)
    prob[a == b] = 0.5
    return prob.reshape(n, n)
