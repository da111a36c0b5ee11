"""Fit the constants of the ratings on seasons up to 2019; tournament games are not used at all.

``python -m engine.pipeline.fits.rating_constants --source FOLDER`` prints the tables of
``engine/ratings/constants.py``. Penalties, random-walk priors and carries maximize the marginal
likelihood: how probable each game was under the ratings of the day before. How much luck counts and
how far forecasts are stretched come from forecasts of the day before against the margins.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from engine.arrays import F8, I8
from engine.domain.teams import LEAGUES, League
from engine.pipeline.fits import net_constants
from engine.ratings.constants import RETURNING
from engine.ratings.model import (
    Observations,
    Prior,
    PriorStrength,
    RandomWalkPrior,
    Shrinkage,
    carried,
    kalman_filter,
    no_prior,
)
from engine.ratings.observations import MEASURES, SHARED, luck, observations, one_sided
from engine.ratings.season_ratings import fit_measure
from engine.sources import game_logs

LAST_SEASON = 2019  # later ones are for reporting
# Runs of three successive seasons; the first of each only gives the others a prior.
RUNS = ((2004, 2005, 2006), (2010, 2011, 2012), (2017, 2018, 2019))
# Women's games before 2024 have scores only; their other measures use the men's.
FITTED: dict[League, tuple[str, ...]] = {"men": MEASURES, "women": ("net", "level")}

# Where the search for each random walk starts: noise, own, conference, drift, carry.
STARTS: dict[str, tuple[float, ...]] = {
    "net": (100.0, 6.0, 3.5, 0.25, 0.93),
    "level": (165.0, 5.0, 2.5, 0.25, 0.7),
    "pace": (5.0, 2.3, 1.0, 0.05, 0.73),
}
FIRST_STEP = (0.06, 0.2, 0.25, 0.2, 0.06)  # of the search, as parts of the start


def best(measure: str, runs: list[list[Observations]], teams: int) -> PriorStrength:
    """The prior with the highest evidence; each season starts from the one before."""

    def negative(theta: np.ndarray) -> float:
        return -evidence(measure, _prior_strength(measure, theta), runs, teams)

    if measure in SHARED:
        start = np.array(STARTS[measure])
        corners = start * (1.0 + np.vstack([np.zeros(5), np.diag(FIRST_STEP)]))
        options = {"initial_simplex": corners, "xatol": 0.02, "fatol": 0.3, "maxfev": 60}
    else:
        scale = float(np.median(runs[0][0].weight))
        start = np.array([0.7, np.log(5.0 * scale), np.log(5.0 * scale)])
        options = {"xatol": 0.02, "fatol": 0.3}
    found = minimize(negative, start, method="Nelder-Mead", options=options)
    return _prior_strength(measure, found.x)


def evidence(
    measure: str, strength: PriorStrength, runs: list[list[Observations]], teams: int
) -> float:
    """Log evidence of all seasons but the first of each run."""
    total = 0.0
    for run in runs:
        prior: Prior = no_prior(teams)
        for k, obs in enumerate(run):
            found = fit_measure(measure, obs, teams, strength, prior)
            total += found.log_evidence if k else 0.0
            prior = carried(found, strength)
    return total


def _prior_strength(measure: str, theta: np.ndarray) -> PriorStrength:
    """A random walk from its numbers; a shrinkage from (carry, log penalty of the offense, log
    penalty of the defense)."""
    if measure in SHARED:
        noise, own, conference, drift = (float(x) for x in np.abs(theta[:4]))
        return RandomWalkPrior(noise, own, conference, drift, float(theta[4]))
    offense, defense = np.exp(np.clip(theta[1:], -5, 16))
    return Shrinkage(float(offense), float(defense), float(np.clip(theta[0], 0.0, 1.0)))


# --- Shooting luck in a margin ------------------------------------------------------------------


def day_before_forecasts(
    run: list[Observations], walk: RandomWalkPrior, teams: int, first: int
) -> F8:
    """forecast[N] of all games of a run's seasons by the ratings of the day before; NaN for the
    first season and for games before the day ``first``."""
    prior, forecasts = no_prior(teams), []
    for k, obs in enumerate(run):
        forecast = np.full(obs.value.size, np.nan)
        for day, known in kalman_filter(obs, walk, prior, SHARED["net"]):
            at = obs.day == day
            if k and day >= first:
                forecast[at] = known.expected(obs.offense[at], obs.defense[at], obs.venue[at])
            prior = carried(known, walk)
        forecasts.append(forecast)
    return np.concatenate(forecasts)


def luck_shares(
    rows: list[list[pd.DataFrame]], ids: I8, walk: RandomWalkPrior
) -> tuple[float, float]:
    """Shares of the luck from three and at the line that are removed, from runs of seasons.

    Forecasts are linear in the observed values: margins, luck from three and luck at the line are
    filtered separately, and the margins of last months are regressed on the three forecasts.
    """
    forecasts, margins = [], []
    for run in rows:
        parts = [_parts(season, ids) for season in run]
        observed = [[replace(obs, value=values[k]) for obs, values in parts] for k in range(3)]
        forecasts.append(
            np.stack(
                [
                    day_before_forecasts(one, walk, ids.size, game_logs.LAST_MONTH)
                    for one in observed
                ],
                axis=1,
            )
        )
        margins.append(np.concatenate([values[0] for _, values in parts]))
    x, y = np.concatenate(forecasts), np.concatenate(margins)
    late = np.isfinite(x[:, 0])
    margin, three, free = np.linalg.lstsq(x[late], y[late], rcond=None)[0]
    return float(-three / margin), float(-free / margin)


def _parts(rows: pd.DataFrame, ids: I8) -> tuple[Observations, list[F8]]:
    """A season's observations of net, and the real margin, the luck from three and that at the line
    in each, per 100 possessions."""
    obs = observations(rows, ids, "net", None)
    mine, other = rows.iloc[: len(rows) // 2], rows.iloc[len(rows) // 2 :]
    points = (side["points"].to_numpy(np.float64) for side in (mine, other))
    pairs = zip((next(points), *luck(mine)), (next(points), *luck(other)), strict=True)
    return obs, [100.0 * (a - b) / obs.weight for a, b in pairs]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--only", help="measures to fit, by default all", default="")
    parser.add_argument("--league", help="by default both", default="")
    args = parser.parse_args()
    for league in LEAGUES:
        if league != (args.league or league):
            continue
        games = game_logs.games(args.source, league)
        sided = one_sided(games[games["season"] <= LAST_SEASON])
        ids = np.unique(sided["offense"])
        rows = [[sided[sided["season"] == season] for season in run] for run in RUNS]
        for measure in FITTED[league]:
            if measure not in (args.only.split(",") if args.only else MEASURES):
                continue
            if measure == "net":
                for line in _net(sided, ids, league, args.source):
                    _say(f"{league} {line}")
                continue
            runs = [[observations(season, ids, measure, None) for season in run] for run in rows]
            _say(f'{league} "{measure}": {shown(best(measure, runs, ids.size))},')


def _net(sided: pd.DataFrame, ids: I8, league: League, source: Path) -> Iterator[str]:
    """The lines of ``net``."""
    every = [sided[sided["season"] == s] for s in range(2004, LAST_SEASON + 1)]
    if league == "men":
        three, free = luck_shares([every], ids, RandomWalkPrior(*STARTS["net"]))
        yield f"THREE_LUCK, FREE_LUCK = {three:.2f}, {free:.2f}"
    players = game_logs.players(source, league)
    if players is not None:
        yield f"STAYS = {net_constants.stays(players)}"
        players = players[players["season"] <= LAST_SEASON]
    seasons = range(net_constants.FIRST_SEASON, LAST_SEASON + 1)
    parts = [_parts(sided[sided["season"] == season], ids) for season in seasons]
    chain = net_constants.Chain(
        seasons,
        [games for games, _ in parts],
        [values[0] for _, values in parts],
        net_constants.returning_of(players, ids),
        ids.size,
    )
    found = net_constants.fit(chain, tires=league == "men")
    yield f'"net": {shown(found.walk)},'
    if found.returning.size:
        points = zip(RETURNING, found.returning, strict=True)
        yield "RETURNING = {" + ", ".join(f'"{name}": {x:.3g}' for name, x in points) + "}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def shown(strength: PriorStrength) -> str:
    """As ``constants`` has it."""
    if isinstance(strength, Shrinkage):
        return f"Shrinkage({strength.offense:.4g}, {strength.defense:.4g}, {strength.carry:.2f})"
    return f"RandomWalkPrior({', '.join(f'{x:.4g}' for x in astuple(strength))})"


if __name__ == "__main__":
    main()
