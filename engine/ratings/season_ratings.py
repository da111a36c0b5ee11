"""Games -> fits of every measure, season after season.

Each season's prior is the season before. A season without box scores leaves the rates at their
carried prior, so a style fades toward the league's mean when nothing new is known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from engine.arrays import F8, I8, Bool
from engine.ratings import next_season
from engine.ratings.constants import LEAGUE_SD, NOISE_COUNT
from engine.ratings.model import (
    Fit,
    LeaguePrior,
    Observations,
    Prior,
    PriorStrength,
    RandomWalkPrior,
    carried,
    fit,
    fit_shared,
    kalman_filter,
    no_prior,
)
from engine.ratings.observations import MEASURES, SHARED, USUAL_PACE, observations

BOX_SHARE_FOR_STYLE = 0.2  # of a season's games; below it the style shown is the league's mean


@dataclass(frozen=True, slots=True, eq=False)
class SeasonFits:
    """One season: ``fits[measure]`` over the league's common team rows T; ``played[T]``, whose
    mean is the league's; ``has_style``: enough games have a box score to measure rates; ``pace``
    and ``efficiency`` (points per 100 possessions): means of all its games."""

    season: int
    fits: dict[str, Fit]
    played: Bool
    has_style: bool
    pace: float = np.nan
    efficiency: float = np.nan


def season_fits(
    sided: pd.DataFrame,
    ids: I8,
    strengths: Mapping[str, PriorStrength],
    returning: Mapping[int, F8] | None = None,
) -> Iterator[SeasonFits]:
    """Fit every season of ``sided`` (``one_sided``) in order, over the teams ``ids[T]``.

    ``returning``: by season, what returning players add to what is expected of each team's strength
    when it starts (``next_season``)."""
    last: dict[str, Fit] = {}
    program = np.zeros(ids.size)
    for season in sorted(sided["season"].unique()):
        rows = sided[sided["season"] == season]
        last = fit_season(rows, ids, strengths, last)
        program = next_season.program(program, last["net"])
        extra = (returning or {}).get(int(season) + 1, np.zeros(ids.size))
        last["net"] = next_season.with_following(last["net"], strengths["net"], program, extra)
        played = np.isin(ids, rows["offense"].unique())
        has_style = has_boxes(rows)
        yield SeasonFits(int(season), last, played, has_style, *averages(rows, has_style))


def has_boxes(rows: pd.DataFrame) -> bool:
    """Whether enough of these games have a box score to measure rates."""
    return float(rows["possessions"].notna().mean()) >= BOX_SHARE_FOR_STYLE


def averages(rows: pd.DataFrame, has_style: bool) -> tuple[float, float]:
    """(possessions per 40 minutes, points per 100 possessions) of these games; without boxes at
    the usual pace."""
    forties = rows["minutes"] / 40.0
    boxed = rows["possessions"].notna() if has_style else forties > 0
    possessions = rows["possessions"] if has_style else USUAL_PACE * forties
    pace = float((possessions / forties)[boxed].mean())
    return pace, float(100.0 * rows["points"][boxed].sum() / possessions[boxed].sum())


def fit_season(
    rows: pd.DataFrame,
    ids: I8,
    strengths: Mapping[str, PriorStrength],
    last: Mapping[str, Fit],
) -> dict[str, Fit]:
    """All measures from these games of a season and the fits of the season before."""
    fits: dict[str, Fit] = {}
    for measure in MEASURES:
        strength = strengths[measure]
        obs = observations(rows, ids, measure, fits.get("pace"))
        if obs.value.size:
            prior = prior_of(last.get(measure), strength, ids.size)
            fits[measure] = fit_measure(measure, obs, ids.size, strength, prior)
        elif measure in last:
            fits[measure] = _faded(last[measure], strength)
    return fits


def prior_of(last: Fit | None, strength: PriorStrength, teams: int) -> Prior:
    """What is expected of a season from the one before, if there was one."""
    return carried(last, strength) if last else no_prior(teams)


def opening(measure: str, prior: Prior, last: Fit | None) -> Prior:
    """The prior with what last season says about the league's means, for a season without games;
    without a last season as it is."""
    if last is None:
        return prior
    mean_sd, edge_sd = LEAGUE_SD[measure]
    league = LeaguePrior(last.mean, mean_sd, last.edge, edge_sd, last.noise, NOISE_COUNT)
    return replace(prior, league=league)


def fit_measure(
    measure: str, obs: Observations, teams: int, strength: PriorStrength, prior: Prior
) -> Fit:
    """One season's fit of a measure: followed from day to day, or one effect a season."""
    if isinstance(strength, RandomWalkPrior):
        return fit_shared(obs, strength, prior, SHARED[measure])
    return fit(obs, teams, strength, prior)


def _faded(last: Fit, strength: PriorStrength) -> Fit:
    prior = carried(last, strength)
    return Fit(
        last.mean, last.edge, prior.offense, last.offense_se, prior.defense, last.defense_se,
        last.noise, 0.0,
    )  # fmt: skip


def daily_ratings(
    rows: pd.DataFrame,
    ids: I8,
    strengths: Mapping[str, PriorStrength],
    last: Mapping[str, Fit],
    first: int,
) -> Iterator[tuple[int, SeasonFits]]:
    """(day, ratings as of the day before) for each day with games from ``first`` on.

    ``rows``: one season of ``one_sided``; ``last``: the fits of the season before. Strength, level
    and pace are followed from day to day. Rates, and the pace that counts the possessions of games
    without a box, are those before ``first``: they move little in a month. Before a season's first
    game the league's means are last season's (``opening``).
    """
    early = rows[rows["day_num"] < first]
    known = fit_season(early, ids, strengths, last)
    played = np.isin(ids, rows["offense"].unique())
    begins = early.empty
    has_style = has_boxes(rows if begins else early)
    priors = {
        measure: prior_of(last.get(measure), strengths[measure], ids.size) for measure in SHARED
    }
    if begins:
        priors = {name: opening(name, prior, last.get(name)) for name, prior in priors.items()}
    walks = {
        measure: [(day, found) for day, found in walk if day >= first]
        for measure, prior in priors.items()
        for walk in [_walk(rows, ids, measure, strengths[measure], prior, known.get("pace"))]
    }
    for day in np.unique(rows["day_num"][rows["day_num"] >= first]):
        for measure, walk in walks.items():
            at = [found for from_day, found in walk if from_day >= day]
            known = known | ({measure: at[0]} if at else {})
        yield int(day), SeasonFits(int(rows["season"].iloc[0]), known, played, has_style)


def _walk(
    rows: pd.DataFrame,
    ids: I8,
    measure: str,
    strength: PriorStrength,
    prior: Prior,
    pace: Fit | None,
) -> Iterator[tuple[int, Fit]]:
    obs = observations(rows, ids, measure, pace)
    assert isinstance(strength, RandomWalkPrior)
    if not obs.value.size:
        return iter(())
    return kalman_filter(obs, strength, prior, SHARED[measure])
