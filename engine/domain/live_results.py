"""A tournament that is being played: which of its games are over, and what each one decides.

Pure. A season's games name teams and days, not slots; two entrants can meet in one slot only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from engine.domain.field import NEUTRAL, OPEN, Field, RealGame

NOT_PLAYED = ("canceled", "forfeit")  # one side goes on without a score
UNDER_WAY = ("in_progress", "suspended")
WAITING = ("scheduled", "postponed", "unknown")


class ListedGame(NamedTuple):
    """A game of the season as its feed lists it. ``home`` and ``away``: team ids, 0 outside
    Division I, with their ``points`` (0 where there are none); ``day``: ISO, US Eastern; ``start``:
    UTC, ISO; ``ncaa``: listed as a game of this tournament."""

    event_id: int
    day: str
    start: str
    home: int
    away: int
    points: tuple[int, int]
    status: str
    overtimes: int
    neutral: bool
    ncaa: bool
    period: int = 0
    clock: str = ""

    @property
    def teams(self) -> frozenset[int]:
        """Both teams' ids."""
        return frozenset((self.home, self.away))


@dataclass(frozen=True, slots=True)
class SlotGame:
    """A game that is under way in a slot."""

    slot: str
    game: ListedGame


@dataclass(frozen=True, slots=True)
class SoFar:
    """What is known of a tournament: ``results`` in the order they were played, a no contest with
    both points zero, with their ``day`` each; the games ``under_way``; sentences (``notes``) about
    games that decide nothing although somebody may expect it."""

    results: tuple[RealGame, ...] = ()
    day: tuple[str, ...] = ()
    under_way: tuple[SlotGame, ...] = ()
    notes: tuple[str, ...] = ()

    def through(self, day: str) -> tuple[RealGame, ...]:
        """The results of the days up to ``day``."""
        return tuple(game for game, of in zip(self.results, self.day, strict=True) if of <= day)

    @property
    def days(self) -> tuple[str, ...]:
        """The days with a result, the first one first."""
        return tuple(dict.fromkeys(self.day))


def tournament_so_far(
    field: Field, listed: Iterable[ListedGame], announced: str, names: dict[int, str]
) -> SoFar:
    """What the listed games decide in a field.

    A game counts if both teams are in the field, it is later than the day when the field was
    ``announced``, and it is listed as one of this tournament or played where that slot is: on a
    neutral floor or at the host's. Only a final with a winner decides its slot; one that was not
    played does once a later round names who went on; postponed games and those under way decide
    nothing. ``names``: of the teams, for the notes."""
    return _Reading(field, [game for game in listed if game.day > announced], names).so_far()


class _Reading:
    def __init__(self, field: Field, games: Sequence[ListedGame], names: dict[int, str]) -> None:
        self.field = field
        self.names = names
        self.entrant = {int(team): e for e, team in enumerate(field.team_id)}
        self.reach = field.reach()
        self.at: dict[int, list[ListedGame]] = {}
        self.notes: list[str] = []
        for game in sorted(games, key=lambda one: (one.day, one.start, one.event_id)):
            if all(team in self.entrant for team in game.teams):
                self._place(game)
            elif game.ncaa and game.status not in WAITING:
                self._say(game, "is not between two teams of the field, so it decides nothing")

    def _place(self, game: ListedGame) -> None:
        a, b = (self.entrant[team] for team in (game.home, game.away))
        slot = self.field.meeting_slot(a, b)
        at_home = self.field.host[slot] != NEUTRAL
        if game.ncaa or game.neutral or at_home:
            self.at.setdefault(slot, []).append(game)
        elif game.status not in WAITING:
            self._say(game, "is not listed as a game of the tournament, so it decides nothing")

    def so_far(self) -> SoFar:
        """Slot by slot in playing order: who can be in a slot follows from those before."""
        winner = [OPEN] * len(self.field.slot)
        found: list[tuple[str, str, RealGame]] = []
        under_way: list[SlotGame] = []
        for s in range(len(winner)):
            game = self._of_slot(s, winner)
            if game is None:
                result = self._unlisted(s)
            elif game.status in UNDER_WAY:
                under_way.append(SlotGame(self.field.slot[s], game))
                continue
            else:
                result = self._result(s, game)
            if result is not None:
                winner[s] = self.entrant[result.winner_id]
                day, start = (game.day, game.start) if game else self._later(s, result.winner_id)
                found.append((day, start, result))
        found.sort(key=lambda one: one[:2])
        return SoFar(
            tuple(result for _, _, result in found),
            tuple(day for day, _, _ in found),
            tuple(under_way),
            tuple(dict.fromkeys(self.notes)),
        )

    def _of_slot(self, s: int, winner: list[int]) -> ListedGame | None:
        """The game that counts among those listed for a slot: a final before one under way, before
        one that was not played; the latest of each."""
        if s not in self.at:
            return None
        possible = self.field.possible(winner)
        kinds: tuple[Sequence[str], ...] = (("final",), UNDER_WAY, NOT_PLAYED)
        for statuses in kinds:
            for game in reversed(self.at[s]):
                if game.status not in statuses:
                    continue
                sides = [self.entrant[team] for team in (game.home, game.away)]
                if all(possible[s, e] for e in sides):
                    return game
                self._say(game, "does not fit the results before it, so it decides nothing")
        return None

    def _result(self, s: int, game: ListedGame) -> RealGame | None:
        home, away = game.points
        if game.status == "final" and home != away:
            sides = (game.home, game.away) if home > away else (game.away, game.home)
            return RealGame(
                self.field.slot[s], *sides, max(home, away), min(home, away), game.overtimes
            )
        for team, other in ((game.home, game.away), (game.away, game.home)):
            if self._later(s, team)[0]:
                return RealGame(self.field.slot[s], team, other, 0, 0, 0)
        self._say(game, "was not played, and who goes on is not known yet")
        return None

    def _unlisted(self, s: int) -> RealGame | None:
        """A slot without a game whose winner a played later game names: a vacated place."""
        for team, e in self.entrant.items():
            if self.reach[s, e] and self._later(s, team, ("final", *UNDER_WAY))[0]:
                slot = self.field.slot[s]
                self.notes.append(
                    f"{self.names.get(team, team)} went on from {slot} without a result there."
                )
                return RealGame(slot, team, self._other(s, e), 0, 0, 0)
        return None

    def _other(self, s: int, e: int) -> int:
        """Whom entrant e would have met in slot s; 0 if that is not known."""
        others = [side for side in self.field.feeder[s].tolist() if side >= 0 and side != e]
        return int(self.field.team_id[others[0]]) if others else 0

    def _later(self, s: int, team: int, statuses: Sequence[str] = ()) -> tuple[str, str]:
        """(day, start) of the first listed game of a team in a later slot; empty without one."""
        for t in range(s + 1, len(self.field.slot)):
            if self.field.round[t] <= self.field.round[s]:
                continue
            for game in self.at.get(t, []):
                if team in game.teams and (not statuses or game.status in statuses):
                    return game.day, game.start
        return "", ""

    def _say(self, game: ListedGame, what: str) -> None:
        away, home = (self.names.get(team, "an unknown team") for team in (game.away, game.home))
        self.notes.append(f"{away} v {home} ({game.day}) {what}.")
