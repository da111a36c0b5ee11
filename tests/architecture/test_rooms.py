"""Which package may import which, and which may start processes or touch files: read from every
module's syntax tree. Each rule has a twin that plants a fault and must find it."""

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
PURE = {"ratings", "tables", "game", "bracket", "pools", "explain", "projection"}
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
LARGEST_FOLDER = 18  # modules

# What a worker process loads is the standard library, NumPy and Numba, so that it starts quickly.
IN_A_WORKER = GROUND | {"game", "bracket", "compute"}
TASKS = {
    "engine.recap.player_sample",
    "engine.recap.season_task",
}  # of the workers, outside those packages
HEAVY = {"pandas", "pyarrow", "scipy", "streamlit", "altair"}
SCREEN = {"streamlit", "altair"}
PROCESSES = {"multiprocessing", "concurrent"}

# The first three touch data. The others read the operating system's pseudo-files, the kernel's
# sources, the data's version, and the style and script of the drawn bracket.
TOUCH_FILES = (
    *("engine.store", "engine.sources", "engine.pipeline"),
    *("engine.compute.machine", "engine.compute.identity", "engine.game.jit"),
    "pages.ui.drawing.component",
)
FILE_CALLS = {
    *("open", "read_text", "read_bytes", "write_text", "write_bytes"),
    *("read_csv", "read_json", "read_parquet", "read_table", "read_feather", "ParquetFile"),
    *("to_parquet", "to_feather", "write_table", "fromfile", "loadtxt", "memmap"),
}


@dataclass(frozen=True)
class SourceTree:
    """Every module by its dotted name: its syntax, and what it imports, inside functions too."""

    trees: dict[str, ast.Module]
    imports: dict[str, set[str]]

    def reach(self, module: str) -> dict[str, str]:
        """Everything that ``module`` loads, directly or not -> the module that imports it."""
        seen: dict[str, str] = {}
        queue = [module]
        while queue:
            here = queue.pop()
            for name in self.imports[here] - seen.keys() - {module}:
                seen[name] = here
                if name in self.imports:
                    queue.append(name)
        return seen


def source_tree(**planted: str) -> SourceTree:
    """The source tree; ``planted`` code is added to the end of a module
    (``engine__teams`` for ``engine.teams``)."""
    text = _sources()
    trees = dict(_trees())
    for name, code in planted.items():
        module = name.replace("__", ".")
        trees[module] = ast.parse(f"{text.get(module, '')}\n{code}\n")
    imports = {
        # A module's own package is loaded before it in any case.
        module: {n for n in _imports(tree, trees) if not module.startswith(f"{n}.")} - {module}
        for module, tree in trees.items()
    }
    return SourceTree(trees, imports)


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
    # ``from engine import store`` imports a module, ``from engine import MODEL_VERSION`` does not.
    # Importing a.b.c loads a and a.b as well.
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
    """The package of the rule: ``game`` for ``engine.game.kernel``, ``pages`` for any page part."""
    parts = module.split(".")
    return "pages" if parts[0] != "engine" else parts[1] if len(parts) > 1 else "engine"


def forbidden_imports(tree: SourceTree) -> list[str]:
    """Imports that the rule does not allow."""
    return [
        f"{module} imports {name}: {package(module)} may not import {package(name)}"
        for module, names in tree.imports.items()
        if module.startswith("engine")
        for name in names & tree.trees.keys()
        if package(name) not in MAY_IMPORT[package(module)] | {package(module)}
    ]


def package_cycles(tree: SourceTree) -> list[str]:
    """Packages of the engine that import each other, directly or not."""
    arrows = {
        (package(module), package(name))
        for module, names in tree.imports.items()
        for name in names & tree.trees.keys()
        if _in_engine(module) and _in_engine(name) and "." in name
    }
    reach = {a: {a} for a, _ in arrows}
    for _ in reach:
        for a, b in arrows:
            reach[a] |= reach.get(b, {b})
    return [f"{a} and {b} import each other" for a, b in arrows if a != b and a in reach.get(b, ())]


def imports_between_pages(tree: SourceTree) -> list[str]:
    """Page folders that import another page's folder; ``shell``, ``runs``, ``drawing`` are not."""
    return _importers(
        tree,
        lambda module, name: (
            module.startswith("pages.ui.")
            and name.startswith("pages.ui.")
            and _folder(name) not in ("shell", "runs", "drawing", _folder(module))
        ),
    )


