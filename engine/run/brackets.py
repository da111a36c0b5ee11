"""A whole tournament in many universes."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine import store
from engine.arrays import U1
from engine.bracket import kernel as bracket_kernel
from engine.bracket import locks
from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.run.prepare import blocks, field_inputs

# Universes a chunk: about a quarter of a second of work, so that progress moves and Cancel is
# prompt.
BRACKETS_PER_CHUNK = 400


def submit_bracket(spec: BracketSpec, pool: WorkerPool) -> Job[U1]:
    """Start a tournament run on the pool; ``bracket_result`` makes its parts a result.
    UnknownSeason or BadLock come at once."""
    return pool.submit(spec, bracket_kernel.play_block, _bracket_chunks(spec))


def bracket_result(spec: BracketSpec, parts: Sequence[U1]) -> TournamentResult:
    """The parts of a finished job, in order, as a result."""
    field = store.load_field(spec.league, spec.season)
    return TournamentResult(spec, field, np.concatenate(parts, axis=1))


def bracket(spec: BracketSpec, pool: WorkerPool | None = None) -> TournamentResult:
    """Run a tournament and wait for it; without a pool in this thread."""
    if pool is None:
        return bracket_result(
            spec, [bracket_kernel.play_block(*chunk) for chunk in _bracket_chunks(spec)]
        )
    return bracket_result(spec, submit_bracket(spec, pool).result())


def _bracket_chunks(spec: BracketSpec) -> list[tuple[Any, ...]]:
    field = store.load_field(spec.league, spec.season)
    lock = locks.locked_slots(field, spec.locks)
    inputs, pair = field_inputs(spec.league, spec.season, spec.uncertain)
    fixed = (
        spec.random_seed, tuple(inputs.teams), tuple(inputs.pairings), pair,
        tuple(inputs.game_tables),
        (field.feeder, field.host, lock),
    )  # fmt: skip
    return [(*fixed, first, n) for first, n in blocks(spec.universes, BRACKETS_PER_CHUNK)]
