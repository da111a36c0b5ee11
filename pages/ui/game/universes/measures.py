"""What a side does with the ball in a run, worked out once."""

from engine import store
from engine.domain.specs import GameSpec
from engine.explain.matchup import MatchupRow, with_the_ball
from engine.tables import games
from pages.ui import runs


@store.cached_by_data_version(64)
def summary(spec: GameSpec) -> dict[str, float]:
    """``games.game_summary`` of a run, for reading only."""
    return games.game_summary(runs.detail(spec).games)


@store.cached_by_data_version(128)
def ball(spec: GameSpec, side: int) -> tuple[MatchupRow, ...]:
    """The Four Factors and shooting of a side (0: a, 1: b), for reading only."""
    sides = spec.a, spec.b
    tables = [store.load_teams(spec.league, one.season, source=one.source) for one in sides]
    rows = [table.row(one.team_id) for table, one in zip(tables, sides, strict=True)]
    other = 1 - side
    return tuple(
        with_the_ball(runs.detail(spec), side, tables[side], rows[side], tables[other], rows[other])
    )
