"""How the dashboard bears many visitors: ``python -m tests.load --sessions 30``.

Each visitor is a real WebSocket session that walks all pages by links, thinks 2 to 4 seconds
between two clicks, locks or picks a team and now and then plays universes of his own. Printed are
the times from click to settled page, errors, CPU and memory. Linux only.
"""

import argparse
import asyncio
import itertools
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from engine import store
from engine.bracket.pick_code import encode
from engine.bracket.picks import no_picks, with_pick
from tests.browser.server import Server, serve
from tests.load.report import Load, cpu_seconds, memory_mb, recorded, table
from tests.load.session import Answer, Visitor

PAPER = Path(__file__).parents[1] / "README.md"
THINK_S = (2.0, 4.0)
TEAMS = ("Duke", "Connecticut", "Michigan", "Florida", "Houston", "Arizona", "Iowa St", "Siena")
LOOK_EVERY_S = 2.0
SHARE_OF_RUNS = 0.2  # of a visitor's rounds through the pages
WARM_CLICKS = 10  # before the measurement: imports, and the data of the first pages

Click = tuple[str, dict[str, str]]


def clicks(rng: random.Random) -> Iterator[Click]:
    """What one visitor opens, for ever: every page in turn, with a choice of his own in each."""
    while True:
        season = rng.choice((2023, 2024, 2025, 2026))
        a, b = rng.sample(TEAMS, 2)
        pair = {"a": f"{season}:{a}", "b": f"{season}:{b}", "league": "men"}
        of_season = {"season": str(season)}
        picks, locks = (one_choice(season, rng) for _ in range(2))
        yield "", of_season
        yield "game", pair
        yield "game", pair | {"u": str(rng.randrange(10_000))}
        yield "compare", pair
        yield "upsets", of_season | {"league": rng.choice(("men", "women"))}
        yield "", of_season | {"mode": "mine", "picks": picks}
        yield "", of_season | {"mode": "whatif", "locks": locks}
        yield "accuracy", {"league": rng.choice(("men", "women"))}
        if rng.random() < SHARE_OF_RUNS:
            yield "", of_season | {"universes": "2000", "seed": str(rng.randrange(10**6))}
        yield "method", {}


def one_choice(season: int, rng: random.Random) -> str:
    """The code of a bracket in which one first-round game is decided."""
    field = store.load_field("men", season)
    slot = rng.choice([name for name in field.slot if name.startswith("R1")])
    strong, _ = field.arriving(range(len(field.slot)), field.slot.index(slot))
    return encode(with_pick(no_picks(field), field, slot, strong), field)


async def visit(url: str, number: int, until: float, answers: list[Answer]) -> None:
    """One visitor from his first click to the end of the measurement."""
    rng = random.Random(number)
    await asyncio.sleep(rng.uniform(0, THINK_S[1]))
    async with Visitor(url) as visitor:
        for page, params in clicks(rng):
            if time.perf_counter() > until:
                return
            answers.append(await visitor.open(page, params))
            await asyncio.sleep(rng.uniform(*THINK_S))


async def measure(server: Server, sessions: int, seconds: float) -> Load:
    """All visitors at once."""
    process = server.process.pid
    async with Visitor(server.url) as first:
        for click in itertools.islice(clicks(random.Random(0)), WARM_CLICKS):
            await first.open(*click)
    before = most = memory_mb(process)
    answers: list[Answer] = []
    began, cpu = time.perf_counter(), cpu_seconds(process)
    visits = [
        asyncio.create_task(visit(server.url, number, began + seconds, answers))
        for number in range(1, sessions + 1)
    ]
    while not all(task.done() for task in visits):
        await asyncio.sleep(LOOK_EVERY_S)
        most = max(most, memory_mb(process))
    await asyncio.gather(*visits)
    took, used = time.perf_counter() - began, cpu_seconds(process) - cpu
    await asyncio.sleep(5 * LOOK_EVERY_S)  # the sessions are let go
    return Load(sessions, answers, took, used, (before, most, memory_mb(process)))


def main() -> int:
    """Start a server, measure, print; 1 if a visitor met an error."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60.0, help="of the measurement")
    parser.add_argument("--record", action="store_true", help="put the figures into tests/README")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder) / "server.log") as server:
        load = asyncio.run(measure(server, asked.sessions, asked.seconds))
    print(table(load))
    if asked.record:
        PAPER.write_text(recorded(PAPER.read_text(encoding="utf-8"), load), encoding="utf-8")
    return int(any(answer.fault for answer in load.answers))


if __name__ == "__main__":
    raise SystemExit(main())
