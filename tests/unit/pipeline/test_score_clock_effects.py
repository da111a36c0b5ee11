"""Expectations and habits, on cases small enough to check by hand or with planted answers."""

import numpy as np

from engine.pipeline.pbp.effects import time_names
from engine.pipeline.pbp.expected import left_out, logit, sigmoid
from engine.pipeline.pbp.score_clock_effects import (
    LEADS,
    N_END,
    N_TIME,
    best_shift,
    count,
    lead_bin,
    log_likelihood,
    penalty,
    shift,
    time_bin,
)


def test_time_bins_cover_a_game_in_order() -> None:
    names = time_names()
    assert len(names) == N_TIME
    cases = {
        (1, 1200): "H1 20-17",
        (1, 1020): "H1 17-12",
        (1, 36): "H1 12-0:35",
        (1, 35): "H1 end 20-35s",
        (1, 0): "H1 end 0-8s",
        (2, 1200): "H2 20-17",
        (2, 481): "H2 17-8",
        (2, 480): "H2 8-4",
        (2, 121): "H2 4-2",
        (2, 120): "end 110-120s",
        (2, 4): "end 0-4s",
        (2, 0): "end 0-4s",
        (3, 300): "H2 4-2",
        (4, 37): "end 36-45s",
    }
    period, left = np.array(list(cases)).T
    assert [names[k] for k in time_bin(period, left)] == list(cases.values())


def test_leads_are_clipped() -> None:
    assert LEADS[lead_bin(np.array([-40, -25, 0, 3, 60]))].tolist() == [-25, -25, 0, 3, 25]


def test_leaving_a_row_out_equals_fitting_without_it() -> None:
    rng = np.random.default_rng(5)
    x = np.column_stack([rng.integers(0, 2, (12, 4)), rng.choice([-1, 1], 12), np.ones(12)])
    x, y, weight = x.astype(float), rng.normal(size=12), rng.uniform(1, 3, 12)
    fit, error = left_out(x, y, weight, 2.0)
    ridge = np.diag([2.0] * 4 + [1e-9] * 2)
    for row in range(12):
        rest = np.arange(12) != row
        xr, wr = x[rest], weight[rest]
        b = np.linalg.solve(xr.T @ (wr[:, None] * xr) + ridge, xr.T @ (wr * y[rest]))
        assert abs(fit[row] - x[row] @ b) < 1e-8
    assert abs(error - np.sum(weight * (y - fit) ** 2)) < 1e-9


def test_a_shift_without_penalty_is_the_cells_log_odds() -> None:
    cell = np.repeat([0, 1], [10, 20])
    event = np.r_[np.repeat([True, False], [8, 2]), np.repeat([True, False], [5, 15])]
    offset = np.full(30, logit(np.array([0.5]))[0])
    d = shift(count(cell, 2, offset, event), 1e-9 * np.eye(2))
    assert np.allclose(sigmoid(d), [0.8, 0.25], atol=1e-6)


def test_a_strong_penalty_pools_all_cells() -> None:
    size = 3 * len(LEADS)
    cell = np.arange(size).repeat(4)
    event = np.tile([True, False, False, False], size)
    cells = count(cell, size, np.zeros(4 * size), event)
    d = shift(cells, penalty(3, 1e6, 1e6))
    assert np.ptp(d) < 1e-3 and abs(sigmoid(d)[0] - 0.25) < 0.01
    assert log_likelihood(cells, d) > log_likelihood(cells, np.zeros(size))


def test_a_planted_habit_is_found_and_noise_is_not() -> None:
    rng = np.random.default_rng(11)
    n = 60_000
    lead, time, fold = rng.integers(0, len(LEADS), n), rng.integers(0, N_END, n), np.arange(n) % 5
    truth = np.where((LEADS > 0) & (LEADS < 8), 2.0, 0.0)
    offset = rng.normal(-2, 0.2, n)
    event = rng.random(n) < sigmoid(offset + truth[lead])
    table, by_lead, _ = best_shift(time * len(LEADS) + lead, N_END, offset, event, fold)
    found = table.mean(0)
    assert abs(found[(LEADS > 1) & (LEADS < 7)].mean() - 2) < 0.15
    assert abs(found[LEADS < 0].mean()) < 0.1 and by_lead < 1000

    event = rng.random(n) < sigmoid(offset)
    table, by_lead, _ = best_shift(time * len(LEADS) + lead, N_END, offset, event, fold)
    assert np.abs(table).mean() < 0.12
