"""What every part of the Pools page starts from: a pool of a tournament, and a run of it."""

from dataclasses import dataclass, replace
from functools import cached_property

from engine import store
from engine.arrays import F8, U1
from engine.bracket.history import results_as_locks, winner_so_far
from engine.bracket.pick_code import encode
from engine.bracket.picks import OPEN, Picks
from engine.domain.field import Field
from engine.domain.specs import BracketSpec
from engine.pools.board import Board
from engine.pools.rivals import NOBODY, Rivals
from engine.run.pools import PoolSpec, pool_board
from pages.ui.shell import pool
from pages.ui.shell.pool import AskedPool

SWEET_16 = 2  # the last round before it


@dataclass(frozen=True, slots=True)
class AskedPart:
    """What the address says besides the pool. ``picks``: my bracket, perhaps unfinished;
    ``happened``: the last round taken as it was really played; ``pays``: percent of the pot a win
    of a Calcutta, ``pot`` its size; ``used``: team ids that are spent in a survivor pool, ``next``
    its next round."""

    part: str
    picks: Picks
    happened: int
    pays: tuple[float, ...]
    pot: float
    used: tuple[int, ...]
    next: int


@dataclass(frozen=True)
class PoolContext:
    """``played``: the run whose universes the pool is measured in; ``prob[S, E]``: its odds;
    ``asked``: the pool of the view; ``part``: the rest of what it says;
    ``since``: brackets are filled after this round, 0 before the first; ``rivals``: those that are
    known."""

    field: Field
    played: BracketSpec
    prob: F8
    asked: AskedPool
    part: AskedPart
    since: int = 0
    rivals: Rivals = NOBODY

    @cached_property
    def spec(self) -> PoolSpec:
        """The request to the engine; without known rivals where they are too many."""
        known = tuple(choice.tobytes() for choice in self.rivals.choice.T) if self.fits else ()
        spec = self.asked.spec(self.field, self.played)
        return replace(spec, happened=self.since, known=known)

    @property
    def fits(self) -> bool:
        """Whether the known rivals and my entries are no more than the pool has."""
        return len(self.rivals.name) + self.asked.pool.mine <= self.asked.pool.entries

    @cached_property
    def board(self) -> Board:
        """The bracket as pool sites draw it."""
        return pool_board(self.field.league, self.field.season, self.field.source)

    @cached_property
    def name(self) -> tuple[str, ...]:
        """name[E]."""
        return pool.names_of(self.field)

    @cached_property
    def contestant(self) -> tuple[str, ...]:
        """name[C]; a First Four pair has both."""
        board = self.board
        return tuple(
            "/".join(self.name[e] for e in board.members(c)) for c in range(board.contestants)
        )

    @cached_property
    def came(self) -> tuple[str, ...]:
        """name[C] once the First Four is played: the one of a pair that came through it."""
        board, names = self.board, list(self.contestant)
        entrants = self.field.team_id.tolist()
        for game in store.results_of(self.field):
            if self.field.round[self.field.slot.index(game.slot)] == 0:
                e = entrants.index(game.winner_id)
                names[int(board.contestant[e])] = self.name[e]
        return tuple(names)

    @property
    def over(self) -> bool:
        """Whether the tournament was really played, to its end."""
        return store.is_over(self.field)

    @property
    def running(self) -> bool:
        """Whether it is being played, with a result already."""
        return bool(store.results_of(self.field)) and not self.over

    def knows(self, last_round: int) -> bool:
        """Whether every game up to a round has been played."""
        winner = winner_so_far(self.field, store.results_of(self.field))
        return bool((winner[self.field.round <= last_round] != OPEN).all())

    def picks(self, choice: U1) -> Picks:
        """A bracket ``choice[P]`` as picks."""
        return self.board.picks(choice, self.prob)

    def code(self, choice: U1) -> str:
        """Its code, for links."""
        return encode(self.picks(choice), self.field)

    def chance(self, position: int, c: int) -> float:
        """How often a contestant comes through a position."""
        return float(self.prob[self.board.slot[position], self.board.members(c)].sum())

    def tournament(self) -> dict[str, str]:
        """Query parameters of the tournament."""
        return {"league": self.field.league, "season": str(self.field.season)}


def locked_through(context: PoolContext, last_round: int) -> BracketSpec:
    """The same universes with the real results of the rounds up to ``last_round``."""
    results = store.results_of(context.field) if last_round > 0 else ()
    if not results:
        return context.played
    return replace(context.played, locks=results_as_locks(context.field, results, last_round))
