"""A whole real season and the same season played again: the spread around the forecasts."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from engine import games, possession, store
from engine.build import logs, team_seasons
from engine.build.fitted import SHRINKAGE
from engine.games import AT_A, AT_B, NEUTRAL, Entrants, Pairings
from engine.matchup import F8, I8, expected, form, setting, sheets
from engine.playbook import Calibration
from engine.ratings import Fit, Shrinkage, carried, no_prior
from engine.rules import rules
from engine.teams import League

FOLDS = 10


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
    a's, and the spread around forecasts that have not seen the game."""

    league: League
    season: int
    a: I8
    b: I8
    venue: F8
    spread: Spread


def real(source: Path, league: League, season: int) -> Season:
    """A season up to Selection Sunday, with cross-validated forecasts."""
    turned = logs.games(source, league)
    played = turned[turned["season"] == season]
    table = store.load_teams(league, season)
    row = {int(team): i for i, team in enumerate(table.team_id)}
    a = np.asarray(played["team_id_a"].map(row), dtype=np.int64)
    b = np.asarray(played["team_id_b"].map(row), dtype=np.int64)
    margin, total = unseen(turned, season, SHRINKAGE[league])
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
    """Residual standard deviation of the regression on the forecast."""
    slope, intercept = np.polyfit(forecast, value, 1)
    return float(np.std(value - slope * forecast - intercept))


def unseen(turned: pd.DataFrame, season: int, pulls: dict[str, Shrinkage]) -> tuple[F8, F8]:
    """(margin, total) forecast for every game of a season by ratings fitted without it."""
    sided = logs.one_sided(turned[turned["season"] <= season])
    ids = np.unique(sided["offence"])
    *_, last = team_seasons.season_fits(sided[sided["season"] < season], ids, pulls)
    rows = sided[sided["season"] == season]

    def fitted(measure: str, seen: pd.DataFrame, pace: Fit | None) -> Fit | None:
        obs = team_seasons.observations(seen, ids, measure, pace)
        if not obs.value.size:
            return None
        prior = (
            carried(last.fits[measure], pulls[measure].carry)
            if measure in last.fits
            else no_prior(ids.size)
        )
        return team_seasons.fit_measure(measure, obs, ids.size, pulls[measure], prior)

    pace = fitted("pace", rows, None)
    games_played = len(rows) // 2
    fold = np.random.default_rng(season).integers(0, FOLDS, games_played)
    i, j = (np.searchsorted(ids, rows[side][:games_played]) for side in ("offence", "defence"))
    venue = rows["venue"].to_numpy()[:games_played]
    margin, total = np.zeros(games_played), np.zeros(games_played)
    per_100 = _together(pace, i, j) / 100.0
    for k in range(FOLDS):
        seen = rows[np.tile(fold != k, 2)]
        net, level = fitted("net", seen, pace), fitted("level", seen, pace)
        assert net is not None and level is not None
        at = fold == k
        margin[at] = (net.offence[i] + net.defence[j] + net.edge * venue)[at]
        total[at] = (level.mean + level.offence[i] + level.defence[j])[at]
    return margin * per_100, total * per_100


def _together(pace: Fit | None, i: I8, j: I8) -> F8:
    if pace is None:
        return np.full(len(i), team_seasons.USUAL_PACE)
    return pace.mean + pace.offence[i] + pace.defence[j]


def play(season: Season, c: Calibration, universes: int, seed: int) -> Spread:
    """The season again in some universes, strengths drawn anew in each: its spread."""
    table = store.load_teams(season.league, season.season)
    f, s, book = form(table, np.arange(len(table.name))), setting(table.base), store.load_playbook()
    pairings = Pairings(
        season.a, season.b, *sheets(f, s, book, c, season.a, season.b), np.array([s.home_edge])
    )
    teams = Entrants(f.key, np.stack([f.net_se, f.level_se], axis=1))
    venue = np.select([season.venue > 0, season.venue < 0], [AT_A, AT_B], NEUTRAL)
    court = book.court(rules(season.league, season.season), c)
    block = games.play_block(
        seed, tuple(teams), tuple(pairings), venue, tuple(court), 0, universes
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
