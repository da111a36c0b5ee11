"""A whole tournament in many universes."""

from collections.abc import Sequence

import numpy as np

from engine.arrays import U1
from engine.bracket import kernel
from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.run.prepare import prepare

# Universes in a chunk: about a quarter of a second of work, so that the progress bar moves and
# Cancel is prompt.
BRACKETS_PER_CHUNK = 400


def submit_bracket(spec: BracketSpec, pool: WorkerPool) -> Job[U1]:
    """Start a tournament run on the pool; ``bracket_result`` joins its parts. UnknownSeason,
    UnknownSource and BadLock are raised here, before any work."""
    return pool.submit(spec, kernel.play_block, prepare(spec).chunks(BRACKETS_PER_CHUNK))


def bracket_result(spec: BracketSpec, parts: Sequence[U1]) -> TournamentResult:
    """The parts of a finished job, in order, as a result."""
    return TournamentResult(spec, prepare(spec).field, np.concatenate(parts, axis=1))


def bracket(spec: BracketSpec, pool: WorkerPool | None = None) -> TournamentResult:
    """Run a tournament and wait for it; without a pool in this thread."""
    if pool is None:
        chunks = prepare(spec).chunks(BRACKETS_PER_CHUNK)
        return bracket_result(spec, [kernel.play_block(*chunk) for chunk in chunks])
    return bracket_result(spec, submit_bracket(spec, pool).result())
