"""How many upsets a tournament has, simulated and real."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import I8, U1
from engine.domain.field import Field, RealGame
from engine.domain.results import sides


def upsets(field: Field, winner: U1) -> I8:
    """How many games of ``winner[S, U]`` the larger seed line won, in each universe; between equal
    lines there is none to upset."""
    line = np.array([field.seed_line(e) for e in range(len(field.seed))])
    strong, weak = sides(field, winner)
    loser = np.where(winner == strong, weak, strong)
    return np.asarray(np.sum(line[winner] > line[loser], axis=0), dtype=np.int64)


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


def upset_count(field: Field, winner: U1, games: Sequence[RealGame]) -> I8:
    """count[U] of upsets in each universe of ``winner[S, U]``, over the slots in which ``games``
    were played: the no contest of 2021 had no winner and is left out."""
    line = np.array([field.seed_line(e) for e in range(len(field.seed))], dtype=np.int64)
    played = {game.slot for game in games if game.winner_points > 0}
    count = np.zeros(winner.shape[1], dtype=np.int64)
    strong, weak = sides(field, winner)
    better = np.minimum(line[strong], line[weak])
    for s, slot in enumerate(field.slot):
        if field.round[s] > 0 and slot in played:
            count += line[winner[s]] > better[s]
    return count


def real_upsets(field: Field, games: Sequence[RealGame]) -> int:
    """How many there were."""
    line = {int(team): field.seed_line(e) for e, team in enumerate(field.team_id)}
    first = {slot for slot, n in zip(field.slot, field.round, strict=True) if n > 0}
    return sum(
        line[game.winner_id] > line[game.loser_id]
        for game in games
        if game.slot in first and game.winner_points > 0
    )


def summary(upsets: I8, universes: I8, real: int) -> dict[str, float | int]:
    """Expected number, standard deviation, central 90 % and the real number with the share of
    universes that had at most and at least so many; from how many ``universes[K]`` had
    ``upsets[K]``, in order."""
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
