"""The pool with real processes: the same results for any workers and chunks, whatever dies."""

import os
import shutil
import signal
import threading
from multiprocessing.context import SpawnProcess
from pathlib import Path

import numpy as np
import pytest

from engine.compute.process_pool import RECENT, WINDOW, WorkerPool
from engine.errors import Cancelled, PoolBroken, UnknownTeam
from tests.process import work
from tests.process.waiting import gone, until


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


# ---- the same integers ----

# (task, its leading arguments, universes): a task whose chunks are ranges of universes.
CUT = [pytest.param(work.draws, (2026,), 10_000, id="draws")]


@pytest.mark.parametrize("workers", [0, 1, 2])
@pytest.mark.parametrize(("task", "leading", "universes"), CUT)
def test_workers_and_chunk_size_change_nothing(task, leading, universes, workers):
    whole = task(*leading, 0, universes)
    with WorkerPool(workers) as pool:
        for size in (universes, 4_096, 333):
            cuts = range(0, universes, size)
            chunks = [(*leading, start, min(start + size, universes)) for start in cuts]
            job = pool.submit(size, task, chunks)
            np.testing.assert_array_equal(np.concatenate(job.result(60)), whole)
            assert (job.state, job.done, job.total, job.progress) == (
                "done",
                len(chunks),
                len(chunks),
                1.0,
            )


def test_a_job_without_chunks_is_done(pool):
    assert pool.submit("none", work.draws, []).result(0) == []


# ---- progress, cancel, single flight ----


@pytest.mark.parametrize("workers", [0, 2])
def test_cancel_is_prompt_and_leaves_the_pool_usable(workers, tmp_path):
    log = tmp_path / "log"
    with WorkerPool(workers) as pool:
        job = pool.submit("long", work.rest, [(str(log), 0.05, i) for i in range(1_000)])
        until(lambda: job.done >= 3)
        assert 0 < job.progress < 1
        job.cancel()
        assert job.state == "cancelled"
        with pytest.raises(Cancelled):
            job.result(0)
        after = pool.submit("next", work.draws, [(1, 0, 10)])
        np.testing.assert_array_equal(after.result(10)[0], work.draws(1, 0, 10))
        assert len(lines(log)) < 100


def test_equal_keys_run_once(pool, tmp_path):
    log = tmp_path / "log"
    chunks = [(str(log), 0.02, i) for i in range(12)]
    barrier = threading.Barrier(4)
    jobs = []

    def ask() -> None:
        barrier.wait()
        jobs.append(pool.submit("same", work.rest, chunks))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(job) for job in jobs}) == 1
    assert jobs[0].result(30) == list(range(12))
    assert sorted(map(int, lines(log))) == list(range(12))
    assert pool.submit("same", work.rest, chunks) is not jobs[0]


def test_leaving_a_shared_job_stops_it_only_after_the_last_holder(pool, tmp_path):
    stop = tmp_path / "stop"
    stop.mkdir()
    one, two = (pool.submit("shared", work.meet, [(str(stop), 99)] * 4) for _ in range(2))
    assert one is two
    one.leave()
    assert two.state == "running"
    two.leave()
    assert two.state == "cancelled"
    again = pool.submit("shared", work.meet, [(str(stop), 99)])
    assert again is not two and again.state == "running"


def test_two_jobs_share_the_workers(pool, tmp_path):
    first = pool.submit("first", work.rest, [(str(tmp_path / "a"), 0.02)] * 200)
    until(lambda: first.done >= 1)
    second = pool.submit("second", work.rest, [(str(tmp_path / "b"), 0.02)] * 10)
    second.result(30)
    assert first.state == "running"
    # The jobs take turns, so the first cannot have got far ahead.
    assert first.done < 100


def test_only_a_window_is_in_flight(pool, tmp_path):
    """At most WINDOW chunks per worker are in flight; cancel cannot stop those."""
    stop = tmp_path / "stop"
    stop.mkdir()
    job = pool.submit("gated", work.meet, [(str(stop), 99)] * 50)
    until(lambda: len(os.listdir(stop)) == 2)
    assert len(pool._in_flight) == 2 * WINDOW
    job.cancel()


def test_ended_jobs_are_kept_briefly(pool):
    jobs = [pool.submit(i, work.draws, [(i, 0, 1)]) for i in range(RECENT + 5)]
    for job in jobs:
        job.result(30)
    pool.submit("one more", work.draws, [(0, 0, 1)]).result(30)
    assert pool.job(0) is None
    assert pool.job(RECENT + 4) is jobs[-1]


def test_a_result_that_is_not_there_yet_is_a_timeout(pool, tmp_path):
    job = pool.submit("slow", work.rest, [(str(tmp_path / "log"), 5.0)])
    assert not job.wait(0.01)
    with pytest.raises(TimeoutError):
        job.result(0.01)


# ---- errors ----


@pytest.mark.parametrize("workers", [0, 1])
def test_errors_arrive_as_they_were_raised(workers):
    with WorkerPool(workers) as pool:
        job = pool.submit("typed", work.object_to, [("Sienna",)])
        with pytest.raises(UnknownTeam, match="Sienna") as caught:
            job.result(30)
        assert caught.value.remedy == "Nearest names: Siena, Duke."
        assert job.state == "failed"
        with pytest.raises(ZeroDivisionError):
            pool.submit("plain", work.divide, [(i,) for i in range(20)]).result(30)
        assert pool.submit("good", work.divide, [(2,)]).result(30) == [0.5]


