"""The plan of the house, held by reading every import: who may lean on whom, and who does what."""

import ast
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# From the ground up; a module imports from its own floor and below. What is not named here (a part
# of the build, a page) may stand anywhere that keeps the named ones in order.
FLOORS = (
    ("engine", "engine.errors", "engine.jit", "engine.rating_error"),
    (
        *("engine.teams", "engine.field", "engine.schedule", "engine.specs", "engine.results"),
        *("engine.rules", "engine.players"),
    ),
    (
        *("engine.streams", "engine.possession", "engine.playbook", "engine.worth"),
        *("engine.matchup", "engine.ratings", "engine.exact", "engine.scoring"),
        *("engine.jobs", "engine.machine", "engine.rotation", "engine.picks", "engine.fill"),
    ),
    (
        *("engine.games", "engine.tournament", "engine.scores"),
        *("engine.reality_play", "engine.reality_figures"),
    ),
    ("engine.store", "engine.manifest", "engine.schemas", "engine.workers"),
    (
        *("engine.run", "engine.tables", "engine.comparison", "engine.backtest", "engine.bench"),
        *("engine.reality", "engine.replay", "engine.scorer", "engine.boxscore"),
        *("engine.winprob", "engine.recap", "engine.playbyplay", "engine.whatif"),
        *("engine.onebracket", "engine.chances", "engine.spice", "engine.mybracket"),
        *("engine.changes", "engine.record", "engine.late", "engine.upsets", "engine.accuracy"),
    ),
    ("engine.build.command", "engine.cli.main"),
    ("pages.ui.state", "pages.ui.runs", "pages.ui.charts", "pages.ui.notices"),
    (
        *("pages.bracket", "pages.game", "pages.upsets", "pages.compare", "pages.accuracy"),
        "pages.method",
    ),
    ("streamlit_app",),
)
FLOOR = {module: floor for floor, modules in enumerate(FLOORS) for module in modules}

# What a worker process loads: standard library, NumPy and Numba, so that it starts in a moment.
IN_A_WORKER = (
    *FLOORS[0],
    *FLOORS[1],
    *("engine.streams", "engine.possession", "engine.playbook", "engine.worth", "engine.matchup"),
    *("engine.jobs", "engine.machine"),
    *FLOORS[3],
    "engine.workers",
)
HEAVY = {"pandas", "pyarrow", "scipy", "streamlit", "altair"}
SCREEN = {"streamlit", "altair"}
POOL = "engine.workers"
PROCESSES = {"multiprocessing", "concurrent"}

# machine.py reads the operating system's pseudo-files, jit.py the kernel's sources and the
# bracket's component its style and script: no data.
TOUCH_FILES = (
    *("engine.store", "engine.manifest", "engine.machine", "engine.jit", "engine.build"),
    "pages.ui.bracket_component",
)
FILE_CALLS = {
    *("open", "read_text", "read_bytes", "write_text", "write_bytes"),
    *("read_csv", "read_json", "read_parquet", "read_table", "read_feather", "ParquetFile"),
    *("to_parquet", "to_feather", "write_table", "fromfile", "loadtxt", "memmap"),
}


@dataclass(frozen=True)
class House:
    """Every module by its dotted name: its syntax tree, and the modules it imports anywhere."""

    trees: dict[str, ast.Module]
    imports: dict[str, set[str]]

    def reach(self, module: str) -> dict[str, str]:
        """Everything that ``module`` loads in the end -> the module of the house that does it."""
        seen: dict[str, str] = {}
        queue = [module]
        while queue:
            here = queue.pop()
            for name in self.imports[here] - seen.keys() - {module}:
                seen[name] = here
                if name in self.imports:
                    queue.append(name)
        return seen


def house(**planted: str) -> House:
    """The house as it stands; ``planted`` code is added to the end of a module
    (``engine__teams`` for ``engine.teams``)."""
    text = _sources()
    trees = dict(_trees())
    for name, code in planted.items():
        module = name.replace("__", ".")
        trees[module] = ast.parse(f"{text.get(module, '')}\n{code}\n")
    return House(trees, {module: set(_imports(tree, trees)) for module, tree in trees.items()})


@cache
def _sources() -> dict[str, str]:
    files = [ROOT / "streamlit_app.py"]
    files += [path for part in ("engine", "pages") for path in (ROOT / part).rglob("*.py")]
    return {_name(path): path.read_text() for path in files}


