"""Opponent-adjusted ratings: the whole model on one screen.

**What both sides of a game share** is one number per team that changes through the season
(``kalman_filter``):

    net    margin per 100 possessions
               = strength[i] - strength[j] + (edge + home[host]) * venue + tired * rest + noise
    level  points of both sides per 100 possessions = mean + level[i] + level[j] + noise
    pace   possessions per 40 minutes = mean + pace[i] + pace[j] + noise

    season start    number = expected + N(0, own²) + N(0, conference²), the last term shared by all
                    teams of a conference; expected = carry * last season's, and for strength what
                    ``next_season`` adds
                    home = home carry * last season's + N(0, home²)
    each day        number = number + N(0, drift²)

Everything is normal, so the state on any morning is a mean vector and a covariance matrix, and a
day's games update both exactly (Kalman, 1960). Recent games count more because strength drifts. A
conference moves as a whole with its games against other conferences. Margin and level have separate
filters, so that what moves both scores together (pace, officiating) does not blur which team is
better. Efficiency is half of level plus or minus half of net. The margin that ``net`` observes is
adjusted for shooting luck and blowouts (``adjusted_margin``). ``home`` is what a school's own floor
is worth beyond the league's home edge, ``tired`` what a team that played the day before loses.

**A rate** (turnovers per play, threes made …) has an effect for each offense and each defense:

    value = mean + offense[i] + defense[j] + edge * venue + noise / sqrt(weight)

where ``weight`` is the denominator (plays, shots). Every effect has a normal prior centered on
``carry`` times last season's effect. That is ridge regression, solved exactly (``fit``):

    (X'WX + penalty) effect = X'W (value - prior),  posterior covariance = noise² (X'WX + penalty)⁻¹

``venue`` is +1 for a side at home, -1 on the road and 0 on a neutral floor. All constants are
fitted on seasons up to 2019 (``python -m engine.pipeline.fits.rating_constants``), none on
tournament results.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I8, Bool

# One term of the model: its column for each observation and the coefficient there.
Part = tuple[I8, F8]


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """N observations. ``offense[N]``, ``defense[N]`` are team rows; ``venue[N]`` is +1 (offense at
    home), 0 or -1; ``value[N]``; ``weight[N]`` > 0; ``day[N]`` of the season;
    ``conference[T]``: teams with the same number share one, -1 is in none; ``rest[N]``: +1 where
    only the offense played the day before, -1 where only the defense did, 0 else (``None``: 0)."""

    offense: I8
    defense: I8
    venue: F8
    value: F8
    weight: F8
    day: I8
    conference: I8
    rest: F8 | None = None


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """How strongly effects shrink toward their prior. ``offense``/``defense``: penalties in the
    unit of the weights (how many possessions, plays or shots the prior is worth); ``carry``: share
    of last season's effect that is expected again."""

    offense: float
    defense: float
    carry: float


@dataclass(frozen=True, slots=True)
class RandomWalkPrior:
    """How a shared number moves, in the unit of the values: standard deviations of one observation
    of weight 1 (``noise``), of what is new about a team (``own``) and about its ``conference`` when
    a season starts, of a day's change (``drift``); ``carry``: share of last season's number that is
    expected again. Values are multiplied by ``stretch`` first. ``home``: standard deviation of what
    is new about a team's home edge when a season starts (0: the league's edge is everybody's),
    ``home_carry`` the share of last season's that is expected again; ``program``: how much of a
    team's mean of many seasons is expected on top (``next_season``); ``tired``: the effect of
    ``rest``."""

    noise: float
    own: float
    conference: float
    drift: float
    carry: float
    stretch: float = 1.0
    home: float = 0.0
    home_carry: float = 0.0
    program: float = 0.0
    tired: float = 0.0


PriorStrength = Shrinkage | RandomWalkPrior  # what a measure's prior is worth


