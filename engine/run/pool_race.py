"""The pool during a real tournament: the ways that the rest can go, from the embedded tables."""

import numpy as np

from engine.arrays import F8, U1
from engine.domain.field import OPEN
from engine.domain.results import TournamentResult
from engine.pools.board import Board
from engine.pools.race import Race, race
from engine.pools.rooting import MAX_PATHS, Paths, exact_paths
from engine.run.pools import (
    PoolSpec,
    decided_through,
    other_wins,
    public_inputs,
    publics_of,
    rival_samples,
)

RIVALS = 400  # sampled, for the brackets that are not known


def countable(board: Board, last_round: int) -> bool:
    """Whether every way the rest can go is counted; else universes are needed."""
    return int((decided_through(board, last_round) == OPEN).sum()) <= MAX_PATHS


def pool_race(
    spec: PoolSpec, choice: U1, last_round: int, played: TournamentResult | None = None
) -> Race:
    """The known entries ``choice[P, N]``, mine first, after the real results up to ``last_round``;
    ``played``: a run in which those results are locked, where the ways cannot be counted."""
    board, win, _ = public_inputs(spec.league, spec.season, spec.source)
    decided = decided_through(board, last_round)
    unknown = spec.pool.entries - choice.shape[1]
    rivals = rival_samples(spec, RIVALS)[0] if unknown > 0 else choice[:, :0]
    others: list[F8] = []
    if countable(board, last_round):
        paths = exact_paths(board, decided, win)
        public = publics_of(spec)[0]
        others = [exact_paths(board, decided, other).weight for other in other_wins(spec, public)]
    elif played is not None:
        won = board.winners(played.winner)
        paths = Paths(won, np.full(won.shape[1], 1.0 / won.shape[1]), False)
    else:
        paths = exact_paths(board, decided, win)  # refuses, and says why
    return race(board, decided, paths, others, choice, rivals, spec.pool)
