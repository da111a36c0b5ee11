"""Turns a replay's log into the events of a play-by-play, with players if the season has them.

The kernel has decided what happened; this module decides which player did it. Its random numbers
come from their own stream, so players never change a game: some choose the lineup of each stretch
of play, and twelve per play have one use each."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.arrays import F8
from engine.domain import players as pl
from engine.domain.players import CreditRates
from engine.game import possession as p
from engine.game.random_streams import folded, uniforms
from engine.game.replay import Replay
from engine.recap import rotation as ro
from engine.recap.rotation import Rotation

# The kinds of events in a play-by-play.
EVENTS = (
    "made two", "missed two", "made three", "missed three", "made free throw", "missed free throw",
    "offensive rebound", "defensive rebound", "turnover", "offensive foul", "foul", "shooting foul",
    "end of period", "technical foul",
)  # fmt: skip
(
    MADE_TWO, MISSED_TWO, MADE_THREE, MISSED_THREE, MADE_FT, MISSED_FT, OFF_REBOUND, DEF_REBOUND,
    LOST_BALL, CHARGED, FOULED, SHOOTING_FOUL, PERIOD_END,
    TECHNICAL_FOUL,
) = range(len(EVENTS))  # fmt: skip
KIND_OF_FOUL = {
    p.E_DRAWN2: SHOOTING_FOUL,
    p.E_DRAWN3: SHOOTING_FOUL,
    p.E_TECHNICAL: TECHNICAL_FOUL,
}
# What a second player did: assist (same side), block and steal (other side).
HELP = ("", "assist", "block", "steal")
NO_HELP, ASSIST, BLOCK, STEAL = range(len(HELP))

TEAM = -1  # in place of a player: credited to the team, or no player data

STRETCH = 200.0  # seconds between substitutions: twelve stretches in 40 minutes
CLOSE_GAME, DECIDED = (
    10,
    18,
)  # leads that bring in the best five, or the bench, for the last stretch

# Random numbers of a play, one use each.
(
    _U_PLAYER, _U_HELP, _U_HELPER, _U_FOULER, _U_TEAM, _U_REBOUNDER, _U_SUB, _U_FTS,
) = range(8)  # fmt: skip
_PER_PLAY = 12


class Event(NamedTuple):
    """One event: ``player`` and ``helper`` are rows of the rosters or TEAM; ``left``: seconds left
    in the period; ``points`` scored by the event, ``a`` and ``b`` the score after it; ``last``:
    whether it is the last event of its play; ``free_throw``: (shot, of), else (0, 0)."""

    play: int
    period: int
    left: float
    side: int
    player: int
    event: int
    help: int
    helper: int
    points: int
    a: int
    b: int
    last: bool
    free_throw: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class EventLog:
    """All events of a game, the rotations (None without player data), and for each side the
    ``seconds[N]`` played and the ``starter`` rows."""

    replay: Replay
    event: tuple[Event, ...]
    rotation: tuple[Rotation | None, Rotation | None]
    seconds: tuple[F8, F8]
    starter: tuple[tuple[int, ...], tuple[int, ...]]

    def name(self, side: int, player: int) -> str:
        """The name of a player, or "" for TEAM."""
        rotation = self.rotation[side]
        return rotation.roster.name[player] if rotation is not None and player >= 0 else ""


class _Lineup:
    """The players of one side during a game: on the floor, personal fouls, fouled out."""

    def __init__(self, rotation: Rotation, stretches: list[tuple[int, ...]]) -> None:
        self.rotation = rotation
        self.stretches = stretches  # one lineup per stretch, the last one for overtimes
        self.weight = rotation.weight.tolist()
        self.share = ro.places(rotation.roster.minutes).tolist()
        self.fouls = [0] * len(self.share)
        self.seconds = np.zeros(len(self.share))
        self.starter = stretches[0]
        self.on_floor = list(stretches[0])
        self.stretch = 0

    def enter(self, stretch: int, u: float) -> None:
        """Bring in the lineup of a stretch; players who have fouled out are replaced."""
        if stretch == self.stretch:
            return
        self.stretch = stretch
        self.on_floor = list(self.stretches[min(stretch, len(self.stretches) - 1)])
        for player in [player for player in self.on_floor if self.fouls[player] >= pl.FOULS_OUT]:
            self._replace(player, u)

    def pick(self, kind: int, u: float, but: int = TEAM) -> int:
        """Draw one of the five by the weights of a kind of event, ``but`` excepted."""
        weight = self.weight[kind]
        eligible = [player for player in self.on_floor if player != but]
        return _chosen(eligible, [weight[player] for player in eligible], u)

    def foul(self, player: int, u: float) -> None:
        """Count a personal foul; after the fifth the player is replaced."""
        self.fouls[player] += 1
        if self.fouls[player] >= pl.FOULS_OUT:
            self._replace(player, u)

    def _replace(self, player: int, u: float) -> None:
        eligible = [
            i
            for i, fouls in enumerate(self.fouls)
            if fouls < pl.FOULS_OUT and i not in self.on_floor
        ]
        if eligible:
            self.on_floor.append(_chosen(eligible, [self.share[i] for i in eligible], u))
        if len(self.on_floor) > 1 and player in self.on_floor:
            self.on_floor.remove(player)


def _chosen(eligible: list[int], weight: list[float], u: float) -> int:
    at = u * sum(weight)
    for player, w in zip(eligible, weight, strict=True):
        at -= w
        if at < 0.0:
            return player
    return eligible[-1]


def event_log(
    replay: Replay, rotations: tuple[Rotation | None, Rotation | None], rates: CreditRates
) -> EventLog:
    """All events of a game in order; without a rotation a side's events have no players."""
    number = uniforms(replay.key, 0, len(replay.log) * _PER_PLAY).reshape(-1, _PER_PLAY)
    lineups = [
        None
        if rotation is None
        else _Lineup(rotation, _lineup_of_stretches(replay, rotation, side))
        for side, rotation in enumerate(rotations)
    ]
    scorer = _Scorer(replay, lineups, rates)
    for i, u in enumerate(number.tolist()):
        scorer.play(i, u)
    seconds = [np.zeros(0) if lineup is None else lineup.seconds for lineup in lineups]
    starter = [() if lineup is None else lineup.starter for lineup in lineups]
    return EventLog(
        replay,
        tuple(scorer.event),
        rotations,
        (seconds[0], seconds[1]),
        (starter[0], starter[1]),
    )


