"""A day's games at once: win probability with its range, expected score, how close it may be.

Win probabilities come from the win curve, so they carry no counting noise; the expected score and
the chance of a close finish are counted over universes of the kernel.
"""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from engine.arrays import F8, I8, Bool
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import DEFAULT_RANDOM_SEED
from engine.domain.teams import TeamTable
from engine.domain.venue import Venue
from engine.game.final_scores import play_scores
from engine.game.matchup import TeamStrengths, team_strengths
from engine.ratings.constants import SHRINKAGE
from engine.ratings.model import RandomWalkPrior
from engine.run.prepare import kernel_inputs
from engine.run.win_matrix import pairing_win_odds

UNIVERSES = 400  # of a game, for its score and its finish
CLOSE = 5  # points of a close finish

COLUMNS = (
    "win_prob", "weaker", "stronger", "home_points", "away_points", "margin", "close", "close_se",
)  # fmt: skip


def forecast_games(
    table: TeamTable,
    home: I8,
    away: I8,
    neutral: Bool,
    random_seed: int = DEFAULT_RANDOM_SEED,
    pool: WorkerPool | None = None,
    rest: F8 | None = None,
) -> pd.DataFrame:
    """One row a game between the team ids ``home[N]`` and ``away[N]``, in order; ``rest[N]`` as
    ``rest_on`` gives it (``None``: nobody played the day before).

    Columns, all for the home side (the first-named one on a neutral floor): win_prob; weaker and
    stronger, the probability if the ratings' difference is one standard error smaller or larger;
    home_points and away_points, the mean score; margin, their difference; close, the share of
    universes that end within ``CLOSE`` points, with close_se. With a ``pool`` its workers play
    them. UnknownTeam when an id is not in the table."""
    if not len(home):
        return pd.DataFrame({name: np.zeros(0) for name in COLUMNS})
    a, b = np.arange(len(home)), len(home) + np.arange(len(home))
    own = _of_the_game(table, home, neutral, rest)
    strengths = _strengths(table, home, away, own)
    odds = pairing_win_odds(strengths, table.base, a, b, np.where(neutral, 0.0, 1.0))
    score = _scores(table, home, away, neutral, own, random_seed, pool)
    close = (np.abs(score[:, 0] - score[:, 1]) <= CLOSE).mean(axis=1)
    mean = score.mean(axis=2)
    return pd.DataFrame(
        {
            "win_prob": odds.prob,
            "weaker": odds.weaker,
            "stronger": odds.stronger,
            "home_points": mean[:, 0],
            "away_points": mean[:, 1],
            "margin": mean[:, 0] - mean[:, 1],
            "close": close,
            "close_se": np.sqrt(close * (1.0 - close) / UNIVERSES),
        }
    )


def rest_on(games: pd.DataFrame, day: str, home: I8, away: I8) -> F8:
    """[N] for the games of a ``day`` (ISO) between ``home[N]`` and ``away[N]``: +1 where only the
    home side played the day before, -1 where only the away side did, 0 else. ``games``: date, home
    and away of a season's games."""
    day_before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    tired = games.loc[games["date"] == day_before, ["home", "away"]].to_numpy(np.int64)
    return np.subtract(np.isin(home, tired), np.isin(away, tired), dtype=np.float64)


def _of_the_game(table: TeamTable, home: I8, neutral: Bool, rest: F8 | None) -> F8:
    """[N] points per 100 possessions that the home side's margin gains from its own floor, beyond
    the league's home edge, and from who played the day before."""
    walk = SHRINKAGE[table.base.league]["net"]
    assert isinstance(walk, RandomWalkPrior)
    floor = np.where(neutral, 0.0, table.home[table.rows(home)])
    return floor if rest is None else floor + walk.tired * rest


def _strengths(table: TeamTable, a: I8, b: I8, own: F8) -> TeamStrengths:
    """2N entrants, first the sides a of N games, then b; side a's margin is moved by ``own[N]``
    points per 100 possessions."""
    found = team_strengths(table, table.rows(np.concatenate([a, b])))
    half = np.concatenate([own, np.zeros(len(b))]) / 200.0
    return replace(found, off=found.off + half, dfn=found.dfn - half)


def _scores(
    table: TeamTable,
    home: I8,
    away: I8,
    neutral: Bool,
    own: F8,
    random_seed: int,
    pool: WorkerPool | None,
) -> F8:
    """score[N, 2, U] of home and away; an address names the lower id first."""
    swap = home > away
    low, high = np.where(swap, away, home), np.where(swap, home, away)
    n = len(home)
    strengths = _strengths(table, low, high, np.where(swap, -own, own))
    inputs = kernel_inputs(strengths, table.base, np.arange(n), n + np.arange(n), uncertain=True)
    at_home = np.where(swap, int(Venue.B), int(Venue.A))
    venue = np.where(neutral, int(Venue.NEUTRAL), at_home).astype(np.int64)
    teams, pairings, game_tables = (tuple(part) for part in inputs)
    chunk = (random_seed, teams, pairings, venue, game_tables, 0, UNIVERSES)
    if pool is None:
        played = play_scores(*chunk)
    else:
        games = tuple(zip(home, away, neutral, own, strict=True))
        key = ("slate", table.digest, random_seed, games)
        (played,) = pool.submit(key, play_scores, [chunk]).result()
    score = played.astype(np.float64)
    score[swap] = score[swap, ::-1]
    return score
