"""A whole tournament in many universes."""

from collections.abc import Sequence

import numpy as np

from engine.arrays import U1
from engine.bracket import kernel
from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.field import Field
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.run.prepare import prepare

# Universes in a chunk: about a quarter of a second of work, so that the progress bar moves and
# Cancel is prompt.
BRACKETS_PER_CHUNK = 400


def submit_bracket(spec: BracketSpec, pool: WorkerPool, field: Field | None = None) -> Job[U1]:
    """Start a tournament run on the pool, in the embedded field or in ``field``;
    ``bracket_result`` joins its parts. UnknownSeason and BadLock are raised here, before any
    work."""
    key = spec if field is None else (spec, field.digest)
    return pool.submit(key, kernel.play_block, prepare(spec, field).chunks(BRACKETS_PER_CHUNK))


def bracket_result(
    spec: BracketSpec, parts: Sequence[U1], field: Field | None = None
) -> TournamentResult:
    """The parts of a finished job, in order, as a result."""
    return TournamentResult(spec, prepare(spec, field).field, np.concatenate(parts, axis=1))


def bracket(
    spec: BracketSpec, pool: WorkerPool | None = None, field: Field | None = None
) -> TournamentResult:
    """Run a tournament and wait for it; without a pool in this thread."""
    if pool is None:
        chunks = prepare(spec, field).chunks(BRACKETS_PER_CHUNK)
        return bracket_result(spec, [kernel.play_block(*chunk) for chunk in chunks], field)
    return bracket_result(spec, submit_bracket(spec, pool, field).result(), field)
