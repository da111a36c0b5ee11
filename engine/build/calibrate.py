"""Fit what the kernel is given so that simulated means are what the ratings expect.

Score and clock change how teams play (``habits``), so a game's mean margin and total are not simply
possessions times points per possession. Here many pairings are played, and the kernel's inputs
(level and gap of points per possession, tempo) are regressed on what came out (margin, total and
pace of regulation): the polynomials of ``matchup.calibrated``. A few rounds, since the first starts
from afar."""

from dataclasses import replace

import numpy as np
import pandas as pd

from engine import games, possession, store
from engine.games import NEUTRAL, Entrants, Pairings
from engine.matchup import F8, Form, calibrated, expected, form, setting, sheets, terms
from engine.playbook import Calibration
from engine.rules import rules
from engine.teams import League

# The teams and rules played, by number of periods.
SEASONS: dict[int, tuple[League, int]] = {2: ("men", 2019), 4: ("women", 2025)}
PAIRINGS = 1500
UNIVERSES = 4000
ROUNDS = 3
SEED = 2019

# The kernel counts possessions as they are played, ratings estimate them from box scores: 69.24
# from play-by-play over 68.93 from box scores, men 2025-26 (``python -m engine.build.calibrate``
# prints it).
PLAYED_PER_ESTIMATED = 1.0045

START = Calibration(
    level=(1.04, 1.0, 0.0, 0.0),
    gap=(1.2, 0.0, 0.0, 0.0),
    tempo=(1.0, -0.14, 0.0, 0.0, 0.0),
    bonus=(0.37, 0.58),
)


def build() -> pd.DataFrame:
    """The calibration table: periods, name, i, value."""
    rows = []
    for periods in SEASONS:
        fitted = fit(periods)
        for name in Calibration.__slots__:
            rows += [(periods, name, i, float(x)) for i, x in enumerate(getattr(fitted, name))]
    return pd.DataFrame(rows, columns=["periods", "name", "i", "value"])


def fit(periods: int) -> Calibration:
    """Play pairings of all strengths under the rules of so many periods; regress inputs on
    outcomes."""
    league, season = SEASONS[periods]
    table = store.load_teams(league, season)
    f = form(table, np.arange(len(table.name)))
    a, b = _pairs(f, np.random.default_rng(SEED))
    current = replace(START, bonus=(START.bonus[0], START.bonus[1] if periods == 2 else 0.0))
    for _ in range(ROUNDS):
        given, came = play(f, league, season, current, a, b)
        bonus = came.pop("bonus")
        weights = [
            np.linalg.lstsq(x, y, rcond=None)[0] for x, y in zip(terms(**came), given, strict=True)
        ]
        level, gap, tempo = (tuple(w.tolist()) for w in weights)
        current = Calibration(level, gap, tempo, (float(bonus[0]), float(bonus[1])))
    return current


def _pairs(f: Form, rng: np.random.Generator) -> tuple[games.I8, games.I8]:
    """Pairings of all kinds, from level to hopeless: half at random, half of teams of like
    strength."""
    order = np.argsort(f.off - f.dfn)
    n = len(order)
    first = rng.integers(0, n, PAIRINGS)
    near = np.clip(first + rng.integers(-n // 8, n // 8, PAIRINGS), 0, n - 1)
    second = np.where(np.arange(PAIRINGS) % 2 == 0, rng.integers(0, n, PAIRINGS), near)
    second = np.where(second == first, (second + 1) % n, second)
    return order[first], order[second]


def play(
    f: Form, league: League, season: int, c: Calibration, a: games.I8, b: games.I8
) -> tuple[tuple[F8, F8, F8], dict[str, F8]]:
    """((level, gap, tempo) given to the kernel, {margin, total, pace, bonus} that came out)."""
    base = store.load_teams(league, season).base
    law, s, book = rules(league, season), setting(base), store.load_playbook()
    points_a, points_b, pace = expected(f, s, a, b, np.zeros(len(a)))
    given = calibrated(c, points_a - points_b, points_a + points_b, pace)
    sheet = sheets(f, s, book, c, a, b)
    pairings = Pairings(a, b, *sheet, np.array([0.0]))
    teams = Entrants(f.key, np.zeros((len(f.key), 2)))
    court = book.court(law)
    out = {name: np.zeros(len(a)) for name in ("margin", "total", "pace")}
    bonus = np.zeros(2)
    for i in range(len(a)):
        one = Pairings(*(x[i : i + 1] for x in pairings[:5]), *pairings[5:])
        block = games.play_block(
            SEED, tuple(teams), tuple(one), np.array([NEUTRAL]), tuple(court), 0, UNIVERSES
        )[0].astype(np.float64)
        mean = block.mean(axis=0)
        minutes = 1.0 + block[:, possession.OVERTIMES].mean() / 8.0
        out["margin"][i] = mean[possession.REG_A] - mean[possession.REG_B]
        out["total"][i] = mean[possession.REG_A] + mean[possession.REG_B]
        played = 0.5 * (mean[possession.POSS_A] + mean[possession.POSS_B])
        out["pace"][i] = played / minutes / PLAYED_PER_ESTIMATED
    bonus[:] = c.bonus
    return given, out | {"bonus": bonus}
