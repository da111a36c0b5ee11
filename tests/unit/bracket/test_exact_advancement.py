"""Exact advancement on brackets small enough to solve on paper."""

import numpy as np

from engine.bracket import exact_advancement
from engine.domain.results import advancement
from tests.fields import knockout


def test_four_teams_by_hand():
    """A beats B 3 in 4 and C beats D 3 in 5. In the final A beats C 1 in 2 and D 9 in 10, B beats C
    1 in 4 and D 1 in 2."""
    win = np.zeros((4, 4))
    for (x, y), chance in {(0, 1): 3 / 4, (2, 3): 3 / 5, (0, 2): 1 / 2, (0, 3): 9 / 10,
                           (1, 2): 1 / 4, (1, 3): 1 / 2}.items():  # fmt: skip
        win[x, y], win[y, x] = chance, 1 - chance
    field = knockout([1, 2, 3, 4])
    prob = exact_advancement.slot_prob(field, np.stack([win] * 3))
    np.testing.assert_allclose(prob[0], [3 / 4, 1 / 4, 0, 0])
    np.testing.assert_allclose(prob[1], [0, 0, 3 / 5, 2 / 5])
    a = 3 / 4 * (3 / 5 * 1 / 2 + 2 / 5 * 9 / 10)
    b = 1 / 4 * (3 / 5 * 1 / 4 + 2 / 5 * 1 / 2)
    c = 3 / 5 * (3 / 4 * 1 / 2 + 1 / 4 * 3 / 4)
    d = 2 / 5 * (3 / 4 * 1 / 10 + 1 / 4 * 1 / 2)
    np.testing.assert_allclose(prob[2], [a, b, c, d])
    assert np.isclose(a + b + c + d, 1.0)


def test_each_slot_has_its_own_chances():
    """A is sure to win the final, on its own floor, and no better than anybody before it."""
    field = knockout([1, 2, 3, 4])
    win = np.full((3, 4, 4), 0.5)
    win[2, 0, :], win[2, :, 0] = 1.0, 0.0
    prob = exact_advancement.slot_prob(field, win)
    np.testing.assert_allclose(prob[2], [1 / 2, 1 / 4, 1 / 8, 1 / 8])


def test_rounds_add_up_their_slots():
    field = knockout([1, 2, 3, 4])
    prob = exact_advancement.slot_prob(field, np.full((3, 4, 4), 0.5))
    by_round = advancement(field, prob)
    np.testing.assert_allclose(by_round[:, 0], 1.0)  # there is no First Four here
    np.testing.assert_allclose(by_round[:, 1], 0.5)
    np.testing.assert_allclose(by_round[:, 2], 0.25)
    np.testing.assert_allclose(by_round[:, 3:], 0.0)


def test_who_is_taken_to_have_come_plays_the_next_game():
    """B came through, whatever its chance; it then meets C or D, 3/5 and 2/5."""
    win = np.full((4, 4), 0.5)
    win[0, 1], win[1, 0], win[2, 3], win[3, 2] = 3 / 4, 1 / 4, 3 / 5, 2 / 5
    win[1, 2], win[2, 1], win[1, 3], win[3, 1] = 1 / 4, 3 / 4, 1 / 2, 1 / 2
    field, each = knockout([1, 2, 3, 4]), np.stack([win] * 3)
    prob = exact_advancement.slot_prob(field, each, came=(1, -1, -1))
    np.testing.assert_allclose(prob[0], [3 / 4, 1 / 4, 0, 0])  # still its chance
    np.testing.assert_allclose(prob[2], [0, 3 / 5 / 4 + 2 / 5 / 2, 3 / 5 * 3 / 4, 2 / 5 * 1 / 2])
    np.testing.assert_allclose(
        exact_advancement.slot_prob(field, each, came=(-1, -1, -1)),
        exact_advancement.slot_prob(field, each),
    )
