"""Ratings of a season's teams as a table."""

import numpy as np
import pandas as pd

from engine.domain.teams import RATES, TeamTable


def ratings(teams: TeamTable) -> pd.DataFrame:
    """One row per rated team, best net efficiency (points per 100 possessions) first."""
    columns: dict[str, object] = {
        "team_id": teams.team_id,
        "name": teams.name,
        "conference": teams.conference,
        "wins": teams.wins,
        "losses": teams.losses,
        "net_eff": teams.off_eff - teams.def_eff,
        "net_se": teams.net_se,
    }
    for name in ("off_eff", "off_se", "def_eff", "def_se", "pace", "pace_se"):
        columns[name] = getattr(teams, name)
    for r, rate in enumerate(RATES):
        columns[f"off_{rate}"] = teams.offence[:, r]
        columns[f"def_{rate}"] = teams.defence[:, r]
    frame = pd.DataFrame(columns).sort_values(["net_eff", "team_id"], ascending=[False, True])
    frame.insert(0, "rank", np.arange(1, len(frame) + 1))
    return frame.reset_index(drop=True)


def win_loss(teams: TeamTable, row: int) -> str:
    """Wins and losses in the usual form: ``34-3``."""
    return f"{teams.wins[row]}-{teams.losses[row]}"
