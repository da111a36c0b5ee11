"""Game logs -> ratings of every team and season, frozen on Selection Sunday.

Seasons are fitted in order, each with the last as its prior. A season without box scores leaves the
rates at their carried prior, so a style fades toward the league's mean when nothing new is known.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from engine.domain import box_score
from engine.domain.teams import RATES, League
from engine.ratings.constants import BLOWOUT_SCALE, FREE_LUCK, THREE_LUCK, USUAL_FREE, USUAL_THREE
from engine.ratings.model import (
    Fit,
    Observations,
    Prior,
    PriorStrength,
    RandomWalkPrior,
    adjusted_margin,
    carried,
    fit,
    fit_shared,
    kalman_filter,
    no_prior,
)

FIRST_PUBLISHED: dict[League, int] = {"men": 2003, "women": 2010}
BOX_SHARE_FOR_STYLE = 0.2  # of a season's games; below it the style shown is the league's mean

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
# What both sides of a game share: one number a team, added or subtracted (``ratings.follow``).
SHARED = {"pace": 1.0, "net": -1.0, "level": 1.0}
MEASURES = (*SHARED, *RATES)


def _attempts(box: pd.DataFrame) -> pd.Series:
    return box["fga"] + box_score.FT_TO_POSSESSION * box["fta"]


@dataclass(frozen=True, slots=True, eq=False)
class SeasonFits:
    """One season: ``fits[measure]`` over the league's common team rows, who played, and the mean
    pace and points per 100 possessions of all its games."""

    season: int
    fits: dict[str, Fit]
    played: np.ndarray  # bool[T]
    box_share: float
    pace: float = np.nan
    efficiency: float = np.nan


def season_fits(
    sided: pd.DataFrame, ids: np.ndarray, pulls: dict[str, PriorStrength]
) -> Iterator[SeasonFits]:
    """Fit every season of ``sided`` (all teams of ``ids`` have a row in each)."""
    last: dict[str, Fit] = {}
    for season in sorted(sided["season"].unique()):
        rows = sided[sided["season"] == season]
        last = _fitted(rows, ids, pulls, last)
        played = np.isin(ids, rows["offence"].unique())
        box_share = float(rows["possessions"].notna().mean())
        yield SeasonFits(int(season), last, played, box_share, *_averages(rows, box_share))


def _averages(rows: pd.DataFrame, box_share: float) -> tuple[float, float]:
    """(possessions per 40 minutes, points per 100 possessions) of these games; where there are no
    boxes with the usual pace."""
    forties = rows["minutes"] / 40.0
    boxed = rows["possessions"].notna() if box_share >= BOX_SHARE_FOR_STYLE else forties > 0
    possessions = rows["possessions"] if box_share >= BOX_SHARE_FOR_STYLE else USUAL_PACE * forties
    pace = float((possessions / forties)[boxed].mean())
    return pace, float(100.0 * rows["points"][boxed].sum() / possessions[boxed].sum())


def _fitted(
    rows: pd.DataFrame, ids: np.ndarray, pulls: dict[str, PriorStrength], last: dict[str, Fit]
) -> dict[str, Fit]:
    """All measures from these games of a season and the season before."""
    fits: dict[str, Fit] = {}
    for measure in MEASURES:
        pull = pulls[measure]
        obs = observations(rows, ids, measure, fits.get("pace"))
        if obs.value.size:
            prior = prior_of(last.get(measure), pull, ids.size)
            fits[measure] = fit_measure(measure, obs, ids.size, pull, prior)
        elif measure in last:
            fits[measure] = _faded(last[measure], pull.carry)
    return fits


def prior_of(last: Fit | None, pull: PriorStrength, teams: int) -> Prior:
    """What is expected of a season from the one before, if there was one."""
    return carried(last, pull.carry) if last else no_prior(teams)


def fit_measure(
    measure: str, obs: Observations, teams: int, pull: PriorStrength, prior: Prior
) -> Fit:
    """One season's fit of a measure, shared by both sides or not."""
    if isinstance(pull, RandomWalkPrior):
        return fit_shared(obs, pull, prior, SHARED[measure])
    return fit(obs, teams, pull, prior)