@dataclass(frozen=True, slots=True)
class LeaguePrior:
    """What is expected of the numbers that all games of a league share: ``mean`` and ``edge`` with
    standard deviations, and the ``noise`` of one observation of weight 1, as if it had been seen
    in ``noise_count`` observations."""

    mean: float
    mean_sd: float
    edge: float
    edge_sd: float
    noise: float
    noise_count: float


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """Prior means ``offense[T]`` and ``defense[T]`` of the effects (zero for a newcomer).

    ``variance[T]``: how many times the usual prior variance a team has (``None``: 1 for all).
    ``league``: ``None`` lets this season's games alone say what the league's mean and edge are;
    without games, or with a few, that is nothing.
    ``home[T]``: prior means of the teams' home edges (``None``: zero for all)."""

    offense: F8
    defense: F8
    variance: F8 | None = None
    league: LeaguePrior | None = None
    home: F8 | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Effects against the mean, in the unit of ``value``, with posterior standard errors.

    ``noise`` is the standard deviation of one observation of weight 1. ``home[T]``: a host's home
    edge beyond ``edge``. ``following[T]``: what is expected of ``offense`` when the next season
    starts, where that is more than its carry (``next_season``).
    """

    mean: float
    edge: float
    offense: F8
    offense_se: F8
    defense: F8
    defense_se: F8
    noise: float
    log_evidence: float
    home: F8 | None = None
    following: F8 | None = None

    def expected(self, offense: I8, defense: I8, venue: F8) -> F8:
        """The values [N] that offenses are expected to have against these defenses."""
        both = self.offense[offense] + self.defense[defense]
        edge = self.edge + self.home_edge(np.where(venue > 0, offense, defense))
        return np.asarray(self.mean + both + edge * venue)

    def home_edge(self, host: I8) -> F8:
        """[N] the home edges of these hosts beyond the league's."""
        return np.zeros(len(host)) if self.home is None else self.home[host]


def no_prior(teams: int) -> Prior:
    """A prior of zero for every team."""
    return Prior(np.zeros(teams), np.zeros(teams))


def carried(last: Fit, strength: PriorStrength) -> Prior:
    """Next season's prior means from last season's fit, both with the same team rows."""
    if last.following is None:
        offense, defense = strength.carry * last.offense, strength.carry * last.defense
    else:
        offense, defense = last.following, -last.following
    home = None
    if isinstance(strength, RandomWalkPrior) and last.home is not None:
        home = strength.home_carry * last.home
    return Prior(offense, defense, home=home)


def fit(obs: Observations, teams: int, shrinkage: Shrinkage, prior: Prior) -> Fit:
    """Solve one season with an effect for each offense and each defense."""
    one = np.ones_like(obs.value)
    parts = (*_common(obs), (2 + obs.offense, one), (2 + teams + obs.defense, one))
    penalty = np.repeat([shrinkage.offense, shrinkage.defense], teams)
    if prior.variance is not None:
        penalty = penalty / np.tile(prior.variance, 2)
    solved = _solve(obs, parts, np.concatenate([_league_penalty(prior.league), penalty]), prior)
    off, dfn = slice(2, 2 + teams), slice(2 + teams, None)
    return _fit(
        solved, prior, solved.effect[off], solved.effect[dfn], solved.se[off], solved.se[dfn]
    )


def kalman_filter(
    obs: Observations, walk: RandomWalkPrior, prior: Prior, sign: float
) -> Iterator[tuple[int, Fit]]:
    """(day, estimates of one shared number before that day's games) for each day with games, then
    (``AFTER``, the estimates after all games).

    Each game appears once; ``defense`` is ``sign`` times ``offense``. With ``sign`` -1 there is no
    mean: which side is named first means nothing.
    """
    at, evidence = starts_at(walk, prior, sign), 0.0
    for step in updates(obs, walk, prior, sign):
        yield step.day, _posterior(at, step.se, walk, sign, evidence)
        if step.day == AFTER:
            return
        innovation = walk.stretch * obs.value[step.now]
        if obs.rest is not None:
            innovation = innovation - walk.tired * obs.rest[step.now]
        for row, by in step.terms:
            innovation = innovation - by * at[row]
        evidence -= 0.5 * float(innovation @ np.linalg.solve(step.games, innovation))
        evidence -= 0.5 * float(np.linalg.slogdet(step.games)[1])
        at = at + step.gain.T @ innovation


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """A day's update of the state (all teams, the edge or the mean, and the teams' home edges where
    they have their own). ``se[T]``: posterior standard errors before the day's n games, which are
    ``now[N]`` of the season's; ``terms``: what they are expected to be, as rows of the state and
    their coefficients; ``games[n, n]``: covariance of what they show; ``gain[n, D]``: how far each
    moves the state. None of it depends on the results."""

    day: int
    se: F8
    now: Bool
    terms: Sequence[Part]
    games: F8
    gain: F8


