"""Compiles the kernel once and keeps the result, never a stale one.

Numba's cache checks only the file of the function it compiles: after a change in ``possession`` it
would still load ``kernel`` with the old code inlined. So compiled code is stored in a folder named
by the digest of every engine file with a compiled function: beside the sources if that folder is
writable, else in the system's temporary folder, else not at all, which a process says once."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba

R = TypeVar("R")

ENGINE = Path(__file__).parents[1]


def compiled_sources(folder: Path = ENGINE) -> list[Path]:
    """Every Python file under ``folder`` that defines a compiled function, in a fixed order."""
    return [path for path in sorted(folder.rglob("*.py")) if b"\n@njit" in path.read_bytes()]


def _cache_folder() -> Path | None:
    digest = hashlib.sha256()
    for path in compiled_sources():
        digest.update(path.read_bytes())
    name = f"hardwood-kernel-{digest.hexdigest()[:12]}"
    parents = [os.environ.get("NUMBA_CACHE_DIR"), ENGINE / "__pycache__", tempfile.gettempdir()]
    for parent in parents:
        if parent is None:
            continue
        folder = Path(parent) / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return None


_FOLDER = _cache_folder()
if _FOLDER is None:
    logging.getLogger(__name__).warning(
        "No folder for compiled code is writable, so this process compiles the game anew, which "
        "takes about a minute: set NUMBA_CACHE_DIR to a folder that is writable."
    )
if _FOLDER is not None:
    numba.config.CACHE_DIR = str(_FOLDER)  # type: ignore[attr-defined]


def njit(**options: Any) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """``numba.njit`` with the kernel's cache. Numba checks the arguments; it accepts an int for an
    int64.

    The kernel allocates no arrays, so reference counting is off (``_nrt``); it took a tenth of
    the time."""
    return numba.njit(cache=_FOLDER is not None, _nrt=False, **options)  # type: ignore[call-overload,no-any-return]
