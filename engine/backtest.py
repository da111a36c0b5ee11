"""Forecasts frozen on Selection Sunday against the tournament games that were played.

Every real pairing, at its real venue, is played in many universes. The games of the round of 64 and
later are scored; those of the First Four are only listed."""

from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine import MODEL_VERSION, run, scoring, store
from engine.games import AT_A, AT_B, NEUTRAL, Plain
from engine.jobs import Job
from engine.matchup import form
from engine.scores import play_scores
from engine.specs import VENUES, check_seed, check_universes
from engine.teams import League
from engine.workers import Pool

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
I2 = NDArray[np.int16]
Text = NDArray[np.str_]
Bool = NDArray[np.bool_]
T = TypeVar("T")

FIRST_SCORED = 1  # the round of 64


@dataclass(frozen=True, slots=True)
class BacktestSpec:
    """Which tournaments to forecast (sorted), each real game in so many universes."""

    league: League
    seasons: tuple[int, ...]
    universes: int
    seed: int
    model: str = MODEL_VERSION

    def __post_init__(self) -> None:
        check_universes(self.universes)
        check_seed(self.seed)
        object.__setattr__(self, "seasons", tuple(sorted(set(self.seasons))))
        for season in self.seasons:
            store.check_season(self.league, season, store.tournament_seasons(self.league))


@dataclass(frozen=True, slots=True, eq=False)
class PlayedGames:
    """N real games in playing order; team 0 (a) is the one with the lower id.

    ``season[N]``, ``slot[N]``, ``round[N]``, ``team[N, 2]`` ids, ``entrant[N, 2]`` rows of the
    season's field, ``seed[N, 2]`` (``W01``), ``line[N, 2]`` (1-16), ``venue[N]`` codes of
    ``games``, ``points[N, 2]``."""

    season: I8
    slot: Text
    round: I8
    team: I8
    entrant: I8
    seed: Text
    line: I8
    venue: I8
    points: I8

    @property
    def won(self) -> Bool:
        """Whether team a won."""
        return np.asarray(self.points[:, 0] > self.points[:, 1])

    @property
    def margin(self) -> I8:
        """Points of a less points of b."""
        return np.asarray(self.points[:, 0] - self.points[:, 1])


def played_games(league: League, season: int) -> PlayedGames:
    """A tournament's games as forecasting problems; UnknownSeason or DamagedData.

    The no contest of 2021 was no game and is left out."""
    field = store.load_field(league, season)
    row = {int(team): e for e, team in enumerate(field.team_id)}
    games = [g for g in store.load_results(league, season) if g.winner_points > g.loser_points]
    slot = [field.slot.index(g.slot) for g in games]
    sides = [sorted([(g.winner_id, g.winner_points), (g.loser_id, g.loser_points)]) for g in games]
    team, points = np.moveaxis(np.array(sides, dtype=np.int64), 2, 0)
    entrant = np.array([[row[int(a)], row[int(b)]] for a, b in team], dtype=np.int64)
    return PlayedGames(
        season=np.full(len(games), season, dtype=np.int64),
        slot=np.array([g.slot for g in games]),
        round=field.round[slot].astype(np.int64),
        team=team,
        entrant=entrant,
        seed=np.array(field.seed)[entrant],
        line=np.array([field.seed_line(e) for e in range(len(row))], dtype=np.int64)[entrant],
        venue=_venue(field.host[slot], entrant),
        points=points,
    )


def _venue(host: I2, entrant: I8) -> I8:
    """Codes of ``games``: a host that did not get to its own arena leaves it neutral."""
    at_b = np.where(host == entrant[:, 1], AT_B, NEUTRAL)
    return np.where(host == entrant[:, 0], AT_A, at_b).astype(np.int64)


# --- Playing them --------------------------------------------------------------------------------


def submit(spec: BacktestSpec, pool: Pool) -> Job[I2]:
    """Start a backtest on the pool; ``report`` makes the parts of the finished job a report."""
    chunks = [
        (*fixed, *block)
        for season in spec.seasons
        for games in [played_games(spec.league, season)]
        for fixed in [_fixed(spec, games)]
        for block in _blocks(spec, games)
    ]
    return pool.submit(spec, play_scores, chunks)


def _fixed(spec: BacktestSpec, games: PlayedGames) -> tuple[int, Plain, Plain, I8, Plain]:
    """What all chunks of a season share: the first arguments of ``play_scores``."""
    season = int(games.season[0])
    field, table = store.load_field(spec.league, season), store.load_teams(spec.league, season)
    entrants = form(table, np.array([table.row(int(team)) for team in field.team_id]))
    a, b = np.ascontiguousarray(games.entrant.T)
    kit = run.ready(entrants, table.base, a, b, uncertain=True)
    return spec.seed, tuple(kit.teams), tuple(kit.pairings), games.venue, tuple(kit.court)


def _blocks(spec: BacktestSpec, games: PlayedGames) -> list[tuple[int, int]]:
    """(first, count) of consecutive universes, so many that a chunk has about the usual size."""
    size = max(1, run.GAMES_PER_CHUNK // len(games.slot))
    starts = range(0, spec.universes, size)
    return [(first, min(size, spec.universes - first)) for first in starts]


# --- Against reality -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What the universes say of N real games: probability that a wins (``win_prob[N]``, half a
    universe off 0 and 1), mean and standard deviation of the margin, mean of the total, and the
    part of the margin's distribution that the real margin takes up (``scoring.transform``)."""

    win_prob: F8
    margin_mean: F8
    margin_sd: F8
    total_mean: F8
    low: F8
    high: F8


