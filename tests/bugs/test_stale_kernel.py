"""After a change in ``possession`` the compiled ``kernel`` was loaded with the old code inside.

Numba's cache looks at the file of one function only. So compiled code lives in a folder that is
named by the bytes of every file with a compiled function.
"""

import shutil
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numba
import pytest

from engine.game import jit


@pytest.fixture
def copy(tmp_path, monkeypatch) -> Path:
    """A copy of the engine's files with compiled functions, and of what compiles them."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", numba.config.CACHE_DIR)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "compiled"))
    for path in (*jit.compiled_sources(), Path(jit.__file__)):
        to = tmp_path / "engine" / path.relative_to(jit.ENGINE)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, to)
    return tmp_path / "engine"


def folder(engine: Path) -> Path:
    """Where that copy of the engine keeps its compiled code."""
    spec = spec_from_file_location("copied_jit", engine / "game/jit.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module._FOLDER


def test_a_change_in_any_compiled_file_compiles_all_of_them_again(copy):
    seen = {folder(copy)}
    sources = jit.compiled_sources()
    assert copy / "game/possession.py" in [copy / s.relative_to(jit.ENGINE) for s in sources]
    for source in sources:
        with (copy / source.relative_to(jit.ENGINE)).open("a") as file:
            file.write("# changed\n")
        seen.add(folder(copy))
    assert len(seen) == len(sources) + 1


def test_what_is_unchanged_is_not_compiled_again(copy):
    (copy / "errors.py").write_text("# no compiled function in here\n")
    assert folder(copy) == folder(copy)


def test_without_a_writable_folder_the_cost_is_said_once(copy, monkeypatch, caplog):
    monkeypatch.setattr("os.access", lambda *_: False)
    assert folder(copy) is None
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "NUMBA_CACHE_DIR" in caplog.text


def test_a_folder_that_cannot_be_written_is_passed_over(copy, tmp_path, monkeypatch):
    (tmp_path / "compiled").write_text("a file where the folder should be")
    assert folder(copy).parent == copy / "__pycache__"
