"""Filling a bracket: small examples, and every possible bracket of a small field."""

from itertools import product

import numpy as np
import pytest

from engine import store
from engine.bracket import fill, pick_code
from engine.bracket import picks as p
from engine.bracket.picks import OPEN, Picks
from engine.errors import BadInput
from tests.fields import knockout

FOUR, EIGHT = knockout([1, 2, 3, 4]), knockout([1, 2, 3, 4, 5, 6, 7, 8])


def chances(field, seed: int) -> np.ndarray:
    """win[S, E, E] of made-up teams, another in each slot."""
    n = len(field.seed)
    a = np.random.default_rng(seed).uniform(0.05, 0.95, (len(field.slot), n, n))
    upper = np.triu(a, 1)
    return upper + np.tril(1 - upper.transpose(0, 2, 1), -1) + 0.5 * np.eye(n)


def every_bracket(field) -> list[Picks]:
    brackets = []
    for strong in product((True, False), repeat=len(field.slot)):
        chosen: list[int] = []
        for s, sides in enumerate(field.feeder.tolist()):
            a, b = (side if side >= 0 else chosen[-side - 1] for side in sides)
            chosen.append(a if strong[s] else b)
        brackets.append(Picks(tuple(chosen)))
    return brackets


def games(field, picks: Picks) -> list[tuple[int, int, int]]:
    """(slot, winner, loser) of a complete bracket."""
    out = []
    for s, slot in enumerate(field.slot):
        a, b = p.pairing(picks, field, slot)
        won = picks.entrant[s]
        out.append((s, won, b if won == a else a))
    return out


def likelihood(field, picks: Picks, win: np.ndarray) -> float:
    return float(np.prod([win[game] for game in games(field, picks)]))


@pytest.mark.parametrize("seed", range(12))
def test_likely_is_the_likeliest_of_all_128(seed):
    win = chances(EIGHT, seed)
    none, some = p.no_picks(EIGHT), p.with_pick(p.no_picks(EIGHT), EIGHT, "R2W5", 1)
    for made in (none, some):
        found = fill.filled(made, EIGHT, "likely", win, np.zeros((7, 8)))
        keeps = [
            b
            for b in every_bracket(EIGHT)
            if all(m in (OPEN, e) for m, e in zip(made.entrant, b.entrant, strict=True))
        ]
        best = max(keeps, key=lambda b: likelihood(EIGHT, b, win))
        assert found == best and len(keeps) == (128 if made is none else 32)


def test_points_is_the_best_of_all_128():
    draw = np.random.default_rng(3)
    slot_prob = draw.uniform(0, 1, (7, 8)) * EIGHT.reach()
    worth = np.array(fill.ROUND_POINTS)[EIGHT.round]

    def value(picks: Picks) -> float:
        return float(sum(worth[s] * slot_prob[s, e] for s, e in enumerate(picks.entrant)))

    found = fill.filled(p.no_picks(EIGHT), EIGHT, "points", chances(EIGHT, 1), slot_prob)
    assert value(found) == pytest.approx(max(value(b) for b in every_bracket(EIGHT)))


def test_favorites_game_by_game():
    win = chances(FOUR, 0)
    win[0, 0, 1], win[0, 1, 0] = 0.4, 0.6
    win[1, 2, 3], win[1, 3, 2] = 0.7, 0.3
    win[2, 1, 2], win[2, 2, 1] = 0.2, 0.8
    none = np.zeros((3, 4))
    assert fill.filled(p.no_picks(FOUR), FOUR, "favourites", win, none).entrant == (1, 2, 2)
    made = p.with_pick(p.no_picks(FOUR), FOUR, "R2W3", 1)
    assert fill.filled(made, FOUR, "favourites", win, none).entrant == (1, 2, 1)
    assert fill.filled(p.no_picks(FOUR), FOUR, "seeds", win, none).entrant == (0, 2, 0)


def test_from_a_universe_where_picks_contradict_it():
    win, winner = chances(FOUR, 0), np.array([0, 2, 0], dtype=np.uint8)
    assert fill.filled_from(p.no_picks(FOUR), FOUR, winner, win).entrant == (0, 2, 0)
    made = p.with_pick(p.no_picks(FOUR), FOUR, "R1W1", 1)  # so 1 meets 2, who did not meet there
    likelier = 1 if win[2, 1, 2] >= 0.5 else 2
    assert fill.filled_from(made, FOUR, winner, win).entrant == (1, 2, likelier)


@pytest.mark.parametrize("how", fill.FILLS)
def test_every_way_fills_a_real_bracket_and_keeps_the_picks(how):
    for league, season in (("men", 2026), ("women", 2014)):
        field = store.load_field(league, season)
        win = chances(field, 4)
        made = p.with_pick(p.no_picks(field), field, "R6CH", field.seed.index("W16"))
        slot_prob = store.load_default(league, season)[1]
        found = fill.filled(made, field, how, win, slot_prob)
        assert found.complete and pick_code.decode(pick_code.encode(found, field), field) == found
        for before, after in zip(made.entrant, found.entrant, strict=True):
            assert before in (OPEN, after)


def test_no_such_way():
    with pytest.raises(BadInput, match="“luck” is no way"):
        fill.filled(p.no_picks(FOUR), FOUR, "luck", chances(FOUR, 0), np.zeros((3, 4)))
