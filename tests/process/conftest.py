"""A pool that is closed after the test."""

from collections.abc import Iterator

import pytest

from engine.compute.process_pool import WorkerPool


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    """Two real worker processes."""
    with WorkerPool(2) as two:
        yield two
