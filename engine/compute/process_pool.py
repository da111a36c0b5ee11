"""The worker pool: runs the chunks of all running jobs in worker processes.

One thread, the dispatcher, owns the executor. It keeps at most two chunks per worker in flight,
takes them from the running jobs in turn (``turns``) and reports each result to its job. So
canceling a job costs nothing for chunks that were not submitted yet, and a worker that dies loses
few chunks.
"""

import queue
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import BrokenExecutor, Future
from typing import Any, Self, TypeVar

from engine.compute.cluster import Cluster, ClusterExecutor
from engine.compute.executor import Executor, InlineExecutor, WorkerDied
from engine.compute.jobs import TRY_LESS, Chunk, Job
from engine.compute.machine import default_workers
from engine.compute.process_executor import ProcessExecutor
from engine.compute.turns import Turns
from engine.errors import ClusterError, PoolBroken, TooBusy

T = TypeVar("T")

WINDOW = 2  # chunks in flight per worker: one runs, the next waits in the worker's queue
MOST_JOBS = 400  # running ones; a hundred visitors have about that many at the very most
RECENT = 8  # ended jobs that can still be asked for by key
RATE_CHUNKS = 40  # the last finished chunks that a pace is taken from
DEAD_WORKER_CHECK_S = 1.0  # seconds between checks for dead workers the executor did not report


