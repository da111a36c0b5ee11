"""Two teams of a season: where the bracket brings them together, and what was really played."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from engine import store
from engine.domain.field import Field, RealGame
from engine.domain.specs import GameSpec, Side
from engine.domain.teams import League
from engine.domain.venue import Venue

SELECTION_SUNDAY = 132  # the day of the season, in the table of late games


@dataclass(frozen=True, slots=True, eq=False)
class BracketMeeting:
    """Where two teams of a field can meet: their entrants and seed lines, the slot, its round's
    name, the region ("" from the Final Four on) and the venue as seen from the first team;
    ``played``: the game, if it took place."""

    field: Field
    entrant: tuple[int, int]
    seed_line: tuple[int, int]
    slot: str
    round_name: str
    region: str
    venue: Venue
    played: RealGame | None


@dataclass(frozen=True, slots=True)
class LateMeeting:
    """A real game of the last month before the tournament: ``points`` of the first team and of the
    second, the venue as seen from the first."""

    day: date
    points: tuple[int, int]
    venue: Venue


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


def late_meetings(spec: GameSpec) -> tuple[LateMeeting, ...]:
    """The two teams' real games in the last month before Selection Sunday, the first one first."""
    if spec.a.season != spec.b.season:
        return ()
    return _late_meetings(spec.league, spec.a.season, spec.a.team_id, spec.b.team_id)


@store.cached_by_data_version(256)
def _late_meetings(league: League, season: int, a: int, b: int) -> tuple[LateMeeting, ...]:
    games = store.frame("late_games", league)
    low, high = min(a, b), max(a, b)
    games = games[(games["season"] == season) & (games["a"] == low) & (games["b"] == high)]
    if not len(games):
        return ()
    sunday = date.fromisoformat(store.load_teams(league, season).base.cutoff)
    found = []
    for day, venue, *points in (
        games[["day", "venue", "points_a", "points_b"]].sort_values("day").to_numpy().tolist()
    ):
        first, second = points if a == low else points[::-1]
        seen = Venue.of_sign(venue if a == low else -venue)
        when = sunday + timedelta(days=day - SELECTION_SUNDAY)
        found.append(LateMeeting(when, (first, second), seen))
    return tuple(found)


def _entrants(league: League, a: Side, b: Side) -> tuple[Field, int, int] | None:
    """(field, entrant of a, entrant of b) of the tournament that both played."""
    if a.season != b.season or a.season not in store.tournament_seasons(league):
        return None
    field = store.load_field(league, a.season)
    at = [np.flatnonzero(field.team_id == side.team_id) for side in (a, b)]
    if not at[0].size or not at[1].size:
        return None
    return field, int(at[0][0]), int(at[1][0])


def _played(field: Field, s: int, teams: set[int]) -> RealGame | None:
    """The game of slot s, if these two teams played it with a score."""
    for game in store.load_results(field.league, field.season):
        if game.slot == field.slot[s] and {game.winner_id, game.loser_id} == teams:
            return game if game.winner_points else None
    return None
