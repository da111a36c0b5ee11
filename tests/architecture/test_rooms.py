"""The plan of the house, held by reading every import: who may lean on whom, and who does what."""

import ast
from collections import Counter
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Who may import whom, by package: the rule of six lines that stands in engine/README.md.
GROUND = {"engine", "errors", "arrays", "stats", "domain"}
PURE = {"ratings", "tables", "game", "bracket", "pools", "explain"}
HANDS = {"compute", "sources", "store"}
USES = {"recap", "evaluation"}
MAY_IMPORT = {
    **dict.fromkeys(GROUND | PURE | HANDS, GROUND),
    "bracket": GROUND | {"game"},
    "pools": GROUND | {"game", "bracket"},
    "explain": GROUND | {"game", "tables"},
    "store": GROUND | {"game", "ratings"},
    "run": GROUND | PURE | HANDS,
    **dict.fromkeys(USES, GROUND | PURE | HANDS | {"run"}),
    **dict.fromkeys(("cli", "pipeline", "pages"), GROUND | PURE | HANDS | USES | {"run"}),
    "__main__": {"engine", "cli"},
}
LARGEST_FOLDER = 19  # modules

# What a worker process loads is the standard library, NumPy and Numba, so that it starts quickly.
IN_A_WORKER = GROUND | {"game", "bracket", "compute"}
HEAVY = {"pandas", "pyarrow", "scipy", "streamlit", "altair"}
SCREEN = {"streamlit", "altair"}
PROCESSES = {"multiprocessing", "concurrent"}

# These read files that are not data: the operating system's pseudo-files, the kernel's sources, and
# the drawn bracket's style and script.
TOUCH_FILES = (
    *("engine.store", "engine.sources", "engine.pipeline"),
    *("engine.compute.machine", "engine.game.jit", "pages.ui.bracket.drawing.component"),
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
    imports = {
        # A module's own package is loaded before it anyway.
        module: {n for n in _imports(tree, trees) if not module.startswith(f"{n}.")} - {module}
        for module, tree in trees.items()
    }
    return House(trees, imports)


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


def package(module: str) -> str:
    """The room of a module: ``game`` for ``engine.game.kernel``, ``pages`` for any page part."""
    parts = module.split(".")
    return "pages" if parts[0] != "engine" else parts[1] if len(parts) > 1 else "engine"


def strangers(house: House) -> list[str]:
    """Imports from a package that the rule does not allow."""
    return [
        f"{module} imports {name}: {package(module)} may not import {package(name)}"
        for module, names in house.imports.items()
        if module.startswith("engine")
        for name in names & house.trees.keys()
        if package(name) not in MAY_IMPORT[package(module)] | {package(module)}
    ]


def circles(house: House) -> list[str]:
    """Packages of the engine that import each other, however far around."""
    arrows = {
        (package(module), package(name))
        for module, names in house.imports.items()
        for name in names & house.trees.keys()
        if _in_engine(module) and _in_engine(name) and "." in name
    }
    reach = {a: {a} for a, _ in arrows}
    for _ in reach:
        for a, b in arrows:
            reach[a] |= reach.get(b, {b})
    return [f"{a} and {b} import each other" for a, b in arrows if a != b and a in reach.get(b, ())]


def nosy_pages(house: House) -> list[str]:
    """Page parts that import another page's folder: they share ``shell`` and ``runs`` only."""
    return _importers(
        house,
        lambda module, name: (
            module.startswith("pages.ui.")
            and name.startswith("pages.ui.")
            and _folder(name) not in ("shell", "runs", _folder(module))
        ),
    )


def _folder(module: str) -> str:
    return module.split(".")[2]


def crowds(house: House) -> list[str]:
    """Folders with more modules than a reader can keep in mind."""
    count = Counter(module.rpartition(".")[0] for module in house.trees)
    return [f"{folder}: {n} modules" for folder, n in count.items() if n > LARGEST_FOLDER]


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
        for module in house.trees
        if _in_engine(module) and package(module) in IN_A_WORKER
        for name, by in house.reach(module).items()
        if name in HEAVY
    ]


def screens(house: House) -> list[str]:
    """Engine modules that import the screen."""
    upstairs = SCREEN | {"pages", "streamlit_app"}
    return _importers(house, lambda module, name: _in_engine(module) and name in upstairs)


def processes(house: House) -> list[str]:
    """Modules outside ``compute`` that start processes."""
    return _importers(
        house, lambda module, name: package(module) != "compute" and name in PROCESSES
    )


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
    """Modules outside ``store``, ``sources`` and ``pipeline`` that read or write files."""
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
    strangers: ("engine__domain__teams", "from engine import store"),
    circles: ("engine__game__kernel", "from engine.run import game"),
    nosy_pages: ("pages__ui__game__charts", "from pages.ui.bracket import odds"),
    crowds: tuple((f"engine__game__more_{i}", "") for i in range(LARGEST_FOLDER)),
    rings: ("engine__errors", "import engine.domain.teams"),
    relative: ("engine__domain__teams", "from . import errors"),
    heavy_workers: ("engine__domain__specs", "def lazily():\n    import pandas"),
    screens: ("engine__store__reader", "from altair import Chart"),
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
    planted = RULES[rule] if isinstance(RULES[rule][0], tuple) else (RULES[rule],)
    assert len(rule(house(**dict(planted)))) > 0


def test_heavy_libraries_are_found_at_a_distance():
    planted = house(
        engine__far="import scipy.stats", engine__domain__specs="from engine import far"
    )
    assert "engine.domain.specs loads scipy (imported in engine.far)" in heavy_workers(planted)
