"""Opponent-adjusted ratings: the whole model on one screen.

In a game, offence i against defence j does

    value = mean + offence[i] + defence[j] + edge * venue + noise / sqrt(weight)

where ``value`` is a rate such as turnovers per play, ``weight`` is what it was counted over (plays,
shots) and ``venue`` is +1 for an offence at home, -1 for one on the road and 0 on a neutral floor.
What both sides share is fitted once a game with one effect a team (``fit_shared``):

    net    margin per 100 possessions = strength[i] - strength[j] + edge * venue + noise
    level  points of both sides per 100 possessions = level[i] + level[j] + noise
    pace   possessions per 40 minutes = pace[i] + pace[j] + noise

so that what moves both scores together (pace, whistle) does not blur who is better; efficiency is
half of level plus or minus half of net. Every effect has a normal prior centred on a share
(``carry``) of what it was last season. That is ridge regression, solved exactly:

    (X'WX + penalty) effect = X'W (value - prior),  posterior covariance = noise² (X'WX + penalty)⁻¹

The penalties and carries are chosen by ``log_evidence`` on seasons up to 2019
(``python -m engine.build.shrinkage``), never by tournament results.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """N one-sided observations. ``offence[N]``, ``defence[N]`` are team rows; ``venue[N]`` is
    +1 (offence at home), 0 or -1; ``value[N]``; ``weight[N]`` > 0."""

    offence: I8
    defence: I8
    venue: F8
    value: F8
    weight: F8


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """How strongly effects are pulled to their prior. ``offence``/``defence``: penalties in the
    unit of the weights (how many possessions, plays or shots the prior is worth); ``carry``: share
    of last season's effect that is expected again."""

    offence: float
    defence: float
    carry: float


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """Prior means ``offence[T]`` and ``defence[T]`` of the effects (zero for a newcomer)."""

    offence: F8
    defence: F8


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Effects against the mean, in the unit of ``value``, with posterior standard errors.

    ``noise`` is the standard deviation of one observation of weight 1.
    """

    mean: float
    edge: float
    offence: F8
    offence_se: F8
    defence: F8
    defence_se: F8
    noise: float
    log_evidence: float


def no_prior(teams: int) -> Prior:
    """A prior of zero for everybody."""
    return Prior(np.zeros(teams), np.zeros(teams))


def carried(last: Fit, carry: float) -> Prior:
    """Next season's prior means from last season's fit, both with the same team rows."""
    return Prior(carry * last.offence, carry * last.defence)


def fit(obs: Observations, teams: int, shrinkage: Shrinkage, prior: Prior) -> Fit:
    """Solve one season with an effect for each offence and each defence."""
    one = np.ones_like(obs.value)
    parts = (*_common(obs), (2 + obs.offence, one), (2 + teams + obs.defence, one))
    penalty = np.repeat([shrinkage.offence, shrinkage.defence], teams)
    solved = _solve(obs, parts, np.concatenate([FREE, penalty]), prior)
    off, dfn = slice(2, 2 + teams), slice(2 + teams, None)
    return _fit(
        solved, prior, solved.effect[off], solved.effect[dfn], solved.se[off], solved.se[dfn]
    )


def fit_shared(
    obs: Observations, teams: int, shrinkage: Shrinkage, prior: Prior, sign: float
) -> Fit:
    """Solve one season with one effect a team: ``defence`` is ``sign`` times ``offence``.

    Each game appears once. With ``sign`` -1 the mean is held at zero: which side is named first
    means nothing.
    """
    one = np.ones_like(obs.value)
    parts = (*_common(obs), (2 + obs.offence, one), (2 + obs.defence, sign * one))
    common = FREE if sign > 0 else HELD
    penalty = np.concatenate([common, np.full(teams, shrinkage.offence)])
    solved = _solve(obs, parts, penalty, prior)
    effect, se = solved.effect[2:], solved.se[2:]
    return _fit(solved, prior, effect, sign * effect, se, se)


# Penalties of mean and edge: none, but for a measure without venue, whose edge stays at zero.
FREE = np.array([0.0, 1e-6])
HELD = np.array([1e12, 1e-6])

# One term of the model: its column for each observation and the coefficient there.
Part = tuple[I8, F8]


@dataclass(frozen=True, slots=True, eq=False)
class _Solved:
    effect: F8
    se: F8
    noise: float
    log_evidence: float


def _common(obs: Observations) -> tuple[Part, Part]:
    zero = np.zeros_like(obs.offence)
    return (zero, np.ones_like(obs.value)), (zero + 1, obs.venue)


def _solve(obs: Observations, parts: tuple[Part, ...], penalty: F8, prior: Prior) -> _Solved:
    residual = obs.value - prior.offence[obs.offence] - prior.defence[obs.defence]
    columns = penalty.size
    gram, target = np.diag(penalty), np.zeros(columns)
    for row, x in parts:
        target += np.bincount(row, obs.weight * x * residual, columns)
        for column, y in parts:
            flat = np.bincount(row * columns + column, obs.weight * x * y, columns * columns)
            gram += flat.reshape(columns, columns)
    inverse = np.linalg.inv(gram)
    effect = inverse @ target
    n = max(obs.value.size - 2, 1)
    square = float(np.sum(obs.weight * residual**2))
    noise2 = max((square - float(target @ effect)) / n, 1e-12)
    _, log_det = np.linalg.slogdet(gram)
    evidence = -0.5 * (n * np.log(noise2) + log_det - np.sum(np.log(penalty[2:])))
    se = np.sqrt(noise2 * np.diag(inverse))
    return _Solved(effect, se, float(np.sqrt(noise2)), float(evidence))


def _fit(solved: _Solved, prior: Prior, off: F8, dfn: F8, off_se: F8, dfn_se: F8) -> Fit:
    return Fit(
        mean=float(solved.effect[0]),
        edge=float(solved.effect[1]),
        offence=prior.offence + off,
        offence_se=off_se,
        defence=prior.defence + dfn,
        defence_se=dfn_se,
        noise=solved.noise,
        log_evidence=solved.log_evidence,
    )
