"""The pool on a Dask cluster: the same integers, and what is lost when something dies."""

import os
import socket
from collections.abc import Iterator

import numpy as np
import psutil
import pytest

from engine import run
from engine.compute import cluster as clusters
from engine.compute import cluster_worker
from engine.compute.cluster import Cluster, ClusterExecutor
from engine.compute.identity import identity
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import BracketSpec
from engine.errors import BadInput, ClusterError, PoolBroken
from tests.process import work

LONG = 120  # seconds; only ends a wait that would never end


@pytest.fixture(scope="module")
def two() -> Iterator[WorkerPool]:
    """A local cluster of two workers."""
    with WorkerPool(cluster=Cluster.read("local:2")) as pool:
        pool.warm(work.divide, (1,))
        yield pool


def test_the_same_brackets_as_in_this_process(two):
    spec = BracketSpec("men", 2026, 900, 5)
    np.testing.assert_array_equal(run.bracket(spec, two).winner, run.bracket(spec).winner)
    assert two.workers == 2
    assert two.note == "Work runs in a local cluster of 2 workers."


def test_a_killed_worker_costs_only_time(two, tmp_path):
    chunks = [(str(tmp_path / "flag"), int(i == 2), i) for i in range(6)]
    assert two.submit("die", work.die, chunks).result(LONG) == list(range(6))


def test_a_chunk_that_kills_every_worker_fails_alone(two, tmp_path):
    deadly = two.submit("deadly", work.die, [(str(tmp_path / "flag"), 99)])
    harmless = two.submit("harmless", work.divide, [(i,) for i in range(1, 9)])
    with pytest.raises(PoolBroken, match="died 3 times on the same piece of work"):
        deadly.result(LONG)
    assert harmless.result(LONG) == [1 / i for i in range(1, 9)]


def test_errors_cancel_and_single_flight_are_those_of_the_pool(two):
    with pytest.raises(ZeroDivisionError):
        two.submit("divide", work.divide, [(1,), (0,)]).result(LONG)
    many = [(i,) for i in range(1, 400)]
    job = two.submit("many", work.divide, many)
    assert two.submit("many", work.divide, many) is job or job.state == "done"
    job.cancel()
    assert job.state in ("cancelled", "done")


def test_nothing_listens_beyond_this_machine(two):
    assert two.submit("here", work.divide, [(1,)]).result(LONG) == [1.0]
    family = [psutil.Process(), *psutil.Process().children(recursive=True)]
    ports = [
        connection.laddr
        for process in family
        if process.is_running()
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert ports and {port.ip for port in ports} == {"127.0.0.1"}
    assert 8787 not in {port.port for port in ports}


@pytest.mark.parametrize("part", identity()._fields)
def test_a_worker_with_something_else_is_refused(part):
    other = identity()._replace(**{part: "else"})
    with pytest.raises(ClusterError, match=r"computes with .* in place of else, so its numbers"):
        cluster_worker.run_here(other, False, work.divide, 2)
    assert cluster_worker.run_here(identity(), False, work.divide, 2) == 0.5


def test_the_cluster_refuses_a_mismatch(two, monkeypatch):
    other = identity()._replace(data="else")
    executor = two._executor
    assert isinstance(executor, ClusterExecutor)
    monkeypatch.setattr(executor, "_identity", other)
    with pytest.raises(ClusterError, match="same version of Hardwood"):
        executor.check()
    with pytest.raises(ClusterError, match="same version of Hardwood"):
        two.submit("mismatch", work.divide, [(1,)]).result(LONG)


def test_what_chunks_share_is_sent_once(two):
    executor = two._executor
    assert isinstance(executor, ClusterExecutor)
    table = np.arange(10_000)
    first, second, third = (executor._once(table) for _ in range(3))
    assert first is table and second is third is not table
    assert executor._once(7) == 7


# --- No cluster, and a lost one ------------------------------------------------------------------


def test_a_lost_scheduler_is_told_in_a_sentence(monkeypatch):
    """And the next job looks for the cluster again."""
    from distributed import LocalCluster

    here = {"host": "127.0.0.1", "protocol": "tcp", "dashboard_address": "127.0.0.1:0"}
    with (
        LocalCluster(n_workers=1, processes=False, **here) as lost,
        WorkerPool(cluster=Cluster.read(lost.scheduler_address)) as pool,
    ):
        job = pool.submit("rest", work.rest, [(os.devnull, 0.2, i) for i in range(500)])
        while not job.done:
            assert not job.wait(0.01)
        lost.close()
        with pytest.raises(ClusterError, match="scheduler does not answer any more"):
            job.result(LONG)
        monkeypatch.setattr(clusters, "START_S", 1.0)
        with pytest.raises(ClusterError, match="No cluster answers at tcp://"):
            pool.submit("again", work.divide, [(1,)]).result(LONG)


def test_no_cluster_there(monkeypatch):
    monkeypatch.setattr(clusters, "START_S", 1.0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with WorkerPool(cluster=Cluster.read(address)) as pool:
        job = pool.submit("nobody", work.divide, [(1,)])
        with pytest.raises(ClusterError, match=f"No cluster answers at {address}"):
            job.result(LONG)


@pytest.mark.parametrize("text", ["", "here", "local:0", "local:x", "tcp:", "tcp://", "local:9999"])
def test_no_cluster_of_that_name(text):
    with pytest.raises(BadInput, match="is no cluster"):
        Cluster.read(text)


def test_without_dask_the_option_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(clusters, "find_spec", lambda name: None)
    with pytest.raises(BadInput, match=r"pip install -r requirements-cluster\.txt"):
        Cluster.read("local")
