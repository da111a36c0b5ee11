"""Fit by playing what cannot be read off the plays: means, spread and pull of whole games.

Score and clock change how teams play (``effects``), so a game's mean margin and total are not
simply possessions times points per possession. Many pairings are played and the kernel's inputs
(level and gap of points per possession, tempo) are regressed on what came out: the terms of
``matchup.terms``.

The measured habits understate how strongly the score pulls back, because whoever leads is also a
little better than the ratings know. What is missing (``pull``), and how much a game day's tempo and
level vary (``day``), come from playing a whole season again and matching the spread of real
margins, totals and possessions. The whistle, the home court and a day's style come from
``box_style``, the women's pull and the level of their day from their scores alone
(``score_spread``)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from engine import store
from engine.arrays import F8, I8
from engine.domain.rules import rules
from engine.domain.teams import RATES, League
from engine.domain.venue import Venue
from engine.game import kernel, possession
from engine.game.kernel import Entrants, Pairings
from engine.game.matchup import (
    WIDE,
    Targets,
    TeamStrengths,
    kernel_targets,
    league_context,
    pairing_odds,
    targets,
    team_strengths,
    terms,
)
from engine.game.play_model import Calibration
from engine.pipeline.fits import box_style, replayed_season, score_spread
from engine.pipeline.fits.replayed_season import Spread
from engine.sources.schedules import PBP_SEASON


@dataclass(frozen=True, slots=True)
class Subject:
    """One set of rules: the seasons whose teams are paired for the means (ratings only, no
    results), and the real season whose spread is matched."""

    league: League
    periods: int
    teams: tuple[tuple[League, int], ...]
    season: int


# Men: the season with play-by-play. Women: styles from seasons with box scores; pull and the day's
# level from scores, its tempo from the men.
SUBJECTS = (
    Subject(
        "men",
        2,
        (("men", 2010), ("men", 2014), ("men", 2019), ("men", 2026), ("women", 2012)),
        2026,
    ),
    Subject("women", 4, (("women", 2018), ("women", 2024), ("women", 2025)), 2019),
)
PAIRINGS = 300  # of each season
UNIVERSES = 2000
SEASON_UNIVERSES = 20
STEPS = 2  # secant steps to the pull that gives the real spread of margins
# The lead (points) from which the pull grows no more. Of 8 to 22 points, each with the pull that
# gives the real spread, men 2010 to 2019 have most in common with 14 and more; with 17 men 2026 has
# too few games within five points and too few beyond twenty.
REACH = 14.0
# Logits that a tying shot in the last 24 seconds is easier. The plays of 2025-26 do not show it (it
# is -0.04 with a standard error of 0.10 in 627 shots): it stands for what else makes 5.0 to 6.6 %
# of a season's games level after 40 minutes, of which the model without it has 5.0 %.
TYING = 0.2
SEED = 2019

# The kernel counts possessions as they are played, ratings estimate them from box scores: 69.13
# from play-by-play over 68.93 from box scores a team and game, men 2025-26.
PLAYED_PER_ESTIMATED = 1.003

START = Calibration(
    level=(*[1.043] * len(WIDE), 1.017, -0.006, *[0.0] * len(RATES)),
    gap=(*[1.3] * len(WIDE), 0.05, 0.0, *[0.0] * len(RATES)),
    tempo=(*[1.03] * len(WIDE), -0.157, 0.02, -0.12, *[0.0] * len(RATES)),
    bonus=(0.37, 0.58),  # measured on the plays; of quarters' fouls only the first is used
    pull=(0.007, 0.0, REACH, TYING, 0.0, 0.0),
    day=(0.03, 0.026),
    style=(0.13, 0.14, 0.17, 0.20),
    edge=(-2.1, 0.0, 1.4, 0.6, 1.9, 0.27),
    # On the plays, logits for each foul more in ordinary time: fouls away from a shot -0.060,
    # fouled twos -0.032 (standard error 0.002), offensive fouls +0.049 (0.005).
    whistle=(0.075, 0.53, 0.81),
)


def build(source: Path) -> pd.DataFrame:
    """The calibration table: periods, name, i, value."""
    rows = []
    start = START
    for subject in SUBJECTS:
        fitted = fit(subject, source, start)
        # Without box scores the men's habits stand in for the women's.
        habits = {name: getattr(fitted, name) for name in ("day", "style", "edge", "whistle")}
        start = replace(START, **habits)
        for name in Calibration.__slots__:
            vector = getattr(fitted, name)
            rows += [(subject.periods, name, i, float(x)) for i, x in enumerate(vector)]
    return pd.DataFrame(rows, columns=["periods", "name", "i", "value"])


def fit(subject: Subject, source: Path, start: Calibration) -> Calibration:
    """Means, the box score's habits and the spread with them, and the means again, which those
    shift a little; last what of the home edge is left to shooting."""
    now, real = start, replayed_season.real(source, subject.league, subject.season)
    if subject.periods == 4:
        now = replace(now, bonus=(start.bonus[0], 0.0))
    now = fit_means(subject, now)
    if (subject.league, subject.season) == PBP_SEASON:
        now = box_style.fit(real, store.load_figures(subject.league, subject.season), now)
        now = fit_spread(real, now)
    else:
        now = box_style.fit_shooting(real, now)
        means = partial(fit_means, subject, universes=UNIVERSES // 4)
        now = score_spread.fit(score_spread.played(source, subject.league), now, means)
    return box_style.fit_shooting(real, fit_means(subject, now))


# --- Means ---------------------------------------------------------------------------------------


def fit_means(subject: Subject, c: Calibration, universes: int = UNIVERSES) -> Calibration:
    """Regress the kernel's inputs on the margin, total and pace that came out."""
    rng = np.random.default_rng(SEED)
    played = [play(league, season, c, rng, universes) for league, season in subject.teams]
    weights = []
    for k in range(3):
        x = np.concatenate([came[k] for _, came in played])
        y = np.concatenate([inputs_given[k] for inputs_given, _ in played])
        weights.append(tuple(np.linalg.lstsq(x, y, rcond=None)[0].tolist()))
    return replace(c, level=weights[0], gap=weights[1], tempo=weights[2])


