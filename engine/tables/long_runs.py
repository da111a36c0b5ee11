"""Long shots that go far and favorites that do not, counted over a run's universes."""

import numpy as np
import pandas as pd

from engine.arrays import F8, U1, Bool
from engine.domain.field import Field
from engine.domain.results import sides
from engine.domain.teams import TeamTable
from engine.stats.estimates import proportion_se

CINDERELLA_LINE = 10  # from this seed line on a Sweet 16 is a story
FAVORITE_LINE = 4  # up to this seed line an early exit is
SWEET_16, ELITE_EIGHT, FINAL_FOUR = 2, 3, 4  # rounds whose winner gets there


def cinderellas(field: Field, teams: TeamTable, slot_prob: F8, universes: int) -> pd.DataFrame:
    """One row a team on line 10 or worse, the likeliest for the Sweet 16 first.

    Columns: name, team_id, line, sweet_16, elite_eight, final_four (probabilities of getting
    there), sweet_16_se (of counting)."""
    entrant = np.array([e for e in range(len(field.seed)) if field.seed_line(e) >= CINDERELLA_LINE])
    reach = {n: slot_prob[field.round == n].sum(axis=0)[entrant] for n in (2, 3, 4)}
    table = pd.DataFrame(
        {
            "name": [teams.name[row] for row in teams.rows(field.team_id[entrant])],
            "team_id": field.team_id[entrant],
            "line": [field.seed_line(int(e)) for e in entrant],
            "sweet_16": reach[SWEET_16],
            "elite_eight": reach[ELITE_EIGHT],
            "final_four": reach[FINAL_FOUR],
            "sweet_16_se": proportion_se(reach[SWEET_16], universes),
        }
    )
    return table.sort_values(["sweet_16", "team_id"], ascending=[False, True], ignore_index=True)


def vulnerable(field: Field, teams: TeamTable, winner: U1) -> pd.DataFrame:
    """One row a team on line 4 or better, the likeliest to be out before the Sweet 16 first.

    Columns: name, team_id, line, out, out_se, killer, killer_id (the team that ends its tournament
    most often by then) and killer_share (of those early exits)."""
    rows = [
        _exit(field, teams, winner, e)
        for e in range(len(field.seed))
        if field.seed_line(e) <= FAVORITE_LINE
    ]
    return pd.DataFrame(rows).sort_values(
        ["out", "team_id"], ascending=[False, True], ignore_index=True
    )


def _exit(field: Field, teams: TeamTable, winner: U1, e: int) -> dict[str, object]:
    strong, weak = sides(field, winner)
    early = field.round <= SWEET_16
    there: Bool = ((strong == e) | (weak == e)) & early[:, None]
    lost = there & (winner != e)
    out = lost.any(axis=0)
    killer = np.bincount(winner[lost], minlength=len(field.seed))
    worst = int(killer.argmax())
    prob = np.asarray(out.mean())
    return {
        "name": teams.name[teams.row(int(field.team_id[e]))],
        "team_id": int(field.team_id[e]),
        "line": field.seed_line(e),
        "out": float(prob),
        "out_se": float(proportion_se(prob, winner.shape[1])),
        "killer": teams.name[teams.row(int(field.team_id[worst]))] if killer.any() else "",
        "killer_id": int(field.team_id[worst]) if killer.any() else 0,
        "killer_share": float(killer[worst] / max(int(killer.sum()), 1)),
    }


def upset_histogram(count: F8, universes: int) -> pd.DataFrame:
    """How often a tournament has each number of upsets: upsets, universes, share, share_se."""
    values, times = np.unique(count.astype(np.int64), return_counts=True)
    every = np.arange(values.min(), values.max() + 1)
    filled = np.zeros(len(every), dtype=np.int64)
    filled[values - values.min()] = times
    share = filled / universes
    return pd.DataFrame(
        {
            "upsets": every,
            "universes": filled,
            "share": share,
            "share_se": proportion_se(share, universes),
        }
    )