@cache
def _trees() -> dict[str, ast.Module]:
    return {module: ast.parse(source) for module, source in _sources().items()}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(tree: ast.AST, trees: Container[str]) -> Iterator[str]:
    # ``from engine import store`` imports a module, ``from engine import MODEL_VERSION`` does not;
    # and whoever imports a.b.c loads a and a.b.
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            package = "." * node.level + (node.module or "")
            members = [f"{package}.{alias.name}" for alias in node.names]
            names = [package, *(member for member in members if member in trees)]
        else:
            continue
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[: i + 1]) for i in range(len(parts))) if parts[0] else [name]


def climbs(house: House) -> list[str]:
    """Named modules that lean on a higher floor."""
    return [
        f"{module} leans on {name}, which is higher (imported in {by})"
        for module in FLOOR.keys() & house.trees.keys()
        for name, by in house.reach(module).items()
        if FLOOR.get(name, 0) > FLOOR[module]
    ]


def rings(house: House) -> list[str]:
    """Modules that lean on themselves by way of another."""
    reached = {module: house.reach(module).keys() for module in house.trees}
    return [
        f"{module} and {name} lean on each other"
        for module, names in reached.items()
        for name in names & house.trees.keys()
        if module in reached[name]
    ]


def relative(house: House) -> list[str]:
    """Imports that the other checks could not follow."""
    return _importers(house, lambda module, name: name.startswith("."))


def heavy_workers(house: House) -> list[str]:
    """Worker modules that load a library for the screen or for tables."""
    return [
        f"{module} loads {name} (imported in {by})"
        for module in set(IN_A_WORKER) & house.trees.keys()
        for name, by in house.reach(module).items()
        if name in HEAVY
    ]


def screens(house: House) -> list[str]:
    """Engine modules that import the screen."""
    upstairs = SCREEN | {"pages", "streamlit_app"}
    return _importers(house, lambda module, name: _in_engine(module) and name in upstairs)


def processes(house: House) -> list[str]:
    """Modules besides the pool that start processes."""
    return _importers(house, lambda module, name: module != POOL and name in PROCESSES)


def _importers(house: House, wrong: Callable[[str, str], bool]) -> list[str]:
    return [
        f"{module} imports {name}"
        for module, names in house.imports.items()
        for name in names
        if wrong(module, name)
    ]


def _in_engine(module: str) -> bool:
    return module.split(".")[0] == "engine"


def file_users(house: House) -> list[str]:
    """Modules besides the store and the build that read or write files."""
    return [
        f"{module}:{node.lineno} calls {_called(node)}"
        for module, tree in house.trees.items()
        if not module.startswith(TOUCH_FILES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node) in FILE_CALLS
    ]


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Name):
        return function.id
    # os.open() and webbrowser.open() are not the built-in.
    named = isinstance(function, ast.Attribute) and function.attr != "open"
    return function.attr if named else ""


def busy_entry(house: House) -> list[str]:
    """What the entry file does when a worker imports it: it may define ``main``."""
    found = []
    for node in house.trees["streamlit_app"].body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            loaded = set(_imports(ast.Module([node], []), house.trees))
            heavy = loaded & (HEAVY | {"pages", "engine"})
            found += [f"line {node.lineno} loads {name} in every worker" for name in heavy]
        elif not (isinstance(node, ast.FunctionDef) or _is_guard(node) or _is_text(node)):
            found.append(f"line {node.lineno} is run by every worker")
    return found


def _is_guard(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'"


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


RULES = {
    climbs: ("engine__teams", "from engine import store"),
    rings: ("engine__errors", "import engine.teams"),
    relative: ("engine__teams", "from . import errors"),
    heavy_workers: ("engine__specs", "def lazily():\n    import pandas"),
    screens: ("engine__store", "from altair import Chart"),
    processes: ("pages__bracket", "from concurrent.futures import ThreadPoolExecutor"),
    file_users: ("pages__bracket", "import pandas as pd\npd.read_csv('odds.csv')"),
    busy_entry: ("streamlit_app", "import streamlit as st"),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_stands(rule):
    assert rule(house()) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_planted_fault_is_found(rule):
    """The twin: a check that finds nothing because it cannot is no check."""
    module, code = RULES[rule]
    assert len(rule(house(**{module: code}))) > 0


def test_heavy_libraries_are_found_at_a_distance():
    planted = house(engine__far="import scipy.stats", engine__specs="from engine import far")
    assert "engine.specs loads scipy (imported in engine.far)" in heavy_workers(planted)
