"""Try inputs of every kind in turn; an input is numbered, and its number and the seed make it."""

import faulthandler
import random
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.compute.machine import memory_mb
from engine.errors import HardwoodError
from tests.fuzz import commands, links, messages, payloads, uploads
from tests.fuzz.surface import Surface

SURFACES: dict[str, Surface] = {
    "links": links.case,
    "messages": messages.case,
    "uploads": uploads.case,
    "payloads": payloads.case,
    "commands": commands.case,
}
HANG_S = 60  # an input that takes longer ends the hunt, with every thread's stack
WARM = 100  # inputs of a kind until its data are loaded


@dataclass(slots=True)
class Found:
    """``findings``: one for each place in the code that fails, with the first input that shows it;
    ``tried`` and ``slowest`` (s) by kind; ``grown_mb``: peak memory since the data were loaded."""

    findings: list[str] = field(default_factory=list)
    tried: dict[str, int] = field(default_factory=dict)
    slowest: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    grown_mb: float = 0.0


def hunt(seed: int, inputs: int, seconds: float, names: Sequence[str]) -> Found:
    """Up to ``inputs`` inputs or ``seconds`` seconds, the kinds in turn."""
    found, places = Found(), set[str]()
    began, loaded = time.monotonic(), 0.0
    for i in range(inputs):
        start = time.monotonic()
        if start - began > seconds:
            break
        if i == WARM * len(names):
            loaded = memory_mb() or 0.0
        name = names[i % len(names)]
        case = SURFACES[name](random.Random(f"{seed} {name} {i}"))
        faulthandler.dump_traceback_later(HANG_S, exit=True)
        try:
            case.run()
        except HardwoodError as error:
            problem = sentence_fault(error)
        except Exception as error:
            problem = "".join(traceback.format_exception(error)[-6:])
        else:
            problem = ""
        faulthandler.cancel_dump_traceback_later()
        place = problem.split("Error: ")[0]
        if problem and place not in places:
            places.add(place)
            found.findings.append(f"{name} {i}: {case.shown[:600]}\n{problem}")
        found.tried[name] = found.tried.get(name, 0) + 1
        took = time.monotonic() - start
        found.slowest[name] = max(found.slowest.get(name, 0.0), took)
    found.seconds = time.monotonic() - began
    found.grown_mb = (memory_mb() or 0.0) - loaded if loaded else 0.0
    return found


def sentence_fault(error: HardwoodError) -> str:
    """What is wrong with a message to a person: it says nothing, or nothing to do about it."""
    return "" if error.message and error.remedy else f"no sentence or no remedy: {error!r}"
