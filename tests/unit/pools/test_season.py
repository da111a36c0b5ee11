"""Rooting guide, survivor plans and auctions, on brackets small enough to count."""

import itertools

import numpy as np
import pytest

from engine.errors import BadInput
from engine.pools import calcutta, survivor
from engine.pools.board import advancement, board_of
from engine.pools.public import sample_games, share_of
from engine.pools.rooting import entry_scores, exact_paths, rooting, shares
from engine.pools.rules import Prizes
from engine.run.pools import public_inputs
from tests.fields import knockout

BOARD = board_of(knockout([1, 2, 3, 4, 5, 6, 7, 8]))


def _win() -> np.ndarray:
    win = np.random.default_rng(1).uniform(0.2, 0.8, (8, 8))
    upper = np.triu(win, 1)
    return upper + np.tril(1 - upper.T, -1) + 0.5 * np.eye(8)


def test_every_path_has_its_probability():
    paths = exact_paths(BOARD, np.full(7, -1), _win())
    assert paths.won.shape == (7, 128) and paths.weight.sum() == pytest.approx(1)
    assert len({column.tobytes() for column in paths.won.T}) == 128
    titles = np.bincount(paths.won[-1], weights=paths.weight, minlength=8)
    assert titles == pytest.approx(advancement(BOARD, _win())[:, -1])


def test_too_many_open_games():
    board, win, _ = public_inputs("men", 2026)
    with pytest.raises(BadInput, match="63 games"):
        exact_paths(board, np.full(63, -1), win)


def test_prizes_of_tied_places_are_split():
    score = np.array([[3], [3], [2], [1]])
    assert shares(score, Prizes.read("60,30,10"))[:, 0] == pytest.approx([0.45, 0.45, 0.1, 0])


def test_whom_to_root_for():
    """Two entries that differ in the final only: I root for my champion, and only there."""
    decided = np.array([0, 2, 4, 6, 0, 4, -1])
    choice = np.stack([decided, decided], axis=1).astype(np.uint8)
    choice[-1] = 0, 4
    paths = exact_paths(BOARD, decided, _win())
    score = entry_scores(np.ones(paths.won.shape, dtype=np.int32), paths.won, choice)
    (final,) = rooting(BOARD, decided, paths, shares(score, Prizes())[0])
    assert (final.a, final.b, final.if_a, final.if_b, final.matters) == (0, 4, 1.0, 0.0, True)


def test_the_survivor_plan_is_the_best_of_all():
    won = sample_games(BOARD, _win(), 2_000, np.random.default_rng(3))
    plan = survivor.plan(BOARD, won)
    wins = won[BOARD.path] == np.arange(8)[:, None, None]
    best = max(
        float((wins[a, 0] & wins[b, 1] & wins[c, 2]).mean())
        for a, b, c in itertools.permutations(range(8), 3)
    )
    assert plan.alive[-1] == pytest.approx(best)
    assert plan.alive[-1] >= survivor.safest_now(BOARD, won).alive[-1]


def test_an_auction_shares_out_the_whole_pot():
    board, win, _ = public_inputs("men", 2026)
    won = sample_games(board, win, 500, np.random.default_rng(3))
    percent = calcutta.check_payouts(calcutta.USUAL)
    paid = calcutta.returns(board, won, percent)
    assert paid.sum(axis=0) == pytest.approx(1)
    share, _ = calcutta.fair_share(paid)
    assert share == pytest.approx(share_of(board, won) @ np.array(percent) / 100)
    assert (calcutta.money_back(paid, np.zeros(64), 1.0) == 1).all()
    with pytest.raises(BadInput, match="give out 192 %"):
        calcutta.check_payouts((1, 2, 4, 8, 16, 32))
