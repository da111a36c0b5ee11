"""Fit what final scores alone tell of a league: how the score pulls back, and the day's level.

Without play-by-play the women play by the men's measured effects, but their games do not come out
like the men's: level ones spread more, lopsided ones less, and far fewer end one or two points
apart. Seasons are played again at different constants; Gauss-Newton steps bring the simulated
figures to the real ones, each weighed by the error with which the real games measure it; constants
on the way are kept where they are nearer by more than noise.

``python -m engine.pipeline.fits.score_spread`` prints the women's figures, simulated and real, at
the embedded constants."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from engine import store
from engine.arrays import F8, I8
from engine.domain.rules import rules
from engine.domain.schedule import Schedule
from engine.domain.teams import League
from engine.domain.venue import venues_of_sign
from engine.evaluation.realism_figures import RIDGE, Model, model
from engine.game import kernel, possession
from engine.game.kernel import Pairings
from engine.game.matchup import entrants, league_context, pairing_odds, team_strengths
from engine.game.play_model import Calibration, Pull
from engine.sources import game_logs

SEASONS = (2016, 2017, 2018, 2019)  # quarters, up to 2019
CLOSE = 13  # margins after 40 minutes: 0 … 12, each a figure
WIDE = (20, 30)  # shares of games decided by at least so many points
BANDS = (0.0, 3.0, 8.0, 15.0, 25.0)  # forecast margins, from; the last without end
UNIVERSES = 8
SEED = 2019
STEPS = 2

# The constants fitted: where to start, a step that moves the figures well beyond their noise, and
# the range to stay in. ``level`` is the day's, the others are of the ``Pull``. The kernel knows
# leads of up to 25 points apart; of 17, 21 and 25 points the figures prefer the longest reach.
REACH = 25.0
CONSTANTS = pd.DataFrame(
    {
        "strength": (0.014, 0.004, 0.0, 0.03),
        "onset": (9.5, 4.0, 0.0, 15.0),
        "tying": (0.42, 0.25, 0.0, 1.2),
        "sought": (2.0, 0.6, 0.0, 3.0),
        "ahead": (0.36, 0.15, 0.0, 0.8),
        "level": (0.0275, 0.012, 0.01, 0.07),
    },
    index=["start", "step", "least", "most"],
).T
CAUTION = 0.02  # damping of a Gauss-Newton step, as a share of each constant's information
LONGEST = 1.0  # change of a constant in one Gauss-Newton step, in units of its ``step``
# A step is kept if it brings chi-squared down by more than this, about two of the standard errors
# that so few universes leave in it; smaller gains are noise, and seasons not fitted show it.
GAIN = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """A season's games up to Selection Sunday and their results, side a first: ``schedule``;
    ``points[N, 2]``; ``overtime[N]``; the ``ridge`` that forecasts each margin from the others."""

    schedule: Schedule
    points: F8
    overtime: I8
    ridge: Model


def recorded(league: League, year: int) -> Season:
    """A season of the embedded record; UnknownSeason or DamagedData."""
    games = store.load_season_games(league, year)
    return _season(league, year, games[["a", "b", "venue", "points_a", "points_b", "overtimes"]])


def played(source: Path, league: League) -> list[Season]:
    """``SEASONS`` from the game logs, which need no table that is made from the constants."""
    turned = game_logs.games(source, league)
    turned["overtimes"] = (turned["minutes"] - 40.0) / 5.0
    columns = ["team_id_a", "team_id_b", "venue", "score_a", "score_b", "overtimes"]
    return [
        _season(league, year, turned.loc[turned["season"] == year, columns]) for year in SEASONS
    ]


def _season(league: League, year: int, games: pd.DataFrame) -> Season:
    """From a, b, venue, points of a and of b, overtimes: columns in this order."""
    a, b, venue, points_a, points_b, overtime = games.to_numpy(np.float64).T
    schedule = Schedule(league, year, *(x.astype(np.int64) for x in (a, b, venue)))
    points = np.stack([points_a, points_b], axis=1)
    return Season(schedule, points, overtime.astype(np.int64), model(schedule, RIDGE))


# --- Figures -------------------------------------------------------------------------------------


def figures(of: Season, points: F8, overtime: I8) -> dict[str, float]:
    """The figures of one season, real or of one universe: the share of each margin after 40 minutes
    (0 … ``CLOSE`` - 1) and of wide final ones, the standard deviation of margins around their
    forecast by the forecast's band, and of totals."""
    home = np.where(of.schedule.at_home(), -1.0, 1.0)
    margin = home * (points[:, 0] - points[:, 1])
    after_40 = np.where(overtime > 0, 0.0, np.abs(margin))
    forecast = of.ridge.leave_one_out(margin)
    band = np.searchsorted(BANDS, np.abs(forecast), side="right") - 1
    found = {f"margin_40_{k}": float(np.mean(after_40 == k)) for k in range(CLOSE)}
    for k, low in enumerate(BANDS):
        found[f"margin_sd_from_{low:.0f}"] = float(np.std((margin - forecast)[band == k]))
    for low in WIDE:
        found[f"margin_from_{low}"] = float(np.mean(np.abs(margin) >= low))
    return found | {"total_sd": float(np.std(points.sum(axis=1)))}


