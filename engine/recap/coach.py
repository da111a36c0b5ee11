"""The coach of one side: who is on the floor, from dead ball to dead ball.

Every man has a share of the game that he is meant to play. The clock says how much he is owed; at a
dead ball the man on the bench who is owed most comes in for the one who has played most beyond his
share, if the two are far enough apart. Foul trouble, a close end and a decided game change what a
coach sees."""

from dataclasses import dataclass

import numpy as np

from engine.arrays import F8
from engine.domain import players as pl
from engine.recap.night import Night

# Chosen against the figures of men's 2025-26. ``python -m engine.pipeline.pbp.player_nights`` moves
# those that one figure decides, and prints the rest.
CARE = (1.0, 1.0, 1.0, 0.67, 0.27, 0.0)  # weight of a man's next foul, by his fouls
PATIENCE = 190.0  # seconds: how far apart two men must be before one replaces the other
REGULAR, SHORT = 0.3, 0.15  # share of a regular; of the patience, for men of hardly any minutes
SAT_DOWN = 420.0  # seconds that a man in foul trouble seems to have played beyond his share

# From these seconds of regulation on, one more foul is no trouble.
TROUBLE = ((0.0, 2), (1200.0, 3), (1620.0, 4), (2040.0, pl.FOULS_OUT))
CLOSING = 240.0  # seconds left: a close game is ended by the best, a decided one by the bench
CLOSE = 9  # points
DECIDED, FASTER = 7.0, 8.0  # points of lead that decide it, and one more for so many seconds left
CLOSERS = 400.0  # seconds that a man of all the minutes seems to be owed at the end

FOULS = 17.5 / 2400.0  # of a side in a second of practice

TIGHT, OPEN, OVER = 1, 0, -1  # the end of a game


@dataclass(frozen=True, slots=True)
class Change:
    """A change with a story: ``player`` leaves at ``elapsed`` seconds with so many
    ``fouls``."""

    player: int
    elapsed: float
    fouls: int


def ending(left: float, lead: int) -> int:
    """TIGHT, OPEN or OVER, with ``left`` seconds of regulation and a ``lead`` of either side."""
    if left > CLOSING:
        return OPEN
    if abs(lead) >= DECIDED + left / FASTER:
        return OVER
    return TIGHT if abs(lead) <= CLOSE else OPEN


def allowed(elapsed: float) -> int:
    """The fouls that sit a man down after ``elapsed`` seconds."""
    return max(fouls for since, fouls in TROUBLE if elapsed >= since)


class Coach:
    """One side during a game: ``on_floor``, ``fouls`` and ``seconds`` of each man."""

    def __init__(self, night: Night) -> None:
        self.share: list[float] = night.share.tolist()
        self.fouls = [0] * len(self.share)
        self.played = [0.0] * len(self.share)
        self.spare = night.spare
        self.on_floor = list(night.starter)
        self.there = [i for i, share in enumerate(self.share) if share > 0.0]
        self.sat: list[Change] = []
        self.cleared = -1.0  # elapsed when the bench came in to end a decided game

    def run(self, seconds: float) -> None:
        """The clock runs."""
        for player in self.on_floor:
            self.played[player] += seconds

    def dead_ball(self, elapsed: float, end: int, u: float) -> None:
        """Substitute; ``end``: TIGHT, OPEN or OVER, ``u`` in [0, 1): how patient the coach is."""
        limit = allowed(elapsed)
        owed = {
            player: self.share[player] * (elapsed + end * CLOSERS)
            - self.played[player]
            - (SAT_DOWN if self.fouls[player] >= limit else 0.0)
            for player in self.there
            if self.fouls[player] < pl.FOULS_OUT
        }
        bench = sorted(
            (
                player
                for player in owed
                if player not in self.on_floor and (end == OVER or not self.spare[player])
            ),
            key=owed.__getitem__,
            reverse=True,
        )
        patience = PATIENCE * (0.5 + u) * (1.0 if end == OPEN else 0.5)
        for comes in bench[: pl.ON_FLOOR]:
            goes = min(self.on_floor, key=owed.__getitem__)
            less = min(self.share[comes], self.share[goes]) / REGULAR
            if owed[comes] - owed[goes] < patience * min(max(less, SHORT), 1.0):
                break
            self._swap(goes, comes, elapsed, limit)
        if end == OVER and self.cleared < 0.0 and self._bench_is_in():
            self.cleared = elapsed

    def _swap(self, goes: int, comes: int, elapsed: float, limit: int) -> None:
        self.on_floor[self.on_floor.index(goes)] = comes
        if self.fouls[goes] >= limit:
            self.sat.append(Change(goes, elapsed, self.fouls[goes]))

    def _bench_is_in(self) -> bool:
        first = sorted(self.there, key=self.share.__getitem__, reverse=True)[: pl.ON_FLOOR]
        return len(set(first) & set(self.on_floor)) <= 1

    def foul(self, player: int, elapsed: float) -> None:
        """Count a personal foul; after the fifth whoever is owed most comes in."""
        self.fouls[player] += 1
        if self.fouls[player] < pl.FOULS_OUT or player not in self.on_floor:
            return
        able = [i for i in self.there if self.fouls[i] < pl.FOULS_OUT and i not in self.on_floor]
        if able:
            comes = max(able, key=lambda i: self.share[i] * (elapsed + CLOSERS) - self.played[i])
            self.on_floor[self.on_floor.index(player)] = comes
        elif len(self.on_floor) > 1:
            self.on_floor.remove(player)


def practice(
    games: list[Night], margin: list[int], length: float, step: float, fouling: F8, u: F8
) -> tuple[list[tuple[list[int], float]], F8]:
    """(fives, seen[N]): the fives of whole games, a dead ball every ``step`` seconds
    and ``margin[K]`` points apart at the end, with the share of all time that each five and each
    man was on the floor. ``fouling[N]``: weights of each man for the side's fouls; ``u[K, steps,
    2]``."""
    found = []
    weight = fouling.tolist()
    seen = np.zeros(len(games[0].share))
    for night, apart, numbers in zip(games, margin, u.tolist(), strict=True):
        coach = Coach(night)
        for i, (number, foul) in enumerate(numbers):
            coach.run(step)
            found.append((list(coach.on_floor), 2.0 / u.size))
            after = step * (i + 1)
            if foul < FOULS * step:
                coach.foul(_fouler(coach, weight, foul / (FOULS * step)), after)
            coach.dead_ball(after, ending(length - after, round(apart * after / length)), number)
        seen += np.array(coach.played) / (length * len(games))
    return found, seen


def _fouler(coach: Coach, weight: list[float], u: float) -> int:
    each = [weight[i] * CARE[coach.fouls[i]] for i in coach.on_floor]
    at = u * sum(each)
    for player, w in zip(coach.on_floor, each, strict=True):
        at -= w
        if at < 0.0:
            return player
    return coach.on_floor[-1]
