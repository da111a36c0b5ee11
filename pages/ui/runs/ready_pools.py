"""Pools with their universes and sampled rivals that all visitors share, the last used kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from engine.run.pools import ReadyPool

ROOM = 250_000_000  # bytes; a pool has 80 MB of them, with the seeds as bonus five times as many


class ReadyPools:
    """Pools by what was asked for; the one used last is kept however large it is."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._kept: OrderedDict[Hashable, ReadyPool] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], ReadyPool]) -> ReadyPool:
        """The pool of a key, made if it is not there; one at a time, so that equal ones are made
        once."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                found = self._kept[key] = make()
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and sum(map(size, self._kept.values())) > self._room:
                self._kept.popitem(last=False)
            return found


def size(pool: ReadyPool) -> int:
    """Bytes of a pool's arrays."""
    worlds = [pool.search, pool.held.worlds, *pool.held.others]
    tables = sum(world.below.nbytes + world.value.nbytes + world.won.nbytes for world in worlds)
    return tables + sum(group.nbytes for group in pool.held.groups)
