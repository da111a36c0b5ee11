"""A worker killed while it wrote its answer left half of it in the pipe, and the pool waited."""

from engine.compute.process_pool import WorkerPool
from tests.process import work


def test_death_in_mid_answer_is_noticed(tmp_path):
    flag = str(tmp_path / "flag")
    with WorkerPool(2) as pool:
        job = pool.submit("half", work.die_in_mid_answer, [(flag, i) for i in range(8)])
        assert job.result(60) == list(range(8))
