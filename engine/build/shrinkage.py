"""Fit the penalties and carries of the ratings by marginal likelihood, seasons up to 2019.

``python -m engine.build.shrinkage --source ../shared/data`` prints the ``SHRINKAGE`` table of
``engine/build/fitted.py``. Tournament games are not used at all.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from engine.build import logs
from engine.build.seasons import unseen
from engine.build.team_seasons import MEASURES, SHARED, fit_measure, observations
from engine.ratings import Observations, Prior, Shrinkage, carried, no_prior
from engine.teams import LEAGUES, League

# Runs of three successive seasons up to 2019; the first of each only gives the others a prior.
RUNS = ((2004, 2005, 2006), (2010, 2011, 2012), (2017, 2018, 2019))
# Women's games before 2024 have scores only; their other measures use the men's.
FITTED: dict[League, tuple[str, ...]] = {"men": MEASURES, "women": ("net", "level")}


def best(measure: str, runs: list[list[Observations]], teams: int) -> Shrinkage:
    """The shrinkage with the highest evidence, each season's prior being the one before."""

    def negative(theta: np.ndarray) -> float:
        pull = _shrinkage(theta)
        total = 0.0
        for run in runs:
            prior: Prior = no_prior(teams)
            for k, obs in enumerate(run):
                found = fit_measure(measure, obs, teams, pull, prior)
                total -= found.log_evidence if k else 0.0
                prior = carried(found, pull.carry)
        return total

    scale = float(np.median(runs[0][0].weight))
    start = np.array([0.7, np.log(5.0 * scale), np.log(5.0 * scale)])
    start = start[:2] if measure in SHARED else start
    found = minimize(negative, start, method="Nelder-Mead", options={"xatol": 0.02, "fatol": 0.3})
    return _shrinkage(found.x)


LEVELS = (250.0, 500.0, 1000.0)  # possessions; penalties tried for the level


def unit_slope(turned: pd.DataFrame, pulls: dict[str, Shrinkage]) -> Shrinkage:
    """The level's penalty at which real totals move one for one with their forecasts.

    Evidence and squared error hardly distinguish penalties from 400 to 1300 here, but the larger
    ones forecast every total too near the mean: the slope decides.
    """
    carry = pulls["level"].carry
    seasons_of = turned["season"].to_numpy()
    total = (turned["score_a"] + turned["score_b"]).to_numpy(dtype=np.float64)
    slopes = []
    for level in LEVELS:
        tried = pulls | {"level": Shrinkage(level, level, carry)}
        found = [
            np.polyfit(unseen(turned, run[-1], tried)[1], total[seasons_of == run[-1]], 1)[0]
            for run in RUNS
        ]
        slopes.append(float(np.mean(found)))
    level = float(np.exp(np.interp(1.0, slopes, np.log(LEVELS))))
    return Shrinkage(level, level, carry)


def _shrinkage(theta: np.ndarray) -> Shrinkage:
    """From (carry, log penalty of the offence, and of the defence where it has its own)."""
    offence, defence = np.exp(np.clip((theta[1], theta[-1]), -5, 16))
    return Shrinkage(float(offence), float(defence), float(np.clip(theta[0], 0.0, 1.0)))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, required=True)
    source = parser.parse_args().source
    pulls: dict[str, Shrinkage] = {}
    for league in LEAGUES:
        turned = logs.games(source, league)
        sided = logs.one_sided(turned)
        ids = np.unique(sided["offence"])
        for measure in FITTED[league]:
            runs = [
                [observations(sided[sided["season"] == s], ids, measure, None) for s in run]
                for run in RUNS
            ]
            pulls[measure] = best(measure, runs, ids.size)
        pulls["level"] = unit_slope(turned, pulls)
        for measure in FITTED[league]:
            pull = pulls[measure]
            constants = f"{pull.offence:.4g}, {pull.defence:.4g}, {pull.carry:.2f}"
            sys.stdout.write(f'{league} "{measure}": Shrinkage({constants}),\n')


if __name__ == "__main__":
    main()
