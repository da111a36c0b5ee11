"""What every part of the Pools page starts from: a pool of a tournament, and a run of it."""

from dataclasses import dataclass
from functools import cached_property

from engine import store
from engine.arrays import F8, U1
from engine.bracket.pick_code import encode
from engine.bracket.picks import Picks
from engine.domain.field import Field
from engine.domain.specs import BracketSpec
from engine.pools.board import Board
from engine.run.pools import PoolSpec, pool_board
from pages.ui.shell import pool
from pages.ui.shell.pool import AskedPool


@dataclass(frozen=True)
class PoolContext:
    """``played``: the run whose universes the pool is measured in; ``prob[S, E]``: its odds;
    ``asked``: the pool of the view; ``picks_of_mine``: my bracket, perhaps unfinished;
    ``happened``: the last round taken as it was really played."""

    field: Field
    played: BracketSpec
    prob: F8
    asked: AskedPool
    picks_of_mine: Picks
    happened: int

    @cached_property
    def spec(self) -> PoolSpec:
        """The request to the engine."""
        return self.asked.spec(self.field, self.played)

    @cached_property
    def board(self) -> Board:
        """The bracket as pool sites draw it."""
        return pool_board(self.field.league, self.field.season)

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

    @property
    def title(self) -> str:
        """``Men's pool 2026``."""
        return f"{self.field.league.capitalize()}'s pool {self.field.season}"

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

    def real(self) -> dict[int, int]:
        """Slot -> entrant that really came through it."""
        entrant = {int(team): e for e, team in enumerate(self.field.team_id)}
        games = store.load_results(self.field.league, self.field.season)
        return {self.field.slot.index(g.slot): entrant[g.winner_id] for g in games}
