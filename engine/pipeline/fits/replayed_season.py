"""A whole real season and the same season played again: the spread around the forecasts."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from engine import store
from engine.arrays import F8, I8
from engine.domain.rules import rules
from engine.domain.teams import League
from engine.domain.venue import venues_of_sign
from engine.game import kernel, possession
from engine.game.kernel import Pairings
from engine.game.matchup import entrants, expected, league_context, pairing_odds, team_strengths
from engine.game.play_model import Calibration
from engine.ratings import season_ratings
from engine.ratings.constants import SHRINKAGE
from engine.ratings.model import PriorStrength
from engine.ratings.observations import expected_pace, one_sided
from engine.sources import game_logs

KNOWN_FROM = 40  # day of a season: from December on teams are known about as well as in the end


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard deviations over a season's games: ``margin`` and ``total`` around the forecast
    (points), ``possessions`` of both sides around their mean; and two means."""

    margin: float
    total: float
    possessions: float
    mean_total: float
    mean_possessions: float


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """Every game of a season: ``a``, ``b`` rows of the team table (lower id first), ``venue`` +1 at
    a's. ``spread``: margins and totals around the forecasts of the day before, from ``KNOWN_FROM``
    on; the rest of all games."""

    league: League
    season: int
    a: I8
    b: I8
    venue: F8
    spread: Spread


def real(source: Path, league: League, season: int) -> Season:
    """A season up to Selection Sunday."""
    turned = game_logs.games(source, league)
    played = turned[turned["season"] == season]
    table = store.load_teams(league, season)
    row = {int(team): i for i, team in enumerate(table.team_id)}
    a = np.asarray(played["team_id_a"].map(row), dtype=np.int64)
    b = np.asarray(played["team_id_b"].map(row), dtype=np.int64)
    margin, total = unseen(turned, season, SHRINKAGE[league], KNOWN_FROM)
    score_a, score_b = (played[f"score_{x}"].to_numpy(np.float64) for x in "ab")
    both = 2.0 * played["possessions"].dropna().to_numpy()
    spread = Spread(
        margin=_sd_around(score_a - score_b, margin),
        total=_sd_around(score_a + score_b, total),
        possessions=float(both.std()) if both.size else np.nan,
        mean_total=float(np.mean(score_a + score_b)),
        mean_possessions=float(both.mean()) if both.size else np.nan,
    )
    return Season(league, season, a, b, played["venue"].to_numpy(np.float64), spread)


def _sd_around(value: F8, forecast: F8) -> float:
    """Residual standard deviation of the regression on the forecast, where there is one."""
    known = np.isfinite(forecast)
    slope, intercept = np.polyfit(forecast[known], value[known], 1)
    return float(np.std((value - slope * forecast - intercept)[known]))


def unseen(
    turned: pd.DataFrame,
    season: int,
    strengths: dict[str, PriorStrength],
    first: int = game_logs.LAST_MONTH,
) -> tuple[F8, F8]:
    """(margin, total) that the ratings of the day before forecast for every game of a season's last
    month, or of all days from ``first`` on; NaN for the games before."""
    sided = one_sided(turned[turned["season"] <= season])
    ids = np.unique(sided["offense"])
    *_, last = season_ratings.season_fits(sided[sided["season"] < season], ids, strengths)
    rows = sided[sided["season"] == season]
    games_played = len(rows) // 2
    i, j = (np.searchsorted(ids, rows[side][:games_played]) for side in ("offense", "defense"))
    venue, day = (rows[name].to_numpy()[:games_played] for name in ("venue", "day_num"))
    margin, total = np.full((2, games_played), np.nan)
    for day_number, known in season_ratings.daily_ratings(rows, ids, strengths, last.fits, first):
        at = day == day_number
        fits = known.fits
        per_100 = expected_pace(fits.get("pace"), i[at], j[at]) / 100.0
        margin[at] = fits["net"].expected(i[at], j[at], venue[at]) * per_100
        total[at] = fits["level"].expected(i[at], j[at], venue[at]) * per_100
    return margin, total


def play(season: Season, c: Calibration, universes: int, seed: int) -> Spread:
    """The season again in some universes, strengths drawn anew in each: its spread."""
    table = store.load_teams(season.league, season.season)
    f, s, book = (
        team_strengths(table, np.arange(len(table.name))),
        league_context(table.base),
        store.load_play_model(),
    )
    pairings = Pairings(
        season.a,
        season.b,
        *pairing_odds(f, s, book, c, season.a, season.b),
        np.array([s.home_edge]),
    )
    teams = entrants(f)
    venue = venues_of_sign(season.venue)
    game_tables = book.game_tables(rules(season.league, season.season), c)
    block = kernel.play_block(
        seed, tuple(teams), tuple(pairings), venue, tuple(game_tables), 0, universes
    ).astype(np.float64)
    p = possession
    points_a, points_b, _ = expected(f, s, season.a, season.b, season.venue)
    margin = block[..., p.POINTS_A] - block[..., p.POINTS_B]
    total = block[..., p.POINTS_A] + block[..., p.POINTS_B]
    both = block[..., p.POSS_A] + block[..., p.POSS_B]

    def around(value: F8, forecast: F8) -> float:
        return _sd_around(value.ravel(), np.repeat(forecast, universes))

    return Spread(
        margin=around(margin, points_a - points_b),
        total=around(total, points_a + points_b),
        possessions=float(both.std()),
        mean_total=float(total.mean()),
        mean_possessions=float(both.mean()),
    )
