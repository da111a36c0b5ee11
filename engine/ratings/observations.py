"""Games as the ratings see them: each one from both sides."""

import pandas as pd

from engine.domain.box_score import BOX


def one_sided(turned: pd.DataFrame) -> pd.DataFrame:
    """Two rows a game: ``offence``, ``defence`` (team ids), ``conference`` of the offence (empty
    where unknown), ``venue`` for the offence, ``points``, ``minutes``, ``possessions`` (mean of
    both sides' estimates; NaN without a box), box columns of the offence and ``opp_dr`` (the
    opponent's defensive rebounds)."""
    sides = []
    for me, other, sign in (("a", "b", 1.0), ("b", "a", -1.0)):
        side = turned[["season", "day_num", "date", "minutes", "possessions"]].copy()
        side["offence"] = turned[f"team_id_{me}"].astype(int)
        side["defence"] = turned[f"team_id_{other}"].astype(int)
        side["conference"] = turned[f"conference_{me}"]
        side["venue"] = sign * turned["venue"]
        side["points"] = turned[f"score_{me}"]
        for column in BOX:
            side[column] = turned[f"{column}_{me}"]
        side["opp_dr"] = turned[f"dr_{other}"]
        sides.append(side)
    return pd.concat(sides, ignore_index=True)
