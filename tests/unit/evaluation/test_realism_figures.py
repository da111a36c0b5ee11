"""The figures of a season on small examples with known answers."""

import numpy as np
import pytest

from engine.domain.schedule import Schedule
from engine.evaluation import realism_figures as f
from engine.game import possession as p
from engine.game.season_play import MOST_POINTS, count_possessions, lead_with_a_minute_left


def array(*numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=np.float64)


def schedule(*games: tuple[int, int, int]) -> Schedule:
    a, b, venue = np.array(games, dtype=np.int64).T
    return Schedule("men", 2026, a, b, venue)


def test_scores():
    # 70-60, 60-70, 80-75, 55-85: margins 10, -10, 5, -30; totals 130, 130, 155, 140.
    found = f.scores(np.stack([array(70, 60, 80, 55), array(60, 70, 75, 85)]))
    assert found["points_mean"] == pytest.approx(555 / 8)
    assert found["total_sd"] == pytest.approx(np.sqrt((8.75**2 * 2 + 16.25**2 + 1.25**2) / 3))
    assert found["margin_mean_absolute"] == 55 / 4
    bands = [found[f"margin_at_most_{k}"] for k in (3, 5, 10)]
    assert bands == [0, 0.25, 0.75] and found["margin_at_least_20"] == 0.25
    x, y = array(70, 60, 80, 55) - 66.25, array(60, 70, 75, 85) - 72.5
    by_hand = (x @ y) / np.sqrt((x @ x) * (y @ y))
    assert found["points_correlation"] == pytest.approx(by_hand)


def test_overtimes_and_margins_after_regulation():
    assert f.overtimes(np.array([0, 0, 1, 2])) == {"overtime": 0.5, "overtime_again": 0.5}
    assert np.isnan(f.overtimes(np.array([0, 0]))["overtime_again"])
    found = f.regulation(array(0, 0, -3, 8))
    assert [found[f"margin_40_{k}"] for k in range(7)] == [0.5, 0, 0, 0.25, 0, 0, 0]


def test_possessions_count_only_games_with_a_box():
    assert f.possessions(array(130, np.nan, 140)) == {
        "possessions_mean": 135,
        "possessions_sd": pytest.approx(np.sqrt(50)),
    }


def test_the_last_minute():
    found = f.last_minute(array(1, -1, 0, 3), array(0, 4, 0, 3))
    assert [found[f"tied_40_given_{k}_at_1_00"] for k in (0, 1, 3)] == [1, 0.5, 0]
    assert np.isnan(found["tied_40_given_2_at_1_00"])


def test_points_of_a_possession():
    found = f.possession_points(np.array([5, 1, 3, 1, 0, 0]))  # mean 1, mean square 22 / 10
    assert found["possession_points_mean"] == 1
    assert found["possession_points_variance"] == pytest.approx(1.2)
    assert [found[f"possession_points_{k}"] for k in range(5)] == [0.5, 0.1, 0.3, 0.1, 0]


# --- Forecasts -----------------------------------------------------------------------------------

# A round robin of four, home and away, whose margins follow strengths 6, 2, -3, -5 and 4 at home.
STRENGTH = {1: 6.0, 2: 2.0, 3: -3.0, 4: -5.0}
EDGE = 4.0
ROBIN = [(a, b, v) for a in STRENGTH for b in STRENGTH if a < b for v in (1, 0, -1)]


def true_margins() -> np.ndarray:
    return array(
        *((STRENGTH[a] - STRENGTH[b]) * (-1 if v < 0 else 1) + EDGE * abs(v) for a, b, v in ROBIN)
    )


def test_margins_that_follow_strength_leave_no_noise():
    by = f.models(schedule(*ROBIN))
    assert f.noise(true_margins(), by.least_squares) == pytest.approx(0, abs=1e-4)
    np.testing.assert_allclose(
        by.least_squares.leave_one_out(true_margins()), true_margins(), atol=1e-3
    )


def test_noise_is_corrected_for_what_was_fitted():
    """Residual sum of squares over games less three strengths and one edge, on average."""
    by, rng = f.models(schedule(*ROBIN)).least_squares, np.random.default_rng(1)
    variance = [f.noise(true_margins() + 10 * rng.normal(size=18), by) ** 2 for _ in range(4000)]
    assert np.mean(variance) == pytest.approx(100, abs=4 * np.std(variance) / np.sqrt(4000))


def test_a_forecast_is_the_fit_without_the_game():
    margin = true_margins() + np.random.default_rng(2).normal(size=18)
    whole = f.model(schedule(*ROBIN), f.RIDGE)
    for left_out in (0, 7, 17):
        rest = np.delete(np.arange(18), left_out)
        x = whole.design[rest]
        penalty = np.diag([f.RIDGE] * 4 + [f.FREE])
        effect = np.linalg.solve(x.T @ x + penalty, x.T @ margin[rest])
        assert whole.leave_one_out(margin)[left_out] == pytest.approx(
            whole.design[left_out] @ effect
        )