def forecast(points: I2, margin: I8) -> Forecast:
    """Count ``points[N, 2, U]`` and place the real ``margin[N]`` among them."""
    simulated = points[:, 0].astype(np.int32) - points[:, 1]
    low, high = scoring.transform(simulated, margin)
    return Forecast(
        scoring.off_the_ends(np.mean(simulated > 0, axis=1), points.shape[2]),
        np.mean(simulated, axis=1),
        np.std(simulated, axis=1),
        np.mean(points.sum(axis=1), axis=1),
        low,
        high,
    )


@dataclass(frozen=True, slots=True)
class Score:
    """How good the forecasts of some games were; ``_se`` is the standard error.

    ``gain``: the log loss of seeds only less that of the universes, on the same games; above zero
    the universes know more. Coverages are shares of the real margins, ``margin_rmse`` in points."""

    games: int
    log_loss: float
    log_loss_se: float
    brier: float
    seeds_log_loss: float
    seeds_brier: float
    gain: float
    gain_se: float
    coverage_50: float
    coverage_90: float
    margin_rmse: float

    def figures(self) -> dict[str, Any]:
        """By name, for JSON; the baseline's under ``seeds_only``."""
        flat = asdict(self)
        seeds = {name: flat.pop(f"seeds_{name}") for name in ("log_loss", "brier")}
        return flat | {"seeds_only": {"games": self.games, **seeds}}


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """A finished backtest: N real games, what the universes said of each, and what the seeds
    alone say (``seeds_prob[N]``)."""

    spec: BacktestSpec
    games: PlayedGames
    forecast: Forecast
    seeds_prob: F8

    def scored(self, season: int | None = None) -> Bool:
        """mask[N]: the games that count, of all seasons or of one."""
        of_season = True if season is None else self.games.season == season
        return np.asarray((self.games.round >= FIRST_SCORED) & of_season)

    def score(self, season: int | None = None) -> Score:
        """All seasons pooled, or one."""
        at, f = self.scored(season), self.forecast
        won, prob, seeds = self.games.won[at], f.win_prob[at], self.seeds_prob[at]
        loss, seeds_loss = scoring.log_loss(prob, won), scoring.log_loss(seeds, won)
        return Score(
            int(at.sum()),
            *scoring.mean_se(loss),
            float(np.mean(scoring.brier(prob, won))),
            float(np.mean(seeds_loss)),
            float(np.mean(scoring.brier(seeds, won))),
            *scoring.paired(seeds_loss, loss),
            float(np.mean(scoring.coverage(f.low[at], f.high[at], 0.5))),
            float(np.mean(scoring.coverage(f.low[at], f.high[at], 0.9))),
            scoring.rms(self.games.margin[at] - f.margin_mean[at]),
        )

    def calibration(self) -> scoring.CalibrationBins:
        """The scored games by forecast, in tenths."""
        at = self.scored()
        return scoring.calibration(self.forecast.win_prob[at], self.games.won[at])

    def transform_histogram(self) -> F8:
        """share[10] of the scored games whose real margin fell into each tenth of its forecast."""
        at = self.scored()
        return scoring.transform_histogram(self.forecast.low[at], self.forecast.high[at])

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """One row a real game, the First Four included, in the order of the command line's CSV."""
        g, f = self.games, self.forecast
        return {
            "season": g.season,
            "slot": g.slot,
            "round": g.round,
            "team_a": g.team[:, 0],
            "team_b": g.team[:, 1],
            "seed_a": g.seed[:, 0],
            "seed_b": g.seed[:, 1],
            "venue": np.array(VENUES)[g.venue],
            "win_prob_a": f.win_prob,
            "margin_mean": f.margin_mean,
            "margin_sd": f.margin_sd,
            "total_mean": f.total_mean,
            "points_a": g.points[:, 0],
            "points_b": g.points[:, 1],
        }


def report(spec: BacktestSpec, parts: list[I2]) -> Report:
    """The parts of a finished job, in order, as a report."""
    rest = iter(parts)
    by_season = [played_games(spec.league, season) for season in spec.seasons]
    forecasts = []
    for games in by_season:
        blocks = [next(rest) for _ in _blocks(spec, games)]
        forecasts.append(forecast(np.concatenate(blocks, axis=2), games.margin))
    games = _together(PlayedGames, by_season)
    return Report(spec, games, _together(Forecast, forecasts), _seeds_prob(spec))


def _seeds_prob(spec: BacktestSpec) -> F8:
    """Seeds only, fitted on every other season in the data, whichever were asked for, so that a
    season's figure does not depend on its company."""
    seasons = store.tournament_seasons(spec.league)
    every = _together(PlayedGames, [played_games(spec.league, season) for season in seasons])
    gap = (every.line[:, 1] - every.line[:, 0]).astype(np.float64)
    prob = scoring.seeds_only(gap, every.won, every.season, every.round >= FIRST_SCORED)
    return prob[np.isin(every.season, spec.seasons)]


def _together(kind: type[T], parts: list[T]) -> T:
    """One of all: every array of ``parts`` joined."""
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    return kind(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def backtest(spec: BacktestSpec, pool: Pool) -> Report:
    """Run a backtest and wait for it."""
    return report(spec, submit(spec, pool).result())
