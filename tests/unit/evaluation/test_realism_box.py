"""The box score's figures on games small enough to add up by hand."""

import numpy as np
import pytest

from engine.domain.game_detail import BOX
from engine.evaluation.realism_box import box_figures


def box(**counts: list[list[list[float]]]) -> np.ndarray:
    """box[half, side, N, BOX] from counts[half][side][game]; what is not told is one each."""
    games = len(next(iter(counts.values()))[0][0])
    out = np.ones((2, 2, games, len(BOX)))
    for name, count in counts.items():
        out[..., BOX.index(name)] = count
    return out


def test_fouls_by_half():
    fouls = [[[8, 10, 6], [6, 9, 7]], [[9, 9, 9], [10, 8, 12]]]
    found = box_figures(box(pf=fouls), np.array([True, True, False]))
    assert found["fouls_mean"] == pytest.approx((24 + 22 + 28 + 29) / 6)
    assert found["fouls_half_1_difference_sd"] == pytest.approx(np.std([2, 1, -1], ddof=1))
    assert found["fouls_half_1_correlation"] == pytest.approx(
        np.corrcoef([8, 10, 6], [6, 9, 7])[0, 1]
    )
    assert found["home_fouls"] == pytest.approx((17 + 19 - 16 - 17) / 2)  # two games at home


def test_shares_are_pooled_over_home_games_and_by_side_for_their_spread():
    made = [[[4, 1], [2, 3]], [[0, 0], [0, 0]]]
    tried = [[[6, 3], [4, 8]], [[2, 1], [4, 0]]]
    found = box_figures(box(fgm2=made, fga2=tried), np.array([True, True]))
    assert found["home_two_share"] == pytest.approx(5 / 12 - 5 / 16)
    assert found["two_share_sd"] == pytest.approx(np.std([4 / 8, 1 / 4, 2 / 8, 3 / 8], ddof=1))


def test_an_offense_and_the_other_defense_share_its_misses():
    own = [[[3, 1], [2, 2]], [[0, 0], [0, 0]]]
    defense = [[[4, 6], [9, 3]], [[0, 0], [0, 0]]]
    found = box_figures(box(orb=own, drb=defense), np.array([True, True]))
    shares = [3 / 12, 1 / 4, 2 / 6, 2 / 8]
    assert found["rebound_share_sd"] == pytest.approx(np.std(shares, ddof=1))
    assert found["home_rebound_share"] == pytest.approx(4 / 16 - 4 / 14)


def test_a_side_without_a_try_has_no_share():
    found = box_figures(box(ftm=[[[1, 0]] * 2] * 2, fta=[[[2, 0]] * 2] * 2), np.array([True, True]))
    assert found["free_throw_share_sd"] == 0.0