def daily_ratings(
    rows: pd.DataFrame,
    ids: np.ndarray,
    pulls: dict[str, PriorStrength],
    last: dict[str, Fit],
    first: int,
) -> Iterator[tuple[int, SeasonFits]]:
    """What was known on the eve of each day from ``first`` on: (day, ratings from the games of the
    days before it). ``rows`` is one season of ``logs.one_sided``, ``last`` the fits of the season
    before.

    Strength, level and pace are followed from day to day. Rates, and the pace by which a game
    without a box is judged, are those of ``first``'s eve: they move little in a month.
    """
    early = rows[rows["day_num"] < first]
    known = _fitted(early, ids, pulls, last)
    played = np.isin(ids, rows["offence"].unique())
    box_share = float(early["possessions"].notna().mean())
    walks = {
        measure: [(day, found) for day, found in walk if day >= first]
        for measure in SHARED
        for walk in [_walk(rows, ids, measure, pulls[measure], last, known.get("pace"))]
    }
    for day in np.unique(rows["day_num"][rows["day_num"] >= first]):
        for measure, walk in walks.items():
            at = [found for from_day, found in walk if from_day >= day]
            known = known | ({measure: at[0]} if at else {})
        yield int(day), SeasonFits(int(rows["season"].iloc[0]), known, played, box_share)


def _walk(
    rows: pd.DataFrame,
    ids: np.ndarray,
    measure: str,
    pull: PriorStrength,
    last: dict[str, Fit],
    pace: Fit | None,
) -> Iterator[tuple[int, Fit]]:
    obs = observations(rows, ids, measure, pace)
    assert isinstance(pull, RandomWalkPrior)
    if not obs.value.size:
        return iter(())
    return kalman_filter(obs, pull, prior_of(last.get(measure), pull, ids.size), SHARED[measure])


