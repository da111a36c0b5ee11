"""What runs on a cluster's worker around a chunk. Loads no Dask: the worker has it already."""

import os
import pickle
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from engine.compute.identity import Identity, identity
from engine.compute.process_executor import NICENESS

T = TypeVar("T")


def run_here(expected: Identity, local: bool, task: Callable[..., T], /, *args: Any) -> T:
    """``task(*args)``; ClusterError when this worker does not compute with what the asker computes
    with. ``local``: it is on the asker's own machine, and gives way to what people click on."""
    expected.check(who_are_you(), "A worker of the cluster")
    _enter(local)
    return task(*args)


@lru_cache(maxsize=1)
def who_are_you() -> Identity:
    """What this worker computes with."""
    return identity()


def kept(packed: bytes) -> Any:
    """An argument that many chunks share, unpacked."""
    return pickle.loads(packed)


@lru_cache(maxsize=1)
def _enter(local: bool) -> None:
    """Once in each worker. Where SciPy is installed, Numba loads its linear algebra; no game needs
    it, and it takes 17 MB."""
    sys.modules.setdefault("scipy", None)  # type: ignore[arg-type]
    if local and hasattr(os, "nice"):
        os.nice(NICENESS)
