"""Rooting guide, survivor plans and auctions, on brackets small enough to count."""

import itertools

import numpy as np
import pytest

from engine.errors import BadInput
from engine.pools import calcutta, survivor
from engine.pools.board import advancement, board_of
from engine.pools.public import sample_games, share_of
from engine.pools.rooting import Paths, exact_paths, outcomes, rooting
from engine.pools.rules import Prizes, Scoring, pick_value
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
    """One game is worth 3 points, one 2 and one 1; two entries have the same picks."""
    won = np.array([[0], [2], [0]], dtype=np.uint8)
    value = np.array([[3], [2], [1]], dtype=np.int32)
    choice = np.array([[0, 0, 1, 1], [3, 3, 2, 3], [1, 1, 2, 0]], dtype=np.uint8)
    paths = Paths(won, np.ones(1), True)
    share, paid = outcomes(value, paths, choice, Prizes.read("60,30,10"))
    assert share == pytest.approx([0.45, 0.45, 0.1, 0]) and paid == pytest.approx([0.45])


def test_pots_are_paid_out_in_full():
    """Against a count by hand of 40 entries in every way the rest can go, bonus included."""
    decided = np.array([0, 2, 4, 6, -1, -1, -1])
    paths = exact_paths(BOARD, decided, _win())
    draw = np.random.default_rng(2)
    choice = sample_games(BOARD, _win(), 40, draw)
    value = pick_value(Scoring((1, 2, 4, 8, 16, 32), "seed-difference"), BOARD, paths.won)
    prizes = Prizes.read("50,30,20,last=10")
    share, paid = outcomes(value, paths, choice, prizes)
    pay = np.zeros(41)
    for place, amount in prizes.by_place(40):
        pay[place] = amount
    expected = np.zeros(40)
    for u, weight in enumerate(paths.weight):
        score = (value[:, u, None] * (choice == paths.won[:, u, None])).sum(axis=0)
        above, level = (score[:, None] < score).sum(axis=1), (score[:, None] == score).sum(axis=1)
        got = [pay[a + 1 : a + n + 1].mean() for a, n in zip(above, level, strict=True)]
        expected += weight * np.array(got)
        assert paid[u] == pytest.approx(got[0])
    assert share == pytest.approx(expected) and share.sum() == pytest.approx(0.9)


def test_whom_to_root_for():
    """Two entries that differ in the final only: I root for my champion, and only there."""
    decided = np.array([0, 2, 4, 6, 0, 4, -1])
    choice = np.stack([decided, decided], axis=1).astype(np.uint8)
    choice[-1] = 0, 4
    paths = exact_paths(BOARD, decided, _win())
    value = np.ones(paths.won.shape, dtype=np.int32)
    (final,) = rooting(BOARD, decided, paths, outcomes(value, paths, choice, Prizes())[1])
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