def real_figures(seasons: Sequence[Season]) -> tuple[pd.Series, pd.Series]:
    """(figure, standard error) of the real seasons, means over seasons. The error of a share is
    binomial, that of a standard deviation what it is for normal values."""
    table = pd.DataFrame([figures(one, one.points, one.overtime) for one in seasons])
    value = table.mean()
    games = float(sum(len(one.overtime) for one in seasons))
    error = np.sqrt(value * (1.0 - value).clip(lower=0.0) / games)
    # A fifth of the games in a band; the sum of two sides' points moves from season to season.
    spread = [f"margin_sd_from_{low:.0f}" for low in BANDS]
    error = error.mask(error.index.isin(spread), value / np.sqrt(2.0 * games / len(BANDS)))
    error["total_sd"] = table["total_sd"].std() / np.sqrt(len(seasons))
    return value, error


def simulated_figures(
    seasons: Sequence[Season], c: Calibration, universes: int = UNIVERSES
) -> pd.Series:
    """The same figures of the same seasons played again."""
    every = [pd.DataFrame(_universes(one, c, universes)).mean() for one in seasons]
    return pd.concat(every, axis=1).mean(axis=1)


def _universes(of: Season, c: Calibration, universes: int) -> list[dict[str, float]]:
    s = of.schedule
    table = store.load_teams(s.league, s.season).whole_season()
    ids = np.unique(np.concatenate([s.a, s.b]))
    f, base, book = team_strengths(table, table.rows(ids)), table.base, store.load_play_model()
    a, b = np.searchsorted(ids, s.a), np.searchsorted(ids, s.b)
    context = league_context(base)
    odds = pairing_odds(f, context, book, c, a, b)
    pairings = Pairings(a, b, *odds, np.array([context.home_edge]))
    game_tables = book.game_tables(rules(s.league, s.season), c)
    block = kernel.play_block(
        SEED, tuple(entrants(f)), tuple(pairings), venues_of_sign(s.venue), tuple(game_tables),
        0, universes,
    )  # fmt: skip
    p = possession
    points, overtime = block[..., [p.POINTS_A, p.POINTS_B]], block[..., p.OVERTIMES]
    return [
        figures(of, points[:, u].astype(np.float64), overtime[:, u].astype(np.int64))
        for u in range(universes)
    ]


# --- Fit -----------------------------------------------------------------------------------------


def fit(
    seasons: Sequence[Season], start: Calibration, means: Callable[[Calibration], Calibration]
) -> Calibration:
    """``pull`` and the day's level from the scores of seasons. ``means`` fits the calibration's
    means anew, which the pull moves."""
    real, error = real_figures(seasons)
    now, step = CONSTANTS["start"], CONSTANTS["step"]

    def calibration(at: pd.Series) -> Calibration:
        constants = {name: float(at[name]) for name in at.index if name != "level"}
        pulled = tuple(Pull(reach=REACH, **constants))
        return means(replace(start, pull=pulled, day=(start.day[0], float(at["level"]))))

    def missed(at: pd.Series) -> pd.Series:
        return (simulated_figures(seasons, calibration(at)) - real) / error

    best, least = now, np.inf
    for _ in range(STEPS):
        here = missed(now)
        if _size(here) < least - GAIN:
            best, least = now, _size(here)
        moved = {name: now + step.where(step.index == name, 0.0) for name in step.index}
        slope = pd.DataFrame({name: missed(at) - here for name, at in moved.items()})
        information = slope.T @ slope
        information += CAUTION * np.diag(np.diag(information))
        change = np.linalg.solve(information, -slope.T @ here).clip(-LONGEST, LONGEST)
        now = (now + step * change).clip(CONSTANTS["least"], CONSTANTS["most"])
    return calibration(now if _size(missed(now)) < least - GAIN else best)


def _size(missed: pd.Series) -> float:
    """Chi-squared of figures in units of their errors."""
    return float(np.sum(np.square(missed.to_numpy(np.float64))))


def compared(seasons: Sequence[Season], c: Calibration) -> pd.DataFrame:
    """Figures of the seasons fitted to: ``real``, its ``error`` and ``simulated``."""
    real, error = real_figures(seasons)
    simulated = simulated_figures(seasons, c)
    return pd.DataFrame({"real": real, "error": error, "simulated": simulated})


def main() -> int:
    """Print the women's figures at the embedded constants."""
    seasons = [recorded("women", year) for year in SEASONS]
    table = compared(seasons, store.load_calibration(4))
    sys.stdout.write(table.round(4).to_string() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
