"""Counts the upsets of a tournament, simulated and real.

An upset is a game of the Round of 64 or later won by the larger seed line. A game between equal
seed lines has none."""

import numpy as np

from engine import run, store
from engine.arrays import I8
from engine.bracket.upsets import real_upsets, summary, upset_count
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import BracketSpec
from engine.domain.teams import League


def simulated_upsets(
    league: League, season: int, universes: int, random_seed: int, pool: WorkerPool
) -> I8:
    """count[U]: upsets in each universe of a tournament; UnknownSeason."""
    winner = run.bracket(BracketSpec(league, season, universes, random_seed), pool).winner
    field, games = store.load_field(league, season), store.load_results(league, season)
    return upset_count(field, winner, games)


def count(
    league: League, season: int, universes: int, random_seed: int, pool: WorkerPool
) -> dict[str, float]:
    """Play a tournament and return ``bracket.upsets.summary``: expected, sd, real …"""
    simulated = simulated_upsets(league, season, universes, random_seed, pool)
    upsets, n_universes = np.unique(simulated, return_counts=True)
    real = real_upsets(store.load_field(league, season), store.load_results(league, season))
    return summary(upsets, n_universes, real)
