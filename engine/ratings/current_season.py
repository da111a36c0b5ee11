"""Ratings of a season that is being played: last season's end is the prior, this season's games
move it.

The model and its constants are those of every other season (``model``). Three things differ because
a season begins with no games at all: the league's mean and home edge start from last season's; a
school without a last season starts below the mean with a wide error (``NEWCOMER_NET``); and every
measure is fitted from the first day on, so that before any game the ratings are the carried prior
with the prior's spread.

``rate_season`` gives the ratings through one day, ``eve_ratings`` those of many evenings at once.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from engine.arrays import F8, I8, Bool
from engine.domain import box_score
from engine.domain.box_score import BOX, PLAUSIBLE_POSSESSIONS
from engine.domain.teams import RATES, League, TeamTable
from engine.errors import BadInput
from engine.ratings.constants import LEAGUE_SD, NEWCOMER_NET, NOISE_COUNT, SHRINKAGE
from engine.ratings.model import Fit, LeaguePrior, Prior, RandomWalkPrior, kalman_filter
from engine.ratings.observations import MEASURES, SHARED, expected_pace, observations, one_sided
from engine.ratings.season_prior import SeasonPrior
from engine.ratings.season_ratings import SeasonFits, averages, fit_measure
from engine.ratings.season_tables import season_row, team_frame, team_table, win_loss

GAME_COLUMNS = ("date", "home", "away", "neutral", "home_points", "away_points", "overtimes")
MEMBER_COLUMNS = ("team_id", "name", "conference")


def rate_season(
    league: League,
    season: int,
    games: pd.DataFrame,
    prior: SeasonPrior,
    members: pd.DataFrame,
    as_of: str,
) -> TeamTable:
    """All Division I teams of a season by the games up to the day ``as_of`` (ISO, US Eastern).

    ``games``: one row a final game between two members, in any order: date (ISO), home, away (team
    ids), neutral (bool), home_points, away_points, overtimes, and where there is a box score the
    columns of ``box_score.BOX`` with the prefixes home_ and away_ (NaN elsewhere; other columns are
    ignored). A box whose shots do not add up to the score counts as none.
    ``members``: team_id, name, conference of every team; a team without games keeps its prior.

    BadInput if a column is missing, a team is listed twice, a game's team is no member, or the
    prior belongs to another season."""
    _check(league, season, games, prior, members)
    known = _Known.of(season, games[games["date"] <= as_of], prior, members)
    return known.table(_fits(known, MEASURES), as_of)


def eve_ratings(
    league: League,
    season: int,
    games: pd.DataFrame,
    prior: SeasonPrior,
    members: pd.DataFrame,
    days: Sequence[str],
) -> Iterator[tuple[str, TeamTable]]:
    """(day, the ratings on its eve) of each of ``days`` (ISO): what ``rate_season`` gives of the
    games before the day, from one pass of the filters. Nothing of the day itself or later is used.

    Games and members as in ``rate_season``. Two things are simpler: the rates, which move little in
    a month, are those of the games before the day's month, and a game without a box has the
    possessions that were expected on its own eve. BadInput as there."""
    _check(league, season, games, prior, members)
    known = _Known.of(season, games, prior, members)
    walks = _walks(known)
    rates: dict[str, dict[str, Fit]] = {}
    for day in days:
        month = f"{day[:8]}01"
        if month not in rates:
            rates[month] = _fits(known.before(month), RATES)
        number = date.fromisoformat(day).toordinal()
        shared = {measure: walk.before(number) for measure, walk in walks.items()}
        eve = date.fromordinal(number - 1).isoformat()
        yield day, known.before(day).table(shared | rates[month], eve)


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What a season's ratings are made from: the games as a frame and from both sides (``rows``),
    the ``members`` by id, and the prior."""

    season: int
    frame: pd.DataFrame
    rows: pd.DataFrame
    prior: SeasonPrior
    members: pd.DataFrame

    @classmethod
    def of(
        cls, season: int, games: pd.DataFrame, prior: SeasonPrior, members: pd.DataFrame
    ) -> "_Known":
        """From checked input."""
        frame = games_frame(games, season)
        members = members.sort_values("team_id", ignore_index=True)
        return cls(season, frame, one_sided(frame), prior, members)

    @property
    def ids(self) -> I8:
        """[T] the members, sorted."""
        return self.members["team_id"].to_numpy(np.int64)

    @property
    def conference(self) -> I8:
        """[T] the number of each member's conference; -1 for none."""
        number, _ = pd.factorize(self.members["conference"].replace("", None))
        return np.asarray(number, dtype=np.int64)

    def before(self, day: str) -> "_Known":
        """The same with the games before a day only."""
        frame, rows = (part[part["date"] < day] for part in (self.frame, self.rows))
        return _Known(self.season, frame, rows, self.prior, self.members)

    def table(self, fits: dict[str, Fit], as_of: str) -> TeamTable:
        """The fits as a table of all members, with their wins and losses."""
        ids, season, league = self.ids, self.season, self.prior.league
        everyone = np.ones(ids.size, dtype=np.bool_)
        one = SeasonFits(season, fits, everyone, True, *_averages(self.rows, fits))
        wins, losses = ([n.get((season, team), 0) for team in ids] for n in win_loss(self.frame))
        labels = {"name": self.members["name"], "conference": self.members["conference"]}
        teams = team_frame(one, ids, {"pace": np.nan, **dict.fromkeys(MEASURES, np.nan)})
        teams = teams.assign(**labels, wins=wins, losses=losses)
        average = season_row(one, dict.fromkeys(MEASURES, np.nan))
        average |= {"cutoff": as_of, "season_spread": 1.0}  # known only after the season
        return team_table(
            league,
            season,
            {str(name): teams[name].to_numpy() for name in teams},
            {name: np.array([value]) for name, value in average.items()},
            _digest(self, as_of),
        )


