"""The win probability of every pairing of a field, from the embedded tables."""

from functools import lru_cache

from engine import store
from engine.bracket.win_curve import WinCurve, WinMatrix, of_field
from engine.domain.rules import rules
from engine.domain.teams import League


def load_win_matrix(league: League, season: int, uncertain: bool = True) -> WinMatrix:
    """The win matrix of a tournament; the last few are kept. UnknownSeason, DamagedData."""
    return _load(league, season, uncertain, store.data_version())


@lru_cache(maxsize=4)
def _load(league: League, season: int, uncertain: bool, data_version: str) -> WinMatrix:
    field, table = store.load_field(league, season), store.load_teams(league, season)
    curve = WinCurve(*store.load_win_curve(rules(league, season).periods))
    return of_field(field, table, curve, uncertain)
