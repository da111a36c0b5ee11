"""Command lines in this process, except that no worker starts and no file is written."""

import contextlib
import io
import os
import random
from unittest.mock import patch

from engine.cli import files
from engine.cli.main import main
from engine.compute.process_pool import WorkerPool
from engine.errors import Cancelled
from tests.fuzz import values
from tests.fuzz.surface import Case

PAIR = {"--a": "Duke", "--b": "Kansas", "--venue": "a"}
RUN = {"--season": "2026", "--league": "men", "--seed": "7", "--workers": "0"}
RULES = {"--entries": "30", "--prizes": "60,30,10", "--scoring": "1,2,4,8,16,32", "--bonus": "none"}
COMMANDS: dict[tuple[str, ...], dict[str, str]] = {
    ("teams",): RUN,
    ("game",): RUN | PAIR | {"--sims": "10", "--csv": "/nowhere/x.csv"},
    ("bracket",): RUN | {"--sims": "10", "--lock": "R1W1=1181", "--happened": "1", "--picks": "AA"},
    ("universe",): RUN | {"--universe": "3", "--lock": "R1W1=1181"},
    ("replay",): RUN | PAIR | {"--universe": "3", "--player": "Flagg"},
    ("pool", "best"): RUN | RULES | {"--style": "bold", "--mine": "2", "--chalky": "1"},
    ("pool", "judge"): RUN | RULES | {"--happened": "0", "--rivals": "/nowhere"},
    ("pool", "public"): RUN | {"--chalky": "1", "--loved": "Duke"},
    ("rare",): {"--season": "2026", "--universes": "5", "--code": "AA", "--cluster": "local:1"},
    ("backtest",): {"--league": "men", "--what": "upsets", "--seasons": "2015,2018", "--sims": "5"},
    ("refresh",): {"--payload": "/nowhere/x.json", "--league": "men"},
}
OWN = ("--games", "--ratings", "--field")


def case(rng: random.Random) -> Case:
    """A command with one to three of its values spoiled."""
    words = rng.choice(tuple(COMMANDS))
    options = dict(COMMANDS[words])
    for name in rng.sample(sorted(options), min(len(options), rng.randrange(1, 4))):
        options[name] = values.text(rng)
    if rng.random() < 0.1 and words[0] in ("game", "bracket"):
        options[rng.choice(OWN)] = values.text(rng)
    argv = [*words]
    for name, value in options.items():
        if words == ("refresh",) and name == "--payload" and value.startswith("-"):
            continue
        argv += [f"{name}={value}"] if rng.random() < 0.5 else [name, value]
    if words == ("refresh",) and not any(one.startswith("--payload") for one in argv):
        argv.append("--payload=x")  # never the network
    return Case(repr(argv), lambda: run(argv))


def run(argv: list[str]) -> int:
    """Exit status of a command line; what it prints has to be encodable, and short if it failed."""
    out, said = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    # As Python's own, it replaces what it cannot encode.
    said.reconfigure(errors="backslashreplace")
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(said),
        patch.object(WorkerPool, "submit", _stopped),
        patch.object(files, "write_csv", lambda _, path: files.check_target(path)),
        patch.dict(os.environ, {"COLUMNS": "100"}),
    ):
        try:
            status = main(argv)
        except SystemExit as exit_:
            status = exit_.code if isinstance(exit_.code, int) else 1
    out.flush()
    said.flush()
    text = said.buffer.getvalue().decode()  # type: ignore[attr-defined]
    assert status in (0, 1, 2), f"status {status}"
    assert "Traceback" not in text
    if status == 2:
        last = text.strip().splitlines()[-1] if text.strip() else ""
        assert last, "refused without a word"
        assert len(last) < 1000, f"{len(last)} characters: {last[:60]}"
    return status


def _stopped(*_: object) -> None:
    raise Cancelled
