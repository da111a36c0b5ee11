"""Measures how fast this machine plays: the figures of ``python -m engine bench``.

Each figure is the median of five repetitions after a warm-up, with the lowest and the highest: a
wide range means that the machine was busy with other work."""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numba
import numpy as np

from engine import run, store
from engine.compute import machine
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import BracketSpec
from engine.domain.teams import League
from engine.domain.venue import Venue
from engine.errors import HardwoodError
from engine.evaluation.benchmark_task import draw_numbers, memory_at_work
from engine.game.final_scores import play_scores
from engine.game.matchup import team_strengths

# A typical pairing of strong teams: two of the 2026 Final Four.
LEAGUE: League = "men"
SEASON = 2026
TEAMS = (1163, 1276)

WORKERS = 2
PLAIN_TIMEOUT_S = 300.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much to measure: ``FULL`` for real figures, less in tests."""

    repetitions: int = 5
    games: int = 50_000  # a repetition on one core, and a chunk of one on two workers
    chunks: int = 8  # a repetition on two workers
    plain_games: int = 30  # a repetition of ordinary Python
    universes: int = 2_000  # a repetition of whole tournaments


FULL = Sizes()


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: the median, the lowest and the highest repetition."""

    median: float
    low: float
    high: float


def figure(values: Iterable[float]) -> Figure:
    """Median, lowest and highest of the repetitions."""
    values = sorted(values)
    return Figure(statistics.median(values), values[0], values[-1])


@dataclass(frozen=True, slots=True)
class Bench:
    """Speeds per second, start time of a worker in seconds, its memory in MB. ``cpu_share``: the
    share of the time in which this process ran on its core; well below 1, the machine was busy."""

    games_per_s_one_core: Figure
    games_per_s_two_workers: Figure
    games_per_s_plain_python: Figure
    tournaments_per_s: Figure
    worker_start_s: Figure
    random_numbers_per_s: Figure  # games a second, if a game were its random numbers and no more
    memory_mb_worker: Figure | None  # None if the system does not report it
    cpu_share: float
    machine: dict[str, Any]

    @property
    def jit_ratio(self) -> float:
        """How many times faster the compiled game is than the same code as ordinary Python."""
        return self.games_per_s_one_core.median / self.games_per_s_plain_python.median

    @property
    def random_ratio(self) -> float:
        """How many times as long a game takes as its random numbers alone."""
        return self.random_numbers_per_s.median / self.games_per_s_one_core.median

    def figures(self) -> dict[str, Any]:
        """By name, for JSON: medians, and under ``range`` the lowest and the highest."""
        measured = {f.name: getattr(self, f.name) for f in fields(self)}
        spread = {name: [x.low, x.high] for name, x in measured.items() if isinstance(x, Figure)}
        medians = {n: x.median if isinstance(x, Figure) else x for n, x in measured.items()}
        ratios = {"jit_ratio": self.jit_ratio, "random_ratio": self.random_ratio}
        return medians | ratios | {"range": spread}


def bench(random_seed: int, sizes: Sizes = FULL) -> Bench:
    """Measure everything; takes about half a minute."""
    again = range(sizes.repetitions)
    cpu_start, start_s = time.process_time(), time.perf_counter()
    one_core = figure(rates(random_seed, sizes.games, sizes.repetitions))
    numbers = figure(number_rates(random_seed, sizes.games, sizes.repetitions))
    cpu_share = (time.process_time() - cpu_start) / (time.perf_counter() - start_s)
    plain = figure(plain_rates(random_seed, sizes))
    start = figure(_seconds(lambda: _first_game(random_seed)) for _ in again)
    chunks = [_chunk(random_seed, i * sizes.games, sizes.games) for i in range(sizes.chunks)]
    spec = BracketSpec(LEAGUE, SEASON, sizes.universes, random_seed)
    with WorkerPool(WORKERS) as pool:
        run.bracket(spec, pool)  # warm-up: workers load compiled code, tables are read
        pool.submit("scores", play_scores, chunks[:WORKERS]).result()
        two = [_seconds(lambda: pool.submit("scores", play_scores, chunks).result()) for _ in again]
        cups = [_seconds(lambda: run.bracket(spec, pool)) for _ in again]
        memory = pool.submit("memory", memory_at_work, chunks[:WORKERS]).result()
        executor = pool.note
    return Bench(
        one_core,
        figure(sizes.games * sizes.chunks / seconds for seconds in two),
        plain,
        figure(sizes.universes / seconds for seconds in cups),
        start,
        numbers,
        figure(mb for mb in memory if mb is not None) if None not in memory else None,
        cpu_share,
        this_machine() | {"executor": executor},
    )


def rates(random_seed: int, games: int, repetitions: int) -> list[float]:
    """Games per second in this process, one value per repetition, after a first run that may
    compile."""
    chunk = _chunk(random_seed, 0, games)
    play_scores(*chunk)
    return [games / _seconds(lambda: play_scores(*chunk)) for _ in range(repetitions)]


def number_rates(random_seed: int, games: int, repetitions: int) -> list[float]:
    """The same for the random numbers of as many games, and nothing else."""
    draw_numbers(random_seed, games)
    return [games / _seconds(lambda: draw_numbers(random_seed, games)) for _ in range(repetitions)]


def plain_rates(random_seed: int, sizes: Sizes) -> list[float]:
    """Games per second with the compiler off, in a separate Python process."""
    code = (
        "from engine.evaluation.benchmark import rates; "
        f"print(*rates({random_seed}, {sizes.plain_games}, {sizes.repetitions}))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=PLAIN_TIMEOUT_S,
    )
    if done.returncode != 0:
        why = (done.stderr.splitlines() or ["no message"])[-1]
        raise HardwoodError(f"The game does not run as ordinary Python ({why}).", "Report this.")
    return [float(rate) for rate in done.stdout.split()]


def this_machine() -> dict[str, Any]:
    """Processor, system and versions that the figures belong to."""
    return {
        "cpu": machine.cpu_model(),
        "cores": machine.cores(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "numba": numba.__version__,
        "numpy": np.__version__,
    }


def _first_game(random_seed: int) -> None:
    """Start a worker and let it play its first game."""
    with WorkerPool(1) as pool:
        pool.submit("first", play_scores, [_chunk(random_seed, 0, 1)]).result()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _chunk(random_seed: int, first: int, games: int) -> run.Chunk:
    """Arguments of ``play_scores`` for the typical pairing."""
    table = store.load_teams(LEAGUE, SEASON)
    pair = team_strengths(table, table.rows(TEAMS))
    inputs = run.kernel_inputs(pair, table.base, np.array([0]), np.array([1]), uncertain=True)
    venue = np.array([int(Venue.NEUTRAL)])
    (chunk,) = run.game_chunks(random_seed, inputs, venue, [(first, games)])
    return chunk
