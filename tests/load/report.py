"""What a server needs while visitors are there, and how they fared."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.load.session import Answer

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(process: int) -> float:
    """CPU seconds of one process so far, all its threads (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def family(process: int) -> list[int]:
    """A process and all that it has started (Linux)."""
    found = [process]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*"):
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def memory_mb(process: int) -> float:
    """Proportional memory of a process and all that it has started, MB (Linux)."""
    total = 0
    for member in family(process):
        for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


@dataclass(frozen=True, slots=True)
class Load:
    """One measurement. ``cpu``: CPU seconds of the server process in it; ``memory``: MB of server
    and workers before, at the most and after the visitors have left."""

    sessions: int
    answers: Sequence[Answer]
    seconds: float
    cpu: float
    memory: tuple[float, float, float]


def table(load: Load) -> str:
    """The measurement as text: all clicks, then page by page."""
    faults = [answer for answer in load.answers if answer.fault]
    before, most, after = load.memory
    lines = [
        f"{load.sessions} sessions, {len(load.answers)} clicks in {load.seconds:.0f} s, "
        f"{len(faults)} errors",
        f"server CPU {1000 * load.cpu / max(len(load.answers), 1):.0f} ms a click, "
        f"{100 * load.cpu / load.seconds:.0f} % of one core",
        f"memory {before:.0f} MB before, {most:.0f} MB at the most, {after:.0f} MB after",
        f"{'page':<12}{'clicks':>7}{'p50 s':>8}{'p95 s':>8}{'most s':>8}{'KB':>7}",
        _line("all", load.answers),
    ]
    pages = sorted({answer.page for answer in load.answers})
    lines += [_line(p or "bracket", [a for a in load.answers if a.page == p]) for p in pages]
    lines += sorted({f"error: {answer.page or 'bracket'}: {answer.fault}" for answer in faults})
    return "\n".join(lines)


HEAD = "| visitors | clicks | p50 s | p95 s | most s | errors | CPU ms a click | memory MB |"


def row(load: Load) -> str:
    """The measurement as a row of the table that begins with ``HEAD``."""
    seconds = [answer.seconds for answer in load.answers]
    p50, p95 = np.percentile(seconds, [50, 95])
    faults = sum(bool(answer.fault) for answer in load.answers)
    cpu = 1000 * load.cpu / len(load.answers)
    before, most, after = load.memory
    return (
        f"| {load.sessions} | {len(load.answers)} | {p50:.2f} | {p95:.2f} | {max(seconds):.2f} | "
        f"{faults} | {cpu:.0f} | {before:.0f}, {most:.0f}, {after:.0f} |"
    )


def recorded(paper: str, load: Load) -> str:
    """``paper`` with the row of this many visitors put in, or in place of the one before.
    ValueError when it has no such table."""
    lines = paper.splitlines()
    first = last = lines.index(HEAD) + 2
    while last < len(lines) and lines[last].startswith("|"):
        last += 1
    rows = {int(line.split("|")[1]): line for line in lines[first:last]} | {
        load.sessions: row(load)
    }
    return "\n".join([*lines[:first], *(rows[n] for n in sorted(rows)), *lines[last:], ""])


def _line(name: str, answers: Sequence[Answer]) -> str:
    seconds = [answer.seconds for answer in answers]
    p50, p95 = np.percentile(seconds, [50, 95])
    size = np.median([answer.bytes for answer in answers]) / 1024
    return f"{name:<12}{len(answers):>7}{p50:>8.2f}{p95:>8.2f}{max(seconds):>8.2f}{size:>7.0f}"
