"""What a computer computes with: two that agree give the same whole numbers."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from engine import MODEL_VERSION, VERSION
from engine.errors import ClusterError

ENGINE = Path(__file__).parents[1]
KERNEL = ("game", "bracket")  # the packages whose code plays the games
WORDS = {
    "program": "Hardwood",
    "model": "model",
    "kernel": "the game’s code",
    "data": "data",
}


class Identity(NamedTuple):
    """``program``: its version; ``model``: ``MODEL_VERSION``; ``kernel``: a digest of the
    game's code; ``data``: the version of the embedded tables."""

    program: str
    model: str
    kernel: str
    data: str

    def check(self, other: "Identity", who: str) -> None:
        """ClusterError when ``other``, which ``who`` computes with, is not the same."""
        parts = zip(self._fields, other, self, strict=True)
        differ = [
            f"{WORDS[name]} {there} in place of {here}"
            for name, there, here in parts
            if there != here
        ]
        if differ:
            raise ClusterError(
                f"{who} computes with {', '.join(differ)}, so its numbers would be others.",
                "Start all workers in the folder of the same version of Hardwood.",
            )


def identity(data: str | None = None) -> Identity:
    """That of this computer; ``data``: the version in use if that is known already."""
    return Identity(VERSION, MODEL_VERSION, kernel_digest(), data or _data_version())


@lru_cache(maxsize=1)
def kernel_digest(folder: Path = ENGINE) -> str:
    """Twelve hexadecimal digits that name the sources of the game and the bracket."""
    digest = hashlib.sha256()
    for package in KERNEL:
        for path in sorted((folder / package).glob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _data_version() -> str:
    """As the manifest says: a worker loads no tables, and nothing that could."""
    try:
        return str(json.loads((ENGINE / "data" / "manifest.json").read_text())["version"])
    except (OSError, ValueError, KeyError):
        return "none"
