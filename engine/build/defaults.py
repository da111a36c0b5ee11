"""The odds a first visit shows: every tournament played once, counted and stored."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from engine import store
from engine.run import bracket
from engine.specs import DEFAULT_SEED, DEFAULT_UNIVERSES, BracketSpec
from engine.teams import LEAGUES, League
from engine.workers import Pool


def build(root: Path = store.DATA) -> tuple[pd.DataFrame, dict[str, str]]:
    """``defaults`` for every tournament, and the manifest's note of what made it."""
    with Pool() as pool:
        frames = [
            _counts(league, season, pool)
            for league in LEAGUES
            for season in store.tournament_seasons(league)
        ]
    tables = json.loads((root / store.MANIFEST).read_text())["tables"]
    return pd.concat(frames), {"made_from": store.inputs_of("defaults", tables)}


def _counts(league: League, season: int, pool: Pool) -> pd.DataFrame:
    result = bracket(BracketSpec(league, season, DEFAULT_UNIVERSES, DEFAULT_SEED), pool)
    count = np.rint(result.slot_prob() * DEFAULT_UNIVERSES).astype(np.int16)
    slot, entrant = np.nonzero(count)
    return pd.DataFrame(
        {
            "league": league,
            "season": season,
            "slot": np.array(result.field.slot)[slot],
            "seed": np.array(result.field.seed)[entrant],
            "count": count[slot, entrant],
        }
    )
