"""Job bookkeeping, pool notes and the number of workers; no process is started."""

import math
import pickle
import threading
from pathlib import Path

import pytest

from engine.compute import machine, process_pool
from engine.compute.jobs import RETRIES, Job
from engine.compute.machine import MAX_WORKERS, cpu_quota, default_workers, memory_limit_mb
from engine.compute.process_pool import WorkerPool
from engine.errors import Cancelled, PoolBroken, TooBusy


def job(chunks: int) -> Job[int]:
    return Job("key", abs, [(-i,) for i in range(chunks)])


# ---- jobs ----


def test_results_come_in_the_order_of_the_chunks():
    three = job(3)
    assert [three.next_chunk(), three.next_chunk(), three.next_chunk(), three.next_chunk()] == [
        0,
        1,
        2,
        None,
    ]
    three.complete(2, 20)
    three.complete(0, 0)
    assert (three.done, three.total, three.state) == (2, 3, "running")
    assert three.progress == pytest.approx(2 / 3)
    three.complete(1, 10)
    assert three.result() == [0, 10, 20]


def test_a_cancelled_job_hands_out_nothing_more():
    two = job(2)
    two.complete(0, 0)
    two.cancel()
    two.complete(1, 1)
    assert two.next_chunk() is None
    assert two.chunk(1) is None
    with pytest.raises(Cancelled):
        two.result()


def test_cancel_after_the_end_changes_nothing():
    one = job(1)
    one.complete(0, 7)
    one.cancel()
    assert one.state == "done"
    assert one.result() == [7]


def test_the_last_to_leave_cancels():
    shared = job(2)
    assert shared.join()
    shared.leave()
    assert shared.state == "running"
    shared.leave()
    assert shared.state == "cancelled"
    assert not shared.join()  # a canceled job takes no new holder


def test_leaving_what_has_ended_changes_nothing():
    one = job(1)
    one.complete(0, 7)
    one.leave()
    assert one.state == "done" and one.result() == [7]


def test_the_first_error_stays():
    two = job(2)
    two.fail(ValueError("first"))
    two.fail(ValueError("second"))
    assert two.state == "failed"
    with pytest.raises(ValueError, match="first"):
        two.result()


def test_a_chunk_is_lost_no_more_than_retries_allow():
    one = job(1)
    for _ in range(RETRIES):
        one.worker_died(0)
        assert one.state == "running"
    one.worker_died(0)
    with pytest.raises(PoolBroken) as caught:
        one.result()
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_finished_job_frees_its_chunks():
    one = job(1)
    assert one.chunk(0) == (0,)
    one.complete(0, 0)
    assert one._chunks == ()


# ---- the pool, before anything starts ----


@pytest.mark.parametrize(
    ("workers", "note"),
    [
        (0, "Work runs in the server process itself."),
        (1, "Work runs in 1 worker process."),
        (3, "Work runs in 3 worker processes."),
    ],
)
def test_the_note_is_one_sentence(workers, note):
    assert WorkerPool(workers).note == note


def test_without_a_number_the_machine_decides():
    assert WorkerPool().workers == default_workers()


# ---- how many workers ----


