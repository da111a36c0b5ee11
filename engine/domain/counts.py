"""Results of long runs: how often what happened, in place of the universes."""

from typing import NamedTuple

from engine.arrays import I8

MOST = 511  # points of a side, and of a margin either way: more count as so many
MOST_OVERTIMES = 15


class Tally(NamedTuple):
    """How often something happened in ``universes[1]`` universes.

    ``winner[S, E]``: entrant e won slot s. ``upsets[S + 1]``: so many games were upsets, as in
    ``upsets.upsets``. ``hits[Q, S + 1]``: so many of the wins of question q came true.
    ``together[E, E]``: both entrants won one of the slots asked about; zeros without any."""

    universes: I8
    winner: I8
    upsets: I8
    hits: I8
    together: I8


class ScoreTally(NamedTuple):
    """How often each value came in ``universes[1]`` universes. The side named first is a.

    ``margin[2 MOST + 1]`` from -MOST on; ``total[2 MOST + 1]``, ``points[2, MOST + 1]`` and
    ``overtimes`` from 0 on; ``possessions[1]``: their sum over both sides."""

    universes: I8
    margin: I8
    total: I8
    points: I8
    overtimes: I8
    possessions: I8

    def swapped(self) -> "ScoreTally":
        """The same games with the sides named the other way round."""
        return self._replace(margin=self.margin[::-1], points=self.points[::-1])
