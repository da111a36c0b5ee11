"""The win matrix if the ratings were others, beside the one that averages over their error."""

import numpy as np

from engine.bracket.win_curve import if_ratings_were
from engine.run.win_matrix import load_win_matrix


def test_drawn_ratings_average_to_the_usual_odds():
    matrix = load_win_matrix("women", 2025)
    teams = len(matrix.field.seed)
    draw = np.random.default_rng(1).standard_normal((100, teams))
    drawn = np.mean([if_ratings_were(matrix, z) for z in (*draw, *-draw)], axis=0)
    assert np.abs(drawn - matrix.win).max() < 0.03
    exact = if_ratings_were(matrix, np.zeros(teams))
    assert (exact == load_win_matrix("women", 2025, uncertain=False).win).all()
    assert np.abs(exact - matrix.win).max() > 0.03


def test_a_better_team_wins_more():
    matrix = load_win_matrix("women", 2025)
    deviate = np.zeros(len(matrix.field.seed))
    deviate[5] = 1.0
    better = if_ratings_were(matrix, deviate) - if_ratings_were(matrix, -deviate)
    others = np.delete(np.arange(len(deviate)), 5)
    assert (better[:, 5, others] > 0).all() and (better[:, others, 5] < 0).all()
