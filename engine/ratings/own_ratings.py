"""A person's own ratings in the place of a season's."""

import hashlib
from dataclasses import replace

import numpy as np
import pandas as pd

from engine.domain.teams import TeamTable

MOST = 0.5  # share of the teams from which on own ratings have a level of their own


def with_ratings(table: TeamTable, ratings: pd.DataFrame) -> TeamTable:
    """The table with the pace and efficiencies of ``ratings``: team, off_eff, def_eff, pace and
    net_se (NaN: as in the table). Teams that are not named keep theirs.

    Ratings of at least half of the teams may be on a level of their own (points or possessions
    counted in another way): then the season's mean, and the teams not named, move by the mean
    difference, so that everybody is as far from the mean as the ratings say. Fewer ratings are
    taken as they stand. UnknownTeam when a team is not in the table."""
    rows = table.rows(ratings["team"].tolist())
    own = {name: ratings[name].to_numpy(np.float64) for name in ("off_eff", "def_eff", "pace")}
    level = pace = 0.0
    if len(rows) >= MOST * len(table.team_id):
        both = own["off_eff"] + own["def_eff"] - table.off_eff[rows] - table.def_eff[rows]
        level, pace = float(both.mean()) / 2.0, float((own["pace"] - table.pace[rows]).mean())
    new = {"off_eff": table.off_eff + level, "def_eff": table.def_eff + level}
    new |= {"pace": table.pace + pace, "net_se": table.net_se.copy()}
    for name, value in own.items():
        new[name][rows] = value
    net_se = ratings["net_se"].to_numpy(np.float64)
    given = ~np.isnan(net_se)
    new["net_se"][rows[given]] = net_se[given]
    wider = new["net_se"] / table.net_se  # a team's other errors follow that of its net rating
    base = table.base
    return replace(
        table,
        off_eff=new["off_eff"],
        def_eff=new["def_eff"],
        pace=new["pace"],
        net_se=new["net_se"],
        off_se=table.off_se * wider,
        def_se=table.def_se * wider,
        base=replace(
            base,
            pace=base.pace + pace,
            efficiency=base.efficiency + level,
            season_pace=base.season_pace + pace,
            season_efficiency=base.season_efficiency + level,
        ),
        digest=_digest(table, ratings),
    )


def _digest(table: TeamTable, ratings: pd.DataFrame) -> str:
    text = f"{table.digest}\n{ratings.to_csv(index=False)}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]
