"""Advancement counted over universes against the exact solution of the same teams' chances.

With ratings taken as certain, games are independent, so both must agree within Monte-Carlo error.
The chances are counted in other universes than the brackets, and their error is part of the bound.
"""

import numpy as np
import pytest

from engine import store
from engine.bracket import exact_advancement
from engine.domain.field import Field
from engine.domain.venue import Venue
from tests.fields import Played, knockout, ready

SEED = 11
BRACKETS, GAMES = 16_000, 8_000
BOUND = 4.0  # standard errors; the largest of some twenty shares


@pytest.fixture(scope="module")
def eight() -> Played:
    """Lines 1, 16, 8, 9, 5, 12, 4, 13 of a real region; the best two hold the openers at home."""
    field = store.load_field("men", 2026)
    lines = ("W01", "W16", "W08", "W09", "W05", "W12", "W04", "W13")
    ids = [int(field.team_id[field.seed.index(line)]) for line in lines]
    return ready(knockout(ids, hosts={0: 0, 2: 4, 4: 0}), uncertain=False)


@pytest.fixture(scope="module")
def chances(eight: Played) -> np.ndarray:
    """win[S, E, E], counted in universes that no bracket of this test is played in."""
    at = {venue: eight.wins(SEED, BRACKETS, GAMES, venue) for venue in range(3)}
    win = np.stack([at[Venue.NEUTRAL]] * len(eight.field.slot))
    lower = eight.field.team_id[:, None] < eight.field.team_id[None, :]
    for slot, host in enumerate(eight.field.host):
        if host >= 0:
            a_hosts = np.where(lower[host], at[Venue.A][host], at[Venue.B][host])
            win[slot, host], win[slot, :, host] = a_hosts, 1 - a_hosts
    return win


@pytest.fixture(scope="module")
def counted(eight: Played) -> np.ndarray:
    """prob[S, E] over universes."""
    return eight.result(SEED, BRACKETS).slot_prob()


def surprise(
    field: Field, counted: np.ndarray, win: np.ndarray, brackets: int, n_games: int
) -> np.ndarray:
    """z[S, E]: counted - exact in standard errors, the errors of both counts taken together; zero
    where too little happened to be normal. ``win[S or 1, E, E]``."""
    draw = np.random.default_rng(5)
    shape = (len(field.slot), *win.shape[1:])
    solved = exact_advancement.slot_prob(field, np.broadcast_to(win, shape))
    again = [
        exact_advancement.slot_prob(field, np.broadcast_to(_again(draw, win, n_games), shape))
        for _ in range(100)
    ]
    se = np.sqrt(solved * (1 - solved) / brackets + np.var(again, axis=0))
    few = np.minimum(solved, 1 - solved) * min(brackets, n_games) < 5
    return np.where(few, 0.0, (counted - solved) / se.clip(1e-12))


def _again(draw: np.random.Generator, win: np.ndarray, n_games: int) -> np.ndarray:
    """Chances as another count of as many games could have come out."""
    likely = (win * n_games + 0.5) / (n_games + 1)
    one = np.triu(draw.binomial(n_games, likely) / n_games, 1)
    return one + np.tril(1 - one.transpose(0, 2, 1), -1)


def farthest(eight: Played, counted: np.ndarray, win: np.ndarray) -> float:
    return float(np.max(np.abs(surprise(eight.field, counted, win, BRACKETS, GAMES))))


def better(win: np.ndarray, entrant: int, times: float = 1.2) -> np.ndarray:
    """``win[S, E, E]`` with one team's odds a fifth larger, or so many times."""
    odds = win[:, entrant] / (1 - win[:, entrant]).clip(1e-3) * times
    out = win.copy()
    out[:, entrant] = odds / (1 + odds)
    out[:, :, entrant] = 1 - out[:, entrant]
    return out


def test_universes_agree_with_the_exact_solution(eight, counted, chances):
    assert farthest(eight, counted, chances) < BOUND


@pytest.mark.parametrize("entrant", [0, 3, 6])
def test_one_team_a_little_too_good_is_found(eight, counted, chances, entrant):
    assert farthest(eight, counted, better(chances, entrant)) > BOUND


def test_a_forgotten_home_floor_is_found(eight, counted):
    assert farthest(eight, counted, eight.wins(SEED, BRACKETS, GAMES)[None]) > BOUND


def test_the_whole_field_agrees():
    """All 68 teams and their 2,278 pairings, each in few universes, so coarsely."""
    whole = ready(store.load_field("men", 2026), uncertain=False)
    brackets, n_games = 2_000, 150
    win = whole.wins(SEED, brackets, n_games)[None]
    counted = whole.result(SEED, brackets).slot_prob()
    z = surprise(whole.field, counted, win, brackets, n_games)
    assert np.count_nonzero(z) > 150
    assert np.max(np.abs(z)) < BOUND
    assert 0.7 < np.std(z[z != 0]) < 1.3
    champion = better(win, int(np.argmax(counted[-1])), 1.5)
    assert np.max(np.abs(surprise(whole.field, counted, champion, brackets, n_games))) > BOUND
