"""Counts upsets in simulated and real tournaments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import I8, U1
from engine.domain.field import Field, RealGame
from engine.domain.results import sides


def upsets(field: Field, winner: U1) -> I8:
    """The number of upsets in each universe of ``winner[S, U]``: games won by the larger seed line.
    A game between equal seed lines is never an upset."""
    seed_line = np.array([field.seed_line(e) for e in range(len(field.seed))])
    strong, weak = sides(field, winner)
    loser = np.where(winner == strong, weak, strong)
    return np.asarray(np.sum(seed_line[winner] > seed_line[loser], axis=0), dtype=np.int64)


History = Iterable[tuple[Field, Sequence[RealGame]]]


@dataclass(frozen=True, slots=True)
class UpsetHistory:
    """``upset``: the number of upsets in the real tournament of each ``season``."""

    season: tuple[int, ...]
    upset: tuple[int, ...]

    @property
    def typical(self) -> float:
        """The median."""
        return float(np.median(self.upset))


def upset_history(history: History, before: int | None = None) -> UpsetHistory:
    """The real tournaments, or only those before a season. A no contest is no upset."""
    seasons, counts = [], []
    for field, games in history:
        if before is None or field.season < before:
            seed_line = {int(team): field.seed_line(e) for e, team in enumerate(field.team_id)}
            played = [game for game in games if game.winner_points > 0]
            seasons.append(field.season)
            counts.append(sum(seed_line[g.winner_id] > seed_line[g.loser_id] for g in played))
    return UpsetHistory(tuple(seasons), tuple(counts))


def upset_count(field: Field, winner: U1, games: Sequence[RealGame]) -> I8:
    """count[U] of upsets in each universe of ``winner[S, U]``, in the slots of the real ``games``
    after the First Four; the no contest of 2021 is left out."""
    seed_line = np.array([field.seed_line(e) for e in range(len(field.seed))], dtype=np.int64)
    played = {game.slot for game in games if game.winner_points > 0}
    count = np.zeros(winner.shape[1], dtype=np.int64)
    strong, weak = sides(field, winner)
    better = np.minimum(seed_line[strong], seed_line[weak])
    for s, slot in enumerate(field.slot):
        if field.round[s] > 0 and slot in played:
            count += seed_line[winner[s]] > better[s]
    return count


def real_upsets(field: Field, games: Sequence[RealGame]) -> int:
    """The number of upsets in the real ``games`` after the First Four."""
    seed_line = {int(team): field.seed_line(e) for e, team in enumerate(field.team_id)}
    first = {slot for slot, n in zip(field.slot, field.round, strict=True) if n > 0}
    return sum(
        seed_line[game.winner_id] > seed_line[game.loser_id]
        for game in games
        if game.slot in first and game.winner_points > 0
    )


def summary(upsets: I8, universes: I8, real: int) -> dict[str, float | int]:
    """Expected number, standard deviation, central 90 % interval, and the ``real`` number with the
    shares of universes that had at most and at least that many. ``universes[K]`` universes had
    ``upsets[K]`` upsets, in ascending order."""
    share = universes / universes.sum()
    mean = float(share @ upsets)
    below = np.cumsum(share)
    return {
        "expected": mean,
        "sd": float(np.sqrt(share @ (upsets - mean) ** 2)),
        "low": int(upsets[np.searchsorted(below, 0.05)]),
        "high": int(upsets[np.searchsorted(below, 0.95)]),
        "real": real,
        "at_most": float(share[upsets <= real].sum()),
        "at_least": float(share[upsets >= real].sum()),
    }
