"""The public of a real field, and brackets drawn from it."""

import numpy as np
import pytest

from engine import store
from engine.pools.board import advancement, board_of
from engine.pools.public import sample_games, sample_people, sample_shares, share_of
from engine.run.pools import load_public, public_inputs

N = 20_000


@pytest.fixture(scope="module")
def public():
    return load_public("men", 2026)


def _gap(wanted: np.ndarray, seen: np.ndarray) -> float:
    """Root mean square distance of sampled from wanted shares, in sampling errors."""
    se = np.sqrt(np.maximum(wanted * (1 - wanted), 1e-4) / N)
    return float(np.sqrt(np.mean(((seen - wanted) / se) ** 2)))


@pytest.mark.parametrize("sampler", ["shares", "people"])
def test_sampled_shares_are_the_asked_ones(public, sampler):
    draw = np.random.default_rng(3)
    if sampler == "shares":
        choice = sample_shares(public.board, public.share, N, draw)
    else:
        choice = sample_people(public, N, draw)
    assert _gap(public.share, share_of(public.board, choice)) < (1.15 if sampler == "shares" else 3)


def test_another_public_is_found():
    """The twin: brackets of a public 10 % chalkier do not have these shares."""
    chalkier = load_public("men", 2026, chalk=1.1)
    choice = sample_shares(chalkier.board, chalkier.share, N, np.random.default_rng(3))
    assert _gap(load_public("men", 2026).share, share_of(chalkier.board, choice)) > 3


def test_games_agree_with_exact_advancement():
    board, win, _ = public_inputs("women", 2025)
    won = sample_games(board, win, N, np.random.default_rng(4))
    assert _gap(advancement(board, win), share_of(board, won)) < 1.15


@pytest.mark.parametrize(
    ("league", "season"), [("men", 2003), ("men", 2026), ("women", 2010), ("women", 2026)]
)
def test_every_field_has_63_positions(league, season):
    board = board_of(store.load_field(league, season))
    assert len(board.slot) == 63 and board.contestants == 64 and board.path.shape == (64, 6)
    assert (board.contestant >= 0).all()


def test_shares_add_up_and_a_loved_team_gains(public):
    assert public.share.sum(axis=0) == pytest.approx([32, 16, 8, 4, 2, 1])
    entrant = 5
    loved = load_public("men", 2026, loved=(entrant,))
    c = public.board.contestant[entrant]
    assert (loved.share[c] > public.share[c]).all()


@pytest.mark.parametrize("league", ["men", "women"])
def test_seasons_left_out_are_predicted(league):
    """The R2 by round that the data build measured."""
    reached = store.load_public_model(league)["left_out"]
    assert (reached >= np.array([0.965, 0.97, 0.96, 0.935, 0.90, 0.875])).all()