def _pairs(f: TeamStrengths, rng: np.random.Generator) -> tuple[I8, I8]:
    """Pairings of all kinds: every other one at random, the rest of teams of like strength."""
    order = np.argsort(f.off - f.dfn)
    n = len(order)
    first = rng.integers(0, n, PAIRINGS)
    near = np.clip(first + rng.integers(-n // 8, n // 8, PAIRINGS), 0, n - 1)
    second = np.where(np.arange(PAIRINGS) % 2 == 0, rng.integers(0, n, PAIRINGS), near)
    second = np.where(second == first, (second + 1) % n, second)
    return order[first], order[second]


def play(
    league: League, season: int, c: Calibration, rng: np.random.Generator, universes: int
) -> tuple[tuple[F8, F8, F8], tuple[F8, F8, F8]]:
    """((level, gap, tempo) given to the kernel, each [P]; their terms by what came out, [P, …])."""
    table = store.load_teams(league, season)
    f = team_strengths(table, np.arange(len(table.name)))
    a, b = _pairs(f, rng)
    s, book = league_context(table.base), store.load_play_model()
    wanted = targets(f, s, book, a, b)
    inputs_given = kernel_targets(wanted, c)
    pairings = Pairings(a, b, *pairing_odds(f, s, book, c, a, b), np.array([0.0]))
    teams = Entrants(f.key, np.zeros((len(f.key), 2)))
    game_tables = book.game_tables(rules(league, season), c)
    venue = np.full(len(a), int(Venue.NEUTRAL))
    block = kernel.play_block(
        SEED, tuple(teams), tuple(pairings), venue, tuple(game_tables), 0, universes
    )
    p = possession
    mean = block.mean(axis=1, dtype=np.float64)
    forties = 1.0 + mean[:, p.OVERTIMES] / 8.0
    played = 0.5 * (mean[:, p.POSS_A] + mean[:, p.POSS_B]) / forties
    came = Targets(
        mean[:, p.REG_A] - mean[:, p.REG_B],
        mean[:, p.REG_A] + mean[:, p.REG_B],
        played / PLAYED_PER_ESTIMATED,
        wanted.own,
        wanted.other,
    )
    return inputs_given, terms(came)


# --- Spread --------------------------------------------------------------------------------------


def fit_spread(real: replayed_season.Season, c: Calibration) -> Calibration:
    """Match the spread of the real season: ``pull`` from margins, ``day`` from possessions and
    totals."""
    target = real.spread

    def margins(x: float) -> float:
        return _spread(real, replace(c, pull=(x, *c.pull[1:]))).margin - target.margin

    c = replace(c, pull=(_root(margins, c.pull[0]), *c.pull[1:]))
    calm = _spread(real, replace(c, day=(0.0, 0.0)))
    tempo2 = max(target.possessions**2 - calm.possessions**2, 0.0) / calm.mean_possessions**2
    level2 = target.total**2 - calm.total**2 - tempo2 * calm.mean_total**2
    level_sd = np.sqrt(max(level2, 0.0)) / calm.mean_possessions
    return replace(c, day=(float(np.sqrt(tempo2)), float(level_sd)))


def _root(excess: Callable[[float], float], start: float) -> float:
    """Where ``excess`` is zero, from ``start`` > 0 by secants."""
    before, now = 0.6 * start, start
    last = excess(before)
    for _ in range(STEPS):
        here = excess(now)
        if here == last:
            break
        slope = (here - last) / (now - before)
        last, before = here, now
        now = float(np.clip(now - here / slope, 0.3 * now, 3.0 * now))
    return now


def _spread(real: replayed_season.Season, c: Calibration) -> Spread:
    return replayed_season.play(real, c, SEASON_UNIVERSES, SEED)