def test_a_closed_pool_says_so(tmp_path):
    pool = WorkerPool(1)
    job = pool.submit("long", work.rest, [(str(tmp_path / "log"), 30.0)] * 4)
    pool.close()
    with pytest.raises(Cancelled):
        job.result(1)
    with pytest.raises(PoolBroken, match="closed"):
        pool.submit("late", work.divide, [(1,)])


# ---- deaths ----


def test_a_killed_worker_costs_nothing_but_time(pool, tmp_path):
    whole = work.draws(7, 0, 2_000)
    pids = pool.submit("who", work.meet, [(str(tmp_path), 2)] * 2).result(30)
    killed = iter(pids)
    job = pool.submit("run", work.draws, [(7, i, i + 1) for i in range(2_000)])
    until(lambda: job.done > 50)
    os.kill(next(killed), signal.SIGKILL)
    np.testing.assert_array_equal(np.concatenate(job.result(60)), whole)
    assert pool.workers == 2
    for pid in pids:
        until(lambda pid=pid: gone(pid))


def test_a_worker_killed_idle_is_replaced(pool):
    (here,) = pool.submit("who", work.surroundings, [()]).result(30)
    os.kill(here["pid"], signal.SIGKILL)
    until(lambda: gone(here["pid"]))
    assert pool.submit("again", work.divide, [(4,)] * 8).result(30) == [0.25] * 8


@pytest.mark.parametrize("deaths", [1, 2])
def test_a_lost_chunk_is_tried_again(pool, deaths, tmp_path):
    flag = str(tmp_path / "flag")
    chunks = [(str(tmp_path / "other"), 0, i) for i in range(6)]
    chunks[3] = (flag, deaths, 3)
    assert pool.submit("deadly", work.die, chunks).result(60) == list(range(6))


def test_poison_breaks_its_own_job_only(pool, tmp_path):
    flag = tmp_path / "flag"
    healthy = pool.submit("good", work.rest, [(str(tmp_path / "log"), 0.01, i) for i in range(100)])
    poison = pool.submit("bad", work.die, [(str(flag), 99)])
    with pytest.raises(PoolBroken, match="died 3 times on the same piece of work") as caught:
        poison.result(60)
    assert caught.value.remedy
    assert len(flag.read_text()) == 3
    assert healthy.result(60) == list(range(100))
    assert pool.submit("after", work.divide, [(1,)]).result(30) == [1.0]


def test_no_worker_starts_while_a_broken_executor_is_taken_down(pool, tmp_path, monkeypatch):
    """A thread of Python's own watches the workers and takes all down when one has died. It loops
    over the table of processes, so a worker started meanwhile would end that thread with an error.
    Here, a worker that starts under such a thread has an older one killed, and is put into the
    table in the middle of that loop."""
    start, is_alive = SpawnProcess.start, SpawnProcess.is_alive
    started, looping, thread_errors = [], threading.Event(), []
    monkeypatch.setattr(threading, "excepthook", thread_errors.append)

    def watched() -> bool:
        return pool._executor._pool._executor_manager_thread is not None

    def start_beside_a_death(process: SpawnProcess) -> None:
        start(process)
        if watched() and len(started) == 1:
            started[0].kill()
            assert looping.wait(10)
        started.append(process)

    def wait_for_the_table_to_grow(process: SpawnProcess) -> bool:
        if len(started) == 1 and watched():
            looping.set()
            until(lambda: len(pool._executor._pool._processes) == 2)
        return is_alive(process)

    monkeypatch.setattr(SpawnProcess, "start", start_beside_a_death)
    monkeypatch.setattr(SpawnProcess, "is_alive", wait_for_the_table_to_grow)
    chunks = [(str(tmp_path / "other"), 0, i) for i in range(6)]
    chunks[5] = (str(tmp_path / "flag"), 1, 5)
    assert pool.submit("deadly", work.die, chunks).result(60) == list(range(6))
    assert not thread_errors
    assert pool.workers == 2
    assert len(started) == 4  # two, and two in place of those taken down


# ---- workers ----


def test_workers_are_modest(pool):
    (worker,) = pool.submit("look", work.surroundings, [()]).result(30)
    assert worker["pid"] != os.getpid()
    assert worker["nice"] == min(19, os.nice(0) + 10)
    assert worker["sigint_ignored"]
    assert worker["threads"] == "1"


def test_warm_reaches_every_worker(pool, tmp_path):
    pool.warm(work.meet, (str(tmp_path), 2))
    until(lambda: len(os.listdir(tmp_path)) == 2)
    assert str(os.getpid()) not in os.listdir(tmp_path)


def test_without_workers_everything_runs_here():
    with WorkerPool(0) as pool:
        (here,) = pool.submit("look", work.surroundings, [()]).result(30)
        assert here["pid"] == os.getpid()
        assert pool.note == "Work runs in the server process itself."


@pytest.mark.parametrize("fault", ["refused", "stillborn"])
def test_where_no_worker_comes_up_work_goes_on_here(fault, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError("no processes for you")

    if fault == "refused":
        monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    else:  # the interpreter that the worker would run ends at once
        monkeypatch.setattr("multiprocessing.spawn.get_executable", lambda: shutil.which("false"))
    with WorkerPool(2) as pool:
        assert pool.note == "Work runs in 2 worker processes."
        assert pool.submit("go on", work.divide, [(2,)] * 3).result(30) == [0.5] * 3
        assert pool.workers == 0
        assert pool.note.startswith("Work runs in the server process itself, because worker")
        assert ("no processes for you" in pool.note) == (fault == "refused")
