"""What a long run takes on a cluster of many sizes: measured here, simulated for the rest."""

import time
from dataclasses import dataclass, replace

from engine import run
from engine.bracket import rare
from engine.compute.process_pool import WorkerPool
from engine.compute.scaling import Costs, Scaled, chunk_universes, simulate
from engine.domain.field import Field
from engine.domain.specs import BracketSpec
from engine.evaluation.scaling_task import no_universes

WORKERS = (1, 2, 8, 32, 100, 300, 1_000)
PLAYED = 3_000  # universes, for their length
EMPTY = 600  # chunks without universes, for their cost


@dataclass(frozen=True, slots=True)
class Plan:
    """A run of ``universes`` on ``workers``: ``chunk`` universes a chunk, ``scaled``."""

    workers: int
    universes: int
    chunk: int
    scaled: Scaled

    @property
    def core_hours(self) -> float:
        """Of all workers, those that wait included."""
        return self.workers * self.scaled.seconds / 3600


def usual_count(field: Field, universes: int, random_seed: int) -> run.Count:
    """The run of ``rare``."""
    questions = rare.usual_questions(field, run.win_matrix_of(field).win)
    spec = BracketSpec(field.league, field.season, 1, random_seed, source=field.source)
    return run.count_of_bracket(spec, universes, rare.asked(field, questions))


def universe_seconds(count: run.Count) -> float:
    """Processor seconds of this process for a universe."""
    count.task(*count.shared, 0, 10)  # compiled, loaded
    start = time.process_time()
    count.task(*count.shared, 0, PLAYED)
    return (time.process_time() - start) / PLAYED


def measured_costs(count: run.Count, pool: WorkerPool) -> Costs:
    """What a chunk costs on this pool besides its games: this process's own processor time, which
    holds the scheduler's where that is here, too."""
    for chunks in (10, EMPTY):  # the first ones start the workers and send what is shared
        start = time.process_time()
        empty = [(*count.shared, i, 0) for i in range(chunks)]
        pool.submit(("empty", chunks), no_universes, empty).result()
    return replace(Costs(), serial=(time.process_time() - start) / EMPTY)


def plans(universe_s: float, universes: int, costs: Costs) -> list[Plan]:
    """The run on each number of ``WORKERS``, with the chunks that it would have there."""
    found = []
    for workers in WORKERS:
        chunk = chunk_universes(run.BRACKETS_PER_COUNT, universes, workers, costs)
        chunks = -(-universes // chunk)
        scaled = simulate(workers, chunk * universe_s, chunks, costs)
        found.append(Plan(workers, universes, chunk, scaled))
    return found
