"""One universe as a bracket: every game with its score, the same game that a replay shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.arrays import I2, I8, U1
from engine.bracket.locks import OPEN
from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.field import Field
from engine.domain.results import TournamentResult, sides
from engine.domain.specs import BracketSpec, GameSpec, Side
from engine.domain.venue import Venue
from engine.errors import BadInput
from engine.game import kernel
from engine.game import possession as p
from engine.game.replay import Replay
from engine.run.prepare import Prepared, prepare
from engine.run.replays import check_universe, replay

Wait = Callable[[Job[Any]], list[Any]]  # what a job gives, waited for


@dataclass(frozen=True, slots=True)
class SlotGame:
    """A slot of one universe: entrants ``a`` (strong side) and ``b``, and the winner.

    ``points`` of a and b; ``overtimes``; ``spec``: the pairing whose universe of the same number is
    this game (``replays.replay``). All three are None where a lock decided the slot: no game was
    played."""

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
        """The entrant that lost."""
        return self.b if self.winner == self.a else self.a


def one_universe(
    spec: BracketSpec,
    universe: object,
    winner: U1 | None = None,
    pool: WorkerPool | None = None,
    wait: Wait = Job.result,
) -> tuple[SlotGame, ...]:
    """Universe ``universe`` of a run, slot by slot in playing order.

    ``winner[S]``: of that universe if the run is at hand, else it is played here. With a pool the
    scores are computed there, and ``wait`` waits for them. BadNumber outside the run's
    universes, UnknownSeason, BadLock.
    """
    u = check_universe(spec, universe)
    run = prepare(spec)
    field = run.field
    if winner is None:
        winner = run.winner(u)
    strong, weak = sides(field, winner)
    played = np.flatnonzero(run.lock == OPEN)
    points, overtimes = _scores(run, played, strong[played], weak[played], u, pool, wait)
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
            spec=meeting_spec(spec, field, s, int(strong[s]), int(weak[s])) if s in at else None,
        )
        for s, slot in enumerate(field.slot)
    )


def _scores(
    run: Prepared, slot: I8, strong: U1, weak: U1, u: int, pool: WorkerPool | None, wait: Wait
) -> tuple[I2, I2]:
    """(points[N, 2] of the strong and the weak side, overtimes[N]) of the games in those slots."""
    if not len(slot):
        return np.zeros((0, 2), np.int16), np.zeros(0, np.int16)
    chunk, swap = run.games(slot, strong, weak, u)
    if pool is None:
        block = kernel.play_block(*chunk)
    else:
        block = wait(pool.submit(("universe", run.spec, u), kernel.play_block, [chunk]))[0]
    points = block[:, 0, [p.POINTS_A, p.POINTS_B]]
    points[swap] = points[swap, ::-1]
    return points, block[:, 0, p.OVERTIMES]


def slot_spec(spec: BracketSpec, slot: str, universe: int) -> GameSpec:
    """The pairing that met in ``slot`` in that universe of a tournament run, at that slot's venue.

    BadInput when there is no such slot, or when a lock decided it and no game was played."""
    u = check_universe(spec, universe)
    run = prepare(spec)
    field = run.field
    if slot not in field.slot:
        raise BadInput(
            f"There is no slot “{str(slot)[:24]}” in this bracket.",
            f"Slots are named like {field.slot[0]} … {field.slot[-1]}.",
        )
    s = field.slot.index(slot)
    if run.lock[s] != OPEN:
        raise BadInput(
            f"Slot {slot} was decided by a lock, so no game was played there.",
            "Release the lock to see a game.",
        )
    a, b = field.arriving(run.winner(u), s)
    return meeting_spec(spec, field, s, int(a), int(b))


def meeting_spec(spec: BracketSpec, field: Field, s: int, a: int, b: int) -> GameSpec:
    """The pairing of entrants a and b at the venue of slot s, in the universes of the run."""
    venue = Venue.of_host(field.host[s], a, b)
    side_a, side_b = (
        Side(spec.season, int(field.team_id[entrant]), field.source) for entrant in (a, b)
    )
    return GameSpec(
        spec.league, side_a, side_b, venue, spec.universes, spec.random_seed, spec.uncertain
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pairing meets in one universe of a tournament: the slot's ``round``; ``next_round``
    and ``next``, the game of its winner there; None after the championship."""

    round: int
    next_round: int
    next: GameSpec | None


def place_in_bracket(played: TournamentResult, game: GameSpec, universe: int) -> Place | None:
    """Where a game stands in the bracket of that universe of a run of the same random seed; None
    where the two do not meet there at that venue."""
    field, spec = played.field, played.spec
    same = (spec.random_seed, spec.uncertain) == (game.random_seed, game.uncertain)
    if not same or universe >= played.winner.shape[1]:
        return None
    winner = played.winner[:, universe]
    strong, weak = sides(field, winner)
    for s in range(len(field.slot)):
        met = meeting_spec(spec, field, s, int(strong[s]), int(weak[s]))
        turned = meeting_spec(spec, field, s, int(weak[s]), int(strong[s]))
        if (game.a, game.b, game.venue) not in [(of.a, of.b, of.venue) for of in (met, turned)]:
            continue
        later = [t for t in range(len(field.slot)) if s in field.earlier(t)]
        if not later:
            return Place(int(field.round[s]), 0, None)
        following = meeting_spec(spec, field, later[0], int(strong[later[0]]), int(weak[later[0]]))
        return Place(int(field.round[s]), int(field.round[later[0]]), following)
    return None


def replay_slot(spec: BracketSpec, slot: str, universe: int) -> Replay:
    """The game of ``slot`` in universe ``universe`` of a tournament run, play by play; side 0 is
    the strong side. Errors as in ``slot_spec``."""
    return replay(slot_spec(spec, slot, universe), universe)
