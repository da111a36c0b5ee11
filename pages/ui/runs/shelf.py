"""Results that all visitors of this server share, as many as there is room for."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.run import same_universes

V = TypeVar("V")
ROOM = 96_000_000  # bytes of winners

Key = tuple[BracketSpec, str]


class Shelf(Generic[V]):
    """Results by what was asked for; the longest unused go when they take more than ``room`` by
    ``size``."""

    def __init__(self, room: int, size: Callable[[V], int]) -> None:
        self._room, self._size = room, size
        self._kept: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> V | None:
        """The result, or None when it was never put here or has had to go."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable, result: V) -> None:
        """Keep a result, for reading only from now on."""
        with self._lock:
            self._kept[key] = result
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and sum(map(self._size, self._kept.values())) > self._room:
                self._kept.popitem(last=False)


class FinishedRuns:
    """Tournament runs, kept as they are: 10,000 universes are 0.7 MB, and a click needs them.

    Results by what was asked for and the data version they were played from."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._kept: OrderedDict[Key, TournamentResult] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, spec: BracketSpec, data_version: str) -> TournamentResult | None:
        """The result, or None when it was never put here or has had to go."""
        with self._lock:
            found = self._kept.get((spec, data_version))
            if found is not None:
                self._kept.move_to_end((spec, data_version))
            return found

    def put(self, result: TournamentResult, data_version: str) -> None:
        """Keep a result, read-only from now on; the longest unused go when there is no room."""
        result.winner.flags.writeable = False
        with self._lock:
            self._kept[result.spec, data_version] = result
            self._kept.move_to_end((result.spec, data_version))
            while len(self._kept) > 1 and self._bytes() > self._room:
                self._kept.popitem(last=False)

    def alike(self, spec: BracketSpec, data_version: str) -> list[TournamentResult]:
        """Runs of the same universes whatever their locks: what a what-if can start from."""
        with self._lock:
            kept = list(self._kept.items())
        return [
            result
            for (other, version), result in kept
            if version == data_version and same_universes(other, spec)
        ]

    def _bytes(self) -> int:
        return sum(result.winner.nbytes for result in self._kept.values())
