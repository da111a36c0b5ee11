"""Work on a Dask cluster: one more executor of the pool, for more than one machine.

Dask is needed here only, and loaded only when a cluster is asked for. It hands out the chunks and
watches the workers; the pool does the chunks of lost ones again. What many chunks share is sent
once. Every chunk makes sure that its worker computes with what this computer computes with.
"""

import logging
import pickle
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from hashlib import sha256
from importlib.util import find_spec
from typing import Any, NamedTuple, TypeVar

from engine.compute.cluster_worker import kept, run_here, who_are_you
from engine.compute.executor import WorkerDied
from engine.compute.identity import identity
from engine.compute.machine import default_workers
from engine.errors import BadInput, ClusterError, shortened

T = TypeVar("T")

START_S = 30.0  # seconds within which a cluster answers and has a worker
COUNT_S = 5.0  # seconds between counts of the workers, which come and go
SHARED_BYTES = 4_096  # a larger argument that comes again is sent to the cluster once
SHARED_MOST = 64  # arguments remembered
MAX_LOCAL = 256
HOW = "Write local, local:4 or the address of a Dask scheduler, such as tcp://10.0.0.5:8786."
GET_DASK = "Install it with “pip install -r requirements-cluster.txt”, or leave the cluster out."


class Cluster(NamedTuple):
    """Where work goes: ``address`` of a scheduler, or "" for ``workers`` processes here."""

    address: str
    workers: int

    @classmethod
    def read(cls, text: str) -> "Cluster":
        """``local``, ``local:N`` or ``tcp://…``; BadInput, also where Dask is not installed."""
        kind, _, number = text.strip().partition(":")
        if kind == "local":
            if number and not (number.isdecimal() and 1 <= int(number) <= MAX_LOCAL):
                raise BadInput(
                    f"“{shortened(text)}” is no cluster.",
                    f"Use 1 to {MAX_LOCAL} workers, as in local:4.",
                )
            found = cls("", int(number) if number else default_workers())
        elif kind in ("tcp", "tls") and len(number) > 2 and number.startswith("//"):
            found = cls(text.strip(), 1)
        else:
            raise BadInput(f"“{shortened(text)}” is no cluster.", HOW)
        if find_spec("distributed") is None:
            raise BadInput("A cluster needs Dask, which is not installed here.", GET_DASK)
        return found

    @property
    def note(self) -> str:
        """Where work runs, in a sentence."""
        if self.address:
            return f"Work runs on the cluster at {self.address}."
        return f"Work runs in a local cluster of {self.workers} workers."


class ClusterExecutor:
    """An ``Executor`` on a Dask cluster. Raises ClusterError when there is none at the address."""

    def __init__(self, cluster: Cluster) -> None:
        from distributed import Client

        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # the pool says what went wrong
        self._where = cluster
        self._identity = identity()
        self._seen: OrderedDict[int, tuple[Any, Any]] = OrderedDict()
        self._lost = self._closed = False
        self._local = None if cluster.address else _local(cluster.workers)
        try:
            self._client = Client(
                self._local or cluster.address, timeout=START_S, set_as_default=False
            )
        except (OSError, ValueError) as error:
            raise self._error(f"No cluster answers at {cluster.address}") from error
        self._workers, self._counted = cluster.workers, 0.0

    def check(self) -> None:
        """Wait for a worker, and ask all what they compute with; ClusterError if it differs."""
        try:
            self._client.wait_for_workers(1, timeout=START_S)
        except (OSError, TimeoutError) as error:
            raise self._error("The cluster has no workers") from error
        try:
            found = self._client.run(who_are_you)
        except Exception as error:  # whatever a worker of another program says
            raise ClusterError(
                f"A worker of the cluster cannot load Hardwood ({type(error).__name__}).",
                "Start all workers in the folder of the same version of Hardwood.",
            ) from error
        for worker, there in found.items():
            self._identity.check(there, f"The worker {worker}")

    @property
    def workers(self) -> int:
        """The threads of the cluster's workers together, at least one."""
        now = time.monotonic()
        if now - self._counted > COUNT_S and not self._lost:
            self._counted = now
            try:
                self._workers = max(1, sum(self._client.nthreads().values()))
            except Exception:  # a lost scheduler is told by the chunks
                return self._workers
        return self._workers

    def submit(self, task: Callable[..., T], /, *args: Any) -> Future[T]:
        """Run ``task(*args)`` on the cluster; BrokenExecutor once its scheduler was lost."""
        if self._lost or self._client.status != "running":
            self._lost = True
            raise BrokenExecutor
        answer: Future[T] = Future()
        sent = [self._once(arg) for arg in args]
        remote = self._client.submit(
            run_here, self._identity, self._local is not None, task, *sent, pure=False
        )
        remote.add_done_callback(lambda done: self._deliver(done, answer))
        return answer

    def has_dead_worker(self) -> bool:
        """Always False: Dask watches its workers and does their chunks again."""
        return False

    def close(self) -> None:
        """Leave the cluster, in a thread; a local one ends."""
        if not self._closed:
            self._closed = True
            threading.Thread(target=self._leave, name="leave cluster").start()

    def _leave(self) -> None:
        if self._local is not None:
            self._local.end_workers()
        self._client.close(timeout=5)
        if self._local is not None:
            self._local.close(timeout=10)

    def _once(self, arg: Any) -> Any:
        """``arg``, or what stands for it on the cluster if it has come before and is large.

        It is there as the answer of a small task, so Dask makes it again on another worker when the
        one that has it is lost."""
        known = self._seen.get(id(arg))
        if known is None or known[0] is not arg:
            if isinstance(arg, int | float | str):
                return arg
            self._seen[id(arg)] = (arg, None)
            if len(self._seen) > SHARED_MOST:
                self._seen.popitem(last=False)
            return arg
        if known[1] is None:
            packed = pickle.dumps(arg, protocol=5)
            shared = arg
            if len(packed) > SHARED_BYTES:
                shared = self._client.submit(
                    kept, packed, key=f"hardwood-{sha256(packed).hexdigest()}"
                )
            known = self._seen[id(arg)] = (arg, shared)
        self._seen.move_to_end(id(arg))
        return known[1]

    def _deliver(self, remote: Any, answer: "Future[Any]") -> None:
        """Hand the outcome of a chunk to the pool."""
        error: BaseException | None = None
        try:
            if remote.status == "finished":
                answer.set_result(remote.result(timeout=START_S))
                return
            if remote.status == "error":
                error = remote.exception(timeout=START_S)
        except Exception:  # its worker died before the result was fetched, or all is lost
            if self._client.status == "running" and remote.status not in ("cancelled", "lost"):
                error = WorkerDied()
        if error is None:
            self._lost = True
            error = self._error("The cluster’s scheduler does not answer any more")
        elif type(error).__name__ == "KilledWorker":
            error = WorkerDied()
        answer.set_exception(error)

    def _error(self, what: str) -> ClusterError:
        return ClusterError(f"{what}.", "Start the cluster again, or check its address.")


def _local(workers: int) -> Any:
    from engine.compute import local_cluster

    return local_cluster.start(workers)
