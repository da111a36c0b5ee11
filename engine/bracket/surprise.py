"""How surprising a universe is, and a universe by level: vanilla, mild, medium or max."""

from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I8
from engine.bracket.locks import OPEN, locked_slots
from engine.bracket.upsets import upsets
from engine.domain.results import TournamentResult, sides
from engine.errors import BadInput

# The share of universes that are less surprising, from and to.
RANGES = {"vanilla": (0.0, 0.1), "mild": (0.1, 0.5), "medium": (0.5, 0.9), "max": (0.9, 1.0)}
LEVELS = tuple(RANGES)
MEANING = {
    "vanilla": "The tenth of the universes in which the favorites do best.",
    "mild": "Calmer than the middle, but not among the calmest tenth.",
    "medium": "Wilder than the middle, but not among the wildest tenth.",
    "max": "The wildest tenth of the universes.",
}
GOLDEN = 0.6180339887498949  # steps of this share spread evenly and never repeat


@dataclass(frozen=True, slots=True, eq=False)
class SurpriseRanking:
    """``surprise[U]``: minus the log-probability of all winners, given the teams that met;
    ``upset[U]``: number of upsets; ``order[U]``: universes, the least surprising first;
    ``rank[U]``: the position of each universe in ``order``."""

    surprise: F8
    upset: I8
    order: I8
    rank: I8

    def quantile(self, u: int) -> float:
        """The share of universes that are less surprising than u."""
        return float(self.rank[u] / len(self.rank))

    def level(self, u: int) -> str:
        """Which of ``LEVELS`` universe u belongs to."""
        return next(name for name, (_, high) in RANGES.items() if self.quantile(u) < high)

    def draw(self, level: str, again: int = 0) -> int:
        """A universe of that level; each ``again`` gives another one, always the same.
        BadInput for an unknown level."""
        if level not in RANGES:
            raise BadInput(
                f"“{str(level)[:24]}” is not a spice.", f"Use one of {', '.join(LEVELS)}."
            )
        low, high = (round(q * len(self.order)) for q in RANGES[level])
        size = max(1, high - low)
        place = int((0.5 + again * GOLDEN) % 1.0 * size)
        return int(self.order[min(low + place, len(self.order) - 1)])


def surprise_ranking(result: TournamentResult, win: F8) -> SurpriseRanking:
    """How surprising each universe of a run is; ``win[S, E, E]`` as in ``win_curve.WinMatrix``.
    Slots decided by a lock do not count."""
    field, winner = result.field, result.winner
    open_ = locked_slots(field, result.spec.locks) == OPEN
    strong, weak = sides(field, winner)
    loser = np.where(winner == strong, weak, strong)
    surprise = np.zeros(winner.shape[1])
    for s in np.flatnonzero(open_):
        surprise -= np.log(win[s, winner[s], loser[s]])
    order = np.lexsort((np.arange(len(surprise)), surprise))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return SurpriseRanking(surprise, upsets(field, winner), order, rank)
