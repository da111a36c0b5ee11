"""Data besides the embedded tables: the season that is being played, and what a visitor brings.

A request names them by their digest (``source``; "" for the embedded tables alone), so that what
was made from one is never found under the name of another.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from engine.domain.field import Field
from engine.domain.teams import League, TeamTable
from engine.errors import UnknownSource

KEPT = 32  # datasets in memory, some 2 MB each


class Dataset(Protocol):
    """Some leagues' ratings and fields; None where it has none and the embedded ones count."""

    @property
    def digest(self) -> str:
        """The name that requests use."""
        ...

    def teams_of(self, league: League, season: int) -> TeamTable | None:
        """The ratings of a season."""
        ...

    def field_of(self, league: League, season: int) -> Field | None:
        """The field of a season's tournament."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """The ratings of the data ``base`` after results of the season's tournament."""

    digest: str
    base: str
    league: League
    season: int
    table: TeamTable
    field: Field

    def teams_of(self, league: League, season: int) -> TeamTable | None:
        """The ratings after those results."""
        return self.table if (league, season) == (self.league, self.season) else None

    def field_of(self, league: League, season: int) -> Field | None:
        """The tournament's field."""
        return self.field if (league, season) == (self.league, self.season) else None


_held: "OrderedDict[str, Dataset]" = OrderedDict()
_guard = threading.Lock()


def hold(dataset: Dataset) -> str:
    """Keep a dataset for requests that name it, the last few of them; its digest."""
    with _guard:
        _held[dataset.digest] = dataset
        _held.move_to_end(dataset.digest)
        while len(_held) > KEPT:
            _held.popitem(last=False)
    return dataset.digest


def dataset(source: str, find: Callable[[str], Dataset | None] = lambda source: None) -> Dataset:
    """The dataset of that digest: held in memory, or else what ``find`` makes of it;
    UnknownSource."""
    with _guard:
        if source in _held:
            _held.move_to_end(source)
            return _held[source]
    found = find(source)
    if found is None:
        raise UnknownSource
    hold(found)
    return found
