"""Numbers that the builder's own fits found, each with its unit and the command that finds it."""

from engine.ratings import Shrinkage
from engine.teams import League

# Penalties in the unit of each measure's weight (games for pace, possessions for net and level,
# plays, attempts, shots, free throws, rebounds); carry without unit. Marginal likelihood on runs of
# three seasons from 2004 to 2019: python -m engine.build.shrinkage. Women's games of those years
# have scores only, so their other measures use the men's.
_MEN: dict[str, Shrinkage] = {
    "pace": Shrinkage(4.862, 4.862, 0.73),
    "net": Shrinkage(303, 303, 0.93),
    "level": Shrinkage(351.1, 351.1, 0.67),
    "tov": Shrinkage(809.2, 748.5, 0.70),
    "trip": Shrinkage(1057, 733.7, 0.70),
    "three": Shrinkage(180.6, 362.1, 0.68),
    "fg2": Shrinkage(420.9, 432.2, 0.89),
    "fg3": Shrinkage(832.9, 1826, 0.80),
    "ft": Shrinkage(295.3, 3438, 0.62),
    "orb": Shrinkage(328, 605.5, 0.84),
}
SHRINKAGE: dict[League, dict[str, Shrinkage]] = {
    "men": _MEN,
    "women": _MEN
    | {
        "net": Shrinkage(215.9, 215.9, 0.98),
        "level": Shrinkage(553.3, 553.3, 0.75),
    },
}
