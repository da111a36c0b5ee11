"""Payouts against pools that are drawn and paid out one by one."""

import numpy as np
import pytest

from engine.errors import BadInput
from engine.pools.payouts import known_payout, payout_table, prize_integral
from engine.pools.rules import Pool, Prizes, Scoring

SCORES = 12  # few, so that ties are common


def _paid(mine: int, rivals: np.ndarray, prizes: Prizes) -> np.ndarray:
    """What an entry gets in each pool ``rivals[n, N - 1]``: prizes of the tied places are added and
    split equally."""
    entries = rivals.shape[1] + 1
    pay = np.zeros(entries + 1)
    for place, share in prizes.by_place(entries):
        pay[place] = share
    upto = np.cumsum(pay)
    above, level = (rivals > mine).sum(axis=1), (rivals == mine).sum(axis=1)
    return (upto[above + level + 1] - upto[above]) / (level + 1)


def _case(number: int) -> tuple[np.ndarray, Prizes, int]:
    """(probability of each score, prizes, entries) of one random pool."""
    draw = np.random.default_rng([11, number])
    entries = int(draw.integers(2, 80))
    places = int(draw.integers(1, min(entries, 8) + 1))
    pay = np.sort(draw.dirichlet(np.ones(places)))[::-1]
    prizes = Prizes(tuple(enumerate(pay.tolist(), 1)), float(draw.choice([0.0, 0.1])))
    return draw.dirichlet(np.ones(SCORES)), prizes, entries


def _table(chance: np.ndarray, prizes: Prizes, entries: int) -> np.ndarray:
    sampled = np.round(np.cumsum(chance) * 100_000).astype(np.int64)
    below = np.concatenate([[0], sampled])[None]
    return payout_table(below, prizes, entries)[0]


def _gap(number: int, fault: bool = False) -> float:
    """The table's distance from drawn pools, in standard errors, at a score that often ties and
    often decides."""
    chance, prizes, entries = _case(number)
    table = _table(chance, prizes, entries)
    mine = int(np.argmax(chance * table))
    draw = np.random.default_rng([12, number])
    rivals = draw.choice(SCORES, size=(4_000, entries - 1), p=chance)
    paid = _paid(mine, rivals, prizes)
    expected = table[mine]  # or, the planted fault, the whole tie goes to me
    if fault:
        ahead = chance[mine + 1 :].sum()
        expected = float(np.diff(prize_integral(prizes, entries, ahead + np.array([0, 1e-6])))[0])
        expected /= 1e-6
    return float((expected - paid.mean()) / (paid.std(ddof=1) / np.sqrt(len(paid)) + 1e-9))


def test_the_table_agrees_with_drawn_pools():
    gap = np.array([_gap(number) for number in range(20)])
    assert np.abs(gap).max() < 3.5 and np.sqrt(np.mean(gap**2)) < 1.4


def test_a_tie_that_is_not_split_is_found():
    gap = np.array([_gap(number, fault=True) for number in range(20)])
    assert np.sqrt(np.mean(gap**2)) > 5


@pytest.mark.parametrize("number", range(6))
def test_all_entries_together_get_the_pot(number):
    chance, prizes, entries = _case(number)
    mean = float(chance @ _table(chance, prizes, entries))
    assert mean == pytest.approx((1 - prizes.last_pays) / entries, rel=1e-4)


def test_a_pool_of_two_in_numbers():
    """Three sampled rivals at 0, 1 and 1 points: with 1 point I win against one of three and split
    with two: 1/3 + 2/3 x 1/2."""
    below = np.array([[0, 1, 3]])
    table = payout_table(below, Prizes(), 2)
    assert table[0] == pytest.approx([1 / 6, 2 / 3])


def test_known_rivals_shift_my_place():
    """Two known rivals, one ahead: with nobody else, the second place of 60, 30, 10."""
    prizes = Prizes.read("60,30,10")
    one = np.array([1])
    ahead = known_payout(np.zeros(1), np.zeros(1), prizes, 3, one, 0 * one, 2)
    level = known_payout(np.zeros(1), np.zeros(1), prizes, 3, 0 * one, 2 * one, 2)
    assert ahead == pytest.approx(0.3) and level == pytest.approx(1 / 3, abs=2e-3)


def test_known_rivals_agree_with_drawn_pools():
    chance, prizes, _ = _case(3)
    entries, mine = 12, int(np.argmax(chance))
    known = np.array([mine, SCORES - 1, 0])
    draw = np.random.default_rng(5)
    rivals = draw.choice(SCORES, size=(20_000, entries - 1 - len(known)), p=chance)
    prizes = Prizes.read("60,30,10")
    rivals = np.concatenate([rivals, np.tile(known, (len(rivals), 1))], axis=1)
    paid = _paid(mine, rivals, prizes)
    ahead = np.array([chance[mine + 1 :].sum()])
    above, level = np.array([(known > mine).sum()]), np.array([(known == mine).sum()])
    got = known_payout(ahead, ahead + chance[mine], prizes, entries, above, level, len(known))
    assert abs(got[0] - paid.mean()) < 3 * paid.std() / np.sqrt(len(paid)) + 1e-3


@pytest.mark.parametrize(
    ("text", "words"),
    [("60,30", "add up to 90"), ("60,x", "not a list"), ("", "not a list"), ("-5,105", "not a")],
)
def test_prizes_that_make_no_sense(text, words):
    with pytest.raises(BadInput, match=words):
        Prizes.read(text)


def test_pools_that_make_no_sense():
    with pytest.raises(BadInput, match="leave no rival"):
        Pool(entries=3, mine=3)
    with pytest.raises(BadInput, match="Place 3 has a prize"):
        Pool(entries=2, prizes=Prizes.read("60,30,10"))


def test_prizes_and_scores_read_back():
    assert Prizes.read("60,30,10,last=5").text == "60,30,10,last=5"
    assert Scoring.read("1-2-3-5-8-13", "upset=2") == Scoring((1, 2, 3, 5, 8, 13), "upset", 2)
    with pytest.raises(BadInput, match="six round scores"):
        Scoring.read("1-2-4")
    with pytest.raises(BadInput, match="not a bonus"):
        Scoring.read("1-2-4-8-16-32", "magic")
