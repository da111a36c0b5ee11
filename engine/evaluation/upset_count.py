"""How many upsets a tournament has: simulated, and as it was played.

An upset is a game of the round of 64 or later won by the larger seed line; between equal lines
there is none."""

import numpy as np

from engine import run, store
from engine.arrays import I8
from engine.bracket.upsets import real_upsets, summary, upset_count
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import BracketSpec
from engine.domain.teams import League


def simulated_upsets(
    league: League, season: int, universes: int, seed: int, pool: WorkerPool
) -> I8:
    """count[U] of upsets in each universe of a whole tournament; UnknownSeason."""
    winner = run.bracket(BracketSpec(league, season, universes, seed), pool).winner
    field, games = store.load_field(league, season), store.load_results(league, season)
    return upset_count(field, winner, games)


def count(
    league: League, season: int, universes: int, seed: int, pool: WorkerPool
) -> dict[str, float]:
    """Play a tournament and compare: the ``summary`` of its upsets."""
    simulated = simulated_upsets(league, season, universes, seed, pool)
    upsets, often = np.unique(simulated, return_counts=True)
    real = real_upsets(store.load_field(league, season), store.load_results(league, season))
    return summary(upsets, often, real)
