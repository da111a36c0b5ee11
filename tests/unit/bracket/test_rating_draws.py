"""The win matrix if the ratings were others."""

import numpy as np

from engine.bracket.win_curve import if_ratings_were
from engine.run.win_matrix import load_win_matrix


def test_ratings_without_an_error():
    known = load_win_matrix("women", 2025, uncertain=False).win
    usual = load_win_matrix("women", 2025)
    assert (if_ratings_were(usual, np.zeros(len(usual.field.seed))) == known).all()


def test_a_better_team_wins_more_and_the_others_as_before():
    matrix = load_win_matrix("women", 2025)
    deviate = np.zeros(len(matrix.field.seed))
    deviate[5] = 1.0
    change = if_ratings_were(matrix, deviate) - if_ratings_were(matrix, -deviate)
    others = np.delete(np.arange(len(deviate)), 5)
    assert (change[:, 5, others] > 0).all() and (change[:, others, 5] < 0).all()
    assert (change[:, others[:, None], others] == 0).all()
