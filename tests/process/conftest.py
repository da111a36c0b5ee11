"""Pools that are closed after the test."""

from collections.abc import Iterator

import pytest

from engine.workers import Pool


@pytest.fixture
def pool() -> Iterator[Pool]:
    """Two real worker processes."""
    with Pool(2) as two:
        yield two
