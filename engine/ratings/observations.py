"""A season's games as the observations of each measure.

A **games frame** has one row a game, turned by team id so that the order of its columns says
nothing about who won:

    season, day_num (day of the season), date
    team_id_a < team_id_b, score_a, score_b, conference_a, conference_b ("" where unknown)
    venue      +1 at a's, -1 at b's, 0 on a neutral floor
    minutes    40 and 5 for each overtime
    box columns of ``box_score.BOX`` with the suffixes _a and _b, and possessions (the mean of both
    sides' estimates): NaN where there is no sound box
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from engine.arrays import F8, I8
from engine.domain import box_score
from engine.domain.box_score import BOX
from engine.domain.teams import RATES
from engine.ratings.constants import BLOWOUT_SCALE, FREE_LUCK, THREE_LUCK, USUAL_FREE, USUAL_THREE
from engine.ratings.model import Fit, Observations, adjusted_margin

# name -> (numerator, denominator) of one side's box; the denominator is also the weight
Count = Callable[[pd.DataFrame], pd.Series]
RATE_COUNTS: dict[str, tuple[Count, Count]] = {
    "tov": (lambda b: b["to"], lambda b: _attempts(b) + b["to"]),
    "trip": (lambda b: box_score.FT_TO_POSSESSION * b["fta"], lambda b: _attempts(b)),
    "three": (lambda b: b["fga3"], lambda b: b["fga"]),
    "fg2": (lambda b: b["fgm"] - b["fgm3"], lambda b: b["fga"] - b["fga3"]),
    "fg3": (lambda b: b["fgm3"], lambda b: b["fga3"]),
    "ft": (lambda b: b["ftm"], lambda b: b["fta"]),
    "orb": (lambda b: b["or"], lambda b: b["or"] + b["opp_dr"]),
}
# Measures with one number a team, added or subtracted (``model.kalman_filter``).
SHARED = {"pace": 1.0, "net": -1.0, "level": 1.0}
MEASURES = (*SHARED, *RATES)

USUAL_PACE = 70.96  # possessions per 40 minutes: the women's mean of 2024-2026


def _attempts(box: pd.DataFrame) -> pd.Series:
    return box["fga"] + box_score.FT_TO_POSSESSION * box["fta"]


def one_sided(games: pd.DataFrame) -> pd.DataFrame:
    """Two rows a game of a games frame, first all from a's side, then all from b's.

    season, day_num, date, minutes, possessions; ``offense``, ``defense`` (team ids);
    ``conference`` of the offense; ``venue`` for the offense; ``points``; box columns of the offense
    and ``opp_dr``, the opponent's defensive rebounds."""
    sides = []
    for me, other, sign in (("a", "b", 1.0), ("b", "a", -1.0)):
        side = games[["season", "day_num", "date", "minutes", "possessions"]].copy()
        side["offense"] = games[f"team_id_{me}"].astype(int)
        side["defense"] = games[f"team_id_{other}"].astype(int)
        side["conference"] = games[f"conference_{me}"]
        side["venue"] = sign * games["venue"]
        side["points"] = games[f"score_{me}"]
        for column in BOX:
            side[column] = games[f"{column}_{me}"]
        side["opp_dr"] = games[f"dr_{other}"]
        sides.append(side)
    return pd.concat(sides, ignore_index=True)


def conference_numbers(rows: pd.DataFrame, ids: I8) -> I8:
    """[T] the number of each team's conference in one season of ``one_sided``; -1 for none."""
    number, _ = pd.factorize(rows["conference"].replace("", None))
    conference = np.full(ids.size, -1)
    conference[np.searchsorted(ids, rows["offense"])] = number
    return conference


def observations(
    rows: pd.DataFrame, ids: I8, measure: str, pace: Fit | None, conference: I8 | None = None
) -> Observations:
    """One season's observations of a measure.

    ``rows``: one season of ``one_sided``; ``ids[T]``: sorted team ids; ``pace``: the season's fit
    of pace, which counts the possessions of games without a box; ``conference[T]``: by default
    from the rows."""
    if conference is None:
        conference = conference_numbers(rows, ids)
    other = rows.iloc[len(rows) // 2 :]
    if measure in SHARED:
        rows = rows.iloc[: len(rows) // 2]
    offense = np.searchsorted(ids, rows["offense"])
    defense = np.searchsorted(ids, rows["defense"])
    if measure == "pace":
        value = (rows["possessions"] * 40.0 / rows["minutes"]).to_numpy()
        weight = np.ones(len(rows))
    elif measure in SHARED:
        weight = _possessions(rows, offense, defense, pace)
        value = _points(rows, other, measure, weight)
    else:
        count, over = RATE_COUNTS[measure]
        weight = over(rows).to_numpy(dtype=np.float64)
        value = count(rows).to_numpy(dtype=np.float64) / np.where(weight > 0, weight, np.nan)
    known = np.isfinite(value)
    venue, day = rows["venue"].to_numpy(dtype=np.float64), rows["day_num"].to_numpy()
    tired = rest(offense, defense, day)[known] if measure == "net" else None
    sides = (offense[known], defense[known], venue[known])
    return Observations(*sides, value[known], weight[known], day[known], conference, tired)


def _points(rows: pd.DataFrame, other: pd.DataFrame, measure: str, weight: F8) -> F8:
    """Points of both sides added (``level``) or subtracted (``net``) per 100 possessions."""
    mine, theirs = rows["points"].to_numpy(), other["points"].to_numpy()
    value = 100.0 * (mine + SHARED[measure] * theirs) / weight
    if measure == "net":
        lucky = 100.0 * (_luck(rows) - _luck(other)) / weight
        value = adjusted_margin(value, lucky, BLOWOUT_SCALE)
    return np.asarray(value)


def rest(team: I8, other: I8, day: I8) -> F8:
    """[N] for all games of a season so far (ids or rows of two teams, day): +1 where only the first
    played the day before, -1 where only the second did, 0 else."""
    appearance = 100_000 * np.tile(day, 2) + np.concatenate([team, other])
    tired = np.isin(appearance - 100_000, appearance)
    return np.subtract(tired[: day.size], tired[day.size :], dtype=np.float64)


def luck(box: pd.DataFrame) -> tuple[F8, F8]:
    """Points of one side above the usual share of made shots, from three and at the line; 0 without
    a box."""
    threes = 3.0 * (box["fgm3"] - USUAL_THREE * box["fga3"])
    free = box["ftm"] - USUAL_FREE * box["fta"]
    return threes.fillna(0.0).to_numpy(), free.fillna(0.0).to_numpy()


def _luck(box: pd.DataFrame) -> F8:
    threes, free = luck(box)
    return np.asarray(THREE_LUCK * threes + FREE_LUCK * free)


def _possessions(rows: pd.DataFrame, offense: I8, defense: I8, pace: Fit | None) -> F8:
    """Possessions of each game: as its box has them, or as the two teams' pace expects them."""
    found = rows["possessions"].to_numpy().copy()
    missing = np.isnan(found)
    expected = expected_pace(pace, offense, defense) * (rows["minutes"].to_numpy() / 40.0)
    found[missing] = expected[missing]
    return np.asarray(found)


def expected_pace(pace: Fit | None, offense: I8, defense: I8) -> F8:
    """Possessions per 40 minutes of two teams' games; ``USUAL_PACE`` where no pace is known."""
    if pace is None:
        return np.full(len(offense), USUAL_PACE)
    return pace.expected(offense, defense, np.zeros(len(offense)))