def games_frame(games: pd.DataFrame, season: int) -> pd.DataFrame:
    """Final games (``rate_season``) as a games frame (``observations``), without conferences."""
    home_is_a = (games["home"] < games["away"]).to_numpy(bool)
    day = pd.to_datetime(games["date"])
    out = pd.DataFrame({"season": season, "day_num": day.map(pd.Timestamp.toordinal), "date": day})
    out = out.astype({"season": np.int64, "day_num": np.int64})
    sides = {"a": home_is_a, "b": ~home_is_a}
    for side, is_home in sides.items():
        out[f"team_id_{side}"] = np.where(is_home, games["home"], games["away"]).astype(np.int64)
        out[f"score_{side}"] = _of_side(games, "points", is_home)
        out[f"conference_{side}"] = ""
        for name in BOX:
            out[f"{name}_{side}"] = _of_side(games, name, is_home)
    home = np.where(home_is_a, 1.0, -1.0)
    out["venue"] = np.where(games["neutral"].to_numpy(bool), 0.0, home)
    out["minutes"] = 40.0 + 5.0 * games["overtimes"].fillna(0).to_numpy(np.float64)
    out["possessions"] = _possessions(out)
    boxes = [f"{name}_{side}" for name in BOX for side in sides]
    out.loc[out["possessions"].isna(), boxes] = np.nan
    return out.reset_index(drop=True)


def _of_side(games: pd.DataFrame, name: str, is_home: Bool) -> F8:
    home, away = (
        games[f"{side}_{name}"].to_numpy(np.float64, na_value=np.nan)
        if f"{side}_{name}" in games
        else np.full(len(games), np.nan)
        for side in ("home", "away")
    )
    return np.where(is_home, home, away)


def _possessions(frame: pd.DataFrame) -> F8:
    """Possessions of a game, the mean of both sides' estimates; NaN where the boxes do not add up
    to the score or cannot be right."""
    both, sound = np.zeros(len(frame)), np.ones(len(frame), dtype=np.bool_)
    for side in "ab":
        box = {name: frame[f"{name}_{side}"].to_numpy() for name in BOX}
        both += box_score.possessions(box["fga"], box["or"], box["to"], box["fta"])
        made = box_score.points(box["fgm"], box["fgm3"], box["ftm"])
        sound &= made == frame[f"score_{side}"].to_numpy()
    low, high = PLAUSIBLE_POSSESSIONS
    per_40 = both / 2 * 40.0 / frame["minutes"].to_numpy()
    return np.where(sound & (low <= per_40) & (per_40 <= high), both / 2, np.nan)


def _fits(known: _Known, measures: Sequence[str]) -> dict[str, Fit]:
    fits: dict[str, Fit] = {}
    ids, prior = known.ids, known.prior
    for measure in measures:
        obs = observations(known.rows, ids, measure, fits.get("pace"), known.conference)
        strength = SHRINKAGE[prior.league][measure]
        fits[measure] = fit_measure(measure, obs, ids.size, strength, _prior(prior, measure, ids))
    return fits


@dataclass(frozen=True, slots=True)
class _Walk:
    """A shared number through the season: ``fits[i]`` before the games of ``days[i]``, and one more
    after all of them; ``drift`` is the standard deviation of a day's change."""

    days: Sequence[int]
    fits: Sequence[Fit]
    drift: float

    def before(self, day: int) -> Fit:
        """The estimates by the games before a day (an ordinal), with what may drift until it."""
        at = bisect_left(self.days, day)
        fit = self.fits[at]
        if at == 0:
            return fit
        until = self.days[min(at, len(self.days) - 1)]  # up to here the errors hold the drift
        se = np.sqrt(fit.offense_se**2 + self.drift**2 * (day - until))
        return replace(fit, offense_se=se, defense_se=se)


