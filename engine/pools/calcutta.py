"""Calcutta auctions: each team is sold, and every win pays its owner a share of the pot."""

import numpy as np

from engine.arrays import F8, U1, Bool
from engine.errors import BadInput
from engine.pools.board import Board

# Percent of the pot a win pays in each round, Round of 64 first: 32 games x 0.5 % and so on.
USUAL = (0.5, 1.0, 2.0, 4.0, 8.0, 20.0)


def check_payouts(percent: tuple[float, ...]) -> tuple[float, ...]:
    """Six percentages of the pot a win, which together pay all of it; BadInput."""
    if len(percent) != 6 or min(percent) < 0:
        raise BadInput(
            "A Calcutta needs six payouts, none negative.", "Write percent a win: 0.5,1,2,4,8,20."
        )
    total = sum(p * 2 ** (5 - r) for r, p in enumerate(percent))
    if abs(total - 100.0) > 0.5:
        raise BadInput(
            f"These payouts give out {total:g} % of the pot, not 100 %.",
            "32 wins of the first round, 16 of the second and so on have to add up to 100 %.",
        )
    return tuple(100.0 * p / total for p in percent)


def returns(board: Board, won: U1, percent: tuple[float, ...]) -> F8:
    """paid[C, U]: the share of the pot that each team's owner gets in each universe."""
    mine = won[board.path] == np.arange(board.contestants)[:, None, None]
    return np.asarray(np.einsum("cru,r->cu", mine.astype(np.float64), np.array(percent) / 100.0))


def fair_share(paid: F8) -> tuple[F8, F8]:
    """(mean[C], standard error[C]): the share of the pot that a team is worth."""
    return paid.mean(axis=1), paid.std(axis=1, ddof=1) / np.sqrt(paid.shape[1])


def money_back(paid: F8, price: F8, pot: float) -> F8:
    """prob[C]: the chance that a team bought at ``price[C]`` in a ``pot`` returns its price."""
    covered: Bool = paid * pot >= price[:, None] - 1e-9
    return np.asarray(covered.mean(axis=1))
