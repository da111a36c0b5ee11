"""A job: one list of chunks, how far it has come, and what came out. Safe to share by threads."""

import threading
from collections import Counter, deque
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, Literal, TypeVar

from engine.errors import Cancelled, PoolBroken

State = Literal["running", "done", "cancelled", "failed"]
Chunk = tuple[Any, ...]
T = TypeVar("T")

# A chunk whose worker died is tried again this often before its job is given up.
RETRIES = 2
TRY_LESS = "Run fewer universes, or free some memory and try again."


class Job(Generic[T]):
    """Chunk i is the call ``task(*chunks[i])``; the result is the list of what the calls return.

    Pages read ``done`` (how many chunks are in), ``total``, ``progress``, ``state`` and call
    ``leave``, ``wait``, ``result``; ``cancel`` stops it for everybody who shares it. The pool alone
    calls ``join``, ``next_chunk``, ``complete``, ``worker_died``, ``fail``.
    """

    def __init__(self, key: Hashable, task: Callable[..., T], chunks: Sequence[Chunk]) -> None:
        self.key = key
        self.task = task
        self.total = len(chunks)
        self.done = 0
        self._chunks = tuple(chunks)
        self._waiting = deque(range(self.total))
        self._part: dict[int, T] = {}
        self._losses: Counter[int] = Counter()
        self._holders = 1  # who wants the answer: the last to leave cancels
        self._error: BaseException | None = None
        self._state: State = "running"
        self._lock = threading.Lock()
        self._ended = threading.Event()
        if not chunks:
            self._end("done")

    @property
    def state(self) -> State:
        """``running`` until every chunk is in, or the job is cancelled or has failed."""
        return self._state

    @property
    def progress(self) -> float:
        """The share of chunks that are in, 0 to 1."""
        return self.done / self.total if self.total else 1.0

    def cancel(self) -> None:
        """Stop: no further chunk starts, and what was computed is dropped. No effect once ended."""
        with self._lock:
            if self._state == "running":
                self._error = Cancelled()
                self._end("cancelled")

    def join(self) -> bool:
        """One more wants the answer; False, and nothing changes, when the job is not running."""
        with self._lock:
            if self._state != "running":
                return False
            self._holders += 1
            return True

    def leave(self) -> None:
        """One no longer wants it; when nobody does, the job is cancelled."""
        with self._lock:
            self._holders -= 1
            nobody = self._holders <= 0
        if nobody:
            self.cancel()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the job has ended, at most ``timeout`` seconds; True when it has."""
        return self._ended.wait(timeout)

    def result(self, timeout: float | None = None) -> list[T]:
        """What each chunk returned, in the chunks' order.

        Raises Cancelled, PoolBroken or the error of the first chunk that failed; TimeoutError when
        the job is still running after ``timeout`` seconds.
        """
        if not self.wait(timeout):
            raise TimeoutError(f"still running after {timeout} s")
        if self._error is not None:
            raise self._error
        return [self._part[i] for i in range(self.total)]

    def next_chunk(self) -> int | None:
        """The next chunk to run, or None when there is none to hand out."""
        with self._lock:
            return self._waiting.popleft() if self._waiting else None

    def chunk(self, i: int) -> Chunk | None:
        """The arguments of chunk i, or None when the job no longer wants it."""
        with self._lock:
            return self._chunks[i] if self._state == "running" else None

    def is_suspect(self, i: int) -> bool:
        """Whether a worker died while it had chunk i."""
        return self._losses[i] > 0

    def complete(self, i: int, part: T) -> None:
        """Chunk i returned ``part``."""
        with self._lock:
            if self._state == "running":
                self._part[i] = part
                self.done = len(self._part)
                if self.done == self.total:
                    self._end("done")

    def worker_died(self, i: int) -> None:
        """A worker died while it had chunk i; too often, and the job has failed."""
        with self._lock:
            self._losses[i] += 1
            lost = self._losses[i] > RETRIES
        if lost:
            self.fail(
                PoolBroken(
                    f"A worker process died {RETRIES + 1} times on the same piece of work.",
                    TRY_LESS,
                )
            )

    def fail(self, error: BaseException) -> None:
        """A chunk raised ``error``; the rest is not run."""
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
