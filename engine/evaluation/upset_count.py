"""How many upsets a tournament has: simulated, and as it was played.

An upset is a game of the round of 64 or later won by the larger seed line; between equal lines
there is none."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine import run, store
from engine.field import Field, RealGame
from engine.specs import BracketSpec
from engine.teams import League
from engine.workers import Pool

I8 = NDArray[np.int64]
U1 = NDArray[np.uint8]


def simulated_upsets(league: League, season: int, universes: int, seed: int, pool: Pool) -> I8:
    """count[U] of upsets in each universe of a whole tournament; UnknownSeason."""
    winner = run.bracket(BracketSpec(league, season, universes, seed), pool).winner
    field, games = store.load_field(league, season), store.load_results(league, season)
    return upset_count(field, winner, games)


def upset_count(field: Field, winner: U1, games: Sequence[RealGame]) -> I8:
    """count[U] of upsets in each universe of ``winner[S, U]``, over the slots in which ``games``
    were played: the no contest of 2021 had no winner and is left out."""
    line = np.array([field.seed_line(e) for e in range(len(field.seed))], dtype=np.int64)
    played = {game.slot for game in games if game.winner_points > 0}
    count = np.zeros(winner.shape[1], dtype=np.int64)
    for s, feeders in enumerate(field.feeder.tolist()):
        if field.round[s] > 0 and field.slot[s] in played:
            strong, weak = (
                line[winner[-f - 1]] if f < 0 else np.full_like(count, line[f]) for f in feeders
            )
            count += line[winner[s]] > np.minimum(strong, weak)
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


def count(league: League, season: int, universes: int, seed: int, pool: Pool) -> dict[str, float]:
    """Play a tournament and compare: the ``summary`` of its upsets."""
    simulated = simulated_upsets(league, season, universes, seed, pool)
    upsets, often = np.unique(simulated, return_counts=True)
    real = real_upsets(store.load_field(league, season), store.load_results(league, season))
    return summary(upsets, often, real)
