"""Tables as a person may bring them back: the three files of own data, with teams by name."""

import pandas as pd

from engine.domain.box_score import BOX
from engine.domain.field import Field
from engine.domain.teams import TeamTable

# Three men's games of 2025-26: with box scores, without, and after overtime.
_EXAMPLE = {
    "date": ("2026-03-12", "2026-03-13", "2026-03-15"),
    "home": ("Duke", "Duke", "Penn"),
    "away": ("Florida State", "Clemson", "Yale"),
    "home_points": (80, 73, 88),
    "away_points": (79, 61, 84),
    "neutral": (1, 1, 1),
    "overtimes": (0, 0, 1),
}
_EXAMPLE_BOX = {  # BOX and pf, of both sides
    "home": ((28, 64, 10, 34, 14, 23, 22, 24, 15, 17), (29, 64, 14, 28, 16, 16, 11, 26, 13, 16)),
    "away": ((28, 54, 11, 28, 12, 18, 6, 19, 10, 19), (31, 71, 9, 24, 13, 17, 17, 24, 9, 16)),
}
EXAMPLE_SEASON = 2026
COUNTS = (*BOX, "pf")


def example_games() -> pd.DataFrame:
    """Three real games of ``EXAMPLE_SEASON``."""
    box = {
        f"{side}_{count}": pd.array([one, None, other], dtype="Int64")
        for side, (first, last) in _EXAMPLE_BOX.items()
        for count, one, other in zip(COUNTS, first, last, strict=True)
    }
    return pd.DataFrame({**_EXAMPLE, **box})


def games(played: pd.DataFrame, table: TeamTable) -> pd.DataFrame:
    """Games (``ratings.current_season.rate_season``) with their box scores."""
    name = dict(zip(table.team_id.tolist(), table.name, strict=True))
    boxes = [f"{side}_{count}" for side in ("home", "away") for count in COUNTS]
    frame = played.reindex(columns=[*_EXAMPLE, *boxes])
    sides = {side: frame[side].map(name) for side in ("home", "away")}
    whole = ["home_points", "away_points", "neutral", "overtimes", *boxes]
    return frame.assign(**sides).astype(dict.fromkeys(whole, "Int64"))


def ratings(table: TeamTable) -> pd.DataFrame:
    """Every team with its ratings, the best first."""
    frame = pd.DataFrame(
        {
            "team": table.name,
            "off_eff": table.off_eff.round(2),
            "def_eff": table.def_eff.round(2),
            "pace": table.pace.round(2),
            "net_se": table.net_se.round(2),
        }
    )
    order = (frame["def_eff"] - frame["off_eff"]).sort_values(kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def field(field: Field, table: TeamTable) -> pd.DataFrame:
    """A field, a row for each line of each region."""
    name = dict(
        zip(field.seed, (table.name[row] for row in table.rows(field.team_id)), strict=True)
    )
    return pd.DataFrame(
        [
            {
                "region": seed[0],
                "region_name": field.region[seed[0]],
                "seed": int(seed[1:3]),
                "team": team,
                "team_b": name.get(f"{seed[:3]}b", ""),
            }
            for seed, team in name.items()
            if not seed.endswith("b")
        ]
    )
