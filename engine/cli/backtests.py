"""The backtest command: forecasts against real tournaments, last months and upset counts."""

import argparse
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from engine import store
from engine.cli.commands import Answer, made_by, pool_of
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import (
    BACKTEST_UNIVERSES,
    LAST_MONTH_UNIVERSES,
    UPSET_UNIVERSES,
    check_random_seed,
    check_universes,
)
from engine.domain.teams import League
from engine.errors import UnknownSeason
from engine.evaluation.report import Report, figures


def backtest(args: argparse.Namespace) -> Answer:
    """Compare forecasts from Selection Sunday, or from the day before a game, with real results."""
    kind = KINDS[args.what]
    known = kind.seasons(args.league)
    seasons = _season_list(args.league, args.seasons, known)
    sims = check_universes(kind.universes if args.sims is None else args.sims)
    random_seed = check_random_seed(args.seed)
    with pool_of(args) as pool:
        start = time.perf_counter()
        answer = kind.run(args.league, seasons, sims, random_seed, pool)
        seconds = time.perf_counter() - start
        executor = pool.note
    payload = made_by(args) | {"what": args.what, "seasons": list(seasons), "sims": sims}
    payload |= {"executor": executor, "seconds": round(seconds, 3)} | answer.payload
    return Answer(answer.text + _skipped(seasons, known), payload, answer.csv)


def _skipped(seasons: tuple[int, ...], known: tuple[int, ...]) -> str:
    without = [str(y) for y in range(seasons[0], seasons[-1]) if y not in known]
    return f"\nNo tournament was played in {', '.join(without)}." if without else ""


def _season_list(league: League, text: str, known: tuple[int, ...]) -> tuple[int, ...]:
    """``2008-2026``, ``2015`` or a list with commas; a span skips seasons that are not known."""
    found: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        low = store.check_season(league, first, known)
        high = store.check_season(league, last, known) if dash else low
        if low > high:
            raise UnknownSeason(f"“{part}” starts with the later season.", f"Write {high}-{low}.")
        found |= {season for season in known if low <= season <= high}
    return tuple(sorted(found))


# --- Games ---------------------------------------------------------------------------------------


def _tournaments(
    league: League,
    seasons: tuple[int, ...],
    sims: int,
    random_seed: int,
    pool: WorkerPool,
    follow: bool = False,
) -> Answer:
    from engine.evaluation import tournament_backtest

    report = tournament_backtest.backtest(
        tournament_backtest.BacktestSpec(league, seasons, sims, random_seed, follow=follow), pool
    )
    return _scored(report, seasons, pd.DataFrame(report.columns()))


def _last_months(
    league: League, seasons: tuple[int, ...], sims: int, random_seed: int, pool: WorkerPool
) -> Answer:
    from engine.evaluation import last_month_backtest

    report = last_month_backtest.backtest(
        last_month_backtest.LastMonthSpec(league, seasons, sims, random_seed), pool
    )
    return _scored(report, seasons, pd.DataFrame(report.columns()))


def _scored(report: Report, seasons: tuple[int, ...], frame: pd.DataFrame) -> Answer:
    pooled = figures(report.score())
    by_season = [{"season": season} | figures(report.score(season)) for season in seasons]
    payload = pooled | {
        "per_season": by_season,
        "calibration": report.calibration().rows(),
        "favourites": report.favorites().rows(),
        "margin_transform": report.pit("margin").share.tolist(),
        "total_transform": report.pit("total").share.tolist(),
    }
    return Answer(_score_text(pooled, by_season), payload, frame)


BASELINES = {"seeds_only": "seeds only", "plain": "plain rating"}


def _score_text(pooled: dict[str, Any], by_season: list[dict[str, Any]]) -> str:
    baselines = {key: name for key, name in BASELINES.items() if key in pooled}
    heads = "  ".join(f"{name:>12}" for name in baselines.values())
    lines = [f"season  games  log loss  {heads}   Brier  in 50%  in 90%"]
    for one in [*by_season, {"season": "all"} | pooled]:
        theirs = "  ".join(f"{one[key]['log_loss']:12.4f}" for key in baselines)
        lines.append(
            f"{one['season']!s:>6}  {one['games']:5d}  {one['log_loss']:8.4f}  {theirs}  "
            f"{one['brier']:6.4f}  {one['coverage_50']:6.1%}  {one['coverage_90']:6.1%}"
        )
    for key, name in baselines.items():
        improvement, se = pooled[key]["gain"], pooled[key]["gain_se"]
        lines.append(
            f"Log loss improvement on {name}: {improvement:+.4f} ± {se:.4f} per game "
            "(± standard error)."
        )
    lines.append(
        f"Root mean square error: margins {pooled['margin_rmse']:.2f} points, totals "
        f"{pooled['total_rmse']:.2f}. Totals inside the central 50% and 90%: "
        f"{pooled['total_coverage_50']:.1%}, {pooled['total_coverage_90']:.1%}."
    )
    return "\n".join(lines)


# --- Upsets --------------------------------------------------------------------------------------


def _upsets(
    league: League, seasons: tuple[int, ...], sims: int, random_seed: int, pool: WorkerPool
) -> Answer:
    from engine.evaluation import upset_count

    rows = [
        {"season": season} | upset_count.count(league, season, sims, random_seed, pool)
        for season in seasons
    ]
    frame = pd.DataFrame(rows)
    expected, real = float(frame["expected"].sum()), int(frame["real"].sum())
    error = float(np.sqrt((frame["sd"] ** 2).sum()))
    text = frame.to_string(index=False, float_format="{:.2f}".format)
    text += f"\nAll: expected {expected:.1f} ± {error:.1f} (± one standard deviation), real {real}."
    pooled = {"expected": expected, "sd": error, "real": real}
    return Answer(text, pooled | {"per_season": rows}, frame)


class Kind(NamedTuple):
    """A kind of backtest: its seasons, its default number of universes, and how to run it."""

    seasons: Callable[[League], tuple[int, ...]]
    universes: int
    run: Callable[[League, tuple[int, ...], int, int, WorkerPool], Answer]


KINDS = {
    "tournament": Kind(store.tournament_seasons, BACKTEST_UNIVERSES, _tournaments),
    "following": Kind(
        store.tournament_seasons, BACKTEST_UNIVERSES, partial(_tournaments, follow=True)
    ),
    "season": Kind(store.last_month_seasons, LAST_MONTH_UNIVERSES, _last_months),
    "upsets": Kind(store.tournament_seasons, UPSET_UNIVERSES, _upsets),
}
