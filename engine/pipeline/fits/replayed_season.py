"""A whole real season and the same season played again: how far its games spread."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from engine import store
from engine.arrays import F8, I8
from engine.domain.rules import rules
from engine.domain.schedule import Schedule
from engine.domain.teams import League
from engine.domain.venue import venues_of_sign
from engine.evaluation.realism_figures import FREE, Model, model, noise
from engine.game import kernel, possession
from engine.game.kernel import Entrants, Pairings
from engine.game.matchup import entrants, expected, league_context, pairing_odds, team_strengths
from engine.game.play_model import Calibration
from engine.ratings import season_ratings
from engine.ratings.model import PriorStrength
from engine.ratings.observations import expected_pace, one_sided
from engine.sources import game_logs

KNOWN_FROM = 40  # day of a season: from December on teams are known about as well as in the end


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard deviations over a season's games: ``margin`` given both strengths and the venue
    (``realism_figures.noise``, points), ``total`` and ``possessions`` of both sides around their
    means; and those means."""

    margin: float
    total: float
    possessions: float
    mean_total: float
    mean_possessions: float


@dataclass(frozen=True, slots=True, eq=False)
class Season:
    """Every game of a season: ``a``, ``b`` rows of the team table (lower id first), ``venue`` +1 at
    a's. ``model``: of the margins; ``spread``: the real one."""

    league: League
    season: int
    a: I8
    b: I8
    venue: F8
    model: Model
    spread: Spread


def real(source: Path, league: League, season: int) -> Season:
    """A season up to Selection Sunday."""
    turned = game_logs.games(source, league)
    played = turned[turned["season"] == season]
    table = store.load_teams(league, season)
    row = {int(team): i for i, team in enumerate(table.team_id)}
    a = np.asarray(played["team_id_a"].map(row), dtype=np.int64)
    b = np.asarray(played["team_id_b"].map(row), dtype=np.int64)
    venue = played["venue"].to_numpy(np.float64)
    least_squares = model(Schedule(league, season, a, b, np.sign(venue).astype(np.int64)), FREE)
    score_a, score_b = (played[f"score_{x}"].to_numpy(np.float64) for x in "ab")
    both = 2.0 * played["possessions"].dropna().to_numpy()
    spread = Spread(
        margin=_noise(score_a - score_b, venue, least_squares),
        total=float(np.std(score_a + score_b)),
        possessions=float(both.std()) if both.size else np.nan,
        mean_total=float(np.mean(score_a + score_b)),
        mean_possessions=float(both.mean()) if both.size else np.nan,
    )
    return Season(league, season, a, b, venue, least_squares, spread)


def _noise(margin: F8, venue: F8, least_squares: Model) -> float:
    """``realism_figures.noise`` of points a less points b."""
    return noise(np.where(venue < 0, -margin, margin), least_squares)


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


def inputs(season: Season, c: Calibration) -> tuple[Entrants, Pairings, I8, possession.GameTables]:
    """The kernel's inputs for the season's games, with their venues."""
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
    game_tables = book.game_tables(rules(season.league, season.season), c)
    return entrants(f), pairings, venues_of_sign(season.venue), game_tables


def forecast(season: Season) -> tuple[F8, F8]:
    """(points a, points b) that the season's final ratings expect of every game in regulation."""
    table = store.load_teams(season.league, season.season)
    f, s = team_strengths(table, np.arange(len(table.name))), league_context(table.base)
    points_a, points_b, _ = expected(f, s, season.a, season.b, season.venue)
    return points_a, points_b


def play(season: Season, c: Calibration, universes: int, seed: int) -> Spread:
    """The season again in some universes, strengths drawn anew in each: its spread."""
    teams, pairings, venue, game_tables = inputs(season, c)
    block = kernel.play_block(
        seed, tuple(teams), tuple(pairings), venue, tuple(game_tables), 0, universes
    ).astype(np.float64)
    p = possession
    margin = block[..., p.POINTS_A] - block[..., p.POINTS_B]
    total = block[..., p.POINTS_A] + block[..., p.POINTS_B]
    both = block[..., p.POSS_A] + block[..., p.POSS_B]

    return Spread(
        margin=float(np.mean([_noise(one, season.venue, season.model) for one in margin.T])),
        total=float(total.std()),
        possessions=float(both.std()),
        mean_total=float(total.mean()),
        mean_possessions=float(both.mean()),
    )
