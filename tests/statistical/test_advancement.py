"""Advancement counted over universes against the exact solution of the same teams' chances.

With ratings taken as certain, games are independent, so both must agree within Monte-Carlo error.
The chances are counted in other universes than the brackets, and their error is part of the bound.
"""

import numpy as np
import pytest

from engine import exact, games, store
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
    win = np.stack([at[games.NEUTRAL]] * len(eight.field.slot))
    lower = eight.field.team_id[:, None] < eight.field.team_id[None, :]
    for slot, host in enumerate(eight.field.host):
        if host >= 0:
            a_hosts = np.where(lower[host], at[games.AT_A][host], at[games.AT_B][host])
            win[slot, host], win[slot, :, host] = a_hosts, 1 - a_hosts
    return win


@pytest.fixture(scope="module")
def counted(eight: Played) -> np.ndarray:
    """prob[S, E] over universes."""
    return eight.result(SEED, BRACKETS).slot_prob()


def surprise(eight: Played, counted: np.ndarray, win: np.ndarray) -> float:
    """The largest |counted - exact| in standard errors, the errors of both counts taken
    together."""
    solved = exact.slot_prob(eight.field, win)
    draw = np.random.default_rng(5)
    spread = np.std([exact.slot_prob(eight.field, _again(draw, win)) for _ in range(200)], axis=0)
    se = np.sqrt(solved * (1 - solved) / BRACKETS + spread**2)
    rare = solved * BRACKETS < 20  # too few to be normal
    return float(np.max(np.abs(counted - solved)[~rare] / se[~rare].clip(1e-12)))


def _again(draw: np.random.Generator, win: np.ndarray) -> np.ndarray:
    """Chances as another count of as many games could have come out."""
    one = np.triu(draw.binomial(GAMES, win) / GAMES, 1)
    return one + np.tril(1 - one.transpose(0, 2, 1), -1)


def test_universes_agree_with_the_exact_solution(eight, counted, chances):
    assert surprise(eight, counted, chances) < BOUND


@pytest.mark.parametrize("entrant", [0, 3, 6])
def test_one_team_a_little_too_good_is_found(eight, counted, chances, entrant):
    assert surprise(eight, counted, better(chances, entrant)) > BOUND


def better(win: np.ndarray, entrant: int) -> np.ndarray:
    """``win[S, E, E]`` with one team's odds a fifth larger."""
    odds = win[:, entrant] / (1 - win[:, entrant]).clip(1e-3) * 1.2
    out = win.copy()
    out[:, entrant] = odds / (1 + odds)
    out[:, :, entrant] = 1 - out[:, entrant]
    return out


def test_a_forgotten_home_floor_is_found(eight, counted, chances):
    neutral = np.stack([eight.wins(SEED, BRACKETS, GAMES)] * len(eight.field.slot))
    assert surprise(eight, counted, neutral) > BOUND


def test_the_whole_field_agrees_coarsely():
    """All 68 teams. Their 2,278 pairings are played in few universes each, so the bound is wide;
    from the Elite Eight on, where many pairings share the blame, it is still worth having."""
    whole = ready(store.load_field("men", 2026), uncertain=False)
    win = np.stack([whole.wins(SEED, 2_000, 150)] * len(whole.field.slot))
    counted = whole.result(SEED, 2_000).slot_prob()
    late = whole.field.round >= 4

    def farthest(chances: np.ndarray) -> float:
        return float(np.max(np.abs(counted - exact.slot_prob(whole.field, chances))[late]))

    assert farthest(win) < 0.06
    assert farthest(better(win, int(np.argmax(counted[-1])))) > 0.06
