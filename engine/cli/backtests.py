"""Forecasts against what happened, from the command line: tournaments, last months, upsets."""

import argparse
import time
from collections.abc import Callable
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
    """Forecasts frozen on Selection Sunday, or on the day before, against what happened."""
    kind = KINDS[args.what]
    known = kind.seasons(args.league)
    seasons = _season_list(args.league, args.seasons, known)
    sims = check_universes(kind.universes if args.sims is None else args.sims)
    seed = check_random_seed(args.seed)
    with pool_of(args) as pool:
        began = time.perf_counter()
        answer = kind.run(args.league, seasons, sims, seed, pool)
        seconds = time.perf_counter() - began
        executor = pool.note
    payload = made_by(args) | {"what": args.what, "seasons": list(seasons), "sims": sims}
    payload |= {"executor": executor, "seconds": round(seconds, 3)} | answer.payload
    return Answer(answer.text + _skipped(seasons, known), payload, answer.csv)


def _skipped(seasons: tuple[int, ...], known: tuple[int, ...]) -> str:
    without = [str(y) for y in range(seasons[0], seasons[-1]) if y not in known]
    return f"\nNo tournament was played in {', '.join(without)}." if without else ""


def _season_list(league: League, text: str, known: tuple[int, ...]) -> tuple[int, ...]:
    """``2008-2026``, ``2015`` or both with commas; a span skips a season without a tournament."""
    found: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        low = store.check_season(league, first, known)
        high = store.check_season(league, last, known) if dash else low
        if low > high:
            raise UnknownSeason(f"“{part}” runs backwards.", f"Write {high}-{low}.")
        found |= {season for season in known if low <= season <= high}
    return tuple(sorted(found))


# --- Games ---------------------------------------------------------------------------------------


def _tournaments(
    league: League, seasons: tuple[int, ...], sims: int, seed: int, pool: WorkerPool
) -> Answer:
    from engine.evaluation import tournament_backtest

    report = tournament_backtest.backtest(
        tournament_backtest.BacktestSpec(league, seasons, sims, seed), pool
    )
    return _scored(report, seasons, pd.DataFrame(report.columns()))


def _last_months(
    league: League, seasons: tuple[int, ...], sims: int, seed: int, pool: WorkerPool
) -> Answer:
    from engine.evaluation import last_month_backtest

    report = last_month_backtest.backtest(
        last_month_backtest.LastMonthSpec(league, seasons, sims, seed), pool
    )
    return _scored(report, seasons, pd.DataFrame(report.columns()))


def _scored(report: Report, seasons: tuple[int, ...], frame: pd.DataFrame) -> Answer:
    pooled = figures(report.score())
    by_season = [{"season": season} | figures(report.score(season)) for season in seasons]
    payload = pooled | {
        "per_season": by_season,
        "calibration": report.calibration().rows(),
        "favourites": report.favourites().rows(),
        "margin_transform": report.transform("margin").share.tolist(),
        "total_transform": report.transform("total").share.tolist(),
    }
    return Answer(_score_text(pooled, by_season), payload, frame)


RIVALS = {"seeds_only": "seeds only", "plain": "plain rating"}


def _score_text(pooled: dict[str, Any], by_season: list[dict[str, Any]]) -> str:
    rivals = {key: name for key, name in RIVALS.items() if key in pooled}
    heads = "  ".join(f"{name:>12}" for name in rivals.values())
    lines = [f"season  games  log loss  {heads}   Brier  in 50%  in 90%"]
    for one in [*by_season, {"season": "all"} | pooled]:
        theirs = "  ".join(f"{one[key]['log_loss']:12.4f}" for key in rivals)
        lines.append(
            f"{one['season']!s:>6}  {one['games']:5d}  {one['log_loss']:8.4f}  {theirs}  "
            f"{one['brier']:6.4f}  {one['coverage_50']:6.1%}  {one['coverage_90']:6.1%}"
        )
    for key, name in rivals.items():
        gain, se = pooled[key]["gain"], pooled[key]["gain_se"]
        lines.append(f"Against {name}: {gain:+.4f} ± {se:.4f} log loss a game (standard error).")
    lines.append(
        f"Margins are off by {pooled['margin_rmse']:.2f} points, totals by "
        f"{pooled['total_rmse']:.2f} (root mean square); totals inside 50% and 90%: "
        f"{pooled['total_coverage_50']:.1%}, {pooled['total_coverage_90']:.1%}."
    )
    return "\n".join(lines)


# --- Upsets --------------------------------------------------------------------------------------


def _upsets(
    league: League, seasons: tuple[int, ...], sims: int, seed: int, pool: WorkerPool
) -> Answer:
    from engine.evaluation import upset_count

    rows = [
        {"season": season} | upset_count.count(league, season, sims, seed, pool)
        for season in seasons
    ]
    frame = pd.DataFrame(rows)
    expected, real = float(frame["expected"].sum()), int(frame["real"].sum())
    error = float(np.sqrt((frame["sd"] ** 2).sum()))
    text = frame.to_string(index=False, float_format="{:.2f}".format)
    text += f"\nAll: expected {expected:.1f} ± {error:.1f} (one sd), real {real}."
    pooled = {"expected": expected, "sd": error, "real": real}
    return Answer(text, pooled | {"per_season": rows}, frame)


class Kind(NamedTuple):
    """One kind of backtest: the seasons it knows, universes unless said, and how it is run."""

    seasons: Callable[[League], tuple[int, ...]]
    universes: int
    run: Callable[[League, tuple[int, ...], int, int, WorkerPool], Answer]


KINDS = {
    "tournament": Kind(store.tournament_seasons, BACKTEST_UNIVERSES, _tournaments),
    "season": Kind(store.last_month_seasons, LAST_MONTH_UNIVERSES, _last_months),
    "upsets": Kind(store.tournament_seasons, UPSET_UNIVERSES, _upsets),
}