class WorkerPool:
    """Runs jobs in ``workers`` processes.

    ``workers``: None for what the machine allows, 0 for none: chunks then run one after another in
    a thread of this process, with the same progress, cancel and results. If processes cannot start,
    the pool falls back to that and says so in ``note``. Nothing starts before the first ``submit``
    or ``warm``. ``cluster``: the workers are those of a Dask cluster instead; without it work fails
    with a ClusterError, and is not done here.
    """

    def __init__(self, workers: int | None = None, cluster: Cluster | None = None) -> None:
        self.workers = default_workers() if workers is None else workers
        self.note = _where_work_runs(self.workers)
        if cluster is not None:
            self.workers, self.note = cluster.workers, cluster.note
        self._cluster = cluster
        self._lock = threading.Lock()
        self._closed = False
        self._turns = Turns()
        self._finished_at: deque[float] = deque(maxlen=RATE_CHUNKS)
        self._job_by_key: dict[Hashable, Job[Any]] = {}
        # Finished futures; None only wakes the dispatcher up.
        self._inbox: queue.SimpleQueue[Future[Any] | None] = queue.SimpleQueue()
        self._executor: Executor | None = None
        # These three belong to the dispatcher; no other thread reads or writes them.
        self._in_flight: dict[Future[Any], tuple[Job[Any], int]] = {}
        self._to_retry: deque[tuple[Job[Any], int]] = deque()
        self._dead_worker_seen = False
        self._dispatcher = threading.Thread(target=self._dispatch, name="dispatcher", daemon=True)

    def submit(self, key: Hashable, task: Callable[..., T], chunks: Sequence[Chunk]) -> Job[T]:
        """Run ``task(*chunk)`` for every chunk; never blocks.

        ``task`` is a top-level function of an importable module; chunks are tuples of plain values
        and arrays. While a job with an equal ``key`` is running, that job is returned (with one
        more holder, see ``Job.leave``) and nothing new starts, so a key must contain everything the
        result depends on. PoolBroken once the pool is closed, TooBusy with MOST_JOBS running.
        """
        with self._lock:
            if self._closed:
                raise PoolBroken("The worker pool has been closed.", "Reload the page.")
            known = self._job_by_key.get(key)
            if known is not None and known.join():
                return known
            if sum(one.state == "running" for one in self._job_by_key.values()) >= MOST_JOBS:
                raise TooBusy
            job = Job(key, task, chunks, self.workers)
            self._keep_for_lookup(job)
            self._turns.add(job)
            if self._dispatcher.ident is None:
                self._start_dispatcher()
        self._inbox.put(None)
        return job

    def job(self, key: Hashable) -> Job[Any] | None:
        """The running job of that key, or one of the last few that ended."""
        with self._lock:
            return self._job_by_key.get(key)

    def place(self, job: Job[Any]) -> tuple[int, float]:
        """(the place of a job in the line of large ones, 0 if it waits for nobody; seconds until
        its turn at the most, by the pace of the last chunks, 0 while there is no pace yet)."""
        with self._lock:
            place, ahead = self._turns.place(job), self._turns.ahead(job)
            times = tuple(self._finished_at)
        took = times[-1] - times[0] if len(times) > 1 else 0.0
        return place, ahead * took / (len(times) - 1) if took > 0 else 0.0

    def warm(self, task: Callable[..., object], args: Chunk) -> None:
        """Start every worker and run ``task(*args)`` in each, in the background; never blocks.

        It is an ordinary job: with as many chunks as workers, each worker takes one while the
        others are busy with theirs. What it returns or raises is ignored.
        """
        self.submit(
            ("warm", task.__module__, task.__qualname__), task, [args] * max(1, self.workers)
        )

    def close(self) -> None:
        """Cancel all running jobs and end the workers at once; never blocks."""
        with self._lock:
            self._closed = True
            jobs = list(self._job_by_key.values())
            executor = self._executor
        for job in jobs:
            job.cancel()
        self._inbox.put(None)
        if executor is not None:
            executor.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start_dispatcher(self) -> None:
        # concurrent.futures waits for every chunk in flight when the interpreter exits, before
        # atexit runs. Hooks of this kind run last in, first out: this one ends the workers first.
        threading._register_atexit(_close_at_exit, weakref.ref(self))  # type: ignore[attr-defined]
        self._dispatcher.start()

    def _keep_for_lookup(self, job: Job[Any]) -> None:
        """Make the job known by its key, and forget the oldest of more than RECENT ended ones."""
        self._job_by_key.pop(job.key, None)
        self._job_by_key[job.key] = job
        ended = [key for key, known in self._job_by_key.items() if known.state != "running"]
        for key in ended[:-RECENT]:
            del self._job_by_key[key]

    # ---- the dispatcher thread ----

    def _dispatch(self) -> None:
        while not self._closed:
            self._submit_chunks()
            try:
                future = self._inbox.get(timeout=DEAD_WORKER_CHECK_S if self._in_flight else None)
            except queue.Empty:
                self._find_dead_workers()
                continue
            if future is not None:
                self._handle_finished(future)

    def _submit_chunks(self) -> None:
        """Submit chunks until enough are in flight or none is left."""
        while len(self._in_flight) < self._max_in_flight():
            chunk = self._next_chunk()
            if chunk is None:
                return
            self._submit_chunk(*chunk)

    def _max_in_flight(self) -> int:
        # A chunk whose worker died runs alone the next time. If its worker dies again, that chunk
        # is to blame, and no other job fails with it.
        if self._executor is not None:
            self.workers = self._executor.workers
        suspects = self._to_retry or any(job.is_suspect(i) for job, i in self._in_flight.values())
        return 1 if suspects else max(1, WINDOW * self.workers)

    def _next_chunk(self) -> tuple[Job[Any], int] | None:
        """Chunks to be retried come first, then one chunk of each job that has a turn."""
        if self._to_retry:
            return self._to_retry.popleft()
        with self._lock:
            return self._turns.next()

    def _submit_chunk(self, job: Job[Any], i: int) -> None:
        chunk = job.chunk(i)
        if chunk is None:
            return
        try:
            executor = self._started_executor()
        except ClusterError as error:
            self._close_executor()
            job.fail(error)
            return
        if isinstance(executor, InlineExecutor) and job.is_suspect(i):
            job.fail(PoolBroken("A worker process died and no other could be started.", TRY_LESS))
            return
        try:
            future = executor.submit(job.task, *chunk)
        except BrokenExecutor:  # a worker died while idle: no chunk is to blame
            self._to_retry.append((job, i))
            self._replace_executor()
        except Exception as error:  # the executor could not start a worker
            self._to_retry.append((job, i))
            self._fall_back_to_inline(error)
        else:
            self._in_flight[future] = (job, i)
            future.add_done_callback(self._inbox.put)

    def _started_executor(self) -> Executor:
        """The current executor, or a new one of which a worker has answered."""
        if self._executor is None and self.workers:
            try:
                executor = self._new_executor()
                self._set_executor(executor)
                executor.check()
            except ClusterError:
                raise
            except Exception as error:
                self._fall_back_to_inline(error)
        return self._executor or self._set_executor(InlineExecutor())

    def _new_executor(self) -> Executor:
        if self._cluster is not None:
            return ClusterExecutor(self._cluster)
        return ProcessExecutor(self.workers)

    def _set_executor(self, executor: Executor) -> Executor:
        with self._lock:
            self._executor = executor
            closed = self._closed
        if closed:
            executor.close()
        return executor

    def _handle_finished(self, future: Future[Any]) -> None:
        if future not in self._in_flight:  # of an executor replaced since: already being retried
            return
        if isinstance(future.exception(), BrokenExecutor):
            self._replace_executor()
            return
        if isinstance(future.exception(), WorkerDied):
            self._retry(*self._in_flight.pop(future))
            return
        self._finished_at.append(time.monotonic())
        _report(future, *self._in_flight.pop(future))

    def _replace_executor(self) -> None:
        """A worker died: keep finished results, retry all other chunks with a new executor."""
        self._close_executor()
        in_flight, self._in_flight = self._in_flight, {}
        for future, (job, i) in in_flight.items():
            if future.done() and not isinstance(future.exception(), BrokenExecutor):
                _report(future, job, i)
            else:
                self._retry(job, i)

    def _retry(self, job: Job[Any], i: int) -> None:
        job.worker_died(i)
        self._to_retry.append((job, i))

    def _fall_back_to_inline(self, error: Exception) -> None:
        """Worker processes cannot start here: from now on run chunks in this thread."""
        if self._closed:
            return
        self._close_executor()
        self._to_retry.extend(self._in_flight.values())
        self._in_flight = {}
        self.workers = 0
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:120]
        self.note = (
            f"{_where_work_runs(0)[:-1]}, because worker processes could not be started ({reason})."
        )

    def _close_executor(self) -> None:
        with self._lock:
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.close()
        self._dead_worker_seen = False

    def _find_dead_workers(self) -> None:
        """Replace an executor that has not reported a dead worker from one check to the next.

        A worker killed halfway through sending a long result leaves the executor waiting for the
        rest, so it never notices.
        """
        dead = self._executor is not None and self._executor.has_dead_worker()
        if dead and self._dead_worker_seen:
            self._replace_executor()
        else:
            self._dead_worker_seen = dead


def _report(future: Future[Any], job: Job[Any], i: int) -> None:
    """Give the result or the error of chunk i to its job."""
    error = future.exception()
    if error is None:
        job.complete(i, future.result())
    else:
        job.fail(error)


def _close_at_exit(pool: "weakref.ref[WorkerPool]") -> None:
    alive = pool()
    if alive is not None:
        alive.close()


def _where_work_runs(workers: int) -> str:
    if workers == 0:
        return "Work runs in the server process itself."
    return f"Work runs in {workers} worker process{'es' if workers > 1 else ''}."
