"""Opponent-adjusted ratings: the whole model on one screen.

In a game, offence i against defence j does

    value = mean + offence[i] + defence[j] + edge * venue + noise / sqrt(weight)

where ``value`` is points per 100 possessions (or a rate such as turnovers per play), ``weight`` is
what it was counted over (possessions, plays, shots) and ``venue`` is +1 for an offence at home, -1
for one on the road and 0 on a neutral floor. Every effect has a normal prior centred on a share
(``carry``) of what it was last season. That is ridge regression, solved exactly:

    (X'WX + penalty) effect = X'W (value - prior),   posterior covariance = noise² (X'WX +
    penalty)⁻¹

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
    """Solve the model for one season. Mean and edge are free, team effects are shrunk."""
    gram, target, square = _normal_equations(obs, teams, shrinkage, prior)
    inverse = np.linalg.inv(gram)
    effect = inverse @ target
    n = obs.value.size
    noise2 = max(float(square - target @ effect) / max(n - 2, 1), 1e-12)
    se = np.sqrt(noise2 * np.diag(inverse))
    _, log_det = np.linalg.slogdet(gram)
    log_penalty = teams * (np.log(shrinkage.offence) + np.log(shrinkage.defence))
    evidence = -0.5 * (max(n - 2, 1) * np.log(noise2) + log_det - log_penalty)
    off, dfn = slice(2, 2 + teams), slice(2 + teams, 2 + 2 * teams)
    return Fit(
        mean=float(effect[0]),
        edge=float(effect[1]),
        offence=prior.offence + effect[off],
        offence_se=se[off],
        defence=prior.defence + effect[dfn],
        defence_se=se[dfn],
        noise=float(np.sqrt(noise2)),
        log_evidence=float(evidence),
    )


def _normal_equations(
    obs: Observations, teams: int, shrinkage: Shrinkage, prior: Prior
) -> tuple[F8, F8, float]:
    """X'WX + penalty, X'W r and r'W r, with r = value - prior. Columns: mean, edge, offence,
    defence."""
    residual = obs.value - prior.offence[obs.offence] - prior.defence[obs.defence]
    columns = 2 + 2 * teams
    gram = np.zeros((columns, columns))
    target = np.zeros(columns)
    parts = (
        (np.zeros_like(obs.offence), np.ones_like(obs.value)),
        (np.ones_like(obs.offence), obs.venue),
        (2 + obs.offence, np.ones_like(obs.value)),
        (2 + teams + obs.defence, np.ones_like(obs.value)),
    )
    for row, x in parts:
        np.add.at(target, row, obs.weight * x * residual)
        for column, y in parts:
            flat = np.bincount(row * columns + column, obs.weight * x * y, columns * columns)
            gram += flat.reshape(columns, columns)
    penalty = np.repeat([shrinkage.offence, shrinkage.defence], teams)
    gram[np.arange(2, columns), np.arange(2, columns)] += penalty
    gram[1, 1] += 1e-6  # a measure without venue (pace) leaves the edge at zero
    return gram, target, float(np.sum(obs.weight * residual**2))
