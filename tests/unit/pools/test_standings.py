"""Known entries side by side agree with each of them judged among the others."""

from dataclasses import replace

import numpy as np
import pytest

from engine.pools.evaluate import Held, figures
from engine.pools.public import sample_games
from engine.pools.rules import Pool, Prizes
from engine.pools.standings import standings
from tests.unit.pools.test_reasons import BOARD, HELD

WIN = np.full((8, 8), 0.5)
CHOICE = sample_games(BOARD, WIN, 4, np.random.default_rng(5))


@pytest.mark.parametrize("entries", [4, 9])
def test_each_entry_among_the_others(entries: int) -> None:
    pool = Pool(entries, Prizes.read("70,30"))
    found = standings(CHOICE, HELD, pool)
    for n in range(4):
        others = tuple(np.delete(CHOICE, n, axis=1).T)
        alone = figures([CHOICE[:, n]], replace(HELD, known=others), pool)
        assert found.win_prob[n] == pytest.approx(alone.win_prob)
        assert found.payout[n] == pytest.approx(alone.payout)
        assert found.points[n] == pytest.approx(alone.points)


def test_a_whole_pool_shares_the_whole_pot() -> None:
    found = standings(CHOICE, Held(HELD.worlds, (), ()), Pool(4, Prizes.read("70,30")))
    assert found.payout.sum() == pytest.approx(1) and found.win_prob.sum() == pytest.approx(1)
    assert (found.low == found.win_prob).all()
