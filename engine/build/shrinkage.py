"""Fit the penalties and carries of the ratings by marginal likelihood, seasons up to 2019.

``python -m engine.build.shrinkage --source ../shared/data`` prints the ``SHRINKAGE`` table of
``engine/build/fitted.py``. Tournament games are not used at all.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from engine.build import logs
from engine.build.team_seasons import MEASURES, observations
from engine.ratings import Fit, Observations, Shrinkage, carried, fit, no_prior

LAST_FITTED_SEASON = 2019
EVERY = 3  # one season in three is plenty: each has 10,000 observations


def fit_measure(by_season: list[Observations], teams: int) -> Shrinkage:
    """The shrinkage with the highest evidence summed over pairs of successive seasons: the first
    is fitted with no prior at those penalties, the second with the first carried."""

    def negative(theta: np.ndarray) -> float:
        pull = _shrinkage(theta)
        total = 0.0
        for before, now in zip(by_season[::2], by_season[1::2], strict=False):
            last: Fit = fit(before, teams, pull, no_prior(teams))
            total -= fit(now, teams, pull, carried(last, pull.carry)).log_evidence
        return total

    scale = float(np.median(by_season[0].weight))
    start = np.array([np.log(5.0 * scale), np.log(5.0 * scale), 0.5])
    best = minimize(negative, start, method="Nelder-Mead", options={"xatol": 0.02, "fatol": 0.3})
    return _shrinkage(best.x)


def _shrinkage(theta: np.ndarray) -> Shrinkage:
    return Shrinkage(
        float(np.exp(np.clip(theta[0], -5, 16))),
        float(np.exp(np.clip(theta[1], -5, 16))),
        float(np.clip(theta[2], 0.0, 1.0)),
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, required=True)
    sided = logs.one_sided(logs.games(parser.parse_args().source, "men"))
    ids = np.unique(sided["offence"])
    seasons = [s for first in range(2004, LAST_FITTED_SEASON, EVERY) for s in (first, first + 1)]
    for measure in MEASURES:
        rows = [observations(sided[sided["season"] == s], ids, measure, None) for s in seasons]
        pull = fit_measure(rows, ids.size)
        constants = f"{pull.offence:.4g}, {pull.defence:.4g}, {pull.carry:.2f}"
        sys.stdout.write(f'    "{measure}": Shrinkage({constants}),\n')


if __name__ == "__main__":
    main()
