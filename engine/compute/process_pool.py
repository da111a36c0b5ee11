"""The spawn pool: worker processes that share out the chunks of all running jobs.

One thread, the dispatcher, owns the executor. It keeps at most two chunks a worker in flight, takes
them from the running jobs in turn, and hands each answer to its job. Chunks that were never
submitted cost nothing to cancel, and a worker that dies takes at most that many with it.
"""

import multiprocessing
import os
import queue
import signal
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Any, Self, TypeVar

from engine.compute.jobs import TRY_LESS, Chunk, Job
from engine.compute.machine import default_workers
from engine.errors import PoolBroken

T = TypeVar("T")

WINDOW = 2  # chunks in flight per worker: one runs, the next is at hand
RECENT = 8  # finished jobs that can still be asked for by key
NICENESS = 10  # workers give way to the server, which has clicks to answer
START_S = 60.0  # a worker that is not up by then never will be
DEAD_WORKER_CHECK_S = 1.0  # how often the dispatcher looks for dead workers nobody reported

# One thread a worker: the workers themselves are the parallelism. Read when a library loads, so set
# before the first worker starts.
THREAD_LIMITS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMBA_NUM_THREADS",
)


class WorkerPool:
    """Runs jobs in ``workers`` processes.

    ``workers``: None for what the machine allows, 0 for none: chunks then run one after another in
    a thread of this process, with the same progress, cancel and results. Where processes cannot
    start, the pool does the same and says so in ``note``. Nothing starts before the first
    ``submit`` or ``warm``.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = default_workers() if workers is None else workers
        self.note = _note(self.workers)
        self._lock = threading.Lock()
        self._closed = False
        self._jobs: deque[Job[Any]] = deque()  # running, the next to be served first
        self._known: dict[Hashable, Job[Any]] = {}
        self._inbox: queue.SimpleQueue[Future[Any] | None] = queue.SimpleQueue()
        self._executor: Executor | None = None
        # The dispatcher's own: nobody else reads or writes these three.
        self._flying: dict[Future[Any], tuple[Job[Any], int]] = {}
        self._lost: deque[tuple[Job[Any], int]] = deque()
        self._stuck = False
        self._dispatcher = threading.Thread(target=self._dispatch, name="dispatcher", daemon=True)

    def submit(self, key: Hashable, task: Callable[..., T], chunks: Sequence[Chunk]) -> Job[T]:
        """Run ``task(*chunk)`` for every chunk; never blocks.

        ``task`` is a top-level function of an importable module, chunks are tuples of plain values
        and arrays. While a job of an equal ``key`` is running, that job is returned (with one more
        holder, see ``Job.leave``) and nothing new starts, so a key names everything the answer
        depends on. Raises PoolBroken once closed.
        """
        with self._lock:
            if self._closed:
                raise PoolBroken("The worker pool has been closed.", "Reload the page.")
            known = self._known.get(key)
            if known is not None and known.join():
                return known
            job = Job(key, task, chunks)
            self._remember(job)
            self._jobs.append(job)
            if self._dispatcher.ident is None:
                self._begin()
        self._inbox.put(None)
        return job

    def job(self, key: Hashable) -> Job[Any] | None:
        """The running job of that key, or one of the last few that ended."""
        with self._lock:
            return self._known.get(key)

    def warm(self, task: Callable[..., object], args: Chunk) -> None:
        """Start every worker and run ``task(*args)`` in each, in the background; never blocks.

        It is an ordinary job: with as many chunks as workers, each worker takes one while the
        others are busy with theirs. What it returns or raises is ignored.
        """
        self.submit(
            ("warm", task.__module__, task.__qualname__), task, [args] * max(1, self.workers)
        )

    def close(self) -> None:
        """Cancel what is running and end the workers at once; never blocks."""
        with self._lock:
            self._closed = True
            jobs = list(self._known.values())
            executor = self._executor
        for job in jobs:
            job.cancel()
        self._inbox.put(None)
        _discard(executor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self) -> None:
        # concurrent.futures waits for every chunk in flight when the interpreter exits, before
        # atexit runs. Hooks of this kind run last in, first out: this one ends the workers first.
        threading._register_atexit(_close, weakref.ref(self))  # type: ignore[attr-defined]
        self._dispatcher.start()

    def _remember(self, job: Job[Any]) -> None:
        self._known.pop(job.key, None)
        self._known[job.key] = job
        ended = [key for key, known in self._known.items() if known.state != "running"]
        for key in ended[:-RECENT]:
            del self._known[key]

    # ---- the dispatcher thread ----

    def _dispatch(self) -> None:
        while not self._closed:
            self._fill()
            try:
                future = self._inbox.get(timeout=DEAD_WORKER_CHECK_S if self._flying else None)
            except queue.Empty:
                self._find_dead_workers()
                continue
            if future is not None:
                self._landed(future)

    def _fill(self) -> None:
        """Put chunks in flight until the window is full."""
        while len(self._flying) < self._window():
            picked = self._pick()
            if picked is None:
                return
            self._launch(*picked)

    def _window(self) -> int:
        # A chunk whose worker died flies alone the next time: if it kills again, it alone is to
        # blame, and no other job fails with it.
        suspects = self._lost or any(job.is_suspect(i) for job, i in self._flying.values())
        return 1 if suspects else max(1, WINDOW * self.workers)

    def _pick(self) -> tuple[Job[Any], int] | None:
        """The next chunk: lost ones first, then one of each running job in turn."""
        if self._lost:
            return self._lost.popleft()
        with self._lock:
            while self._jobs:
                job = self._jobs.popleft()
                i = job.next_chunk()
                if i is not None:
                    self._jobs.append(job)
                    return job, i
        return None

    def _launch(self, job: Job[Any], i: int) -> None:
        chunk = job.chunk(i)
        if chunk is None:
            return
        executor = self._open()
        if isinstance(executor, InlineExecutor) and job.is_suspect(i):
            job.fail(PoolBroken("A worker process died and no other could be started.", TRY_LESS))
            return
        try:
            future = executor.submit(job.task, *chunk)
        except BrokenExecutor:  # a worker died idle: no chunk is to blame
            self._lost.append((job, i))
            self._recover()
        except Exception as why:  # another worker was due and could not start
            self._lost.append((job, i))
            self._do_without(why)
        else:
            self._flying[future] = (job, i)
            future.add_done_callback(self._inbox.put)

    def _open(self) -> Executor:
        """The executor; a new one has shown that a worker comes up."""
        if self._executor is None and self.workers:
            os.environ.update(dict.fromkeys(THREAD_LIMITS, "1"))
            spawn = multiprocessing.get_context("spawn")
            try:
                executor = self._adopt(ProcessPoolExecutor(self.workers, spawn, _enter_worker))
                executor.submit(os.getpid).result(START_S)
            except Exception as why:
                self._do_without(why)
        return self._executor or self._adopt(InlineExecutor())

    def _adopt(self, executor: Executor) -> Executor:
        with self._lock:
            self._executor = executor
            closed = self._closed
        if closed:
            _discard(executor)
        return executor

    def _landed(self, future: Future[Any]) -> None:
        if future not in self._flying:  # lost with its executor, and on its way again
            return
        if isinstance(future.exception(), BrokenExecutor):
            self._recover()
            return
        job, i = self._flying.pop(future)
        _deliver(future, job, i)

    def _recover(self) -> None:
        """The executor is broken: keep what came back, put the rest first in line, begin anew."""
        self._drop_executor()
        flying, self._flying = self._flying, {}
        for future, (job, i) in flying.items():
            if future.done() and not isinstance(future.exception(), BrokenExecutor):
                _deliver(future, job, i)
            else:
                job.worker_died(i)
                self._lost.append((job, i))

    def _do_without(self, why: Exception) -> None:
        """Worker processes cannot be had here: go on in this thread, and say so."""
        if self._closed:
            return
        self._drop_executor()
        self._lost.extend(self._flying.values())
        self._flying = {}
        self.workers = 0
        reason = f"{type(why).__name__}: {why}".splitlines()[0][:120]
        self.note = f"{_note(0)[:-1]}, because worker processes could not be started ({reason})."

    def _drop_executor(self) -> None:
        with self._lock:
            executor, self._executor = self._executor, None
        _discard(executor)
        self._stuck = False

    def _find_dead_workers(self) -> None:
        """Find dead workers that nobody reported, at the second look.

        A worker killed halfway through a long answer leaves the executor waiting for the rest.
        """
        sentinels = [process.sentinel for process in _processes(self._executor)]
        dead = bool(connection.wait(sentinels, timeout=0))
        if dead and self._stuck:
            self._recover()
        else:
            self._stuck = dead


class InlineExecutor(Executor):
    """The same interface without processes: a chunk runs at once, in the thread that submits it."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Call ``fn`` now; the future holds what it returned or raised."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