def plant(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


V2, V1 = "0::/app/web\n", "5:cpuset:/\n4:cpu,cpuacct:/docker/abc\n0::/\n"


@pytest.mark.parametrize(
    ("files", "cores"),
    [
        pytest.param({}, math.inf, id="no control groups"),
        pytest.param(
            {"proc/self/cgroup": V2, "sys/fs/cgroup/app/web/cpu.max": "150000 100000\n"},
            1.5,
            id="v2",
        ),
        pytest.param(
            {"proc/self/cgroup": V2, "sys/fs/cgroup/app/web/cpu.max": "max 100000\n"},
            math.inf,
            id="v2 without a limit",
        ),
        pytest.param(
            {
                "proc/self/cgroup": V2,
                "sys/fs/cgroup/app/web/cpu.max": "400000 100000\n",
                "sys/fs/cgroup/app/cpu.max": "200000 100000\n",
            },
            2.0,
            id="v2, the parent is tighter",
        ),
        pytest.param(
            {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "7800 100000\n"},
            0.078,
            id="v2 in a container",
        ),
        pytest.param(
            {
                "proc/self/cgroup": V1,
                "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "300000\n",
                "sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
            },
            3.0,
            id="v1, the host's path",
        ),
        pytest.param(
            {
                "proc/self/cgroup": V1,
                "sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us": "-1\n",
                "sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_period_us": "100000\n",
            },
            math.inf,
            id="v1 without a limit",
        ),
    ],
)
def test_control_groups_are_read(tmp_path, files, cores):
    assert cpu_quota(plant(tmp_path, files)) == cores


MACHINE = {"proc/meminfo": "MemTotal:        8000000 kB\nMemFree: 1 kB\n"}
V1_MEMORY = "5:memory:/docker/abc\n"


@pytest.mark.parametrize(
    ("files", "megabytes"),
    [
        pytest.param({}, math.inf, id="unknown"),
        pytest.param(MACHINE, 8192.0, id="the machine's"),
        pytest.param(
            MACHINE | {"proc/self/cgroup": V2, "sys/fs/cgroup/app/web/memory.max": "max\n"},
            8192.0,
            id="v2 without a limit",
        ),
        pytest.param(
            MACHINE
            | {
                "proc/self/cgroup": V2,
                "sys/fs/cgroup/app/web/memory.max": "max\n",
                "sys/fs/cgroup/app/memory.max": "1000000000\n",
            },
            1000.0,
            id="v2, the parent is tighter",
        ),
        pytest.param(
            MACHINE
            | {
                "proc/self/cgroup": V1_MEMORY,
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "512000000\n",
            },
            512.0,
            id="v1 in a container",
        ),
        pytest.param(
            MACHINE
            | {
                "proc/self/cgroup": V1_MEMORY,
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            },
            8192.0,
            id="v1 without a limit",
        ),
    ],
)
def test_the_memory_allowed_is_read(tmp_path, files, megabytes):
    assert memory_limit_mb(plant(tmp_path, files)) == pytest.approx(megabytes)


@pytest.mark.parametrize(
    ("affinity", "quota", "megabytes", "workers"),
    [
        (64, math.inf, math.inf, MAX_WORKERS),
        (4, 2.9, 16_000, 2),
        (2, 0.078, 16_000, 1),
        (1, math.inf, 16_000, 1),
        (3, 8.0, 16_000, 3),
        (8, 8.0, 1_000, 2),
        (8, 8.0, 256, 1),
    ],
)
def test_the_tightest_limit_counts(monkeypatch, affinity, quota, megabytes, workers):
    monkeypatch.setattr(machine, "_affinity", lambda: affinity)
    monkeypatch.setattr(machine, "cpu_quota", lambda: quota)
    monkeypatch.setattr(machine, "memory_limit_mb", lambda: megabytes)
    assert default_workers() == workers


def test_a_small_machine_is_offered_fewer_universes(monkeypatch):
    def offered(memory_mb: float) -> int:
        monkeypatch.setattr(machine, "memory_limit_mb", lambda: memory_mb)
        monkeypatch.setattr(machine, "cores", lambda: 1.0)
        return machine.results_that_fit(400, 100_000)

    assert offered(500.0) == 100_000  # whatever the machine
    assert offered(1000.0) == 600_000  # what is left beside the server and one worker
    assert offered(math.inf) >= 10**9


def test_a_pool_has_so_many_jobs_under_way_and_no_more(monkeypatch):
    monkeypatch.setattr(process_pool, "MOST_JOBS", 1)
    go_on = threading.Event()
    with WorkerPool(0) as pool:
        first = pool.submit("first", go_on.wait, [()])
        assert pool.submit("first", go_on.wait, [()]) is first  # the same one is joined
        with pytest.raises(TooBusy, match="This server has as many runs"):
            pool.submit("second", abs, [(-1,)])
        go_on.set()
        first.wait()
        assert pool.submit("second", abs, [(-1,)]).result() == [1]
