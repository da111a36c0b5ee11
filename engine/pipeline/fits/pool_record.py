"""``pool_record``: every tournament's pools as they would have ended.

The brackets are those of Selection Sunday: universes and odds from the ratings of that day, the
public from what was known then. Only then come the results: the bracket's score against a large
sample of the public gives its chance to win a pool of any size.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from engine import store
from engine.arrays import U1
from engine.bracket.history import real_winner
from engine.domain.teams import LEAGUES, League
from engine.pools import strategy
from engine.pools.evaluate import payouts
from engine.pools.record import ENTRIES, STYLES
from engine.pools.rules import Pool, pick_value
from engine.pools.strategy import Worlds, worlds
from engine.run.pools import PoolSpec, ReadyPool, ready_pool, rival_samples

RIVALS = 20_000  # sampled from each public

Row = dict[str, str | int | float]


def build() -> pd.DataFrame:
    """One row a tournament, style and size of the pool."""
    rows = [
        {"league": league, "season": season} | row
        for league in LEAGUES
        for season in store.tournament_seasons(league)
        for row in tournament(league, season)
    ]
    return pd.DataFrame(rows)


def tournament(league: League, season: int) -> Iterator[Row]:
    """The rows of one tournament."""
    ready = ready_pool(
        PoolSpec(league, season, Pool(max(ENTRIES))), store.load_default_result(league, season)
    )
    real = real_worlds(ready)
    chosen: dict[str, U1] = {}
    for entries in ENTRIES:
        pool = Pool(entries)
        for style in STYLES:
            if style == "bold" or style not in chosen:  # only bold depends on the pool
                chosen[style] = _bracket(ready, style, pool)
            share = [_fair_share(chosen[style], world, pool) for world in real]
            yield {
                "style": style,
                "entries": entries,
                "fair_share": share[0],
                "low": min(share),
                "high": max(share),
                "promised": _fair_share(chosen[style], ready.held.worlds, pool),
            }


def real_worlds(ready: ReadyPool) -> list[Worlds]:
    """What really happened, as one universe, with rivals of the pool's public and of others."""
    board, spec = ready.board, ready.spec
    results = store.load_results(spec.league, spec.season)
    won = np.ascontiguousarray(board.winners(real_winner(board.field, results))[:, None])
    value = pick_value(spec.pool.scoring, board, won)
    return [worlds(board, won, value, rivals) for rivals in rival_samples(spec, RIVALS)]


def _bracket(ready: ReadyPool, style: str, pool: Pool) -> U1:
    if style == "most_points":
        return strategy.most_points(ready.search)
    if style == "chalk":
        return strategy.chalk(ready.search)
    return strategy.entries(ready.search, pool, style)[0]


def _fair_share(choice: U1, seen: Worlds, pool: Pool) -> float:
    return float(payouts(choice, seen, pool).mean()) * pool.entries