def _walks(known: _Known) -> dict[str, _Walk]:
    rows, walks = known.rows, dict[str, _Walk]()
    for measure, sign in SHARED.items():
        obs = observations(rows, known.ids, measure, None, known.conference)
        walk = SHRINKAGE[known.prior.league][measure]
        assert isinstance(walk, RandomWalkPrior)
        prior = _prior(known.prior, measure, known.ids)
        days, fits = zip(*kalman_filter(obs, walk, prior, sign), strict=True)
        walks[measure] = _Walk(days[:-1], fits, walk.drift)
        if measure == "pace":
            rows = _with_possessions(rows, known.ids, walks[measure])
    return walks


def _with_possessions(rows: pd.DataFrame, ids: I8, pace: _Walk) -> pd.DataFrame:
    """Every game with possessions: where there is no box, those expected on its eve."""
    possessions = rows["possessions"].to_numpy().copy()
    side = [np.searchsorted(ids, rows[name]) for name in ("offense", "defense")]
    forties, day = rows["minutes"].to_numpy() / 40.0, rows["day_num"].to_numpy()
    missing = np.isnan(possessions)
    for number in np.unique(day[missing]):
        at = missing & (day == number)
        expected = expected_pace(pace.before(int(number)), side[0][at], side[1][at])
        possessions[at] = expected * forties[at]
    return rows.assign(possessions=possessions)


def _prior(prior: SeasonPrior, measure: str, ids: I8) -> Prior:
    """One measure's prior over the teams ``ids``.

    A newcomer has the spread of teams of which nothing is known: a number that keeps ``carry`` of
    itself and changes by N(0, own²) each season is spread by own² / (1 - carry²) in the long run.
    """
    m = MEASURES.index(measure)
    strength = SHRINKAGE[prior.league][measure]
    carry = strength.carry
    row = np.minimum(np.searchsorted(prior.team_id, ids), prior.team_id.size - 1)
    known = prior.team_id[row] == ids
    offense, defense = carry * prior.offense[:, m], carry * prior.defense[:, m]
    newcomer, home = 0.0, None
    if measure == "net" and isinstance(strength, RandomWalkPrior):
        offense, defense = prior.strength, -prior.strength
        newcomer = NEWCOMER_NET[prior.league]
        home = np.where(known, strength.home_carry * prior.home[row], 0.0)
    mean_sd, edge_sd = LEAGUE_SD[measure]
    mean, edge, noise = (float(x[m]) for x in (prior.mean, prior.edge, prior.noise))
    return Prior(
        np.where(known, offense[row], newcomer),
        np.where(known, defense[row], SHARED.get(measure, 1.0) * newcomer),
        np.where(known, 1.0, 1.0 / (1.0 - carry**2)),
        LeaguePrior(mean, mean_sd, edge, edge_sd, noise, NOISE_COUNT),
        home,
    )


def _averages(rows: pd.DataFrame, fits: Mapping[str, Fit]) -> tuple[float, float]:
    """Mean pace and efficiency of the games so far; of the ratings while no game has a box."""
    if rows["possessions"].notna().any():
        return averages(rows, has_style=True)
    pace, level = fits["pace"], fits["level"]
    return (
        pace.mean + 2.0 * float(pace.offense.mean()),
        level.mean / 2.0 + float(level.offense.mean()),
    )


def _check(
    league: League, season: int, games: pd.DataFrame, prior: SeasonPrior, members: pd.DataFrame
) -> None:
    wrong = [f"games have no column {name}" for name in GAME_COLUMNS if name not in games]
    wrong += [f"members have no column {name}" for name in MEMBER_COLUMNS if name not in members]
    if not wrong:
        twice = members["team_id"][members["team_id"].duplicated()]
        wrong += [f"team {team} is listed twice" for team in _few(twice)]
        playing = pd.concat([games["home"], games["away"]])
        strange = playing[~playing.isin(members["team_id"])].drop_duplicates()
        wrong += [f"team {team} plays but is no member" for team in _few(strange)]
    if (prior.league, prior.season) != (league, season):
        wrong.append(f"the prior is that of the {prior.league}'s season {prior.season}")
    if wrong:
        remedy = "Give one row a final game between two members of Division I, and one a member."
        raise BadInput(
            f"The {league}'s season {season} cannot be rated: {'; '.join(wrong)}.", remedy
        )


def _few(teams: "pd.Series[int]") -> Sequence[int]:
    return [int(team) for team in teams.tolist()[:3]]


def _digest(known: _Known, as_of: str) -> str:
    """Twelve hexadecimal digits that name everything the ratings were made from."""
    prior = known.prior
    order = ["date", "team_id_a", "team_id_b", "score_a", "score_b"]
    frame = known.frame.sort_values(order, ignore_index=True).drop(columns="date")
    numbers = frame.select_dtypes("number").to_numpy(np.float64)
    parts = (
        f"{prior.league} {prior.season} {as_of} {prior.digest}".encode(),
        known.members[list(MEMBER_COLUMNS)].to_csv(index=False).encode(),
        numbers.tobytes(),
    )
    return hashlib.sha256(b"\n".join(parts)).hexdigest()[:12]
