"""Forecasts of the last month before the tournament, each frozen the day before its game.

Conference games and conference tournaments: thousands of games, so that small differences between
forecasters are real. What the ratings said on each eve is in the data (``build.late`` wrote it
down); here every game is played in many universes from that."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine import run, store
from engine.arrays import F8, I8
from engine.compute.process_pool import WorkerPool
from engine.domain.teams import RATES, League, LeagueSeason
from engine.domain.venue import venue_signs, venue_texts, venues_of_sign
from engine.evaluation.baselines import baseline_prob
from engine.evaluation.report import Forecast, Report, SeasonsSpec, concatenated, forecast
from engine.game.final_scores import play_scores
from engine.game.matchup import TeamStrengths, league_context
from engine.stats.odds import logit


@dataclass(frozen=True, slots=True)
class LastMonthSpec(SeasonsSpec):
    """Which seasons' last months to forecast, each game in so many universes."""

    def known(self) -> tuple[int, ...]:
        """Seasons of that kind in the data."""
        return store.last_month_seasons(self.league)


@dataclass(frozen=True, slots=True, eq=False)
class LastMonthGames:
    """N real games of a season's last month by day; team 0 (a) is the one with the lower id.

    ``season[N]``; ``day[N]`` of the season (132 is Selection Sunday); ``team[N, 2]`` ids;
    ``venue[N]`` codes of ``games``; ``points[N, 2]`` as played; and what the ratings of the day
    before said of regulation: ``margin[N]`` and ``total[N]`` in points with their posterior
    standard errors ``margin_se[N]``, ``total_se[N]``, ``pace[N]`` in possessions per 40 minutes,
    and ``plain[N]``, the plain rating's margin."""

    season: I8
    day: I8
    team: I8
    venue: I8
    points: I8
    margin: F8
    total: F8
    pace: F8
    margin_se: F8
    total_se: F8
    plain: F8


def last_month_games(league: League, season: int) -> LastMonthGames:
    """A season's games as forecasting problems; UnknownSeason or DamagedData."""
    store.check_season(league, season, store.last_month_seasons(league))
    frame = store.frame("late_games", league)
    frame = frame[frame["season"] == season]

    def whole(*names: str) -> I8:
        return frame[list(names)].to_numpy(np.int64)

    return LastMonthGames(
        season=whole("season")[:, 0],
        day=whole("day")[:, 0],
        team=whole("a", "b"),
        venue=venues_of_sign(frame["venue"]),
        points=whole("points_a", "points_b"),
        **{
            name: frame[name].to_numpy(np.float64)
            for name in ("margin", "total", "pace", "margin_se", "total_se", "plain")
        },
    )


# --- The teams of a game as the day before knew them ---------------------------------------------


def day_before(league: League, season: int) -> LeagueSeason:
    """The league's averages on the eve of the last month; DamagedData."""
    frame = store.frame("eve_seasons", league)
    row = frame[frame["season"] == season].iloc[0]
    return LeagueSeason(
        league=league,
        season=season,
        pace=float(row["pace"]),
        efficiency=float(row["efficiency"]),
        home_edge=float(row["home_edge"]),
        rate=row[[f"rate_{r}" for r in RATES]].to_numpy(np.float64),
        has_style=bool(row["has_style"]),
        cutoff=str(row["cutoff"]),
    )


def forms(games: LastMonthGames, base: LeagueSeason) -> TeamStrengths:
    """Two entrants a game, rows 0 … N-1 its side a and N … 2N-1 its side b: put so that the engine
    expects of each game just what the ratings of its own eve said. The error of the difference is
    shared evenly by both sides."""
    s, n = league_context(base), len(games.pace)
    edge = s.home_edge * venue_signs(games.venue)
    attack = np.concatenate([games.total + games.margin, games.total - games.margin]) / 2.0
    pace = np.tile(games.pace, 2)
    offence, defence = _styles(games, base)
    return TeamStrengths(
        offence=offence,
        defence=defence,
        off=attack / pace - s.points - np.concatenate([edge, -edge]),
        dfn=np.zeros(2 * n),
        net_se=np.tile(games.margin_se, 2) / pace / np.sqrt(2.0),
        level_se=np.tile(games.total_se, 2) / pace / np.sqrt(2.0),
        pace=np.concatenate([games.pace - s.pace, np.zeros(n)]),
        key=np.stack([games.team.T.ravel(), np.tile(games.season, 2)], axis=1),
    )


