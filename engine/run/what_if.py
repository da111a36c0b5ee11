"""What if: a run with other locks, from a run that was played, with common random numbers.

A game's random numbers hang on who plays whom and where, not on how they got there. So wherever the
same two teams meet in the same slot of the same universe, the game that was played stands; only
pairings that the other locks bring about are played.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import run, store, tournament
from engine.errors import BadInput
from engine.field import ROUND_NAMES, Field, RealGame
from engine.jobs import Job
from engine.results import TournamentResult
from engine.specs import BracketSpec, whole_number
from engine.teams import League
from engine.workers import Pool

U1 = NDArray[np.uint8]

Locks = tuple[tuple[str, int], ...]

# A what-if is over in a moment, so it is cut for the workers and not for a moving bar: so many
# chunks a worker even out what else the machine is doing.
CHUNKS_PER_WORKER = 2
LARGEST_CHUNK = 5_000  # universes; keeps Cancel prompt in the longest runs


def submit_whatif(spec: BracketSpec, base: TournamentResult, pool: Pool) -> Job[U1]:
    """Start ``spec`` from ``base``, the same universes under other locks; ``whatif_result`` makes
    its parts a result. BadInput when these are not the same universes; BadLock."""
    chunks = _chunks(spec, base, CHUNKS_PER_WORKER * max(1, pool.workers))
    return pool.submit(("what if", spec, base.spec), tournament.play_again, chunks)


def whatif_result(
    spec: BracketSpec, base: TournamentResult, parts: Sequence[U1]
) -> TournamentResult:
    """The parts of a finished job, in order, as a result."""
    return TournamentResult(spec, base.field, np.concatenate(parts, axis=1))


def whatif(spec: BracketSpec, base: TournamentResult, pool: Pool | None = None) -> TournamentResult:
    """``run.bracket(spec)`` to the last bit, sooner; without a pool in this thread."""
    if pool is None:
        parts = [tournament.play_again(*chunk) for chunk in _chunks(spec, base, 1)]
    else:
        parts = submit_whatif(spec, base, pool).result()
    return whatif_result(spec, base, parts)


def same_universes(a: BracketSpec, b: BracketSpec) -> bool:
    """Whether two runs differ in nothing but their locks."""
    return replace(a, locks=()) == replace(b, locks=())


def nearest(spec: BracketSpec, known: Iterable[TournamentResult]) -> TournamentResult | None:
    """The run of the same universes from which the fewest locks change, or None."""
    fits = [base for base in known if same_universes(spec, base.spec)]
    return min(fits, key=lambda base: len({*spec.locks} ^ {*base.spec.locks}), default=None)


def _chunks(spec: BracketSpec, base: TournamentResult, pieces: int) -> list[tuple[Any, ...]]:
    if not same_universes(spec, base.spec):
        raise BadInput(
            "A what-if changes the locks of a run and nothing else.",
            "Play the other universes as a run of their own first.",
        )
    field = base.field
    lock = tournament.locked_slots(field, spec.locks)
    base_lock = tournament.locked_slots(field, base.spec.locks)
    kit, pair = run.field_kit(spec.league, spec.season, spec.uncertain)
    fixed = (
        spec.seed, tuple(kit.teams), tuple(kit.pairings), pair, tuple(kit.court),
        (field.feeder, field.host, lock), base_lock,
    )  # fmt: skip
    size = min(LARGEST_CHUNK, -(-spec.universes // pieces))
    return [
        (*fixed, first, np.array(base.winner[:, first : first + size], order="C"))
        for first in range(0, spec.universes, size)
    ]


# --- What happened -------------------------------------------------------------------------------


def check_round(value: object) -> int:
    """A round, 0 (First Four) to 6, by its number or its name; BadInput."""
    for number, name in enumerate(ROUND_NAMES):
        if str(value).strip().casefold() == name.casefold():
            return number
    return whole_number(value, "round", 0, len(ROUND_NAMES) - 1)


def happened(field: Field, results: Iterable[RealGame], through: int) -> Locks:
    """Every real winner of the rounds up to ``through`` (0 First Four … 6; -1: none) as locks. A no
    contest counts as won by whoever went on."""
    winner = real_winner(field, results)
    return tuple(
        (slot, int(field.team_id[winner[s]]))
        for s, slot in enumerate(field.slot)
        if field.round[s] <= through
    )


def real_winner(field: Field, results: Iterable[RealGame]) -> U1:
    """winner[S]: the entrant that really came through each slot."""
    entrant = {int(team): e for e, team in enumerate(field.team_id)}
    won = {game.slot: entrant[game.winner_id] for game in results}
    return np.array([won[slot] for slot in field.slot], dtype=np.uint8)


def as_it_stood(league: League, season: int, through: int) -> BracketSpec:
    """The default run with what happened through a round (-1: nothing) as its locks; its odds are
    ``store.load_stage``."""
    spec = store.load_default(league, season)[0]
    field, results = store.load_field(league, season), store.load_results(league, season)
    return replace(spec, locks=happened(field, results, through))
