"""How surprising a universe is, and one to order: Vanilla, Mild, Medium or Max."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import BadInput
from engine.field import Field, RealGame
from engine.results import TournamentResult, sides
from engine.tournament import OPEN, locked_slots

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
U1 = NDArray[np.uint8]

# The share of universes that are less surprising, from and to.
RANGES = {"vanilla": (0.0, 0.1), "mild": (0.1, 0.5), "medium": (0.5, 0.9), "max": (0.9, 1.0)}
LEVELS = tuple(RANGES)
MEANING = {
    "vanilla": "The tenth of the universes in which the favourites do best.",
    "mild": "Calmer than the middle, but not among the calmest tenth.",
    "medium": "Wilder than the middle, but not among the wildest tenth.",
    "max": "The wildest tenth of the universes.",
}
GOLDEN = 0.6180339887498949  # steps of this share never come near where they have been


@dataclass(frozen=True, slots=True, eq=False)
class Spice:
    """``surprise[U]``: minus the log-probability of all winners, each game by itself given who met;
    ``upset[U]``: games won by the larger seed line; ``order[U]``: universes, the calmest first;
    ``rank[U]``: each one's place in it."""

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
        """A universe of that level; another one for another ``again``, the same for the same.
        BadInput for an unknown level."""
        if level not in RANGES:
            raise BadInput(
                f"“{str(level)[:24]}” is not a spice.", f"Use one of {', '.join(LEVELS)}."
            )
        low, high = (round(q * len(self.order)) for q in RANGES[level])
        size = max(1, high - low)
        place = int((0.5 + again * GOLDEN) % 1.0 * size)
        return int(self.order[min(low + place, len(self.order) - 1)])


def spice(result: TournamentResult, win: F8) -> Spice:
    """How surprising each universe of a run is; ``win[S, E, E]`` as in ``chances.Chances``. What a
    lock decides surprises nobody."""
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
    return Spice(surprise, upsets(field, winner), order, rank)


def upsets(field: Field, winner: U1) -> I8:
    """How many games of ``winner[S, U]`` the larger seed line won, in each universe; between equal
    lines there is none to upset."""
    line = np.array([field.seed_line(e) for e in range(len(field.seed))])
    strong, weak = sides(field, winner)
    loser = np.where(winner == strong, weak, strong)
    return np.asarray(np.sum(line[winner] > line[loser], axis=0), dtype=np.int64)


# --- Beside real tournaments ---------------------------------------------------------------------

History = Iterable[tuple[Field, Sequence[RealGame]]]


@dataclass(frozen=True, slots=True)
class UpsetHistory:
    """Upsets in each real tournament: ``season`` and ``upset`` side by side."""

    season: tuple[int, ...]
    upset: tuple[int, ...]

    @property
    def typical(self) -> float:
        """The middle one."""
        return float(np.median(self.upset))


def upset_history(history: History, before: int | None = None) -> UpsetHistory:
    """The real tournaments, those before a season only if asked for. A no contest is no upset."""
    seasons, counts = [], []
    for field, games in history:
        if before is None or field.season < before:
            line = {int(team): field.seed_line(e) for e, team in enumerate(field.team_id)}
            played = [game for game in games if game.winner_points > 0]
            seasons.append(field.season)
            counts.append(sum(line[g.winner_id] > line[g.loser_id] for g in played))
    return UpsetHistory(tuple(seasons), tuple(counts))


def sentence(found: Spice, u: int, history: UpsetHistory) -> str:
    """How unusual a universe is: “More surprising than 83 % of universes; 14 games went to the
    worse seed. The middle one of 23 real tournaments had 17 (from 9 to 22).”"""
    share = round(100 * found.quantile(u))
    games = "1 game" if found.upset[u] == 1 else f"{found.upset[u]} games"
    text = f"More surprising than {share}\u202f% of universes; {games} went to the worse seed."
    if not history.season:
        return text
    return (
        f"{text} The middle one of {len(history.season)} real tournaments had "
        f"{history.typical:.0f} (from {min(history.upset)} to {max(history.upset)})."
    )
