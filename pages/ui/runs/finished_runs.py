"""Finished tournament runs that all visitors of this server share, the last used kept.

Kept as they are, not copied: 10,000 universes are 0.7 MB, and a click needs them at once.
"""

import threading
from collections import OrderedDict

from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.run import same_universes

ROOM = 96_000_000  # bytes of winners

Key = tuple[BracketSpec, str]


class FinishedRuns:
    """Results by what was asked for and the data version they were played from."""

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
