"""Fitted constants of the ratings, each with its unit and the command that fits it."""

from engine.domain.teams import League
from engine.ratings.model import PriorStrength, RandomWalkPrior, Shrinkage

# The prior of each measure. Random walks (net, level, pace): points per 100 possessions, or
# possessions. Penalties (rates): plays, attempts, shots, free throws, rebounds. Carries have no
# unit. They maximize the marginal likelihood on runs of three seasons from 2004 to 2019, net's on
# all seasons from 2010 to 2019, whose real margins its stretch fits; its last four numbers are the
# teams' home edges (standard deviation and carry), the share of a program and tired legs:
# python -m engine.pipeline.fits.rating_constants. Women's games of those years have scores only, so
# their other measures use the men's constants. Women are not tired on a second day (0.0 +- 0.4
# points a game), so they have no such number.
_MEN: dict[str, PriorStrength] = {
    "pace": RandomWalkPrior(4.24, 1.784, 0.5921, 0.1586, 0.6352, 1.0),
    "net": RandomWalkPrior(112.4, 4.963, 2.81, 0.263, 0.8, 1.14, 1.574, 0.85, 0.1481, -2.347),
    "level": RandomWalkPrior(163.4, 3.427, 1.207, 0.4004, 0.6119, 1.0),
    "tov": Shrinkage(809.2, 748.5, 0.70),
    "trip": Shrinkage(1057, 733.7, 0.70),
    "three": Shrinkage(180.6, 362.1, 0.68),
    "fg2": Shrinkage(420.9, 432.2, 0.89),
    "fg3": Shrinkage(832.9, 1826, 0.80),
    "ft": Shrinkage(295.3, 3438, 0.62),
    "orb": Shrinkage(328, 605.5, 0.84),
}
SHRINKAGE: dict[League, dict[str, PriorStrength]] = {
    "men": _MEN,
    "women": _MEN
    | {
        "net": RandomWalkPrior(127.8, 7.386, 3.196, 0.3669, 0.8, 1.089, 1.611, 0.85, 0.09054, 0),
        "level": RandomWalkPrior(177.2, 7.94, 0.5716, 0.4264, 0.7683, 1.0),
    },
}

# Shooting luck in a margin. Made threes and free throws predict the next game less well than other
# points do: these shares of the points above (or below) the usual percentages are removed. Least
# squares on the last months of men's seasons from 2004 to 2019, each game forecast from the day
# before: same command. Women's box scores begin in 2024, so the women use the men's shares.
THREE_LUCK, FREE_LUCK = 0.31, 0.23
USUAL_THREE, USUAL_FREE = 0.346, 0.695  # shares made, men 2003-2019
BLOWOUT_SCALE = (
    50.0  # points per 100 possessions; 40 and 60 forecast as well; 15 and no compression are worse
)

# What is expected of a strength when a season starts (``next_season``). PROGRAM_KEEP: share of a
# program's number that a season leaves as it was. RETURNING: points per 100 possessions for all of
# a team's minutes; for each point of box value a game; for all of its minutes by last season's
# freshmen; and for each point of box value of all of last season's players, whose strength is
# carried over already. All games of men's seasons from 2010 to 2019: same command. Women's players
# are known from 2021 only, too late to fit. STAYS: share of last season's minutes that stay with
# the team, by class, where a roster is not known yet: rosters of 2024 to 2026, when players changed
# schools freely; no result enters.
PROGRAM_KEEP = 0.6
RETURNING = {"minutes": 12, "value": 0.586, "freshmen": 5.7, "team": -0.461}
STAYS = {"Fr": 0.62, "So": 0.52, "Jr": 0.48, "Sr": 0.13}

# A season that has just begun: how far the league's mean and home edge of a measure may be from
# last season's, as standard deviations, some three times the usual change (2003-2026), so that a
# few hundred games outweigh them. (mean, edge); pace and level have no edge, net no mean.
LEAGUE_SD: dict[str, tuple[float, float]] = {
    "pace": (3.0, 1.0),
    "net": (1.0, 1.0),
    "level": (8.0, 1.0),
    **dict.fromkeys(("tov", "trip", "three", "fg2", "fg3", "ft", "orb"), (0.015, 0.005)),
}
NOISE_COUNT = 40.0  # observations (20 games from both sides) that last season's noise is worth

# Strength of a school in its first Division I season, points per 100 possessions against the mean:
# 45 men's teams of 2004-2026, 24 women's of 2011-2026 (standard deviations 6 and 9).
NEWCOMER_NET: dict[League, float] = {"men": -12.2, "women": -14.1}