def test_level_and_lopsided_games_have_a_noise_of_their_own():
    """Noise of 1 in games whose forecast is below 6 (8 of 18 here), of 3 from 15 on (1 of 18)."""
    rng, games = np.random.default_rng(4), schedule(*ROBIN * 100)
    margin = np.tile(true_margins(), 100)
    scale = np.where(np.abs(margin) >= f.LOPSIDED, 3.0, 1.0)
    by = f.models(games).shrunk
    found = f.noise_by_forecast(margin + scale * rng.normal(size=1800), by)
    assert found["margin_sd_level"] == pytest.approx(1, abs=0.1)
    assert found["margin_sd_lopsided"] == pytest.approx(3, abs=0.4)


def test_halves_around_the_forecast():
    """What the second half takes back from the first shows as a negative correlation."""
    rng = np.random.default_rng(3)
    games = schedule(*ROBIN * 40)
    first = np.tile(true_margins(), 40) / 2 + rng.normal(size=720)
    second = np.tile(true_margins(), 40) / 2 - 0.5 * (first - np.tile(true_margins(), 40) / 2)
    second += np.sqrt(0.75) * rng.normal(size=720)
    found = f.halves(first, first + second, f.models(games).shrunk)
    assert found["half_1_margin_sd"] == pytest.approx(1, abs=0.1)
    assert found["half_2_margin_sd"] == pytest.approx(1, abs=0.1)
    assert found["halves_correlation"] == pytest.approx(-0.5, abs=0.1)
    assert found["margin_40_sd"] == pytest.approx(1, abs=0.1)


def test_a_season_has_the_figures_it_allows():
    games = schedule(*ROBIN)
    away = 70.0 + np.arange(18) % 5
    points = np.stack([away + true_margins(), away])
    bare = f.figures(f.Season(points, np.zeros(18, np.int64)), f.models(games))
    assert "margin_sd" in bare and "overtime" in bare
    assert not {"possessions_mean", "margin_40_0", "halves_correlation"} & set(bare)


def test_rematches_on_the_same_floor_are_told_apart():
    games = schedule((1, 2, 0), (1, 2, 0), (1, 2, 0), (1, 2, 1), (1, 3, 1), (1, 3, 1), (2, 3, 1))
    assert games.meeting().tolist() == [0, 1, 2, 0, 0, 1, 0]
    assert schedule((1, 2, -1), (1, 2, 0), (1, 2, 1)).at_home().tolist() == [True, False, False]


# --- The log -------------------------------------------------------------------------------------

# period, tenths left, how the ball was won, points of a, of b; regulation has two periods.
PLAYS = [
    (1, 9000, p.START, 2, 0),
    (1, 8800, p.MADE, 2, 0),  # fouled, keeps the ball
    (1, 8700, p.KEPT, 2, 1),  # one free throw of two, rebounded by the offence
    (1, 8650, p.OFF_REB, 2, 3),
    (2, 900, p.MADE, 2, 3),
    (2, 600, p.DEF_REB, 2, 6),
    (2, 599, p.MADE, 4, 6),
    (2, 10, p.MADE, 6, 6),
    (3, 2000, p.START, 9, 6),
]


def log() -> np.ndarray:
    lines = np.zeros((len(PLAYS) + 3, p.LOG_COLUMNS), dtype=np.int64)
    columns = [p.L_PERIOD, p.L_TENTHS, p.L_START_TYPE, p.L_POINTS_A, p.L_POINTS_B]
    lines[: len(PLAYS), columns] = PLAYS
    return lines


def test_technical_free_throws_are_no_points_of_a_possession():
    lines = log()
    lines[3:] = lines[2:-1].copy()
    lines[3, p.L_EVENT] = p.E_TECHNICAL  # after the third play, and worth two points
    lines[3:, p.L_POINTS_A] += 2
    worth = np.zeros(MOST_POINTS + 1, dtype=np.int64)
    count_possessions(lines, len(PLAYS) + 1, worth)
    assert worth.tolist() == [1, 0, 3, 3, 0, 0]


def test_the_lead_with_a_minute_left():
    assert lead_with_a_minute_left(log(), len(PLAYS), 2) == -4  # the three at 1:00 counts
    assert lead_with_a_minute_left(log(), 5, 2) == -1
    assert lead_with_a_minute_left(log(), len(PLAYS), 1) == 2 - 3


def test_possessions_are_counted_by_their_points():
    worth = np.zeros(MOST_POINTS + 1, dtype=np.int64)
    count_possessions(log(), len(PLAYS), worth)
    assert worth.tolist() == [1, 0, 3, 3, 0, 0]  # 2; 3 (1 + 2); 0; 3; 2; 2; 3
