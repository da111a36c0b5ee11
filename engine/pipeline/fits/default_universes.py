"""The universes of a first visit: every tournament played once, and again from each round that
really happened."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from engine import run, store
from engine.bracket.history import results_as_locks
from engine.compute.process_pool import WorkerPool
from engine.domain.results import TournamentResult, packed_bits
from engine.domain.specs import DEFAULT_RANDOM_SEED, DEFAULT_UNIVERSES, BracketSpec
from engine.domain.teams import LEAGUES
from engine.run import whatif

LAST_STAGE = 5  # after the last round nothing is left to play


def build() -> tuple[pd.DataFrame, pd.DataFrame]:
    """``defaults`` and ``stages`` for every tournament."""
    played, stages = [], []
    with WorkerPool() as pool:
        for league in LEAGUES:
            for season in store.tournament_seasons(league):
                spec = BracketSpec(league, season, DEFAULT_UNIVERSES, DEFAULT_RANDOM_SEED)
                result = run.bracket(spec, pool)
                played.append(_bits(result))
                stages += list(_stages(result, pool))
    return pd.concat(played), pd.concat(stages)


def _bits(result: TournamentResult) -> pd.DataFrame:
    """One row a slot."""
    columns = {"slot": result.field.slot, "strong": packed_bits(result.field, result.winner)}
    return pd.DataFrame(columns).assign(league=result.spec.league, season=result.spec.season)


def _stages(base: TournamentResult, pool: WorkerPool) -> Iterator[pd.DataFrame]:
    """Who wins how often what is left, after each round as it was."""
    spec, field = base.spec, base.field
    results = store.load_results(spec.league, spec.season)
    for through in range(int(field.round[0]), LAST_STAGE + 1):
        locks = results_as_locks(field, results, through)
        now = BracketSpec(spec.league, spec.season, spec.universes, spec.random_seed, locks)
        count = np.rint(whatif(now, base, pool).slot_prob() * spec.universes).astype(np.int16)
        count[field.round <= through] = 0  # known from the results
        slot, entrant = np.nonzero(count)
        yield pd.DataFrame(
            {
                "league": spec.league,
                "season": spec.season,
                "through": through,
                "slot": np.array(field.slot)[slot],
                "seed": np.array(field.seed)[entrant],
                "count": count[slot, entrant],
            }
        )
