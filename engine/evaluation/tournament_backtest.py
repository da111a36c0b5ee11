"""Forecasts frozen on Selection Sunday against the tournament games that were played.

Every real pairing, at its real venue, is played in many universes. The games of the round of 64 and
later are scored; those of the First Four are only listed."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import run, store
from engine.arrays import F8, I2, I8, Bool, Text
from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.teams import League
from engine.domain.venue import venue_texts, venues_of_host
from engine.evaluation import baselines
from engine.evaluation.baselines import baseline_prob
from engine.evaluation.report import Forecast, Report, SeasonsSpec, concatenated, forecast
from engine.game.final_scores import play_scores

FIRST_SCORED = 1  # the round of 64


@dataclass(frozen=True, slots=True)
class BacktestSpec(SeasonsSpec):
    """Which tournaments to forecast, each real game in so many universes."""

    def known(self) -> tuple[int, ...]:
        """Seasons of that kind in the data."""
        return store.tournament_seasons(self.league)


@dataclass(frozen=True, slots=True, eq=False)
class PlayedGames:
    """N real games in playing order; team 0 (a) is the one with the lower id.

    ``season[N]``, ``slot[N]``, ``round[N]``, ``team[N, 2]`` ids, ``entrant[N, 2]`` rows of the
    season's field, ``seed[N, 2]`` (``W01``), ``line[N, 2]`` (1-16), ``venue[N]`` numbers
    of ``Venue``, ``points[N, 2]``."""

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
        venue=venues_of_host(field.host[slot], *entrant.T),
        points=points,
    )


# --- Playing them --------------------------------------------------------------------------------


def submit(spec: BacktestSpec, pool: WorkerPool) -> Job[I2]:
    """Start a backtest on the pool; ``report`` makes the parts of the finished job a report."""
    chunks = [
        chunk
        for season in spec.seasons
        for chunk in _chunks(spec, played_games(spec.league, season))
    ]
    return pool.submit(spec, play_scores, chunks)


def _chunks(spec: BacktestSpec, games: PlayedGames) -> list[run.Chunk]:
    """A season's games as tasks of ``play_scores``."""
    field = store.load_field(spec.league, int(games.season[0]))
    a, b = np.ascontiguousarray(games.entrant.T)
    inputs = run.pairing_inputs(field, a, b)
    return run.game_chunks(spec.random_seed, inputs, games.venue, _blocks(spec, games))


def _blocks(spec: BacktestSpec, games: PlayedGames) -> list[tuple[int, int]]:
    """(first, count) of consecutive universes, so many that a chunk has about the usual size."""
    return run.blocks(spec.universes, max(1, run.GAMES_PER_CHUNK // len(games.slot)))


# --- Against reality -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class TournamentReport(Report):
    """A finished backtest of tournaments: the games are ``games``."""

    spec: BacktestSpec
    games: PlayedGames

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
            "venue": venue_texts(g.venue),
            "win_prob_a": f.win_prob,
            "margin_mean": f.margin_mean,
            "margin_sd": f.margin_sd,
            "total_mean": f.total_mean,
            "points_a": g.points[:, 0],
            "points_b": g.points[:, 1],
        }


def report(spec: BacktestSpec, parts: list[I2]) -> TournamentReport:
    """The parts of a finished job, in order, as a report."""
    said = [forecast(points, games.points) for games, points in by_season(spec, parts)]
    return reported(spec, concatenated(Forecast, said))


def by_season(spec: BacktestSpec, parts: list[I2]) -> Iterator[tuple[PlayedGames, I2]]:
    """Each tournament's games with their simulated points[N, 2, U]."""
    rest = iter(parts)
    for season in spec.seasons:
        games = played_games(spec.league, season)
        blocks = [next(rest) for _ in _blocks(spec, games)]
        yield games, np.concatenate(blocks, axis=2)


def reported(spec: BacktestSpec, said: Forecast) -> TournamentReport:
    """Forecasts of every game of the spec's tournaments, in playing order, with their rivals."""
    games = concatenated(
        PlayedGames, [played_games(spec.league, season) for season in spec.seasons]
    )
    counts = games.round >= FIRST_SCORED
    return TournamentReport(
        games.season, games.points, counts, said, rivals(spec.league, spec.seasons), spec, games
    )


@store.cached_by_data_version(8)
def rivals(league: League, seasons: tuple[int, ...]) -> dict[str, F8]:
    """prob[N] of ``seeds`` and ``plain`` for the games of some tournaments.

    Both are fitted on every other season in the data, whichever were asked for, so that a season's
    figure does not depend on its company."""
    known = store.tournament_seasons(league)
    every = concatenated(PlayedGames, [played_games(league, season) for season in known])
    gap = (every.line[:, 1] - every.line[:, 0]).astype(np.float64)
    counts = every.round >= FIRST_SCORED
    plain = _plain_margin(league, every)
    margin = every.margin.astype(np.float64)
    prob = {
        "seeds": baselines.seeds_only(gap, every.won, every.season, counts),
        "plain": baseline_prob(plain, margin, every.season, counts),
    }
    asked = np.isin(every.season, seasons)
    return {name: of_all[asked] for name, of_all in prob.items()}


def _plain_margin(league: League, games: PlayedGames) -> F8:
    """What the plain rating expected of each game; DamagedData."""
    table = store.frame("plain", league).set_index(["season", "slot"])["margin"]
    return table.loc[list(zip(games.season, games.slot, strict=True))].to_numpy(np.float64)


def backtest(spec: BacktestSpec, pool: WorkerPool) -> TournamentReport:
    """Run a backtest and wait for it."""
    return report(spec, submit(spec, pool).result())
