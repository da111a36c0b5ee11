"""Long runs that keep counts only: memory does not grow with the universes, and a run that was
stopped goes on from its checkpoint.

A run is cut into legs, and legs into chunks. A worker adds up the universes of its chunk, this
process the chunks of a leg in pairs, and then the legs. Two legs are on the pool at a time, so that
no worker waits for the end of one. The random numbers of a universe come from its number, so the
counts depend on nothing else: not on workers, cut, order or restarts.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine import store
from engine.bracket import tally
from engine.compute.identity import identity
from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.compute.scaling import chunk_universes
from engine.domain.specs import BracketSpec, GameSpec
from engine.errors import BadInput, HardwoodError, shortened
from engine.game import score_tally
from engine.run.games import meeting
from engine.run.prepare import Chunk, game_chunks, prepare
from engine.stats.histograms import Counts, merged

Told = Callable[[int, int], None]  # (universes counted, universes asked for)

BRACKETS_PER_COUNT = 2_000  # universes of a tournament in a chunk: about a second
GAMES_PER_COUNT = 100_000  # of a pairing
LEG_CHUNKS = 12  # at least, two for each worker where that is more: what a stop costs


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """What to count. Chunks are ``task(*shared, first, count)`` and return arrays of whole numbers
    to be added up. ``key``: all that the counts depend on besides the number of universes, as
    ``word value; word value``. ``size``: universes in a usual chunk."""

    key: str
    task: Callable[..., Counts]
    shared: Chunk
    universes: int
    size: int


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The file that keeps what was counted; ``resume``: go on from there."""

    path: Path
    resume: bool = False


def count_of_bracket(spec: BracketSpec, universes: int, asked: tally.Asked) -> Count:
    """A tournament to be counted in universes 0 to ``universes`` - 1, whatever the spec's own
    number. UnknownSeason, UnknownSource, BadLock."""
    ready = prepare(spec)
    questions = hashlib.sha256(b"".join(part.tobytes() for part in asked)).hexdigest()[:12]
    locks = ",".join(f"{slot}={team}" for slot, team in spec.locks) or "none"
    key = (
        f"league {spec.league}; season {spec.season}; seed {spec.random_seed}; locks {locks}; "
        f"ratings {spec.source or 'embedded'}; uncertain {spec.uncertain}; {made_with()}; "
        f"questions {questions}"
    )
    shared = (*ready.shared, tuple(asked))
    return Count(key, tally.count_block, shared, universes, BRACKETS_PER_COUNT)


def count_of_game(spec: GameSpec, universes: int) -> tuple[Count, bool]:
    """A pairing to be counted in universes 0 to ``universes`` - 1, whatever the spec's own number,
    and whether the counts name side b first. UnknownSeason, UnknownTeam."""
    inputs, venue, swap = meeting(spec)
    (chunk,) = game_chunks(spec.random_seed, inputs, np.array([venue]), [(0, 1)])
    sides = " ".join(f"{side.season}:{side.team_id}{side.source}" for side in (spec.a, spec.b))
    key = (
        f"league {spec.league}; sides {sides}; venue {spec.venue.text}; seed {spec.random_seed}; "
        f"uncertain {spec.uncertain}; {made_with()}"
    )
    return Count(key, score_tally.count_scores, chunk[:-2], universes, GAMES_PER_COUNT), swap


def made_with() -> str:
    """The program, the model and the data that counts depend on, as words and values of a key."""
    here = identity(store.data_version())
    return f"program {here.program}; model {here.model}; kernel {here.kernel}; data {here.data}"


def ignore(_: int, __: int) -> None:
    """Tell nobody."""


def counted(
    count: Count, pool: WorkerPool, keep: Checkpoint | None = None, told: Told = ignore
) -> Counts:
    """The counts of all universes. ``told`` is called after each leg, when it is in the checkpoint.

    BadInput for a checkpoint of another run; errors of the pool say how to go on."""
    done, total = _start(count, keep)
    try:
        for last, leg in _legs(count, done, pool):
            total, done = [merged([*total, *leg.result()])], last
            if keep is not None:
                store.save_checkpoint(keep.path, count.key, done, total[0])
            told(done, count.universes)
    except HardwoodError as error:
        if keep is not None and done:
            error.remedy += f" {done:,} universes are kept: repeat the command with --resume."
        raise
    return total[0]


def _start(count: Count, keep: Checkpoint | None) -> tuple[int, list[Counts]]:
    """(universes counted before, their counts)."""
    if keep is None or not keep.path.exists():
        return 0, []
    done, before = store.load_checkpoint(keep.path, count.key)
    if not keep.resume:
        raise BadInput(
            f"{shortened(str(keep.path))} holds {done:,} universes of this run already.",
            "Add --resume to go on from there, or remove the file.",
        )
    if done > count.universes:
        raise BadInput(
            f"{shortened(str(keep.path))} holds {done:,} universes, more than asked for.",
            f"Ask for at least {done:,} universes.",
        )
    return done, [before]


def _legs(count: Count, done: int, pool: WorkerPool) -> Iterator[tuple[int, Job[Counts]]]:
    """(the universe after it, the job) of each leg, in order; the next is always on its way."""
    waiting: list[tuple[int, Job[Counts]]] = []
    while done < count.universes:
        size = chunk_universes(count.size, count.universes, max(1, pool.workers))
        first, done = done, min(done + size * max(LEG_CHUNKS, 2 * pool.workers), count.universes)
        sizes = ((at, min(size, done - at)) for at in range(first, done, size))
        chunks = [(*count.shared, *part) for part in sizes]
        waiting.append((done, pool.submit((count.key, first, done), count.task, chunks)))
        if len(waiting) == 2:
            yield waiting.pop(0)
    yield from waiting
