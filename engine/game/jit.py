"""Compiling the kernel once and keeping it, without ever keeping a stale one.

Numba's cache looks only at the file of the function it compiles: after a change in ``possession``
it would go on serving ``games`` with the old kernel inside. So compiled code is kept in a folder
named after all the kernel's sources together, beside them if that can be written, else in the
system's temporary folder, else not at all."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba

R = TypeVar("R")

KERNEL = ("streams.py", "possession.py", "games.py", "tournament.py")


def _cache_folder() -> Path | None:
    here = Path(__file__).parent
    digest = hashlib.sha256(b"".join((here / name).read_bytes() for name in KERNEL)).hexdigest()
    parents = [os.environ.get("NUMBA_CACHE_DIR"), here / "__pycache__", tempfile.gettempdir()]
    for parent in parents:
        if parent is None:
            continue
        folder = Path(parent) / f"hardwood-kernel-{digest[:12]}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return None


_FOLDER = _cache_folder()
if _FOLDER is not None:
    numba.config.CACHE_DIR = str(_FOLDER)  # type: ignore[attr-defined]


def njit(**options: Any) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """``numba.njit`` with the kernel's cache. Arguments are Numba's to check: it takes an int where
    an int64 is asked for.

    The kernel makes no arrays, it is handed all it needs; so nobody counts references in it
    (``_nrt``), which took a tenth of the time."""
    return numba.njit(cache=_FOLDER is not None, _nrt=False, **options)  # type: ignore[call-overload,no-any-return]
