"""Games of a season in one universe, credited to players: tasks of the workers.

Nothing but NumPy and Numba is loaded."""

from typing import NamedTuple

import numpy as np

from engine.arrays import F8, I2, I4, I8, Bool
from engine.domain.players import CreditRates, Roster
from engine.domain.specs import GameSpec, Side
from engine.domain.teams import League
from engine.domain.venue import Venue
from engine.game import possession as p
from engine.game.kernel import Entrants, Pairings, Plain
from engine.game.replay import Replay, logged_game
from engine.recap import scorer as sc
from engine.recap.player_sample import plain_rotation, rotation_of_plain
from engine.recap.rotation import rotation
from engine.recap.scorer import TEAM, Event, EventLog, event_log

# Events of an exported season: those of the play-by-play by number, then what helpers did.
EXPORTED = (
    "made2", "missed2", "made3", "missed3", "made_ft", "missed_ft", "off_reb", "def_reb",
    "turnover", "foul", "steal", "block", "assist",
)  # fmt: skip
_NUMBER = {name: number for number, name in enumerate(EXPORTED)}
_EVENT = {
    **{number: number for number in range(sc.LOST_BALL + 1)},
    sc.CHARGED: _NUMBER["turnover"],
    sc.FOULED: _NUMBER["foul"],
    sc.SHOOTING_FOUL: _NUMBER["foul"],
    sc.TECHNICAL_FOUL: _NUMBER["foul"],
}
_HELP = {sc.ASSIST: _NUMBER["assist"], sc.BLOCK: _NUMBER["block"], sc.STEAL: _NUMBER["steal"]}

GAME_COLUMNS = (
    "home_points", "away_points", "home_half", "away_half", "overtimes", "home_possessions",
    "away_possessions",
)  # fmt: skip


class Fixtures(NamedTuple):
    """N games of one universe. ``number[N]`` in the schedule; ``pairings`` of the N games, rows of
    ``teams``; ``venue[N]``, ``meeting[N]`` as in ``season_play``; ``home_b[N]``: b is the home
    side."""

    league: League
    season: int
    random_seed: int
    universe: int
    number: I8
    teams: Plain
    pairings: Plain
    venue: I8
    meeting: I8
    home_b: Bool
    game_tables: Plain


class Lines(NamedTuple):
    """``game[N, GAME_COLUMNS]``; ``event[E, 6]``: game, period, seconds left, side (0 home), event
    (a number of ``EXPORTED``) and player id, in playing order; ``player[M, 5]``: game, side, row of
    the roster, seconds and whether he started."""

    game: I2
    event: I4
    player: I4


def make_rotations(rosters: tuple[Plain, ...], rates: Plain, pace: F8) -> tuple[Plain, ...]:
    """The rotations of rosters, as plain values; ``pace`` of each, as in ``rotation``."""
    credit = CreditRates(*rates)
    made = (
        rotation(Roster(*one), credit, float(at)) for one, at in zip(rosters, pace, strict=True)
    )
    return tuple(plain_rotation(one) for one in made)


def play_games(fixtures: Plain, rotations: dict[int, Plain], rates: Plain) -> Lines:
    """All games of ``fixtures``; ``rotations`` by row of the teams, none without player data."""
    given = Fixtures(*fixtures)
    pairings, teams = Pairings(*given.pairings), Entrants(*given.teams)
    credit, tables = CreditRates(*rates), p.GameTables(*given.game_tables)
    known = {row: rotation_of_plain(values) for row, values in rotations.items()}
    games, events, players = [], [], []
    for i, number in enumerate(given.number.tolist()):
        rows = [int(pairings.a[i]), int(pairings.b[i])]
        sides = [Side(given.season, int(team)) for team in teams.key[rows, 0]]
        venue = int(given.venue[i])
        spec = GameSpec(
            given.league, sides[0], sides[1], Venue(venue), given.universe + 1, given.random_seed
        )
        replay = logged_game(
            spec,
            given.universe,
            Entrants(teams.key[rows], teams.se[rows]),
            _only(pairings, i),
            venue,
            tables,
            swap=False,
            meeting=int(given.meeting[i]),
        )
        log = event_log(replay, (known.get(rows[0]), known.get(rows[1])), credit)
        swap = bool(given.home_b[i])
        games.append(_game_line(replay, swap))
        events += event_lines(log, number, swap)
        players += player_lines(log, number, swap)
    return Lines(
        np.array(games, dtype=np.int16),
        np.array(events, dtype=np.int32).reshape(-1, 6),
        np.array(players, dtype=np.int32).reshape(-1, 5),
    )


def _only(pairings: Pairings, i: int) -> Pairings:
    one = {name: value[i : i + 1] for name, value in pairings._asdict().items()}
    own = {"a": np.array([0]), "b": np.array([1]), "home_edge": pairings.home_edge}
    return Pairings(**one | own)


def _game_line(replay: Replay, swap: bool) -> list[int]:
    step = -1 if swap else 1
    pairs = [pair[::step] for pair in (replay.points, replay.half, replay.possessions)]
    return [*pairs[0], *pairs[1], replay.overtimes, *pairs[2]]


def event_lines(log: EventLog, number: int, swap: bool) -> list[tuple[int, ...]]:
    """Rows of ``Lines.event`` of one game; ``swap``: side b is at home."""
    lines: list[tuple[int, ...]] = []

    def write(e: Event, side: int, event: int, player: int) -> None:
        rotation = log.rotation[side]
        known = rotation is not None and player != TEAM
        who = int(rotation.roster.player_id[player]) if known and rotation is not None else -1
        lines.append((number, e.period, int(e.left), int(side != swap), event, who))

    for e in log.event:
        if e.event == sc.PERIOD_END:
            continue
        write(e, e.side, _EVENT[e.event], e.player)
        if e.event == sc.CHARGED:
            write(e, e.side, _EVENT[sc.FOULED], e.player)
        if e.help:
            write(e, e.side if e.help == sc.ASSIST else 1 - e.side, _HELP[e.help], e.helper)
    return lines


def player_lines(log: EventLog, number: int, swap: bool) -> list[tuple[int, ...]]:
    """Rows of ``Lines.player`` of one game: who was on the floor, in whole seconds that add up to
    five players' time."""
    lines: list[tuple[int, ...]] = []
    for side, seconds in enumerate(log.seconds):
        whole = np.diff(np.round(np.cumsum(seconds) + 1e-6), prepend=0.0).astype(np.int64)
        starters = set(log.starter[side])
        lines += [
            (number, int(side != swap), row, int(whole[row]), int(row in starters))
            for row in np.flatnonzero(seconds > 0.0).tolist()
        ]
    return lines
