"""The record: every forecast Hardwood would have made, against what happened.

Forecasts every real tournament game and the last month of every season as a backtest does, win
probabilities by the curve, margins and totals in its usual universes, and plays every tournament as
a whole for its number of upsets; what the Accuracy page shows is counted from that by the same
functions as ``python -m engine backtest``."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from engine import store
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import (
    BACKTEST_UNIVERSES,
    DEFAULT_RANDOM_SEED,
    LAST_MONTH_UNIVERSES,
    UPSET_UNIVERSES,
)
from engine.domain.teams import LEAGUES, League
from engine.domain.venue import venue_signs
from engine.evaluation import last_month_backtest, tournament_backtest
from engine.evaluation.report import Forecast, ForecastScore, Report
from engine.evaluation.upset_count import simulated_upsets
from engine.pipeline.fits import last_month as build_late
from engine.ratings import baseline
from engine.sources import game_logs
from engine.store import RANGE_FLOATS, SCORE_FLOATS, made_from

Table = tuple[str, pd.DataFrame, dict[str, str]]

# The pooled figures: from the season on that the goals of the ratings name, and on both sides of
# the last season that fitted a constant.
FIRST: dict[League, int] = {"men": 2008, "women": 2010}
LAST_FITTED = 2019


def build(source: Path, root: Path = store.DATA) -> Iterator[Table]:
    """The tables one after another; each may be read by those that follow."""
    yield _noted("plain", plain_margins(source), root)
    for name, frame in zip(
        ("late_games", "eve_seasons", "eve_styles"), build_late.build(source), strict=True
    ):
        yield _noted(name, frame, root)
    with WorkerPool() as pool:
        tournaments = {league: _tournaments(league, pool) for league in LEAGUES}
        yield _noted("forecasts", pd.concat(map(forecasts, tournaments.values())), root)
        yield _noted("upset_counts", _every_season(upset_counts, pool), root)
        reports: dict[tuple[League, str], Report] = {
            (league, "tournament"): tournaments[league] for league in LEAGUES
        }
        reports |= {(league, "season"): _late(league, pool) for league in LEAGUES}
    for name, of in (("record", scores), ("record_spread", spreads), ("record_bins", bins)):
        rows = [row for key, report in reports.items() for row in of(*key, report)]
        yield _noted(name, pd.DataFrame(rows), root)


def _noted(name: str, frame: pd.DataFrame, root: Path) -> Table:
    """A table with the manifest's note of what it was made from."""
    return name, frame, made_from(root, name)


def plain_margins(source: Path) -> pd.DataFrame:
    """What the plain rating of Selection Sunday expected of every tournament game."""
    parts = []
    for league in LEAGUES:
        turned = game_logs.games(source, league)
        for season in store.tournament_seasons(league):
            games = tournament_backtest.played_games(league, season)
            rated = baseline.fit(turned[turned["season"] == season], league)
            margin = rated.margin(games.team, venue_signs(games.venue))
            columns = {"season": games.season, "slot": games.slot, "margin": margin}
            parts.append(pd.DataFrame(columns).assign(league=league))
    return pd.concat(parts)


# --- Played --------------------------------------------------------------------------------------


def _tournaments(league: League, pool: WorkerPool) -> tournament_backtest.TournamentReport:
    seasons = store.tournament_seasons(league)
    spec = tournament_backtest.BacktestSpec(
        league, seasons, BACKTEST_UNIVERSES, DEFAULT_RANDOM_SEED
    )
    return tournament_backtest.backtest(spec, pool)


def forecasts(report: tournament_backtest.TournamentReport) -> pd.DataFrame:
    """Every tournament game as it was forecast on Selection Sunday, with its rating error."""
    league, seasons = report.spec.league, report.spec.seasons
    columns = {field.name: getattr(report.forecast, field.name) for field in fields(Forecast)}
    odds = [
        tournament_backtest.win_odds(league, tournament_backtest.played_games(league, season))
        for season in seasons
    ]
    columns |= {name: np.concatenate([getattr(o, name) for o in odds]) for name in RANGE_FLOATS}
    key = {"season": report.season, "slot": report.games.slot}
    return pd.DataFrame(key | columns).assign(league=league)


def upset_counts(league: League, season: int, pool: WorkerPool) -> pd.DataFrame:
    """The number of universes by a tournament's number of upsets."""
    count = simulated_upsets(league, season, UPSET_UNIVERSES, DEFAULT_RANDOM_SEED, pool)
    upsets, universes = np.unique(count, return_counts=True)
    return pd.DataFrame({"upsets": upsets, "universes": universes})


def _every_season(
    of: Callable[[League, int, WorkerPool], pd.DataFrame], pool: WorkerPool
) -> pd.DataFrame:
    return pd.concat(
        of(league, season, pool).assign(league=league, season=season)
        for league in LEAGUES
        for season in store.tournament_seasons(league)
    )


def _late(league: League, pool: WorkerPool) -> Report:
    seasons = store.last_month_seasons(league)
    return last_month_backtest.backtest(
        last_month_backtest.LastMonthSpec(
            league, seasons, LAST_MONTH_UNIVERSES, DEFAULT_RANDOM_SEED
        ),
        pool,
    )


# --- Counted -------------------------------------------------------------------------------------

Row = dict[str, Any]


def spans(league: League, report: Report) -> list[tuple[int, int]]:
    """Every season by itself, all from ``FIRST`` on, and on both sides of ``LAST_FITTED``."""
    seasons = sorted(set(report.season.tolist()))
    pooled = [season for season in seasons if season >= FIRST[league]]
    fitted = [season for season in pooled if season <= LAST_FITTED]
    later = [season for season in pooled if season > LAST_FITTED]
    ends = [(part[0], part[-1]) for part in (pooled, fitted, later) if part]
    return [*((season, season) for season in seasons), *ends]


def scores(league: League, what: str, report: Report) -> Iterator[Row]:
    """Log loss and Brier score of the universes and their baselines."""
    for key, score in _scored(league, what, report):
        own = {name: getattr(score, name) for name in SCORE_FLOATS[:4]}
        yield key | {"forecaster": "hardwood"} | own
        for name, other in score.baselines.items():
            yield key | {"forecaster": name} | other.columns()


def spreads(league: League, what: str, report: Report) -> Iterator[Row]:
    """Coverage of margins and totals."""
    for key, score in _scored(league, what, report):
        for figure in ("margin", "total"):
            yield key | {"figure": figure} | asdict(getattr(score, figure))


def bins(league: League, what: str, report: Report) -> Iterator[Row]:
    """Calibration of favourites, and where real margins and totals fell; of pooled seasons."""
    for key, _ in _scored(league, what, report):
        first, last = int(key["first"]), int(key["last"])
        if first == last:
            continue
        of = {figure: report.pit(figure, first, last) for figure in ("margin", "total")}
        for kind, found in ({"favourites": report.favorites(first, last)} | of).items():
            for k in np.flatnonzero(found.count):
                yield key | {
                    "kind": kind,
                    "low": found.edge[k],
                    "high": found.edge[k + 1],
                    "count": found.count[k],
                    "expected": found.prob[k],
                    "share": found.share[k],
                    "share_low": found.share_low[k],
                    "share_high": found.share_high[k],
                }


def _scored(league: League, what: str, report: Report) -> Iterator[tuple[Row, ForecastScore]]:
    for first, last in spans(league, report):
        score = report.score(first, last)
        span = {"first": first, "last": last, "games": score.games}
        yield {"league": league, "what": what} | span, score
