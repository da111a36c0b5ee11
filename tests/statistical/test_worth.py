"""The exact worth of a possession against the kernel itself, where score and clock change nothing.

The same check must fail when the kernel's odds are a little off from those that were solved."""

import numpy as np
import pytest

from engine.domain.rules import NEVER
from engine.game import periods
from engine.game import possession as p
from engine.game.possession_value import possession_value, starts
from engine.game.random_streams import folded, root
from tests.game_tables import game_tables

PERIODS = 6000
FIRST, LAST = 10, 400  # possessions counted of each period: once how it began is forgotten
BOUND = 4.0  # standard errors, of two means
# The share of fouls that give shots, and of these the share of one-and-ones -> the rules' columns.
BONUS = {
    "no bonus": ((0.0, 0.0), (NEVER, NEVER)),
    "one-and-one": ((1.0, 1.0), (0, NEVER)),
    "two shots": ((1.0, 0.0), (0, 0)),
}


def usual_sheet() -> np.ndarray:
    """sheet[2, 7, COLUMNS]: about how teams play, the second better, and by how the ball was won
    different enough that starts matter."""
    share = np.array([0.15, 0.17, 0.38, 0.14, 0.02, 0.50, 0.34, 0.05, 0.04, 0.29, 0.71])
    odds = np.broadcast_to(share / (1 - share), (2, 7, p.COLUMNS)).copy()
    odds[1, :, p.FG2] *= 1.2
    odds[:, p.STEAL, p.FG2] *= 1.5
    odds[:, p.OFF_REB, p.DRAWN2] *= 1.4
    return odds


def usual_shared() -> np.ndarray:
    """shared[SHARED]; a rebound takes no time, so that every period has possessions to spare."""
    shared = game_tables().shared.copy()
    usual = {p.STOLEN: 0.5, p.CHARGE: 0.1, p.ORB_FT: 0.2, p.LATER_FT: 1.1}
    for column, value in usual.items():
        shared[column] = value
    return shared


def played(play_odds: np.ndarray, limits: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Mean points of a possession of each side over many long periods, with standard errors."""
    floor = game_tables(seconds=1200, one_and_one=limits[0], two_shots=limits[1])
    floor = floor._replace(lengths=np.ones((1, 65), dtype=np.float32))
    floor.shared[:] = usual_shared()
    points: list[list[float]] = [[], []]
    for period in range(PERIODS):
        tally = np.zeros(p.TALLY, dtype=np.int64)
        log = np.zeros((1200, p.LOG_COLUMNS), dtype=np.int64)
        key = np.uint64(folded(np.uint64(root(7, 99)), period))
        periods.play_period(key, np.uint64(0), 0, 1200.0, 1, floor, play_odds, 1.0, tally, log)
        for side, mean in enumerate(_means(log[: tally[p.PLAYS]])):
            points[side].append(mean)
    sample = np.array(points)
    return sample.mean(axis=1), sample.std(axis=1, ddof=1) / np.sqrt(PERIODS)


def _means(log: np.ndarray) -> tuple[float, float]:
    starts_here = (log[:, p.L_START_TYPE] != p.OFF_REB) & (log[:, p.L_START_TYPE] != p.KEPT)
    board = log[:, p.L_POINTS_A] + log[:, p.L_POINTS_B]
    scored = np.diff(board, prepend=0)
    number = np.cumsum(starts_here) - 1
    assert number[-1] > LAST
    points = np.bincount(number, scored)[FIRST:LAST]
    side = log[starts_here, p.L_SIDE][FIRST:LAST]
    return float(points[side == 0].mean()), float(points[side == 1].mean())


def solved(play_odds: np.ndarray, bonus: tuple[float, float]) -> np.ndarray:
    shared = usual_shared()
    return possession_value(play_odds[None], shared, bonus, starts(play_odds[None], shared, bonus))[
        0
    ]


@pytest.mark.parametrize("name", BONUS)
def test_a_possession_is_worth_what_was_solved(name):
    bonus, limits = BONUS[name]
    mean, se = played(usual_sheet(), limits)
    assert np.all(se < 0.0015)
    np.testing.assert_array_less(np.abs(mean - solved(usual_sheet(), bonus)), BOUND * se)


@pytest.mark.parametrize("column", [p.TURNOVER, p.FG2, p.FG3, p.ORB])
def test_odds_five_per_cent_off_are_found(column):
    bonus, limits = BONUS["one-and-one"]
    mean, se = played(usual_sheet(), limits)
    wrong = usual_sheet()
    wrong[..., column] *= 1.05
    assert np.any(np.abs(mean - solved(wrong, bonus)) > BOUND * se)
