"""A backtest gives the same numbers for any number of workers and any chunk size."""

import numpy as np

from engine import run
from engine.compute.process_pool import WorkerPool
from engine.evaluation.tournament_backtest import BacktestSpec, backtest

SPEC = BacktestSpec("men", (2024, 2025), 40, 11)


def table(workers: int, spec: BacktestSpec = SPEC) -> dict[str, np.ndarray]:
    with WorkerPool(workers) as pool:
        return backtest(spec, pool).columns()


def test_workers_and_chunks_do_not_matter(monkeypatch):
    here = table(0)
    with_workers = table(2)
    monkeypatch.setattr(run, "GAMES_PER_CHUNK", 67 * 7)
    in_pieces = table(0)
    for name, column in here.items():
        np.testing.assert_array_equal(column, with_workers[name], err_msg=name)
        np.testing.assert_array_equal(column, in_pieces[name], err_msg=name)


def test_the_seed_does():
    other = table(0, BacktestSpec("men", (2024, 2025), 40, 12))
    assert (other["margin_mean"] != table(0)["margin_mean"]).any()
    assert (other["win_prob_a"] == table(0)["win_prob_a"]).all()  # by the curve
