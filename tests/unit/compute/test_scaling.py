"""The simulation of a cluster: cases that can be worked out, and the chunk that follows."""

import pytest

from engine.compute.scaling import BUSY, Costs, chunk_seconds, chunk_universes, simulate

FREE = Costs(serial=0.0, worker=0.0, latency=0.0, spread=0.0)


def test_without_costs_no_worker_ever_waits():
    found = simulate(4, 2.0, 40, FREE)
    assert (found.seconds, found.efficiency, found.scheduler) == (20.0, 1.0, 0.0)


def test_one_worker_pays_the_costs_of_its_first_chunk_and_its_own():
    """The second chunk is on its way while the first is played: only the first one waits."""
    costs = Costs(serial=0.1, worker=0.05, latency=0.02, spread=0.0)
    assert simulate(1, 1.0, 10, costs).seconds == pytest.approx(0.1 + 0.02 + 10 * 1.05)


def test_a_scheduler_that_is_the_limit_gives_out_chunks_at_its_own_pace():
    costs = Costs(serial=0.01, worker=0.0, latency=0.0, spread=0.0)
    found = simulate(1_000, 1.0, 5_000, costs)
    assert found.seconds == pytest.approx(5_000 * 0.01, rel=0.05)
    assert found.scheduler > 0.95


@pytest.mark.parametrize("workers", [1, 30, 1_000])
def test_the_chosen_chunk_keeps_the_scheduler_from_being_the_limit(workers):
    chunk = chunk_seconds(workers)
    found = simulate(workers, chunk, 30 * workers)
    assert found.scheduler < BUSY + 0.02
    assert found.efficiency > 0.94
    assert chunk_universes(2_000, 10**9, workers) >= 2_000 * chunk  # a second has 2,000


def test_a_short_run_is_cut_so_that_nobody_stands_idle():
    assert chunk_universes(2_000, 10**6, 100) == 1_250
    assert chunk_universes(2_000, 3, 100) == 1


def test_half_the_chunk_would_be_too_short():
    """The twin: the simulation sees the limit that the choice keeps away from."""
    assert simulate(1_000, chunk_seconds(1_000) / 4, 30_000).efficiency < 0.6
