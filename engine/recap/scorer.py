"""Turns a replay's log into the events of a play-by-play, with players if the season has them.

The kernel has decided what happened; this module decides which player did it. Its random numbers
come from their own stream, so players never change a game: some draw each side's night
(``recap.night``), and twelve per play have one use each."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.arrays import F8
from engine.domain import players as pl
from engine.domain.players import CreditRates
from engine.game import possession as p
from engine.game.random_streams import folded, uniforms
from engine.game.replay import Replay
from engine.recap import coach as co
from engine.recap import rotation as ro
from engine.recap.coach import OVER, Change, Coach, ending
from engine.recap.night import DEFENDING, DRAWING, MAKING, MISSING, PASSING, REBOUNDING, night
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

# Start types of plays before which the ball is dead, so that players may be replaced.
# After a made and a missed two, a made and a missed three: how the weight of a man's next such shot
# changes. Fitted with the constants of ``night``.
TOUCH = {ro.MADE2: (1.0, 0.97), ro.MADE3: (1.09, 0.91)}
DEAD_BALL = (p.START, p.DEAD, p.KEPT)

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
    ``seconds[N]`` played, the ``starter`` rows, who ``sat`` down in foul trouble and when the bench
    ``cleared`` a decided game (seconds elapsed, -1: never)."""

    replay: Replay
    event: tuple[Event, ...]
    rotation: tuple[Rotation | None, Rotation | None]
    seconds: tuple[F8, F8]
    starter: tuple[tuple[int, ...], tuple[int, ...]]
    sat: tuple[tuple[Change, ...], tuple[Change, ...]]
    cleared: tuple[float, float]

    def name(self, side: int, player: int) -> str:
        """The name of a player, or "" for TEAM."""
        rotation = self.rotation[side]
        return rotation.roster.name[player] if rotation is not None and player >= 0 else ""


# Whose form moves the weights of a kind of event.
_FORM = {
    **dict.fromkeys((ro.MADE2, ro.MADE3), MAKING),
    **dict.fromkeys((ro.MISSED2, ro.MISSED3), MISSING),
    **dict.fromkeys(range(ro.FREE_THROW, ro.KINDS), DRAWING),
    **dict.fromkeys((ro.ORB, ro.DRB), REBOUNDING),
    ro.AST: PASSING,
    **dict.fromkeys((ro.STL, ro.BLK), DEFENDING),
}


class _Lineup:
    """The players of one side during a game: its coach, and their weights tonight."""

    def __init__(self, rotation: Rotation, key: int, margin: int) -> None:
        tonight = night(rotation.plan, key, margin)
        weight = rotation.weight.copy()
        for kind, form in _FORM.items():
            weight[kind] *= tonight.form[form]
        self.rotation = rotation
        self.weight = weight.tolist()
        self.touch = {ro.MADE2: [1.0] * len(self.weight[0]), ro.MADE3: [1.0] * len(self.weight[0])}
        self.block = (rotation.block * tonight.form[DEFENDING]).tolist()
        self.starter = tonight.starter
        self.coach = Coach(tonight)

    def pick(self, kind: int, u: float, but: int = TEAM) -> int:
        """Draw one of the five by the weights of a kind of event, ``but`` excepted; who has many
        fouls takes care not to get another."""
        weight, fouls = self.weight[kind], self.coach.fouls
        eligible = [player for player in self.coach.on_floor if player != but]
        if kind == ro.PF:
            return _chosen(eligible, [weight[i] * co.CARE[fouls[i]] for i in eligible], u)
        return _chosen(eligible, [weight[player] for player in eligible], u)

    def shoot(self, kind: int, u: float) -> int:
        """Draw the shooter of MADE2 … MISSED3: the ball finds who makes his shots, and less often
        who misses them."""
        made = kind in (ro.MADE2, ro.MADE3)
        zone = kind if made else kind - 1
        weight, touch = self.weight[kind], self.touch[zone]
        five = self.coach.on_floor
        shooter = _chosen(five, [weight[i] * touch[i] for i in five], u)
        touch[shooter] *= TOUCH[zone][0 if made else 1]
        return shooter


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
    margin = replay.regulation[0] - replay.regulation[1]
    lineups = [
        None if rotation is None else _Lineup(rotation, _night_key(replay, side), margin)
        for side, rotation in enumerate(rotations)
    ]
    scorer = _Scorer(replay, lineups, rates)
    for i, u in enumerate(number.tolist()):
        scorer.play(i, u)
    a, b = (_told(lineup) for lineup in lineups)
    return EventLog(
        replay,
        tuple(scorer.event),
        rotations,
        (a[0], b[0]),
        (a[1], b[1]),
        (a[2], b[2]),
        (a[3], b[3]),
    )