def updates(
    obs: Observations, walk: RandomWalkPrior, prior: Prior, sign: float
) -> Iterator[Update]:
    """The update of each day with games, then one of ``AFTER`` without any (``kalman_filter``)."""
    teams, cov = _before_first_game(obs, walk, prior, sign)
    before = None
    for day in np.unique(obs.day):
        cov[teams, teams] += walk.drift**2 * (0 if before is None else day - before)
        se = np.sqrt(np.diag(cov))[: teams.size]
        now = obs.day == day
        terms = _terms(obs, now, walk, sign, teams.size)
        seen = np.zeros((int(now.sum()), len(cov)))  # covariance of games and state
        for row, by in terms:
            seen += by[:, None] * cov[row]
        games = np.diag(walk.noise**2 / obs.weight[now])
        for row, by in terms:
            games += by * seen[:, row]
        gain: F8 = np.asarray(np.linalg.solve(games, seen), dtype=np.float64)
        yield Update(int(day), se, now, terms, games, gain)
        cov -= seen.T @ gain
        before = day
    se, nothing = np.sqrt(np.diag(cov))[: teams.size], np.zeros((0, 0))
    yield Update(AFTER, se, np.zeros(obs.day.size, dtype=np.bool_), (), nothing, nothing)


def starts_at(walk: RandomWalkPrior, prior: Prior, sign: float) -> F8:
    """[D] the state's mean before the first game."""
    league, teams = prior.league, prior.offense.size
    start = 0.0 if league is None else league.edge if sign < 0 else league.mean
    home = np.zeros(teams) if prior.home is None else prior.home
    return np.concatenate([prior.offense, [start], home[: teams if walk.home else 0]])


def _before_first_game(
    obs: Observations, walk: RandomWalkPrior, prior: Prior, sign: float
) -> tuple[I8, F8]:
    """(rows of the teams, covariance of the state) before the first game."""
    league = prior.league
    start_sd = UNKNOWN if league is None else league.edge_sd if sign < 0 else league.mean_sd
    same = (obs.conference[:, None] == obs.conference) & (obs.conference >= 0)
    teams = np.arange(same.shape[0])
    homes = np.arange(teams.size if walk.home else 0) + teams.size + 1
    cov = np.zeros((teams.size + 1 + homes.size,) * 2)
    own = walk.own**2 * (1.0 if prior.variance is None else prior.variance)
    cov[: teams.size, : teams.size] = walk.conference**2 * same + own * np.eye(teams.size)
    cov[teams.size, teams.size] = start_sd**2
    cov[homes, homes] = walk.home**2
    return teams, cov


def _terms(
    obs: Observations, now: Bool, walk: RandomWalkPrior, sign: float, teams: int
) -> list[Part]:
    """What the games ``now`` are expected to be: rows of the state and their coefficients."""
    i, j, venue = obs.offense[now], obs.defense[now], obs.venue[now]
    one = np.ones(i.size)
    common = venue if sign < 0 else one
    terms = [(i, one), (j, sign * one), (np.full(i.size, teams), common)]
    if walk.home:
        terms.append((teams + 1 + np.where(venue > 0, i, j), venue))
    return terms


