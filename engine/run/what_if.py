"""What if: a run with other locks, computed from a finished run with common random numbers.

A game's random numbers depend on the teams and the venue, not on the earlier games. So wherever the
same two teams meet in the same slot of the same universe, the finished run's winner is reused; only
pairings that are new under the other locks are played.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from engine import store
from engine.arrays import U1
from engine.bracket import kernel
from engine.bracket.history import results_as_locks
from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.domain.teams import League
from engine.errors import BadInput
from engine.run.prepare import Chunk, prepare

# A what-if takes a moment, so its chunks are sized for the workers, not for a progress bar; two for
# each worker balance the load.
CHUNKS_PER_WORKER = 2
LARGEST_CHUNK = 5_000  # universes; keeps Cancel prompt in the longest runs


def submit_whatif(spec: BracketSpec, base: TournamentResult, pool: WorkerPool) -> Job[U1]:
    """Start ``spec`` from ``base``, the same universes under other locks; ``whatif_result`` joins
    its parts. BadInput when these are not the same universes; BadLock."""
    chunks = _chunks(spec, base, CHUNKS_PER_WORKER * max(1, pool.workers))
    return pool.submit(("what if", spec, base.spec), kernel.play_again, chunks)


def whatif_result(
    spec: BracketSpec, base: TournamentResult, parts: Sequence[U1]
) -> TournamentResult:
    """The parts of a finished job, in order, as a result."""
    return TournamentResult(spec, base.field, np.concatenate(parts, axis=1))


def whatif(
    spec: BracketSpec, base: TournamentResult, pool: WorkerPool | None = None
) -> TournamentResult:
    """The same result as ``run.bracket(spec)``, bit for bit, but sooner; without a pool in this
    thread."""
    if pool is None:
        parts = [kernel.play_again(*chunk) for chunk in _chunks(spec, base, 1)]
    else:
        parts = submit_whatif(spec, base, pool).result()
    return whatif_result(spec, base, parts)


def same_universes(a: BracketSpec, b: BracketSpec) -> bool:
    """Whether two runs differ only in their locks."""
    return replace(a, locks=()) == replace(b, locks=())


def nearest(spec: BracketSpec, known: Iterable[TournamentResult]) -> TournamentResult | None:
    """The known run of the same universes with the fewest different locks, or None."""
    fits = [base for base in known if same_universes(spec, base.spec)]
    return min(fits, key=lambda base: len({*spec.locks} ^ {*base.spec.locks}), default=None)


def _chunks(spec: BracketSpec, base: TournamentResult, pieces: int) -> list[Chunk]:
    if not same_universes(spec, base.spec):
        raise BadInput(
            "A what-if changes the locks of a run and nothing else.",
            "Play the other universes as a run of their own first.",
        )
    shared = prepare(spec).shared
    base_lock = prepare(base.spec).lock
    return [(*shared, base_lock, *part) for part in chunks_of(base, pieces)]


def chunks_of(base: TournamentResult, pieces: int) -> Iterator[tuple[int, U1]]:
    """The winners of a run in about so many parts, each with its first universe."""
    universes = base.winner.shape[1]
    size = min(LARGEST_CHUNK, -(-universes // pieces))
    for first in range(0, universes, size):
        yield first, np.array(base.winner[:, first : first + size], order="C")


# --- Real results --------------------------------------------------------------------------------


def spec_after_round(league: League, season: int, after_round: int) -> BracketSpec:
    """The default run with the real results up to a round (-1: none) as its locks; its odds are
    ``store.load_stage``."""
    spec = store.load_default(league, season)[0]
    field, results = store.load_field(league, season), store.load_results(league, season)
    return replace(spec, locks=results_as_locks(field, results, after_round))