def _folder(module: str) -> str:
    return module.split(".")[2]


def large_folders(tree: SourceTree) -> list[str]:
    """Folders with more than ``LARGEST_FOLDER`` modules, packages inside not counted."""
    folders = {module.rpartition(".")[0] for module in tree.trees}
    count = Counter(module.rpartition(".")[0] for module in tree.trees if module not in folders)
    return [f"{folder}: {n} modules" for folder, n in count.items() if n > LARGEST_FOLDER]


def import_cycles(tree: SourceTree) -> list[str]:
    """Modules that import each other, directly or not."""
    reached = {module: tree.reach(module).keys() for module in tree.trees}
    return [
        f"{module} and {name} import each other"
        for module, names in reached.items()
        for name in names & tree.trees.keys()
        if module in reached[name]
    ]


def relative_imports(tree: SourceTree) -> list[str]:
    """Relative imports, which the other checks do not follow."""
    return _importers(tree, lambda module, name: name.startswith("."))


def heavy_workers(tree: SourceTree) -> list[str]:
    """Modules of a worker that load a library for the screen or for tables."""
    return [
        f"{module} loads {name} (imported in {by})"
        for module in tree.trees
        if _in_engine(module) and (package(module) in IN_A_WORKER or module in TASKS)
        for name, by in tree.reach(module).items()
        if name in HEAVY
    ]


def screen_imports(tree: SourceTree) -> list[str]:
    """Engine modules that import the screen."""
    screen = SCREEN | {"pages", "streamlit_app"}
    return _importers(tree, lambda module, name: _in_engine(module) and name in screen)


def process_starters(tree: SourceTree) -> list[str]:
    """Modules outside ``compute`` that start processes."""
    return _importers(tree, lambda module, name: package(module) != "compute" and name in PROCESSES)


def _importers(tree: SourceTree, wrong: Callable[[str, str], bool]) -> list[str]:
    return [
        f"{module} imports {name}"
        for module, names in tree.imports.items()
        for name in names
        if wrong(module, name)
    ]


def _in_engine(module: str) -> bool:
    return module.split(".")[0] == "engine"


def file_users(tree: SourceTree) -> list[str]:
    """Modules outside ``store``, ``sources`` and ``pipeline`` that read or write files."""
    return [
        f"{module}:{node.lineno} calls {_called(node)}"
        for module, syntax in tree.trees.items()
        if not module.startswith(TOUCH_FILES)
        for node in ast.walk(syntax)
        if isinstance(node, ast.Call) and _called(node) in FILE_CALLS
    ]


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Name):
        return function.id
    # os.open() and webbrowser.open() are not the built-in.
    named = isinstance(function, ast.Attribute) and function.attr != "open"
    return function.attr if named else ""


def busy_entry(tree: SourceTree) -> list[str]:
    """What the entry file does besides defining ``main`` when a worker imports it."""
    found = []
    for node in tree.trees["streamlit_app"].body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            loaded = set(_imports(ast.Module([node], []), tree.trees))
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
    forbidden_imports: ("engine__domain__teams", "from engine import store"),
    package_cycles: ("engine__game__kernel", "from engine.run import game"),
    imports_between_pages: ("pages__ui__game__charts", "from pages.ui.bracket import odds"),
    large_folders: tuple((f"engine__game__more_{i}", "") for i in range(LARGEST_FOLDER)),
    import_cycles: ("engine__errors", "import engine.domain.teams"),
    relative_imports: ("engine__domain__teams", "from . import errors"),
    heavy_workers: ("engine__domain__specs", "def lazily():\n    import pandas"),
    screen_imports: ("engine__store__reader", "from altair import Chart"),
    process_starters: ("pages__bracket", "from concurrent.futures import ThreadPoolExecutor"),
    file_users: ("pages__bracket", "import pandas as pd\npd.read_csv('odds.csv')"),
    busy_entry: ("streamlit_app", "import streamlit as st"),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule):
    assert rule(source_tree()) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_planted_fault_is_found(rule):
    """The twin: a check that cannot find its fault proves nothing."""
    planted = RULES[rule] if isinstance(RULES[rule][0], tuple) else (RULES[rule],)
    assert len(rule(source_tree(**dict(planted)))) > 0


def test_heavy_libraries_are_found_at_a_distance():
    planted = source_tree(
        engine__far="import scipy.stats", engine__domain__specs="from engine import far"
    )
    assert "engine.domain.specs loads scipy (imported in engine.far)" in heavy_workers(planted)