def _lineup_of_stretches(replay: Replay, rotation: Rotation, side: int) -> list[tuple[int, ...]]:
    """The lineup of each stretch for one side, drawn by their probabilities; the last is for
    overtimes.

    The drawn lineups are then ordered as a coach would: the strongest starts, the next strongest
    ends a close game, the weakest a decided one. The order does not change average minutes."""
    regulation = replay.rules.periods * replay.rules.seconds
    n = int(regulation / STRETCH)
    address_side = 1 - side if replay.swap else side
    u = uniforms(int(folded(np.uint64(replay.key), address_side)), 0, n)
    at = np.minimum(np.searchsorted(rotation.until, u, side="right"), len(rotation.until) - 1)
    strength = ro.places(rotation.roster.minutes)[rotation.lineup[at]].sum(axis=1)
    order = np.argsort(-strength, kind="stable")
    rest = sorted(order[1:].tolist())
    lead = _lead_before(replay, regulation - STRETCH)
    if lead <= CLOSE_GAME or lead >= DECIDED:
        closing = int(order[1] if lead <= CLOSE_GAME else order[-1])
        rest.remove(closing)
        rest.append(closing)
    return [tuple(rotation.lineup[at[i]].tolist()) for i in (int(order[0]), *rest, int(order[0]))]


def _lead_before(replay: Replay, elapsed: float) -> int:
    """The lead, 0 or more, after ``elapsed`` seconds."""
    regulation = replay.rules.periods * replay.rules.seconds
    in_time = replay.log[:, p.L_PERIOD] <= replay.rules.periods
    before = np.flatnonzero(in_time & (regulation - replay.left < elapsed))
    if not before.size:
        return 0
    return abs(int(np.subtract(*replay.log[before[-1], [p.L_POINTS_A, p.L_POINTS_B]])))


