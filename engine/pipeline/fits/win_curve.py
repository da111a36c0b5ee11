"""``link``: the curve from an expected margin to a win probability, through simulated games.

Fitted on games at the ratings themselves, where only the game is left to chance; what it misses is
measured on other games whose teams drew their strengths."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from engine import run, store
from engine.arrays import F8
from engine.bracket.kernel import all_pairs
from engine.bracket.win_curve import WinCurve, averaged, terms
from engine.compute.process_pool import WorkerPool
from engine.domain.rules import rules
from engine.domain.specs import DEFAULT_RANDOM_SEED
from engine.domain.teams import LEAGUES, League
from engine.domain.venue import Venue, venue_signs
from engine.game import possession as p
from engine.game.final_scores import play_scores
from engine.game.matchup import expected, league_context, margin_se, team_strengths
from engine.stats.odds import logistic

PAIRINGS = 100  # of each tournament, drawn from the field
UNIVERSES = 1_500
FLOORS = (*(Venue.NEUTRAL,) * 2, Venue.A, Venue.B)  # drawn from
SEASON_STEP = 3  # every third tournament: the curve is the kernel's, not a season's


def build() -> pd.DataFrame:
    """Rows of (periods, name, i, value), as in ``calibration``: ``coefficient`` and ``error``."""
    with WorkerPool() as pool:
        rows = [row for periods in (2, 4) for row in _fitted(periods, pool)]
    return pd.DataFrame(rows, columns=["periods", "name", "i", "value"])


def _fitted(periods: int, pool: WorkerPool) -> Iterator[tuple[int, str, int, float]]:
    certain, uncertain = (_played(periods, pool, drawn) for drawn in (False, True))
    coefficient = fit(terms(*certain[:3]), certain[4])
    error = missed(WinCurve(tuple(coefficient.tolist()), 0.0), uncertain)
    for i, value in enumerate(coefficient):
        yield periods, "coefficient", i, float(value)
    yield periods, "error", 0, error


def fit(term: F8, share: F8) -> F8:
    """Coefficients [K] of the log-odds on ``term[N, K]`` that make the shares [N] of wins likeliest
    (Newton's method; the deviance is convex)."""
    c = np.zeros(term.shape[1])
    for _ in range(25):
        prob = logistic(term @ c)
        slope = term * (prob * (1 - prob))[:, None]
        c = c + np.linalg.solve(term.T @ slope, term.T @ (share - prob))
    return c


def missed(link: WinCurve, played: tuple[F8, ...]) -> float:
    """Root mean square distance of the curve from the truth: what is left of its distance from the
    counted shares when their own error is taken out."""
    margin, total, pace, spread, share = played
    prob = averaged(link, margin, total, pace, spread)
    own = prob * (1 - prob) / UNIVERSES
    return float(np.sqrt(max(0.0, float(np.mean((share - prob) ** 2 - own)))))


def _played(periods: int, pool: WorkerPool, uncertain: bool) -> tuple[F8, ...]:
    """(margin, total, pace, spread, share won by a) of pairings, each [P], under rules with that
    number of periods."""
    parts = [
        _season(league, season, pool, uncertain)
        for league in LEAGUES
        for season in store.tournament_seasons(league)[::-SEASON_STEP]
        if rules(league, season).periods == periods
    ]
    return tuple(np.concatenate(part) for part in zip(*parts, strict=True))


def _season(league: League, season: int, pool: WorkerPool, uncertain: bool) -> tuple[F8, ...]:
    field, table = store.load_field(league, season), store.load_teams(league, season)
    f = team_strengths(table, table.rows(field.team_id))
    _, a, b = all_pairs(f.key)
    draw = np.random.default_rng([season, LEAGUES.index(league), uncertain])
    chosen = draw.choice(len(a), PAIRINGS, replace=False)
    a, b, venue = a[chosen], b[chosen], draw.choice(FLOORS, PAIRINGS)
    inputs = run.kernel_inputs(f, table.base, a, b, uncertain)
    parts = run.blocks(UNIVERSES, UNIVERSES // 4)
    chunks = run.game_chunks(DEFAULT_RANDOM_SEED, inputs, venue, parts)
    key = ("link", league, season, uncertain)
    points = np.concatenate(pool.submit(key, play_scores, chunks).result(), axis=2)
    s = league_context(table.base)
    points_a, points_b, pace = expected(f, s, a, b, venue_signs(venue))
    spread = margin_se(f, s, a, b)
    share = np.mean(points[:, p.POINTS_A] > points[:, p.POINTS_B], axis=1)
    return points_a - points_b, points_a + points_b, pace, spread, share
