"""Plays one universe of a pairing again with the kernel's log on.

The random address is enough: the same numbers give the same game, so the replay always has the
score that the run counted."""

from engine import store
from engine.domain.specs import BracketSpec, GameSpec, Side, whole_number
from engine.domain.teams import League
from engine.domain.venue import Venue
from engine.game.replay import Replay, logged_game
from engine.run import games
from engine.run.games import Meeting


def check_universe(spec: GameSpec | BracketSpec, universe: object) -> int:
    """``universe`` as a number from 0 to universes - 1; BadNumber."""
    return whole_number(universe, "universe of this run", 0, spec.universes - 1)


def replay(spec: GameSpec, universe: int) -> Replay:
    """Universe ``universe`` of ``run.game(spec)``, play by play.

    BadNumber outside the run's universes; UnknownSeason or UnknownTeam when a side is not in the
    data."""
    u = check_universe(spec, universe)
    (teams, pairings, game_tables), venue, swap = kept_meeting(spec)
    return logged_game(spec, u, teams, pairings, venue, game_tables, swap)


@store.cached_by_data_version(64)
def _meeting(league: League, a: Side, b: Side, venue: Venue, uncertain: bool) -> Meeting:
    return games.meeting(GameSpec(league, a, b, venue, 1, 0, uncertain))


def kept_meeting(spec: GameSpec) -> Meeting:
    """``games.meeting``, cached: making it takes longer than a game. It depends on neither the
    number of universes nor the random seed."""
    return _meeting(spec.league, spec.a, spec.b, spec.venue, spec.uncertain)
