"""A job: a list of chunks, its progress and its results. Threads may share it."""

import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, Literal, TypeVar

from engine.errors import Cancelled, PoolBroken

State = Literal["running", "done", "cancelled", "failed"]
Chunk = tuple[Any, ...]
T = TypeVar("T")

# How often a chunk whose worker died is retried before its job fails.
RETRIES = 2
LOG = logging.getLogger(__name__)
TRY_LESS = "Run fewer universes, or free some memory and try again."


class Job(Generic[T]):
    """Chunk i is the call ``task(*chunks[i])``; the result is the list of their return values.

    Pages read ``done`` (the number of finished chunks), ``total``, ``progress`` and ``state``, and
    call ``leave``, ``wait`` and ``result``; ``cancel`` stops the job for all who share it. Only the
    pool calls ``join``, ``next_chunk``, ``complete``, ``worker_died`` and ``fail``.

    The end of a job is one line in the log: what, how it ended, seconds since it was asked for,
    workers and retries; nothing of its key, which may hold what a visitor typed.
    """

    def __init__(
        self, key: Hashable, task: Callable[..., T], chunks: Sequence[Chunk], workers: int = 0
    ) -> None:
        self.key = key
        self.task = task
        self.total = len(chunks)
        self.done = 0
        self._workers = workers
        self._began = time.monotonic()
        self._chunks = tuple(chunks)
        self._waiting = deque(range(self.total))
        self._part: dict[int, T] = {}
        self._deaths: Counter[int] = Counter()
        self._holders = 1  # callers that want the result; when the last one leaves, it is canceled
        self._error: BaseException | None = None
        self._state: State = "running"
        self._lock = threading.Lock()
        self._ended = threading.Event()
        if not chunks:
            self._end("done")

    @property
    def state(self) -> State:
        """``running`` until all chunks are finished, or the job is canceled or has failed."""
        return self._state

    @property
    def progress(self) -> float:
        """The share of finished chunks, 0 to 1."""
        return self.done / self.total if self.total else 1.0

    def cancel(self) -> None:
        """Start no further chunk and drop finished ones. No effect once the job has ended."""
        with self._lock:
            if self._state == "running":
                self._error = Cancelled()
                self._end("cancelled")

    def join(self) -> bool:
        """Add a holder. Returns False, and changes nothing, when the job is not running."""
        with self._lock:
            if self._state != "running":
                return False
            self._holders += 1
            return True

    def leave(self) -> None:
        """Remove a holder; without holders the job is canceled."""
        with self._lock:
            self._holders -= 1
            unwanted = self._holders <= 0
        if unwanted:
            self.cancel()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait at most ``timeout`` seconds for the job to end; True when it has ended."""
        return self._ended.wait(timeout)

    def result(self, timeout: float | None = None) -> list[T]:
        """The return value of each chunk, in the order of the chunks.

        Raises Cancelled, PoolBroken or the error of the first chunk that failed; TimeoutError if
        the job is still running after ``timeout`` seconds.
        """
        if not self.wait(timeout):
            raise TimeoutError(f"still running after {timeout} s")
        if self._error is not None:
            raise self._error
        return [self._part[i] for i in range(self.total)]

    def next_chunk(self) -> int | None:
        """The number of the next chunk to run, or None when all have been handed out."""
        with self._lock:
            return self._waiting.popleft() if self._waiting else None

    def chunk(self, i: int) -> Chunk | None:
        """The arguments of chunk i, or None when the job is no longer running."""
        with self._lock:
            return self._chunks[i] if self._state == "running" else None

    def is_suspect(self, i: int) -> bool:
        """Whether a worker died while running chunk i or with it in its queue."""
        return self._deaths[i] > 0

    def complete(self, i: int, part: T) -> None:
        """Record that chunk i returned ``part``."""
        with self._lock:
            if self._state == "running":
                self._part[i] = part
                self.done = len(self._part)
                if self.done == self.total:
                    self._end("done")

    def worker_died(self, i: int) -> None:
        """Record that a worker died with chunk i; after more than RETRIES times the job fails."""
        with self._lock:
            self._deaths[i] += 1
            too_often = self._deaths[i] > RETRIES
        if too_often:
            self.fail(
                PoolBroken(
                    f"A worker process died {RETRIES + 1} times on the same piece of work.",
                    TRY_LESS,
                )
            )

    def fail(self, error: BaseException) -> None:
        """Record that a chunk raised ``error``; no further chunk starts."""
        with self._lock:
            if self._state == "running":
                self._error = error
                self._end("failed")

    def _end(self, state: State) -> None:
        self._state = state
        self._waiting.clear()
        self._chunks = ()
        if state != "done":
            self._part = {}
        self._ended.set()
        LOG.info(
            "%s %s: %d of %d chunks in %.2f s, %d workers, %d retries",
            *(self.task.__name__, state, self.done, self.total),
            *(time.monotonic() - self._began, self._workers, self._deaths.total()),
        )
