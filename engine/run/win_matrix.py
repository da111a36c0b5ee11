"""The win probability of pairings by the curve, from the embedded tables."""

from functools import lru_cache

from engine import store
from engine.arrays import F8, I8
from engine.bracket.win_curve import WinCurve, WinMatrix, WinOdds, of_field, win_odds
from engine.domain.field import Field
from engine.domain.rules import rules
from engine.domain.teams import League, LeagueSeason
from engine.game.matchup import TeamStrengths, expected, league_context, margin_se

RESOLUTION = 0.003  # a smaller error of the curve is none that its fit could measure


def season_curve(base: LeagueSeason) -> WinCurve:
    """The curve for games under the rules of that league and season; DamagedData."""
    coefficient, error = store.load_win_curve(rules(base.league, base.season).periods)
    return WinCurve(coefficient, max(error, RESOLUTION))


def pairing_win_odds(f: TeamStrengths, base: LeagueSeason, a: I8, b: I8, venue: F8) -> WinOdds:
    """The odds that a[P] beats b[P], rows of ``f``; ``venue[P]``: signs as in ``Venue.sign``."""
    context = league_context(base)
    points_a, points_b, pace = expected(f, context, a, b, venue)
    se = margin_se(f, context, a, b)
    return win_odds(season_curve(base), points_a - points_b, points_a + points_b, pace, se)


def load_win_matrix(
    league: League, season: int, uncertain: bool = True, source: str = ""
) -> WinMatrix:
    """The win matrix of a tournament; the last few are kept. UnknownSeason, DamagedData."""
    return _load(league, season, uncertain, source, store.data_version())


@lru_cache(maxsize=4)
def _load(
    league: League, season: int, uncertain: bool, source: str, data_version: str
) -> WinMatrix:
    return win_matrix_of(store.load_field(league, season, source=source), uncertain)


def win_matrix_of(field: Field, uncertain: bool = True) -> WinMatrix:
    """The win matrix of any field, from its teams' ratings of that season."""
    table = store.load_teams(field.league, field.season, source=field.source)
    return of_field(field, table, season_curve(table.base), uncertain)
