"""Two teams of a season: where the bracket brings them together, and what was really played."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from engine import store
from engine.domain.field import Field, RealGame
from engine.domain.live_results import ListedGame
from engine.domain.specs import GameSpec, Side
from engine.domain.teams import League
from engine.domain.venue import Venue
from engine.errors import UnknownSeason
from engine.run.team_seasons import has_games, team_games


@dataclass(frozen=True, slots=True, eq=False)
class BracketMeeting:
    """Where two teams of a field can meet: their entrants and seed lines, the slot, its round's
    name, the region ("" from the Final Four on) and the venue as seen from the first team;
    ``played``: the game, if it took place; ``under_way``: if it is being played."""

    field: Field
    entrant: tuple[int, int]
    seed_line: tuple[int, int]
    slot: str
    round_name: str
    region: str
    venue: Venue
    played: RealGame | None
    under_way: ListedGame | None = None


@dataclass(frozen=True, slots=True)
class SeasonMeeting:
    """A real game before the tournament: ``points`` of the first team and of the second, the venue
    as seen from the first, and ``win_prob``, the first's by the ratings of the day before."""

    day: date
    points: tuple[int, int]
    venue: Venue
    win_prob: float


def bracket_meeting(spec: GameSpec) -> BracketMeeting | None:
    """Where the two teams can meet in their season's tournament; None when they are of different
    seasons or not both in its field."""
    found = _entrants(spec.league, spec.a, spec.b)
    if found is None:
        return None
    field, a, b = found
    s = field.meeting_slot(a, b)
    return BracketMeeting(
        field=field,
        entrant=(a, b),
        seed_line=(field.seed_line(a), field.seed_line(b)),
        slot=field.slot[s],
        round_name=field.round_names[int(field.round[s])],
        region=field.region[field.seed[a][0]] if field.seed[a][0] == field.seed[b][0] else "",
        venue=Venue.of_host(int(field.host[s]), a, b),
        played=_played(field, s, {spec.a.team_id, spec.b.team_id}),
        under_way=_under_way(field, {spec.a.team_id, spec.b.team_id}),
    )


def better_second(league: League, a: Side, b: Side) -> bool:
    """Whether b has the better seed of a tournament that both played; the rating decides between
    equal seed lines."""
    found = _entrants(league, a, b)
    if found is None:
        return False
    field, first, second = found
    teams = store.load_teams(league, a.season, source=a.source)
    net = teams.off_eff - teams.def_eff
    order = [
        (field.seed_line(entrant), -float(net[teams.row(side.team_id)]))
        for entrant, side in ((first, a), (second, b))
    ]
    return order[1] < order[0]


def season_meetings(spec: GameSpec) -> tuple[SeasonMeeting, ...]:
    """The two teams' games of their season before its tournament, the first one first; none where
    the season's games are not in the data."""
    if spec.a.season != spec.b.season or not has_games(spec.league, spec.a):
        return ()
    games = team_games(spec.league, spec.a)
    games = games[games["opponent_id"] == spec.b.team_id]
    columns = games[["date", "points", "allowed", "venue", "win_prob"]].to_numpy().tolist()
    return tuple(
        SeasonMeeting(date.fromisoformat(day), (points, allowed), Venue.of_sign(venue), prob)
        for day, points, allowed, venue, prob in columns
    )


def _entrants(league: League, a: Side, b: Side) -> tuple[Field, int, int] | None:
    """(field, entrant of a, entrant of b) of the tournament that both played."""
    if (a.season, a.source) != (b.season, b.source):
        return None
    try:
        field = store.load_field(league, a.season, source=a.source)
    except UnknownSeason:  # no tournament, or not announced yet
        return None
    at = [np.flatnonzero(field.team_id == side.team_id) for side in (a, b)]
    if not at[0].size or not at[1].size:
        return None
    return field, int(at[0][0]), int(at[1][0])


def _under_way(field: Field, teams: set[int]) -> ListedGame | None:
    games = (one.game for one in store.so_far(field).under_way)
    return next((game for game in games if game.teams == teams), None)


def _played(field: Field, s: int, teams: set[int]) -> RealGame | None:
    """The game of slot s, if these two teams played it with a score."""
    for game in store.results_of(field):
        if game.slot == field.slot[s] and {game.winner_id, game.loser_id} == teams:
            return game if game.winner_points else None
    return None
