"""What a day's games mean for the teams of a projected field.

The universes in which one side wins, against those in which the other does."""

import numpy as np
import pandas as pd

from engine.arrays import F8, I8, Bool

SURE = 0.02  # teams nearer to 0 or 1 than that care about their own games only
CLEAR = 3.0  # another team's game is kept where the difference is so many standard errors


def stakes(in_field: Bool, line: I8, won: Bool, sides: I8) -> pd.DataFrame:
    """One row a game and team that it concerns: the team's own games, and those of others which
    clearly change its chance of the field.

    ``in_field[U, T]``, ``line[U, T]`` (0 outside); ``won[U, G]``: the home side won;
    ``sides[G, 2]``: rows of home and away. Columns: game (0 … G - 1), team_id, home, away (rows),
    universes, home_wins (of them), and if home or if away wins in_field (a share), line (the mean
    in the field) and line_se; NaN where that never happens."""
    universes = len(in_field)
    inside, on_line = in_field.astype(np.float64), line.astype(np.float64)
    count = won.sum(axis=0).astype(np.float64)
    columns: dict[str, F8] = {}
    for name, taken, n in (
        ("home", won.T.astype(np.float64), count),
        ("away", (~won.T).astype(np.float64), universes - count),
    ):
        with np.errstate(invalid="ignore", divide="ignore"):
            hits = taken @ inside
            mean = (taken @ on_line) / hits
            spread = np.maximum((taken @ on_line**2) / hits - mean**2, 0.0)
            columns |= {
                f"in_field_{name}": hits / n[:, None],
                f"line_{name}": mean,
                f"line_se_{name}": np.sqrt(spread / hits),
            }
    own = np.zeros((len(sides), in_field.shape[1]), dtype=np.bool_)
    own[np.arange(len(sides))[:, None], sides] = True
    game, team = np.nonzero(_kept(inside.mean(axis=0), own, columns, count, universes))
    return pd.DataFrame(
        {
            "game": game,
            "team_id": team,
            "home": sides[game, 0],
            "away": sides[game, 1],
            "universes": universes,
            "home_wins": count[game].astype(np.int64),
            **{name: values[game, team] for name, values in columns.items()},
        }
    )


def _kept(chance: F8, own: Bool, columns: dict[str, F8], count: F8, universes: int) -> Bool:
    """kept[G, T]; ``chance[T]`` of the field."""
    difference = columns["in_field_home"] - columns["in_field_away"]
    both = (count > 0) & (count < universes)
    per_game = 1.0 / np.maximum(count, 1.0) + 1.0 / np.maximum(universes - count, 1.0)
    error = np.sqrt((chance * (1.0 - chance))[None] * per_game[:, None])
    open_ = (chance > SURE) & (chance < 1.0 - SURE)
    moved = both[:, None] & (np.abs(np.nan_to_num(difference)) > CLEAR * error)
    return np.asarray((own & (chance > 0)) | (moved & open_))
