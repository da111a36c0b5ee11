"""What the job manager needs of an executor, and the one that runs chunks without processes."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class WorkerDied(Exception):
    """The worker of a chunk died, and the executor goes on with the others."""


class Executor(Protocol):
    """Runs chunks and can be closed while they run."""

    @property
    def workers(self) -> int:
        """How many chunks run at a time; it may change. 0: in the thread that submits them."""

    def check(self) -> None:
        """Wait until a worker has answered. Raises whatever kept the workers from starting."""

    def submit(self, task: Callable[..., T], /, *args: Any) -> Future[T]:
        """Run ``task(*args)``. When its worker died the future raises WorkerDied, or BrokenExecutor
        (here, too) if the executor is of no more use."""

    def has_dead_worker(self) -> bool:
        """Whether a worker has ended without being asked to."""

    def close(self) -> None:
        """End all workers at once, whatever they are doing; never blocks. No effect once closed."""


class InlineExecutor:
    """Runs each chunk at once, in the thread that submits it. It has no workers to lose."""

    workers = 0

    def check(self) -> None:
        """Nothing to wait for."""

    def submit(self, task: Callable[..., T], /, *args: Any) -> Future[T]:
        """Call ``task`` now; the future holds what it returned or raised."""
        future: Future[T] = Future()
        try:
            future.set_result(task(*args))
        except BaseException as error:
            future.set_exception(error)
        return future

    def has_dead_worker(self) -> bool:
        """Always False."""
        return False

    def close(self) -> None:
        """Nothing to end."""