AFTER = 1000  # a day after every day of a season
UNKNOWN = 1000.0  # standard deviation of the edge or mean before the first game: unknown


def fit_shared(obs: Observations, walk: RandomWalkPrior, prior: Prior, sign: float) -> Fit:
    """The estimates of a shared number after all games (``kalman_filter``)."""
    *_, (_, last) = kalman_filter(obs, walk, prior, sign)
    return last


def _posterior(at: F8, se: F8, walk: RandomWalkPrior, sign: float, evidence: float) -> Fit:
    teams = se.size
    mean, edge = (0.0, at[teams]) if sign < 0 else (at[teams], 0.0)
    own, home = at[:teams], at[teams + 1 :] if walk.home else None
    return Fit(float(mean), float(edge), own, se, sign * own, se, walk.noise, evidence, home)


def adjusted_margin(margin: F8, luck: F8, blowout_scale: float) -> F8:
    """Margin per 100 possessions after removing shooting ``luck`` and compressing blowouts (asinh).

    A margin of half of ``blowout_scale`` loses 4 %, one of all of it 12 %; there each further point
    counts 0.7."""
    return np.asarray(blowout_scale * np.arcsinh((margin - luck) / blowout_scale))


# Penalties of mean and edge: none, but for a measure without venue, whose edge stays at zero.
FREE = np.array([0.0, 1e-6])


def _league_penalty(league: LeaguePrior | None) -> F8:
    """Penalties of mean and edge, in the unit of the weights: noise² / sd²."""
    if league is None:
        return FREE
    return np.asarray((league.noise / np.array([league.mean_sd, league.edge_sd])) ** 2)


def _expected_league(league: LeaguePrior | None) -> tuple[float, float, float, float]:
    """(mean, edge, noise, observations that the noise is worth)."""
    if league is None:
        return 0.0, 0.0, 0.0, 0.0
    return league.mean, league.edge, league.noise, league.noise_count


@dataclass(frozen=True, slots=True, eq=False)
class _Solved:
    effect: F8
    se: F8
    noise: float
    log_evidence: float


def _common(obs: Observations) -> tuple[Part, Part]:
    zero = np.zeros_like(obs.offense)
    return (zero, np.ones_like(obs.value)), (zero + 1, obs.venue)


def _solve(obs: Observations, parts: tuple[Part, ...], penalty: F8, prior: Prior) -> _Solved:
    mean, edge, noise, count = _expected_league(prior.league)
    residual = obs.value - prior.offense[obs.offense] - prior.defense[obs.defense]
    if prior.league is not None:
        residual = residual - mean - edge * obs.venue
    columns = penalty.size
    gram, target = np.diag(penalty), np.zeros(columns)
    for row, x in parts:
        target += np.bincount(row, obs.weight * x * residual, columns)
        for column, y in parts:
            flat = np.bincount(row * columns + column, obs.weight * x * y, columns * columns)
            gram += flat.reshape(columns, columns)
    inverse = np.linalg.inv(gram)
    effect = inverse @ target
    n = max(max(obs.value.size - 2, 0) + count, 1)
    square = float(np.sum(obs.weight * residual**2)) + count * noise**2
    noise2 = max((square - float(target @ effect)) / n, 1e-12)
    _, log_det = np.linalg.slogdet(gram)
    evidence = -0.5 * (n * np.log(noise2) + log_det - np.sum(np.log(penalty[2:])))
    se = np.sqrt(noise2 * np.diag(inverse))
    effect[:2] += mean, edge
    return _Solved(effect, se, float(np.sqrt(noise2)), float(evidence))


def _fit(solved: _Solved, prior: Prior, off: F8, dfn: F8, off_se: F8, dfn_se: F8) -> Fit:
    return Fit(
        mean=float(solved.effect[0]),
        edge=float(solved.effect[1]),
        offense=prior.offense + off,
        offense_se=off_se,
        defense=prior.defense + dfn,
        defense_se=dfn_se,
        noise=solved.noise,
        log_evidence=solved.log_evidence,
    )
