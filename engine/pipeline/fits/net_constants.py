"""The constants of ``net``: its random walk with the teams' home edges, tired legs, and what is
expected of a strength when a season starts.

They maximize the marginal likelihood: how probable each game was under the ratings of the day
before. A day's gains do not depend on the results, so the margins and every term that enters a
forecast as a sum (who is tired, programs, returning players) go through one filter side by side;
given the random walk, the likeliest terms are then a least-squares fit of the margin's innovations
to the terms'. What is left is a search over the walk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from engine.arrays import F8, I8
from engine.ratings import next_season
from engine.ratings.constants import PROGRAM_KEEP, STAYS
from engine.ratings.model import AFTER, Observations, RandomWalkPrior, no_prior, starts_at, updates

FIRST_SEASON = 2006  # the first of the chain; a program's number needs some seasons to settle
FIRST_SCORED = 2010  # from here on the likelihood counts

# Where the search starts. The noise follows from the fit: only its ratios to the rest matter. What
# is new about a conference and the carries stay, since around them the likelihood is flat.
START = RandomWalkPrior(100.0, 4.8, 2.5, 0.27, 0.80, home=1.8, home_carry=0.85)
SEARCHED = ("own", "drift", "home")
FIRST_STEP = (0.12, -0.12, -0.2)  # of the search, as parts of the start
STEPS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Successive seasons: their ``games`` (observations of ``net``), the real ``margin`` per 100
    possessions of each game, and ``features[T, K]`` of returning players by season (empty where
    they are not known)."""

    seasons: Sequence[int]
    games: Sequence[Observations]
    margin: Sequence[F8]
    features: Mapping[int, F8]
    teams: int

    def features_of(self, season: int) -> F8:
        """[T, K], zeros before players are known."""
        usual = next(iter(self.features.values()), np.zeros((self.teams, 0)))
        return self.features.get(season, np.zeros_like(usual))


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A random walk's likeliest terms: ``walk`` with its noise, tired and program in points per 100
    possessions, ``returning[K]``, all stretched; the ``evidence``."""

    walk: RandomWalkPrior
    returning: F8
    evidence: float


def fit(chain: Chain, tires: bool) -> Found:
    """The likeliest constants; ``tires`` False leaves the day before out."""

    def walk_of(theta: F8) -> RandomWalkPrior:
        return replace(START, **dict(zip(SEARCHED, np.abs(theta).tolist(), strict=True)))

    first = np.array([getattr(START, name) for name in SEARCHED])
    corners = first * (1.0 + np.vstack([np.zeros(first.size), np.diag(FIRST_STEP)]))
    options = {"initial_simplex": corners, "xatol": 0.02, "fatol": 0.3, "maxfev": STEPS}
    best = minimize(
        lambda theta: -given(chain, walk_of(theta), tires).evidence,
        first,
        method="Nelder-Mead",
        options=options,
    )
    return given(chain, walk_of(best.x), tires)


def given(chain: Chain, walk: RandomWalkPrior, tires: bool) -> Found:
    """The likeliest terms and noise given the ratios of a random walk to its noise."""
    white, log_det, forecast = filtered(chain, walk)
    first = 1 if tires else 2  # columns: margin, rest, program, returning
    terms = np.zeros(white.shape[1])
    terms[first:] = np.linalg.lstsq(-white[:, first:], white[:, 0], rcond=None)[0]
    terms[0] = 1.0
    square = float(np.mean((white @ terms) ** 2))
    evidence = -0.5 * (len(white) * np.log(square) + log_det)
    wide, by = np.sqrt(square), _stretch(chain, forecast @ terms)
    units = ("noise", "own", "conference", "drift", "home")
    scale = {name: by * wide * getattr(walk, name) for name in units}
    # A term's column holds what it adds to an observation of zero: tired legs are taken off it.
    tired, program = 0.0 - by * terms[1], terms[2]
    walk = replace(walk, **scale, stretch=by, tired=float(tired), program=float(program))
    return Found(walk, by * terms[3:], evidence)


def _stretch(chain: Chain, forecast: F8) -> float:
    """The slope of real margins on their forecasts, by possessions."""
    scored = [i for i, season in enumerate(chain.seasons) if season >= FIRST_SCORED]
    margin = np.concatenate([chain.margin[i] for i in scored])
    weight = np.concatenate([chain.games[i].weight for i in scored])
    return float(np.sum(weight * forecast * margin) / np.sum(weight * forecast**2))


def filtered(chain: Chain, walk: RandomWalkPrior) -> tuple[F8, float, F8]:
    """(innovations [N, C] divided by their standard deviations, log determinant of their
    covariances, forecasts [N, C]) of all games from ``FIRST_SCORED`` on. Columns: the margin; what
    being tired takes off it; a program; each feature of returning players."""
    white, forecasts, log_det = [], [], 0.0
    end, home, program = np.zeros((0, 0)), np.zeros((0, 0)), np.zeros(chain.teams)
    for season, games in zip(chain.seasons, chain.games, strict=True):
        feature = chain.features_of(season)
        if not end.size:
            end = np.zeros((chain.teams, 3 + feature.shape[1]))
            home = np.zeros_like(end)
        else:
            program = PROGRAM_KEEP * program + (1.0 - PROGRAM_KEEP) * end[:, 0]
        shift = np.column_stack([np.zeros((chain.teams, 2)), program, feature])
        at = np.zeros((starts_at(walk, no_prior(chain.teams), -1.0).size, end.shape[1]))
        at[: chain.teams] = walk.carry * end + shift
        at[chain.teams + 1 :] = walk.home_carry * home
        value = np.zeros((games.value.size, end.shape[1]))
        value[:, 0] = games.value
        if games.rest is not None:
            value[:, 1] = games.rest
        forecast, scored = np.zeros_like(value), season >= FIRST_SCORED
        for step in updates(games, walk, no_prior(chain.teams), -1.0):
            if step.day == AFTER:
                break
            expected = sum((by[:, None] * at[row] for row, by in step.terms), np.zeros(1))
            innovation = value[step.now] - expected
            if scored:
                factor = np.linalg.cholesky(step.games)
                white.append(np.linalg.solve(factor, innovation))
                log_det += 2.0 * float(np.sum(np.log(np.diag(factor))))
                forecast[step.now] = expected
            at = at + step.gain.T @ innovation
        forecasts.append(forecast - np.where(np.arange(value.shape[1]) == 1, value, 0.0))
        if not scored:
            forecasts.pop()
        end, home = at[: chain.teams], at[chain.teams + 1 :]
    return np.concatenate(white), log_det, np.concatenate(forecasts)


# --- Rosters that are not known yet --------------------------------------------------------------

PORTAL_SEASONS = (2024, 2025, 2026)  # rosters only, no results


def stays(players: pd.DataFrame) -> dict[str, float]:
    """Share of last season's minutes that stayed with the team, by class, over
    ``PORTAL_SEASONS``."""
    parts = []
    for season in PORTAL_SEASONS:
        last, now = (players[players["season"] == s] for s in (season - 1, season))
        key = ["player_id", "team_id"]
        parts.append(last.merge(now[key], on=key, how="left", indicator="back"))
    every = pd.concat(parts)
    back = every["minutes"].where(every["back"] == "both", 0.0)
    by_class = back.groupby(every["class"]).sum() / every.groupby("class")["minutes"].sum()
    return {name: round(float(by_class[name]), 2) for name in STAYS}


def returning_of(players: pd.DataFrame | None, ids: I8) -> dict[int, F8]:
    """Features of returning players by season; none without players."""
    return {} if players is None else next_season.returning_features(players, ids)
