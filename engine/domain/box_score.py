"""The columns of a box score, and possessions from them."""

from typing import Any, TypeVar, cast

N = TypeVar("N", bound=Any)  # a number, an array or a column

FT_TO_POSSESSION = 0.475  # share of a free throw that uses a possession (shared nomenclature)

PLAUSIBLE_POSSESSIONS = (40.0, 130.0)  # per 40 minutes; outside this a box score is a typing error

BOX = ("fgm", "fga", "fgm3", "fga3", "ftm", "fta", "or", "dr", "to")


def possessions(fga: N, orb: N, tov: N, fta: N) -> N:
    """Possessions of one side from its box: FGA - ORB + TOV + 0.475 FTA (Oliver, 2004)."""
    return cast(N, fga - orb + tov + FT_TO_POSSESSION * fta)


def points(fgm: N, fgm3: N, ftm: N) -> N:
    """Points of one side from its made shots: 2 (FGM - 3PM) + 3 3PM + FTM."""
    return cast(N, 2 * (fgm - fgm3) + 3 * fgm3 + ftm)
