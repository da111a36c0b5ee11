"""Pools that start during the tournament: what is decided is the same for everybody."""

import numpy as np
import pytest

from engine import run, store
from engine.bracket.history import results_as_locks
from engine.domain.specs import BracketSpec
from engine.errors import BadInput, BadLock
from engine.pools.evaluate import payouts
from engine.pools.public import given
from engine.pools.rules import Pool
from engine.run.pools import (
    PoolSpec,
    pool_answer,
    pool_board,
    pool_locks,
    ready_pool,
    rival_samples,
)

ROUND_OF_32 = 2


@pytest.fixture(scope="module")
def answer():
    spec = PoolSpec("women", 2025, Pool(20), happened=ROUND_OF_32)
    field, results = store.load_field("women", 2025), store.load_results("women", 2025)
    locks = results_as_locks(field, results, ROUND_OF_32)
    base = run.bracket(BracketSpec("women", 2025, 1_000, 1, locks))
    return pool_answer(ready_pool(spec, base))


def test_everybody_has_what_is_decided(answer):
    ready = answer.ready
    over = ready.board.round <= ROUND_OF_32
    happened = ready.public.decided[over]
    assert (happened >= 0).all() and (ready.public.decided[~over] == -1).all()
    for rivals in rival_samples(ready.spec, 50):
        assert (rivals[over] == happened[:, None]).all()
    for world in (ready.search, ready.held.worlds, *ready.held.others):
        assert (world.won[over] == happened[:, None]).all() and not world.value[over].any()
        assert world.value[~over].any()
    for choice in (*answer.entries, answer.most_points[0], answer.chalk[0]):
        assert (choice[over] == happened).all()


def test_the_public_gets_its_share(answer):
    rivals = rival_samples(answer.ready.spec, 100)[0]
    paid = [payouts(choice, answer.ready.held.worlds, Pool(20)).mean() * 20 for choice in rivals.T]
    assert abs(np.mean(paid) - 1) < 3 * np.std(paid) / np.sqrt(len(paid))
    assert answer.figures.fair_shares > np.mean(paid)


def test_games_that_are_over_are_certain(answer):
    board, decided = answer.ready.board, answer.ready.public.decided
    win = given(board, np.full((64, 64), 0.3), decided)
    first = board.feeder[0].tolist()
    loser = first[0] if first[0] != decided[0] else first[1]
    assert win[decided[0], loser] == 1 and win[loser, decided[0]] == 0
    assert win[0, 63] == 0.3


def test_what_contradicts_the_results():
    field = store.load_field("women", 2025)
    spec = PoolSpec(
        "women", 2025, Pool(20), locks=(("R6CH", int(field.team_id[15])),), happened=ROUND_OF_32
    )
    with pytest.raises(BadLock, match="won by another team"):
        pool_locks(spec, pool_board("women", 2025))
    with pytest.raises(BadInput, match="nothing is left"):
        PoolSpec("women", 2025, Pool(20), happened=6)