class _Scorer:
    """Writes the events of one play after another; see ``event_log``."""

    def __init__(self, replay: Replay, lineups: list[_Lineup | None], rates: CreditRates) -> None:
        self.replay, self.lineups, self.rates = replay, lineups, rates
        self.log = replay.log.tolist()
        self.seconds = replay.seconds.tolist()
        self.ends = replay.last_of_period.tolist()
        self.event: list[Event] = []
        self.score = [0, 0]
        self.assist = [1.0 if one is None else one.rotation.assist for one in lineups]
        self.block = [None if one is None else one.rotation.block.tolist() for one in lineups]
        self.blocked, self.assisted = rates.blocked.tolist(), rates.assisted.tolist()
        self.assisted_and1 = rates.assisted_and1.tolist()
        self.team_rebound = rates.team_rebound.tolist()
        self.before = float(replay.rules.seconds)
        self.i = 0
        self.left = 0.0

    def play(self, i: int, u: list[float]) -> None:
        """Write the events of play i with its random numbers ``u``."""
        row = self.log[i]
        self.i, self.left = i, self.seconds[i]
        side, event = row[p.L_SIDE], row[p.L_EVENT]
        self._substitute(row[p.L_PERIOD], u)
        start = len(self.event)
        blocked = False
        if event in (p.E_MADE2, p.E_MADE3):
            self._basket(row, u)
        elif event in (p.E_MISSED2, p.E_MISSED3):
            blocked = self._miss(row, u)
        elif event in (p.E_STEAL, p.E_TURNOVER, p.E_CHARGE):
            self._turnover(side, event, u)
        elif event != p.E_HORN:
            self._fouled(row, u)
        if row[p.L_REBOUND] != p.NO_REBOUND:
            self._rebound(row, blocked, u)
        if self.ends[i]:
            self.left = 0.0
            self._write(side, TEAM, PERIOD_END)
        if len(self.event) > start:
            self.event[-1] = self.event[-1]._replace(last=True)

    def _substitute(self, period: int, u: list[float]) -> None:
        rules = self.replay.rules
        elapsed = (period - 1) * rules.seconds + rules.seconds - self.left
        stretch = int(min(elapsed, rules.periods * rules.seconds - 1.0) / STRETCH)
        if period > rules.periods:
            stretch = int(rules.periods * rules.seconds / STRETCH)
        for lineup in self.lineups:
            if lineup is not None:
                lineup.enter(stretch, u[_U_SUB])
                lineup.seconds[lineup.on_floor] += self.before - self.left
                if self.ends[self.i]:
                    lineup.seconds[lineup.on_floor] += self.left
        self.before = self.left
        if self.ends[self.i]:
            more = period < rules.periods
            self.before = float(rules.seconds if more else rules.overtime)

    def _write(
        self,
        side: int,
        player: int,
        event: int,
        points: int = 0,
        help: tuple[int, int] = (NO_HELP, TEAM),
        free_throw: tuple[int, int] = (0, 0),
    ) -> None:
        self.score[side] += points
        period = self.log[self.i][p.L_PERIOD]
        a, b = self.score
        self.event.append(
            Event(
                self.i,
                period,
                self.left,
                side,
                player,
                event,
                *help,
                points,
                a,
                b,
                False,
                free_throw,
            )
        )

    def _pick(self, side: int, kind: int, u: float, but: int = TEAM) -> int:
        lineup = self.lineups[side]
        return TEAM if lineup is None else lineup.pick(kind, u, but)

    def _foul(self, side: int, u: list[float], event: int) -> None:
        """A foul by the defense."""
        fouler = self._pick(side, ro.PF, u[_U_FOULER])
        self._write(side, fouler, event)
        self._count_foul(side, fouler, u)

    def _count_foul(self, side: int, player: int, u: list[float]) -> None:
        lineup = self.lineups[side]
        if lineup is not None:
            lineup.foul(player, u[_U_SUB])

    def _basket(self, row: list[int], u: list[float]) -> None:
        side, three = row[p.L_SIDE], row[p.L_EVENT] == p.E_MADE3
        and1 = row[p.L_TRIED] > 0
        shooter = self._pick(side, ro.MADE3 if three else ro.MADE2, u[_U_PLAYER])
        share = self.assisted_and1[three] if and1 else self.assisted[three][row[p.L_START_TYPE]]
        help = (NO_HELP, TEAM)
        if u[_U_HELP] < share * self.assist[side]:
            help = (ASSIST, self._pick(side, ro.AST, u[_U_HELPER], but=shooter))
        made = MADE_THREE if three else MADE_TWO
        self._write(side, shooter, made, 3 if three else 2, help)
        if and1:
            self._foul(1 - side, u, SHOOTING_FOUL)
            self._free_throws(row, shooter)

    def _miss(self, row: list[int], u: list[float]) -> bool:
        side, three = row[p.L_SIDE], row[p.L_EVENT] == p.E_MISSED3
        shooter = self._pick(side, ro.MISSED3 if three else ro.MISSED2, u[_U_PLAYER])
        other = 1 - side
        lineup, block = self.lineups[other], self.block[other]
        share = self.blocked[three][row[p.L_REBOUND]]
        if lineup is not None and block is not None:
            share *= sum(block[player] for player in lineup.on_floor)
        blocked = bool(u[_U_HELP] < share)
        help = (BLOCK, TEAM) if blocked else (NO_HELP, TEAM)
        if blocked and lineup is not None and block is not None:
            weight = [block[player] for player in lineup.on_floor]
            help = (BLOCK, _chosen(lineup.on_floor, weight, u[_U_HELPER]))
        self._write(side, shooter, MISSED_THREE if three else MISSED_TWO, 0, help)
        return blocked

    def _turnover(self, side: int, event: int, u: list[float]) -> None:
        player = self._pick(side, ro.TOV, u[_U_PLAYER])
        if event == p.E_CHARGE:
            self._write(side, player, CHARGED)
            self._count_foul(side, player, u)
        elif event == p.E_STEAL:
            thief = self._pick(1 - side, ro.STL, u[_U_HELPER])
            self._write(side, player, LOST_BALL, 0, (STEAL, thief))
        else:
            by_team = u[_U_TEAM] < self.rates.team_turnover
            self._write(side, TEAM if by_team else player, LOST_BALL)

    def _fouled(self, row: list[int], u: list[float]) -> None:
        self._foul(1 - row[p.L_SIDE], u, KIND_OF_FOUL.get(row[p.L_EVENT], FOULED))
        if row[p.L_TRIED]:
            tried, hits = row[p.L_TRIED], row[p.L_HITS].bit_count()
            kind = ro.FREE_THROW + ro.PATTERNS.index((tried, hits))
            self._free_throws(row, self._pick(row[p.L_SIDE], kind, u[_U_PLAYER]))

    def _free_throws(self, row: list[int], shooter: int) -> None:
        """The free throws of one trip to the line."""
        tried = row[p.L_TRIED]
        for shot in range(tried):
            hit = row[p.L_HITS] >> shot & 1
            event = MADE_FT if hit else MISSED_FT
            self._write(row[p.L_SIDE], shooter, event, hit, free_throw=(shot + 1, tried))

    def _rebound(self, row: list[int], blocked: bool, u: list[float]) -> None:
        offense = row[p.L_REBOUND] == p.OFFENSIVE
        side = row[p.L_SIDE] if offense else 1 - row[p.L_SIDE]
        from_line = row[p.L_TRIED] > 0
        wait = self.replay.wait[2 if from_line else 0 if offense else 1]
        self.left -= min(wait, p.HURRIED * self.left)
        if not self.ends[self.i]:  # the log truncates the clock to tenths
            self.left = max(self.left, self.seconds[self.i + 1])
        missed = pl.MISS_FT
        if not from_line:
            three = row[p.L_EVENT] == p.E_MISSED3
            missed = (pl.MISS_3_BLOCKED if three else pl.MISS_2_BLOCKED) if blocked else int(three)
        player = TEAM
        if u[_U_TEAM] >= self.team_rebound[missed][0 if offense else 1]:
            player = self._pick(side, ro.ORB if offense else ro.DRB, u[_U_REBOUNDER])
        self._write(side, player, OFF_REBOUND if offense else DEF_REBOUND)
