"""The odds of a tournament as a table."""

import pandas as pd

from engine.arrays import F8
from engine.domain.field import ROUND_KEYS, Field
from engine.domain.results import advancement
from engine.domain.teams import TeamTable
from engine.stats.estimates import proportion_se


def odds(field: Field, teams: TeamTable, slot_prob: F8, universes: int) -> pd.DataFrame:
    """One row per entrant, in seed order: the team and, for each key of ``ROUND_KEYS``, its
    probability of winning a game in that round, with the Monte Carlo error.

    ``slot_prob[S, E]`` was counted over ``universes``. An entrant that skips round 0 has
    probability 1 there, with error 0.
    """
    prob = advancement(field, slot_prob)
    se = proportion_se(prob, universes)
    se[~field.reach()[field.round == 0].any(axis=0), 0] = 0.0
    frame = _entrants(field, teams)
    for k, key in enumerate(ROUND_KEYS):
        frame[key] = prob[:, k]
    for k, key in enumerate(ROUND_KEYS):
        frame[f"{key}_se"] = se[:, k]
    return frame


def _entrants(field: Field, teams: TeamTable) -> pd.DataFrame:
    rows = teams.rows(field.team_id)
    return pd.DataFrame(
        {
            "team_id": field.team_id,
            "name": [teams.name[row] for row in rows],
            "seed": field.seed,
            "region": [field.region[seed[0]] for seed in field.seed],
            "conference": [teams.conference[row] for row in rows],
        }
    )
