"""Backtest of the last month before the tournament, each game forecast from the day before.

These are conference games and conference tournaments: thousands of games, enough to measure small
differences between forecasters. The data holds each game's forecast by the ratings of the day
before (written by the data build); from it each game has its win probability by the curve, and is
played in many universes for its margin and total."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine import run, store
from engine.arrays import F8, I8
from engine.bracket.win_curve import win_odds
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
    """The seasons whose last months to forecast, and the number of universes per game."""

    def known(self) -> tuple[int, ...]:
        """Seasons whose last month is in the data."""
        return store.last_month_seasons(self.league)


@dataclass(frozen=True, slots=True, eq=False)
class LastMonthGames:
    """N real games of a season's last month by day; team 0 (a) is the one with the lower id.

    ``season[N]``; ``day[N]`` of the season (132 is Selection Sunday); ``team[N, 2]`` ids;
    ``venue[N]`` codes of ``game.kernel``; real ``points[N, 2]``. Expected in regulation by the
    ratings of the day before: ``margin[N]`` and ``total[N]`` in points with their posterior
    standard errors ``margin_se[N]`` and ``total_se[N]``, ``pace[N]`` in possessions per 40 minutes,
    and ``baseline_margin[N]``, the margin by the plain rating."""

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
    baseline_margin: F8


def last_month_games(league: League, season: int) -> LastMonthGames:
    """The last month's games of a season; UnknownSeason or DamagedData."""
    store.check_season(league, season, store.last_month_seasons(league))
    frame = store.frame("late_games", league)
    frame = frame[frame["season"] == season]

    def integers(*names: str) -> I8:
        return frame[list(names)].to_numpy(np.int64)

    def numbers(name: str) -> F8:
        return frame[name].to_numpy(np.float64)

    return LastMonthGames(
        season=integers("season")[:, 0],
        day=integers("day")[:, 0],
        team=integers("a", "b"),
        venue=venues_of_sign(frame["venue"]),
        points=integers("points_a", "points_b"),
        margin=numbers("margin"),
        total=numbers("total"),
        pace=numbers("pace"),
        margin_se=numbers("margin_se"),
        total_se=numbers("total_se"),
        baseline_margin=numbers("plain"),
    )


# --- Team strengths on the day before ------------------------------------------------------------


def day_before(league: League, season: int) -> LeagueSeason:
    """League averages on the day before the last month; DamagedData."""
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


def game_strengths(games: LastMonthGames, base: LeagueSeason) -> TeamStrengths:
    """Two entrants per game: rows 0 … N-1 are side a, rows N … 2N-1 side b.

    Their strengths give each game the margin, total and pace expected on the day before. The
    standard error of the difference is shared evenly between the two sides."""
    context, n = league_context(base), len(games.pace)
    edge = context.home_edge * venue_signs(games.venue)
    attack = np.concatenate([games.total + games.margin, games.total - games.margin]) / 2.0
    pace = np.tile(games.pace, 2)
    offense, defense = _styles(games, base)
    return TeamStrengths(
        offence=offense,
        defence=defense,
        off=attack / pace - context.points - np.concatenate([edge, -edge]),
        dfn=np.zeros(2 * n),
        net_se=np.tile(games.margin_se, 2) / pace / np.sqrt(2.0),
        level_se=np.tile(games.total_se, 2) / pace / np.sqrt(2.0),
        pace=np.concatenate([games.pace - context.pace, np.zeros(n)]),
        key=np.stack([games.team.T.ravel(), np.tile(games.season, 2)], axis=1),
    )


def _styles(games: LastMonthGames, base: LeagueSeason) -> tuple[F8, F8]:
    """Offense and defense [2N, R] in logits from the league mean, on the day before the last month;
    zero for a season without box scores."""
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


# --- Simulation ----------------------------------------------------------------------------------


def play(spec: LastMonthSpec, season: int, pool: WorkerPool) -> Forecast:
    """Play the games of one season in all universes."""
    games = last_month_games(spec.league, season)
    job = pool.submit(replace(spec, seasons=(season,)), play_scores, _chunks(spec, games))
    parts = job.result()
    return forecast(np.concatenate(parts), games.points, win_prob(games, spec.league))


def win_prob(games: LastMonthGames, league: League) -> F8:
    """prob[N] by the curve that side a wins, of games of one season."""
    curve = run.season_curve(day_before(league, int(games.season[0])))
    return win_odds(curve, games.margin, games.total, games.pace, games.margin_se).prob


def _chunks(spec: LastMonthSpec, games: LastMonthGames) -> list[tuple[object, ...]]:
    """Arguments of ``play_scores``: consecutive games, each chunk in all universes."""
    base, n = day_before(spec.league, int(games.season[0])), len(games.pace)
    inputs = run.kernel_inputs(
        game_strengths(games, base), base, np.arange(n), np.arange(n, 2 * n), uncertain=True
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


# --- Report --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class LastMonthReport(Report):
    """A finished backtest of last months; ``games`` are its N games."""

    spec: LastMonthSpec
    games: LastMonthGames

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """One row per real game: the columns of the command line's CSV."""
        g, f = self.games, self.forecast
        return {
            "season": g.season,
            "day": g.day,
            "team_a": g.team[:, 0],
            "team_b": g.team[:, 1],
            "venue": venue_texts(g.venue),
            "win_prob_a": f.win_prob,
            "plain_prob_a": self.baselines["plain"],
            "margin_mean": f.margin_mean,
            "margin_sd": f.margin_sd,
            "total_mean": f.total_mean,
            "points_a": g.points[:, 0],
            "points_b": g.points[:, 1],
        }


def report_of(spec: LastMonthSpec, by_season: list[Forecast]) -> LastMonthReport:
    """The report from one forecast per season, with the plain rating as its baseline.

    The baseline's standard deviation comes from all other seasons in the data, whichever seasons
    the spec names, so a season always gets the same figure."""
    known = store.last_month_seasons(spec.league)
    every = concatenated(
        LastMonthGames, [last_month_games(spec.league, season) for season in known]
    )
    real = (every.points[:, 0] - every.points[:, 1]).astype(np.float64)
    counts = np.ones(len(real), dtype=np.bool_)
    baseline = baseline_prob(every.baseline_margin, real, every.season, counts)
    asked = np.isin(every.season, spec.seasons)
    games = concatenated(
        LastMonthGames, [last_month_games(spec.league, season) for season in spec.seasons]
    )
    return LastMonthReport(
        games.season,
        games.points,
        counts[asked],
        concatenated(Forecast, by_season),
        {"plain": baseline[asked]},
        spec,
        games,
    )


def backtest(spec: LastMonthSpec, pool: WorkerPool) -> LastMonthReport:
    """Run a backtest and wait for it. Seasons run one after another, because the universes of all
    of them together would take too much memory."""
    return report_of(spec, [play(spec, season, pool) for season in spec.seasons])
