"""One universe as a whole bracket: every game with its score, each the very game a replay shows."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import games, replay, run, store
from engine import possession as p
from engine.field import Field
from engine.games import AT_A, AT_B, NEUTRAL
from engine.matchup import form
from engine.results import sides
from engine.specs import BracketSpec, GameSpec
from engine.tournament import OPEN, locked_slots
from engine.workers import Pool

I8 = NDArray[np.int64]
I2 = NDArray[np.int16]
U1 = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class SlotGame:
    """A slot of one universe: entrants ``a`` (strong side) and ``b``, and who came through.

    ``points`` of a and b, ``overtimes``, and ``spec``, the pairing whose universe of that number is
    this game (``replay.replay``). Where a lock decided, nobody played: the three are None."""

    slot: str
    round: int
    a: int
    b: int
    winner: int
    points: tuple[int, int] | None
    overtimes: int | None
    spec: GameSpec | None

    @property
    def loser(self) -> int:
        """The other one."""
        return self.b if self.winner == self.a else self.a


def one_universe(
    spec: BracketSpec, universe: object, winner: U1 | None = None, pool: Pool | None = None
) -> tuple[SlotGame, ...]:
    """Universe ``universe`` of a run, slot by slot in playing order.

    ``winner[S]`` of that universe if the run was played, else it is played here. With a pool the
    scores come from there. BadNumber outside the run's universes, UnknownSeason, BadLock.
    """
    u = replay.check_universe(spec, universe)
    field = store.load_field(spec.league, spec.season)
    lock = locked_slots(field, spec.locks)
    if winner is None:
        winner = replay.winners(spec, u)
    strong, weak = sides(field, winner)
    played = np.flatnonzero(lock == OPEN)
    points, overtimes = _scores(spec, field, played, strong, weak, u, pool)
    at = {int(s): i for i, s in enumerate(played)}
    return tuple(
        SlotGame(
            slot=slot,
            round=int(field.round[s]),
            a=int(strong[s]),
            b=int(weak[s]),
            winner=int(winner[s]),
            points=(int(points[at[s], 0]), int(points[at[s], 1])) if s in at else None,
            overtimes=int(overtimes[at[s]]) if s in at else None,
            spec=replay.meeting_spec(spec, field, s, int(strong[s]), int(weak[s]))
            if s in at
            else None,
        )
        for s, slot in enumerate(field.slot)
    )


def _scores(
    spec: BracketSpec, field: Field, slot: I8, strong: U1, weak: U1, u: int, pool: Pool | None
) -> tuple[I2, I2]:
    """(points[N, 2] of the strong and the weak side, overtimes[N]) of the games in those slots."""
    if not len(slot):
        return np.zeros((0, 2), np.int16), np.zeros(0, np.int16)
    chunk, swap = _chunk(spec, field, slot, strong[slot], weak[slot], u)
    if pool is None:
        block = games.play_block(*chunk)
    else:
        block = pool.submit(("universe", spec, u), games.play_block, [chunk]).result()[0]
    points = block[:, 0, [p.POINTS_A, p.POINTS_B]]
    points[swap] = points[swap, ::-1]
    return points, block[:, 0, p.OVERTIMES]


def _chunk(
    spec: BracketSpec, field: Field, slot: I8, strong: U1, weak: U1, u: int
) -> tuple[tuple[Any, ...], NDArray[np.bool_]]:
    """The games as a chunk of ``games.play_block``, and where it names the weak side first."""
    table = store.load_teams(spec.league, spec.season)
    f = form(table, np.array([table.row(int(team)) for team in field.team_id]))
    swap = np.asarray(f.key[strong, 0] > f.key[weak, 0])
    a = np.where(swap, weak, strong).astype(np.int64)
    b = np.where(swap, strong, weak).astype(np.int64)
    host = field.host[slot]
    venue = np.where(host == a, AT_A, np.where(host == b, AT_B, NEUTRAL))
    kit = run.ready(f, table.base, a, b, spec.uncertain)
    teams, pairings, court = (tuple(part) for part in kit)
    return (spec.seed, teams, pairings, venue, court, u, 1), swap