def _styles(games: LastMonthGames, base: LeagueSeason) -> tuple[F8, F8]:
    """Offence and defence [2N, R] in logits from the league's mean, as on the month's eve; zero
    where a season has no box scores."""
    if not base.has_style:
        flat = np.zeros((2 * len(games.pace), len(RATES)))
        return flat, flat
    frame = store.frame("eve_styles", base.league)
    table = frame[frame["season"] == base.season].set_index("team_id")
    rows = table.loc[games.team.T.ravel()]
    off, dfn = (
        logit(rows[[f"{side}_{r}" for r in RATES]].to_numpy(np.float64)) - logit(base.rate)
        for side in ("off", "def")
    )
    return off, dfn


# --- Playing them --------------------------------------------------------------------------------


def play(spec: LastMonthSpec, season: int, pool: WorkerPool) -> Forecast:
    """One season's games in all universes."""
    games = last_month_games(spec.league, season)
    job = pool.submit(replace(spec, seasons=(season,)), play_scores, _chunks(spec, games))
    parts = job.result()
    return forecast(np.concatenate(parts), games.points)


def _chunks(spec: LastMonthSpec, games: LastMonthGames) -> list[tuple[object, ...]]:
    """The games in parts, each in all universes; the first arguments are those of
    ``play_scores``."""
    base, n = day_before(spec.league, int(games.season[0])), len(games.pace)
    inputs = run.kernel_inputs(
        forms(games, base), base, np.arange(n), np.arange(n, 2 * n), uncertain=True
    )
    size = max(1, run.GAMES_PER_CHUNK // spec.universes)
    parts = [slice(at, at + size) for at in range(0, n, size)]
    return [
        (
            spec.random_seed, tuple(inputs.teams), run.part_of(inputs.pairings, part),
            games.venue[part],
            tuple(inputs.game_tables), 0, spec.universes,
        )
        for part in parts
    ]  # fmt: skip


# --- Against reality -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class LastMonthReport(Report):
    """A finished backtest of last months: the games are ``games``."""

    spec: LastMonthSpec
    games: LastMonthGames

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """One row a real game, in the order of the command line's CSV."""
        g, f = self.games, self.forecast
        return {
            "season": g.season,
            "day": g.day,
            "team_a": g.team[:, 0],
            "team_b": g.team[:, 1],
            "venue": venue_texts(g.venue),
            "win_prob_a": f.win_prob,
            "plain_prob_a": self.rivals["plain"],
            "margin_mean": f.margin_mean,
            "margin_sd": f.margin_sd,
            "total_mean": f.total_mean,
            "points_a": g.points[:, 0],
            "points_b": g.points[:, 1],
        }


def reported(spec: LastMonthSpec, said: list[Forecast]) -> LastMonthReport:
    """Forecasts season by season with their rival, the plain rating: its one standard deviation
    is that of every other season in the data, whichever were asked for."""
    known = store.last_month_seasons(spec.league)
    every = concatenated(
        LastMonthGames, [last_month_games(spec.league, season) for season in known]
    )
    real = (every.points[:, 0] - every.points[:, 1]).astype(np.float64)
    counts = np.ones(len(real), dtype=np.bool_)
    plain = baseline_prob(every.plain, real, every.season, counts)
    asked = np.isin(every.season, spec.seasons)
    games = concatenated(
        LastMonthGames, [last_month_games(spec.league, season) for season in spec.seasons]
    )
    return LastMonthReport(
        games.season,
        games.points,
        counts[asked],
        concatenated(Forecast, said),
        {"plain": plain[asked]},
        spec,
        games,
    )


def backtest(spec: LastMonthSpec, pool: WorkerPool) -> LastMonthReport:
    """Run a backtest and wait for it, one season after another: what is kept of a season is small,
    all its universes at once are not."""
    return reported(spec, [play(spec, season, pool) for season in spec.seasons])