def _deliver(future: Future[Any], job: Job[Any], i: int) -> None:
    error = future.exception()
    if error is None:
        job.complete(i, future.result())
    else:
        job.fail(error)


def _processes(executor: Executor | None) -> list[BaseProcess]:
    # Private until Python 3.14 brought kill_workers(), which does the same.
    return list((getattr(executor, "_processes", None) or {}).values())


def _discard(executor: Executor | None) -> None:
    """Kill an executor's workers, whatever they are doing, and let it wind itself up."""
    if not isinstance(executor, ProcessPoolExecutor):
        return
    table, answers = executor._processes, executor._result_queue
    executor.shutdown(wait=False)  # from here on it starts no process
    for process in list((table or {}).values()):
        process.kill()
    if answers is not None:
        # The end of the last writer wakes a reader of half an answer.
        answers._writer.close()  # type: ignore[attr-defined]


def _close(pool: "weakref.ref[WorkerPool]") -> None:
    alive = pool()
    if alive is not None:
        alive.close()


def _note(workers: int) -> str:
    if workers == 0:
        return "Work runs in the server process itself."
    return f"Work runs in {workers} worker process{'es' if workers > 1 else ''}."


# ---- in the worker ----


def _enter_worker() -> None:
    """Every worker's first act."""
    # Where SciPy is installed Numba loads its linear algebra, which no game needs: 17 MB a worker.
    sys.modules.setdefault("scipy", None)  # type: ignore[arg-type]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's affair
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_with_parent, args=(parent.sentinel,), daemon=True).start()


def _exit_with_parent(sentinel: int) -> None:
    """A server that is killed cannot say goodbye: its end is seen, and the worker ends too."""
    connection.wait([sentinel])
    os._exit(1)
