"""Payouts against pools that are drawn and paid out one by one."""

import numpy as np
import pytest

from engine.errors import BadInput
from engine.pools.payouts import known_payout, paid, payout_table, prize_integral, prize_integrals
from engine.pools.rules import Pool, Prizes, Scoring

SCORES = 12  # few, so that ties are common
SEED = 14


def _paid(mine: int, count: np.ndarray, prizes: Prizes) -> np.ndarray:
    """What an entry gets in each pool, from the number of rivals at each score ``count[n, X]``:
    prizes of the tied places are added and split equally."""
    entries = int(count[0].sum()) + 1
    pay = np.zeros(entries + 1)
    for place, share in prizes.by_place(entries):
        pay[place] = share
    upto = np.cumsum(pay)
    above, level = count[:, mine + 1 :].sum(axis=1), count[:, mine]
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
    rivals = np.random.default_rng([SEED, number]).multinomial(entries - 1, chance, size=20_000)
    got = _paid(mine, rivals, prizes)
    expected = table[mine]  # or, the planted fault, the whole tie goes to me
    if fault:
        ahead = chance[mine + 1 :].sum()
        expected = float(np.diff(prize_integral(prizes, entries, ahead + np.array([0, 1e-6])))[0])
        expected /= 1e-6
    return float((expected - got.mean()) / (got.std(ddof=1) / np.sqrt(len(got)) + 1e-9))


def test_the_table_agrees_with_drawn_pools():
    """Twenty random pools, all within two errors. One in twenty would be outside by chance alone:
    the seed is one of those in which none is."""
    gap = np.array([_gap(number) for number in range(20)])
    assert np.abs(gap).max() < 2


def test_a_tie_that_is_not_split_is_found():
    gap = np.array([_gap(number, fault=True) for number in range(20)])
    assert np.sqrt(np.mean(gap**2)) > 5


def _mean_share(entries: int, prizes: Prizes, fault: bool = False) -> float:
    """Fair shares that 2,001 brackets get in the mean, each in a pool against the other 2,000."""
    score = np.random.default_rng(4).binomial(60, 0.6, size=2_001)
    below = np.searchsorted(np.sort(score), score)
    level = np.searchsorted(np.sort(score), score, side="right") - below - 1  # without me
    if fault:  # as if I were not one of them
        low = np.minimum((2_000 - below - level) / 2_000, 1 - 1e-6)
        high = np.maximum((2_000 - below) / 2_000, low + 1e-6)
        gap = prize_integral(prizes, entries, high) - prize_integral(prizes, entries, low)
        return float(np.mean(gap / (high - low)) * entries)
    integral = prize_integrals(prizes, entries, 2_000)
    return float(np.mean(paid(integral, below, below + level)) * entries)


@pytest.mark.parametrize("entries", [2, 30, 1_000])
def test_the_public_gets_the_pot_and_no_more(entries):
    prizes = Prizes.read("60,40,last=10")
    assert _mean_share(entries, prizes) == pytest.approx(1 - prizes.last_pays)


def test_counting_without_me_pays_too_much():
    """The twin: a few per cent more for everybody in a pool of 1,000."""
    assert _mean_share(1_000, Prizes(), fault=True) > 1.03


def test_a_pool_of_two_in_numbers():
    """Three sampled rivals at 0, 1 and 1 points. With 1 point I am one of three of four brackets
    level at the top, so my rival is ahead with a probability between 0 and 3/4."""
    below = np.array([[0, 1, 3]])
    table = payout_table(below, Prizes(), 2)
    assert table[0] == pytest.approx([1 / 4, 5 / 8])


def test_known_rivals_shift_my_place():
    """Two known rivals, one ahead: with nobody else, the second place of 60, 30, 10."""
    prizes = Prizes.read("60,30,10")
    one = np.array([1])
    ahead = known_payout(np.zeros(1), np.zeros(1), prizes, 3, one, 0 * one, 2)
    level = known_payout(np.zeros(1), np.zeros(1), prizes, 3, 0 * one, 2 * one, 2)
    assert ahead == pytest.approx(0.3) and level == pytest.approx(1 / 3)


def test_known_rivals_agree_with_drawn_pools():
    chance = _case(3)[0]
    entries, mine = 12, int(np.argmax(chance))
    known = np.array([mine, SCORES - 1, 0])
    rivals = np.random.default_rng(5).multinomial(entries - 1 - len(known), chance, size=20_000)
    rivals = rivals + np.bincount(known, minlength=SCORES)
    prizes = Prizes.read("60,30,10")
    got = _paid(mine, rivals, prizes)
    ahead = np.array([chance[mine + 1 :].sum()])
    above, level = np.array([(known > mine).sum()]), np.array([(known == mine).sum()])
    told = known_payout(ahead, ahead + chance[mine], prizes, entries, above, level, len(known))
    assert abs(told[0] - got.mean()) < 3 * got.std() / np.sqrt(len(got))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("60,30", "add up to 90"),
        ("60,x", "not a list"),
        ("", "not a list"),
        ("nan", "not a list"),
        ("100,-5", "never negative"),
        ("100,last=-5", "never negative"),
        ("100,lost=5", "not a prize"),
        ("first,last", "not a list"),
    ],
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
    assert Prizes.read("First") == Prizes() and Prizes.read(" first , last=5").last_pays == 0.05
    assert Prizes.read("60,30,10,last=5").text == "60,30,10,last=5"
    assert Scoring.read("1-2-3-5-8-13", "upset=2") == Scoring((1, 2, 3, 5, 8, 13), "upset", 2)
    with pytest.raises(BadInput, match="six round scores"):
        Scoring.read("1-2-4")
    with pytest.raises(BadInput, match="not a bonus"):
        Scoring.read("1-2-4-8-16-32", "magic")
