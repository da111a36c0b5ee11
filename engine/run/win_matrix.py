"""The win probability of every pairing of a field, from the embedded tables."""

from functools import lru_cache

from engine import store
from engine.bracket.win_curve import WinCurve, WinMatrix, of_field
from engine.domain.field import Field
from engine.domain.rules import rules
from engine.domain.teams import League


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
    curve = WinCurve(*store.load_win_curve(rules(field.league, field.season).periods))
    return of_field(field, table, curve, uncertain)
