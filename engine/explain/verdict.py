"""A pairing's figures in one line: spread, total, and how often the game is of which kind."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.arrays import Bool
from engine.domain.game_detail import GameDetail
from engine.explain.flow import BLOWOUT, ONE_POSSESSION, close_finish
from engine.stats.estimates import mean_se, proportion_se


class Estimate(NamedTuple):
    """A mean or a share of universes, and its Monte-Carlo standard error."""

    value: float
    se: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """``margin`` of a and ``total``, in points; ``possessions`` a side; shares of universes:
    ``overtime``, ``blowout`` (won by 15 or more), ``one_possession`` (by 3 or fewer) and ``close``
    (within five points with two minutes left)."""

    margin: Estimate
    total: Estimate
    possessions: Estimate
    overtime: Estimate
    blowout: Estimate
    one_possession: Estimate
    close: Estimate


def verdict(detail: GameDetail) -> Verdict:
    """The figures of a run."""
    games = detail.games
    apart = np.abs(games.margin)
    return Verdict(
        margin=Estimate(*mean_se(games.margin.astype(np.float64))),
        total=Estimate(*mean_se(games.points.sum(axis=0, dtype=np.float64))),
        possessions=Estimate(*mean_se(games.possessions.mean(axis=0))),
        overtime=_share(games.overtimes > 0),
        blowout=_share(apart >= BLOWOUT),
        one_possession=_share(apart <= ONE_POSSESSION),
        close=Estimate(*close_finish(detail)),
    )


def beats(detail: GameDetail, figure: str, least: int) -> Estimate:
    """The share of universes whose ``figure`` ("margin" of a, or "total") is ``least`` or more."""
    games = detail.games
    value = games.margin if figure == "margin" else games.points.sum(axis=0)
    return _share(value >= least)


def _share(event: Bool) -> Estimate:
    prob = np.asarray(event.mean())
    return Estimate(float(prob), float(proportion_se(prob, event.size)))
