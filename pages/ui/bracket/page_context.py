"""What every mode of the bracket page starts from: a tournament, a run of it, what happened."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from engine import run, store
from engine.arrays import F8, I8, U1
from engine.bracket.history import winner_so_far
from engine.bracket.picks import OPEN, Picks, locks_of, pairing
from engine.bracket.win_curve import WinMatrix
from engine.domain.field import Field, RealGame
from engine.domain.specs import BracketSpec
from engine.domain.teams import League, TeamTable
from engine.domain.venue import Venue
from engine.pools.board import board_of
from engine.pools.rules import Scoring, slot_points
from pages.ui.bracket.address import Asked, going_into
from pages.ui.drawing.component import Action
from pages.ui.drawing.view import Score, View
from pages.ui.shell import address
from pages.ui.shell.format import STANDINGS, listed, percent, short_day
from pages.ui.shell.pairing import redirect_to

TO = ("Round of 64", "Round of 32", "Sweet 16", "Elite Eight", "Final Four", "final", "title")


@dataclass(frozen=True)
class PageContext:
    """One tournament on screen. ``spec``: the run without any locks that everything starts from;
    ``prob[S, E]``: how often each team came through each slot there; ``asked``: the rest of what
    the address says; ``frozen``: the same run by the ratings of Selection Sunday, if ``spec`` is
    by others."""

    league: League
    season: int
    field: Field
    teams: TeamTable
    spec: BracketSpec
    prob: F8
    asked: Asked
    frozen: BracketSpec

    @cached_property
    def name(self) -> tuple[str, ...]:
        """name[E]."""
        return tuple(self.teams.name[row] for row in self.teams.rows(self.field.team_id))

    @cached_property
    def entrant(self) -> dict[int, int]:
        """Team id -> entrant."""
        return {int(team): e for e, team in enumerate(self.field.team_id)}

    @cached_property
    def games(self) -> tuple[RealGame, ...]:
        """The tournament as it was played, or as far as it is."""
        return store.results_of(self.field)

    @property
    def running(self) -> bool:
        """Whether the tournament is being played, with a result already."""
        return self.asked.day is not None

    @cached_property
    def happened(self) -> tuple[RealGame, ...]:
        """The results that are taken as they were: up to the day or the round asked for."""
        if self.asked.day is not None:
            return store.so_far(self.field).through(self.asked.day)
        rounds = dict(zip(self.field.slot, self.field.round.tolist(), strict=True))
        return tuple(g for g in self.games if rounds[g.slot] <= self.asked.after_round)

    @property
    def since(self) -> str:
        """From when the odds are: ``Going into the Sweet 16``, ``After the games of 19 Mar``;
        nothing before any game."""
        if self.asked.day is None:
            return going_into(self.asked.after_round)
        return f"After the games of {short_day(self.asked.day)}" if self.happened else ""

    @cached_property
    def real(self) -> dict[int, int]:
        """Slot -> entrant that really came through it."""
        return {self.field.slot.index(g.slot): self.entrant[g.winner_id] for g in self.games}

    @cached_property
    def win_matrix(self) -> WinMatrix:
        """The win probability of every pairing."""
        return run.load_win_matrix(self.league, self.season, source=self.spec.source)

    def worth(self, winner: U1) -> I8 | None:
        """points[S, U] of a right pick by the visitor's pool, in universes ``winner[S, U]``; None
        while they are the usual 1-2-4-8-16-32."""
        scoring = self.asked.pool.pool.scoring
        if scoring == Scoring():
            return None
        return slot_points(scoring, board_of(self.field), winner)

    @property
    def final(self) -> int:
        """The slot of the championship."""
        return len(self.field.slot) - 1

    @property
    def title(self) -> str:
        """``Men's bracket 2026``."""
        return f"{self.league.capitalize()}'s bracket {self.season}"

    @property
    def from_then(self) -> str:
        """`` from the Sweet 16 on``, `` after 19 Mar``; nothing before any game."""
        if self.asked.day is not None:
            return f" after {short_day(self.asked.day)}" if self.happened else ""
        after_round = self.asked.after_round
        return "" if after_round < 0 else f" from the {STANDINGS[after_round]} on"

    @cached_property
    def played(self) -> Picks:
        """What ``happened``, as picks."""
        return Picks(tuple(winner_so_far(self.field, self.happened).tolist()))

    def settled(self) -> dict[int, int]:
        """Slot -> entrant that came through it in what ``happened``."""
        return {s: e for s, e in enumerate(self.played.entrant) if e != OPEN}

    def scores(self) -> dict[int, Score]:
        """The real scores of what ``happened``; none for a game that was never played (2021)."""
        return {
            self.field.slot.index(g.slot): Score(
                self.entrant[g.winner_id],
                self.entrant[g.loser_id],
                (g.winner_points, g.loser_points),
                g.overtimes,
            )
            for g in self.happened
            if g.winner_points
        }

    def far(self, slot: int, entrant: int) -> str:
        """What winning a slot brings: ``Siena to the Round of 32``."""
        return f"{self.name[entrant]} to the {TO[int(self.field.round[slot])]}"

    @cached_property
    def out(self) -> frozenset[int]:
        """The entrants that have lost by now."""
        can_win_it = self.field.possible(self.known.entrant)[self.final]
        return frozenset(np.flatnonzero(~can_win_it).tolist())

    @cached_property
    def known(self) -> Picks:
        """Everything that is known of a tournament that is being played, whatever the day asked
        for; of any other what ``happened``."""
        games = self.games if self.running else self.happened
        return Picks(tuple(winner_so_far(self.field, games).tolist()))

    @property
    def spec_so_far(self) -> BracketSpec:
        """The run with what ``happened`` as its locks."""
        return replace(self.spec, locks=locks_of(self.played, self.field))

    # Opening a game -------------------------------------------------------------------------------

    def open_game(self, action: Action, prob: F8, picks: Picks | None = None) -> None:
        """Show the Game page from the next run on: the team of a click against whoever the picks
        bring there, else its likeliest opponent."""
        slot, team = self.field.slot.index(action.slot), self.entrant[action.team]
        other = self._opponent(slot, team, prob, picks)
        redirect_to(self.pairing(team, other, Venue.of_host(self.field.host[slot], team, other)))

    def _opponent(self, slot: int, team: int, prob: F8, picks: Picks | None) -> int:
        if picks is not None:
            for one in pairing(picks, self.field, self.field.slot[slot]):
                if one not in (OPEN, team):
                    return one
        field, everyone = self.field, np.eye(len(self.field.seed), dtype=np.bool_)
        may_arrive = field.arriving(field.reach(), slot, everyone)
        for may, odds in zip(may_arrive, field.arriving(prob, slot, everyone), strict=True):
            if not may[team]:
                return int(np.argmax(odds))
        return team

    def pairing(self, a: int, b: int, venue: Venue) -> dict[str, str]:
        """Query parameters that show two entrants' game in this run's universes."""
        first, second = ((self.season, self.name[e]) for e in (a, b))
        run = {"universes": str(self.spec.universes), "seed": str(self.spec.random_seed)}
        return address.pairing(self.league, first, second, venue) | run


@dataclass(frozen=True)
class Shown:
    """What a mode has drawn: the picture, what it says in a sentence, ``odds[S, E]`` for the table
    of all teams with what they take for ``given``, and its own table where it is not about odds."""

    view: View
    sentence: str
    odds: F8
    given: str = ""
    table: Callable[[], pd.DataFrame] | None = None


def title_odds(context: PageContext, prob: F8, before: F8 | None, head: str) -> str:
    """Who wins it all, in one sentence that begins with ``head``; with the odds before a change."""
    share = prob[context.final]
    best = [int(e) for e in np.argsort(-share, kind="stable")[:4] if share[e] > 0]
    if share[best[0]] == 1:
        return f"{head or 'Here'}, **{context.name[best[0]]}** wins the title."

    def shown(e: int) -> str:
        was = f" (was {percent(float(before[context.final, e]))})" if before is not None else ""
        return f"**{percent(float(share[e]))}**{was}"

    first, *others = best
    rest = listed([f"{context.name[e]} in {shown(e)}" for e in others])
    return (
        f"{head + ', ' if head else ''}**{context.name[first]}** wins the title in {shown(first)} "
        f"of {context.spec.universes:,} simulated tournaments{', ' + rest if rest else ''}."
    )