def _night_key(replay: Replay, side: int) -> int:
    return int(folded(np.uint64(replay.key), 1 - side if replay.swap else side))


def _told(lineup: _Lineup | None) -> tuple[F8, tuple[int, ...], tuple[Change, ...], float]:
    """The fields of an ``EventLog`` of one side."""
    if lineup is None:
        return np.zeros(0), (), (), -1.0
    coach = lineup.coach
    return np.array(coach.played), lineup.starter, tuple(coach.sat), coach.cleared


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
        self.block = [None if one is None else one.block for one in lineups]
        self.blocked, self.assisted = rates.blocked.tolist(), rates.assisted.tolist()
        self.assisted_and1 = rates.assisted_and1.tolist()
        self.team_rebound = rates.team_rebound.tolist()
        self.before = float(replay.rules.seconds)
        self.i = 0
        self.left = 0.0
        self.elapsed = 0.0

    def play(self, i: int, u: list[float]) -> None:
        """Write the events of play i with its random numbers ``u``."""
        row = self.log[i]
        self.i, self.left = i, self.seconds[i]
        side, event = row[p.L_SIDE], row[p.L_EVENT]
        self._substitute(row, u[_U_SUB])
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

    def _substitute(self, row: list[int], u: float) -> None:
        """Let the clock run to the play; before it, if the ball is dead, the coaches substitute."""
        rules, period = self.replay.rules, row[p.L_PERIOD]
        over = max(period - 1 - rules.periods, 0) * rules.overtime
        length = rules.seconds if period <= rules.periods else rules.overtime
        start = min(period - 1, rules.periods) * rules.seconds + over
        self.elapsed = start + length - self.left
        before = self.log[self.i - 1] if self.i else row
        end = ending(
            rules.periods * rules.seconds - start - length + self.before,
            self.score[0] - self.score[1],
        )
        # A decided game is stopped after a basket, too, to let the bench in.
        stops = (*DEAD_BALL, p.MADE) if end == OVER else DEAD_BALL
        dead = row[p.L_START_TYPE] in stops or before[p.L_TRIED] > 0
        for lineup in self.lineups:
            if lineup is None:
                continue
            if dead and self.i:
                lineup.coach.dead_ball(start + length - self.before, end, u)
            lineup.coach.run(self.before - (0.0 if self.ends[self.i] else self.left))
        self.before = self.left
        if self.ends[self.i]:
            self.before = float(rules.seconds if period < rules.periods else rules.overtime)

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

    def _shooter(self, side: int, kind: int, u: float) -> int:
        lineup = self.lineups[side]
        return TEAM if lineup is None else lineup.shoot(kind, u)

    def _foul(self, side: int, u: list[float], event: int) -> None:
        """A foul by the defense."""
        fouler = self._pick(side, ro.PF, u[_U_FOULER])
        self._write(side, fouler, event)
        self._count_foul(side, fouler)

    def _count_foul(self, side: int, player: int) -> None:
        lineup = self.lineups[side]
        if lineup is not None:
            lineup.coach.foul(player, self.elapsed)

    def _basket(self, row: list[int], u: list[float]) -> None:
        side, three = row[p.L_SIDE], row[p.L_EVENT] == p.E_MADE3
        and1 = row[p.L_TRIED] > 0
        shooter = self._shooter(side, ro.MADE3 if three else ro.MADE2, u[_U_PLAYER])
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
        shooter = self._shooter(side, ro.MISSED3 if three else ro.MISSED2, u[_U_PLAYER])
        other = 1 - side
        lineup, block = self.lineups[other], self.block[other]
        share = self.blocked[three][row[p.L_REBOUND]]
        if lineup is not None and block is not None:
            share *= sum(block[player] for player in lineup.coach.on_floor)
        blocked = bool(u[_U_HELP] < share)
        help = (BLOCK, TEAM) if blocked else (NO_HELP, TEAM)
        if blocked and lineup is not None and block is not None:
            five = lineup.coach.on_floor
            weight = [block[player] for player in five]
            help = (BLOCK, _chosen(five, weight, u[_U_HELPER]))
        self._write(side, shooter, MISSED_THREE if three else MISSED_TWO, 0, help)
        return blocked

    def _turnover(self, side: int, event: int, u: list[float]) -> None:
        player = self._pick(side, ro.TOV, u[_U_PLAYER])
        if event == p.E_CHARGE:
            self._write(side, player, CHARGED)
            self._count_foul(side, player)
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
