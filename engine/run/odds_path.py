"""Title odds after every game of a tournament: the same universes, locked game by game.

Each game is added to the locks of those before it, in the order they were played; so what the games
of a day did to a team adds up to how its odds moved that day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I2, U1
from engine.bracket import kernel
from engine.bracket.locks import locked_slots
from engine.compute.jobs import Job
from engine.compute.process_pool import WorkerPool
from engine.domain.field import RealGame
from engine.domain.results import TournamentResult
from engine.domain.specs import BracketSpec
from engine.run.prepare import prepare
from engine.run.what_if import chunks_of

PIECES = 10  # of a run, so that its bar moves
Game = tuple[str, int]  # slot, team id of the winner


@dataclass(frozen=True, slots=True, eq=False)
class OddsPath:
    """``title[G + 1, E]``: each entrant's title odds before the first of ``games`` and after each,
    from the universes of ``spec`` (a run without locks); ``moved_se[G, E]``: the standard error of
    what each game changed, counted on the same universes."""

    spec: BracketSpec
    games: tuple[Game, ...]
    title: F8
    moved_se: F8

    def through(self, games: int) -> "OddsPath":
        """The path through its first games only."""
        first, title = self.games[:games], self.title[: games + 1]
        return OddsPath(self.spec, first, title, self.moved_se[:games])


def in_order(results: Sequence[RealGame]) -> tuple[Game, ...]:
    """Results as games of a path."""
    return tuple((game.slot, game.winner_id) for game in results)


def submit_path(base: TournamentResult, games: Sequence[Game], pool: WorkerPool) -> Job[U1]:
    """Start the path from ``base``, a run that may have games locked already; ``path_result``
    joins its parts. BadLock."""
    field = base.field
    known = base.spec.locks
    locks = [(*known, *games[: n + 1]) for n in range(len(games))]
    path: I2 = np.array([locked_slots(field, of) for of in locks], dtype=np.int16)
    path = path.reshape(len(games), len(field.slot))
    shared = prepare(base.spec).shared
    chunks = [
        (shared, shared[-1][-1], path, first, winner) for first, winner in chunks_of(base, PIECES)
    ]
    return pool.submit(("path", base.spec, tuple(games)), kernel.play_path, chunks)


def path_result(
    base: TournamentResult, games: Sequence[Game], parts: Sequence[U1], before: OddsPath | None
) -> OddsPath:
    """The parts of a finished job, in order, as the path through all of ``games``; ``base``: the
    run without locks; ``before``: the path through the games that were locked already, if the job
    began after some."""
    champion = np.concatenate(parts, axis=1)
    entrants, universes = len(base.field.seed), champion.shape[1]
    count = [np.bincount(row, minlength=entrants) for row in champion]
    title = np.array(count) / universes
    error = np.zeros((len(champion) - 1, entrants))
    for g in range(len(error)):
        error[g] = _moved_se(champion[g], champion[g + 1], entrants)
    if before is not None:
        title = np.concatenate([before.title, title[1:]])
        error = np.concatenate([before.moved_se, error])
    return OddsPath(base.spec, tuple(games), title, error)


def _moved_se(old: U1, new: U1, entrants: int) -> F8:
    """se[E] of the mean change over universes, each -1, 0 or 1."""
    other, universes = old != new, len(old)
    lost, won = (np.bincount(of[other], minlength=entrants) for of in (old, new))
    share, change = (lost + won) / universes, (won - lost) / universes
    return np.asarray(np.sqrt(np.maximum(share - change**2, 0.0) / universes))
