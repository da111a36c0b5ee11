"""Backtest of tournaments: forecasts from Selection Sunday against the games that were played.

Every real pairing has its win probability by the curve at its real venue, and is played there in
many universes for its margin and total. Games of the Round of 64 and later are scored; those of the
First Four are only listed."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import run, store
from engine.arrays import F8, I2, I8, Bool, Text
from engine.bracket.win_curve import WinOdds
from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.teams import League
from engine.domain.venue import venue_signs, venue_texts, venues_of_host
from engine.evaluation import baselines
from engine.evaluation.baselines import baseline_prob
from engine.evaluation.report import Forecast, Report, SeasonsSpec, concatenated, forecast
from engine.game.final_scores import play_scores
from engine.game.matchup import team_strengths
from engine.ratings.following import ROUND_DAYS, PlayedRound, after

FIRST_SCORED = 1  # Round of 64


@dataclass(frozen=True, slots=True)
class BacktestSpec(SeasonsSpec):
    """The tournaments to forecast, and the number of universes per real game. With ``follow`` the
    win probabilities stand on the tournament's earlier rounds as well; margins and totals stay
    those of Selection Sunday."""

    follow: bool = False

    def known(self) -> tuple[int, ...]:
        """Seasons with a tournament in the data."""
        return store.tournament_seasons(self.league)


@dataclass(frozen=True, slots=True, eq=False)
class PlayedGames:
    """N real games in playing order; team 0 (a) is the one with the lower id.

    ``season[N]``, ``slot[N]``, ``round[N]``, ``team[N, 2]`` ids, ``entrant[N, 2]`` rows of the
    season's field, ``seed[N, 2]`` (``W01``), ``seed_line[N, 2]`` (1-16), ``venue[N]`` numbers of
    ``Venue``, real ``points[N, 2]``, ``overtimes[N]``."""

    season: I8
    slot: Text
    round: I8
    team: I8
    entrant: I8
    seed: Text
    seed_line: I8
    venue: I8
    points: I8
    overtimes: I8

    @property
    def won(self) -> Bool:
        """won[N]: whether team a won."""
        return np.asarray(self.points[:, 0] > self.points[:, 1])

    @property
    def margin(self) -> I8:
        """margin[N]: points of a less points of b."""
        return np.asarray(self.points[:, 0] - self.points[:, 1])


def played_games(league: League, season: int) -> PlayedGames:
    """The real games of a tournament; UnknownSeason or DamagedData.

    The no contest of 2021 is left out: no game was played."""
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
        seed_line=np.array([field.seed_line(e) for e in range(len(row))], dtype=np.int64)[entrant],
        venue=venues_of_host(field.host[slot], *entrant.T),
        points=points,
        overtimes=np.array([g.overtimes for g in games], dtype=np.int64),
    )


def win_odds(league: League, games: PlayedGames) -> WinOdds:
    """The odds of side a in the games of one tournament, with its range by the ratings' error."""
    strengths, base = run.field_strengths(store.load_field(league, int(games.season[0])))
    a, b = games.entrant.T
    return run.pairing_win_odds(strengths, base, a, b, venue_signs(games.venue))


def followed_odds(league: League, games: PlayedGames) -> WinOdds:
    """The same by ratings that follow the tournament: each round's by the results of the rounds
    before it (``ratings.following``)."""
    season = int(games.season[0])
    field, table = store.load_field(league, season), store.load_teams(league, season)
    rows = table.rows(field.team_id)
    parts, order = [], []
    for number, days in enumerate(ROUND_DAYS):
        at = np.flatnonzero(games.round == number)
        a, b = games.entrant[at].T
        sign = venue_signs(games.venue[at])
        parts.append(run.pairing_win_odds(team_strengths(table, rows), table.base, a, b, sign))
        order.append(at)
        minutes = np.asarray(40.0 + 5.0 * games.overtimes[at], dtype=np.float64)
        margin = games.margin[at].astype(np.float64)
        table = after(table, PlayedRound(rows[a], rows[b], sign, margin, minutes, days))
    place = np.argsort(np.concatenate(order))
    return WinOdds(*(np.concatenate(of)[place] for of in zip(*parts, strict=True)))


# --- Simulation ----------------------------------------------------------------------------------


def submit(spec: BacktestSpec, pool: WorkerPool) -> Job[I2]:
    """Start a backtest on the pool; ``report`` turns the results of the job into a report."""
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
    """(first, count) of consecutive universes, about run.GAMES_PER_CHUNK games each."""
    return run.blocks(spec.universes, max(1, run.GAMES_PER_CHUNK // len(games.slot)))


# --- Report --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class TournamentReport(Report):
    """A finished backtest of tournaments; ``games`` are its N games."""

    spec: BacktestSpec
    games: PlayedGames

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """One row per real game, First Four included: the columns of the command line's CSV."""
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
    """The report from the results of a finished job, in the order of its chunks."""
    odds = followed_odds if spec.follow else win_odds
    by_season = [
        forecast(points, games.points, odds(spec.league, games).prob)
        for games, points in _by_season(spec, parts)
    ]
    return report_of(spec, concatenated(Forecast, by_season))


def _by_season(spec: BacktestSpec, parts: list[I2]) -> Iterator[tuple[PlayedGames, I2]]:
    """The games of each tournament with their simulated points[N, 2, U]."""
    rest = iter(parts)
    for season in spec.seasons:
        games = played_games(spec.league, season)
        blocks = [next(rest) for _ in _blocks(spec, games)]
        yield games, np.concatenate(blocks, axis=2)


def report_of(spec: BacktestSpec, forecasts: Forecast) -> TournamentReport:
    """The report from forecasts of all games of the spec's tournaments, in playing order."""
    games = concatenated(
        PlayedGames, [played_games(spec.league, season) for season in spec.seasons]
    )
    counts = games.round >= FIRST_SCORED
    return TournamentReport(
        games.season,
        games.points,
        counts,
        forecasts,
        baseline_probs(spec.league, spec.seasons),
        spec,
        games,
    )


@store.cached_by_data_version(8)
def baseline_probs(league: League, seasons: tuple[int, ...]) -> dict[str, F8]:
    """prob[N] that a wins by the baselines ``seeds`` and ``plain``, for the games of ``seasons``.

    Both are fitted on all other seasons in the data, whichever seasons are named, so a season
    always gets the same figure."""
    known = store.tournament_seasons(league)
    every = concatenated(PlayedGames, [played_games(league, season) for season in known])
    gap = (every.seed_line[:, 1] - every.seed_line[:, 0]).astype(np.float64)
    counts = every.round >= FIRST_SCORED
    expected = _baseline_margin(league, every)
    margin = every.margin.astype(np.float64)
    prob = {
        "seeds": baselines.seeds_only(gap, every.won, every.season, counts),
        "plain": baseline_prob(expected, margin, every.season, counts),
    }
    asked = np.isin(every.season, seasons)
    return {name: of_all[asked] for name, of_all in prob.items()}


def _baseline_margin(league: League, games: PlayedGames) -> F8:
    """margin[N] expected by the plain rating (points); DamagedData."""
    table = store.frame("plain", league).set_index(["season", "slot"])["margin"]
    return table.loc[list(zip(games.season, games.slot, strict=True))].to_numpy(np.float64)


def backtest(spec: BacktestSpec, pool: WorkerPool) -> TournamentReport:
    """Run a backtest and wait for it."""
    return report(spec, submit(spec, pool).result())
