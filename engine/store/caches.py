"""Caches that are keyed by the bytes they were read from.

A server lives for weeks while its data are rebuilt on disk. Whatever is kept in memory is found
again only under the digest of its own tables, so an old number is never shown under a new version.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from inspect import signature
from pathlib import Path
from typing import ParamSpec, TypeVar

from engine.errors import DamagedData
from engine.store.manifest import DATA, data_version, manifest, pinned, version_of

P = ParamSpec("P")
R = TypeVar("R")


def digest_of(root: Path, *names: str) -> str:
    """The digest of the bytes of these tables together, by the manifest; DamagedData."""
    with pinned(root) as version:
        tables = manifest(root)["tables"]
        known = {name: tables[name] for name in names if name in tables}
        return version_of(known) if known else version


def cached_by_tables(maxsize: int, *names: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep what a loader read from the tables ``names`` under ``root`` (its parameter) as long as
    they stay the same. While it runs, all it reads is of one version of the data."""
    return _cached(maxsize, lambda root: digest_of(root, *names))


def cached_by_data_version(maxsize: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the results of a function as long as the embedded tables stay the same. While it runs,
    all it reads is of one version of the data."""
    return _cached(maxsize, data_version)


def _cached(
    maxsize: int, key_of: Callable[[Path], str]
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        parameters = signature(function)

        @lru_cache(maxsize)
        def kept(key: str, *arguments: object) -> R:
            return function(*arguments)  # type: ignore[call-arg, arg-type]

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            bound = parameters.bind(*args, **kwargs)
            bound.apply_defaults()
            root = bound.arguments.get("root", DATA)

            def attempt() -> R:
                with pinned(root):
                    return kept(key_of(root), *bound.args)

            try:
                return attempt()
            except DamagedData:  # or replaced while it was read: then all of it is new now
                return attempt()

        return call

    return decorate