def observations(
    rows: pd.DataFrame, ids: np.ndarray, measure: str, pace: Fit | None
) -> Observations:
    """One season's observations of a measure; ``rows`` of ``logs.one_sided``, whose first half are
    the games from one side and whose second half the same games from the other."""
    other = rows.iloc[len(rows) // 2 :]
    conference = np.full(ids.size, -1)
    conference[np.searchsorted(ids, rows["offence"])] = _conference_numbers(rows)
    if measure in SHARED:
        rows = rows.iloc[: len(rows) // 2]
    offence = np.searchsorted(ids, rows["offence"])
    defence = np.searchsorted(ids, rows["defence"])
    venue = rows["venue"].to_numpy(dtype=np.float64)
    if measure == "pace":
        value = (rows["possessions"] * 40.0 / rows["minutes"]).to_numpy()
        weight = np.ones(len(rows))
    elif measure in SHARED:
        weight = rows["possessions"].to_numpy().copy()
        missing = np.isnan(weight)
        weight[missing] = _expected_possessions(rows, offence, defence, pace)[missing]
        mine, theirs = rows["points"].to_numpy(), other["points"].to_numpy()
        value = 100.0 * (mine + SHARED[measure] * theirs) / weight
        if measure == "net":
            value = adjusted_margin(
                value, 100.0 * (_luck(rows) - _luck(other)) / weight, BLOWOUT_SCALE
            )
    else:
        count, over = RATE_COUNTS[measure]
        weight = over(rows).to_numpy(dtype=np.float64)
        value = count(rows).to_numpy(dtype=np.float64) / np.where(weight > 0, weight, np.nan)
    known = np.isfinite(value)
    day = rows["day_num"].to_numpy()
    sides = (offence[known], defence[known], venue[known])
    return Observations(*sides, value[known], weight[known], day[known], conference)


def _conference_numbers(rows: pd.DataFrame) -> np.ndarray:
    number, _ = pd.factorize(rows["conference"].replace("", None))
    return number


def luck(box: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Points of one side above the usual share of made shots, from three and at the line; 0 without
    a box."""
    threes = 3.0 * (box["fgm3"] - USUAL_THREE * box["fga3"])
    free = box["ftm"] - USUAL_FREE * box["fta"]
    return threes.fillna(0.0).to_numpy(), free.fillna(0.0).to_numpy()


def _luck(box: pd.DataFrame) -> np.ndarray:
    threes, free = luck(box)
    return np.asarray(THREE_LUCK * threes + FREE_LUCK * free)


def _expected_possessions(
    rows: pd.DataFrame, offence: np.ndarray, defence: np.ndarray, pace: Fit | None
) -> np.ndarray:
    """Possessions of a game without a box: what the two teams' paces say, or the usual 70."""
    minutes = rows["minutes"].to_numpy() / 40.0
    return expected_pace(pace, offence, defence) * minutes


def expected_pace(pace: Fit | None, offence: np.ndarray, defence: np.ndarray) -> np.ndarray:
    """Possessions per 40 minutes of two teams' games; the usual ones where no pace is known."""
    if pace is None:
        return np.full(len(offence), USUAL_PACE)
    return pace.expected(offence, defence, np.zeros(len(offence)))


USUAL_PACE = 70.96  # possessions per 40 minutes: the women's mean of 2024-2026


def _faded(last: Fit, carry: float) -> Fit:
    prior = carried(last, carry)
    return Fit(
        last.mean, last.edge, prior.offence, last.offence_se, prior.defence, last.defence_se,
        last.noise, 0.0,
    )  # fmt: skip


def mean_style(fitted: list[SeasonFits]) -> dict[str, float]:
    """League means of the rates over the seasons with boxes, and the usual pace: the style of the
    seasons without."""
    with_boxes = [one for one in fitted if one.box_share >= BOX_SHARE_FOR_STYLE]
    rates = {r: float(np.mean([one.fits[r].mean for one in with_boxes])) for r in RATES}
    return {"pace": USUAL_PACE, **rates}


def _centred(one: SeasonFits, measure: str) -> Fit:
    """A shared number against the mean of the teams that played. Followed from day to day, all of
    them may drift together (pace falls toward March); what a game is expected to be stays."""
    found, sign = one.fits[measure], SHARED[measure]
    common = float(found.offence[one.played].mean())
    effect = found.offence - common
    mean = found.mean + (1.0 + sign) * common
    return replace(found, mean=mean, offence=effect, defence=sign * effect)


def season_row(one: SeasonFits, style: dict[str, float]) -> dict[str, object]:
    """The averages of a league and season: a row of ``seasons`` without its key and cutoff."""
    measured = one.box_share >= BOX_SHARE_FOR_STYLE

    return {
        "pace": _centred(one, "pace").mean if measured else style["pace"],
        "efficiency": _centred(one, "level").mean / 2.0,
        "home_edge": one.fits["net"].edge / 2.0,
        "season_pace": one.pace,
        "season_efficiency": one.efficiency,
        "season_spread": np.nan,
        **{f"rate_{r}": one.fits[r].mean if measured else style[r] for r in RATES},
        "has_style": measured,
    }


def team_frame(one: SeasonFits, ids: np.ndarray, style: dict[str, float]) -> pd.DataFrame:
    """Every team that played: the numbers of ``teams``, by team id."""
    measured = one.box_share >= BOX_SHARE_FOR_STYLE
    net, level = _centred(one, "net"), _centred(one, "level")
    pace = _centred(one, "pace") if measured else None
    se = np.hypot(net.offence_se, level.offence_se) / 2.0
    columns: dict[str, object] = {"team_id": ids}
    columns |= _columns("pace", pace, style["pace"], measured, paired=False)
    columns |= {
        "off_eff": (level.mean + level.offence + net.offence) / 2.0, "off_se": se,
        "def_eff": (level.mean + level.offence - net.offence) / 2.0, "def_se": se,
        "net_se": net.offence_se,
    }  # fmt: skip
    for rate in RATES:
        columns |= _columns(rate, one.fits.get(rate), style[rate], measured, paired=True)
    return pd.DataFrame(columns)[one.played]


def _columns(
    name: str, found: Fit | None, usual: float, measured: bool, paired: bool
) -> dict[str, object]:
    off, dfn = (f"off_{name}", f"def_{name}") if paired else (name, "")
    if not measured or found is None:
        one: dict[str, object] = {off: usual, f"{off}_se": 0.0}
        return one | ({dfn: usual, f"{dfn}_se": 0.0} if paired else {})
    low, high = (0.005, 0.995) if paired else (0.0, np.inf)
    out: dict[str, object] = {
        off: np.clip(found.mean + found.offence, low, high), f"{off}_se": found.offence_se,
    }  # fmt: skip
    if paired:
        out |= {
            dfn: np.clip(found.mean + found.defence, low, high), f"{dfn}_se": found.defence_se,
        }  # fmt: skip
    return out
