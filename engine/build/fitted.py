"""Numbers that the builder's own fits found, each with its unit and the command that finds it."""

from engine.ratings import Shrinkage

# Penalties in the unit of each measure's weight (games for pace, possessions for efficiency, plays,
# attempts, shots, free throws, rebounds); carry without unit. Men, pairs of successive seasons
# 2004-2019, marginal likelihood: python -m engine.build.shrinkage
SHRINKAGE: dict[str, Shrinkage] = {
    "pace": Shrinkage(2.272, 2.279, 0.75),
    "efficiency": Shrinkage(428.5, 569, 0.95),
    "tov": Shrinkage(787.2, 741.3, 0.71),
    "trip": Shrinkage(1069, 712.4, 0.78),
    "three": Shrinkage(171.7, 376.1, 0.71),
    "fg2": Shrinkage(402.9, 382.9, 0.92),
    "fg3": Shrinkage(786.4, 1881, 0.90),
    "ft": Shrinkage(308.9, 3145, 0.68),
    "orb": Shrinkage(311, 603.3, 0.88),
}
