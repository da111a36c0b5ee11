"""A replay's log as the events a fan reads, with players where a season has them.

The kernel has decided what happened; here a scorer writes down who did it. His random numbers come
from a stream of their own, so that names never change a game: line-ups for each stretch of play,
and twelve numbers for each play, each with one use."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from engine.arrays import F8
from engine.domain import players as pl
from engine.domain.players import CreditRates
from engine.game import possession as p
from engine.game.random_streams import folded, uniforms
from engine.recap import rotation as ro
from engine.recap.rotation import Rotation
from engine.run import Replay

# What happened in one line of the play-by-play.
EVENTS = (
    "made two", "missed two", "made three", "missed three", "made free throw", "missed free throw",
    "offensive rebound", "defensive rebound", "turnover", "offensive foul", "foul", "shooting foul",
    "end of period",
)  # fmt: skip
(
    MADE_TWO, MISSED_TWO, MADE_THREE, MISSED_THREE, MADE_FT, MISSED_FT, OFF_REBOUND, DEF_REBOUND,
    LOST_BALL, CHARGED, FOULED, SHOOTING_FOUL, PERIOD_END,
) = range(len(EVENTS))  # fmt: skip
# Who else has a part in it: assist (same side), block and steal (the other side).
HELP = ("", "assist", "block", "steal")
NO_HELP, ASSIST, BLOCK, STEAL = range(len(HELP))

TEAM = -1  # in place of a player: the team's, or nobody known

STRETCH = 200.0  # seconds between substitutions; twelve stretches a game of 40 minutes
CLOSE_GAME, DECIDED = 10, 18  # leads in the last stretch that call for the best five or the bench

# The numbers of a play, one use each.
(
    _U_PLAYER, _U_HELP, _U_HELPER, _U_FOULER, _U_TEAM, _U_REBOUNDER, _U_SUB, _U_FTS,
) = range(8)  # fmt: skip
_PER_PLAY = 12


class Event(NamedTuple):
    """One line: ``player`` and ``helper`` are rows of the rosters or TEAM; ``left`` seconds of the
    period left; ``points`` scored by it, ``a`` and ``b`` the score after it; ``last``: the play
    ends with it; ``line``: (shot, of) of a free throw, else (0, 0)."""

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
    line: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class EventLog:
    """A game told: every event, the rosters (None: no player data), and per side ``seconds[N]``
    played, ``starter[N]``."""

    replay: Replay
    event: tuple[Event, ...]
    rotation: tuple[Rotation | None, Rotation | None]
    seconds: tuple[F8, F8]
    starter: tuple[tuple[int, ...], tuple[int, ...]]

    def name(self, side: int, player: int) -> str:
        """The player's name, or "" for the team's own."""
        rotation = self.rotation[side]
        return rotation.roster.name[player] if rotation is not None and player >= 0 else ""


class _Lineup:
    """One side's players during a game: who is on the floor, fouls, and who is out."""

    def __init__(self, rotation: Rotation, five: list[tuple[int, ...]]) -> None:
        self.rotation = rotation
        self.five = five  # one line-up a stretch, the last one for overtimes
        self.weight = rotation.weight.tolist()
        self.share = ro.places(rotation.roster.minutes).tolist()
        self.fouls = [0] * len(self.share)
        self.seconds = np.zeros(len(self.share))
        self.starter = five[0]
        self.on = list(five[0])
        self.stretch = 0

    def enter(self, stretch: int, u: float) -> None:
        """The line-up of a stretch comes on; who has fouled out is replaced."""
        if stretch == self.stretch:
            return
        self.stretch = stretch
        self.on = list(self.five[min(stretch, len(self.five) - 1)])
        for player in [player for player in self.on if self.fouls[player] >= pl.FOULS_OUT]:
            self._replace(player, u)

    def pick(self, kind: int, u: float, but: int = TEAM) -> int:
        """Which of the five it was, by the weights of that kind of event."""
        weight = self.weight[kind]
        able = [player for player in self.on if player != but]
        return _chosen(able, [weight[player] for player in able], u)

    def foul(self, player: int, u: float) -> None:
        """A personal foul; the fifth ends his game."""
        self.fouls[player] += 1
        if self.fouls[player] >= pl.FOULS_OUT:
            self._replace(player, u)

    def _replace(self, player: int, u: float) -> None:
        able = [
            i for i, fouls in enumerate(self.fouls) if fouls < pl.FOULS_OUT and i not in self.on
        ]
        if able:
            self.on.append(_chosen(able, [self.share[i] for i in able], u))
        if len(self.on) > 1 and player in self.on:
            self.on.remove(player)


def _chosen(able: list[int], weight: list[float], u: float) -> int:
    at = u * sum(weight)
    for player, w in zip(able, weight, strict=True):
        at -= w
        if at < 0.0:
            return player
    return able[-1]


def event_log(
    replay: Replay, rotations: tuple[Rotation | None, Rotation | None], book: CreditRates
) -> EventLog:
    """The game as events, in order; a side without a rotation gets team lines only."""
    number = uniforms(replay.key, 0, len(replay.log) * _PER_PLAY).reshape(-1, _PER_PLAY)
    benches = [
        None if rotation is None else _Lineup(rotation, _on_floor(replay, rotation, side))
        for side, rotation in enumerate(rotations)
    ]
    scorer = _Scorer(replay, benches, book)
    for i, u in enumerate(number.tolist()):
        scorer.play(i, u)
    seconds = [np.zeros(0) if bench is None else bench.seconds for bench in benches]
    starter = [() if bench is None else bench.starter for bench in benches]
    return EventLog(
        replay,
        tuple(scorer.event),
        rotations,
        (seconds[0], seconds[1]),
        (starter[0], starter[1]),
    )


def _on_floor(replay: Replay, rotation: Rotation, side: int) -> list[tuple[int, ...]]:
    """Line-ups of a side's stretches, drawn by their probabilities; the last one is overtime's.

    The order is the coach's: the strongest five begin, the next strongest end a close game, the
    weakest a decided one. Which line-ups a game sees, and so minutes on average, stays as drawn."""
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
    """The leader's lead after so many seconds."""
    regulation = replay.rules.periods * replay.rules.seconds
    in_time = replay.log[:, p.L_PERIOD] <= replay.rules.periods
    before = np.flatnonzero(in_time & (regulation - replay.left < elapsed))
    if not before.size:
        return 0
    return abs(int(np.subtract(*replay.log[before[-1], [p.L_POINTS_A, p.L_POINTS_B]])))


class _Scorer:
    """Writes one play after another; see ``story``."""

    def __init__(self, replay: Replay, benches: list[_Lineup | None], book: CreditRates) -> None:
        self.replay, self.benches, self.book = replay, benches, book
        self.log = replay.log.tolist()
        self.seconds = replay.seconds.tolist()
        self.ends = replay.last_of_period.tolist()
        self.event: list[Event] = []
        self.score = [0, 0]
        self.assist = [1.0 if b is None else b.rotation.assist for b in benches]
        self.block = [None if b is None else b.rotation.block.tolist() for b in benches]
        self.blocked, self.assisted = book.blocked.tolist(), book.assisted.tolist()
        self.assisted_and1 = book.assisted_and1.tolist()
        self.team_rebound = book.team_rebound.tolist()
        self.before = float(replay.rules.seconds)
        self.i = 0
        self.left = 0.0

    def play(self, i: int, u: list[float]) -> None:
        """Write down play i with its numbers ``u``."""
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
        for bench in self.benches:
            if bench is not None:
                bench.enter(stretch, u[_U_SUB])
                bench.seconds[bench.on] += self.before - self.left
                if self.ends[self.i]:
                    bench.seconds[bench.on] += self.left
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
        line: tuple[int, int] = (0, 0),
    ) -> None:
        self.score[side] += points
        period = self.log[self.i][p.L_PERIOD]
        a, b = self.score
        self.event.append(
            Event(self.i, period, self.left, side, player, event, *help, points, a, b, False, line)
        )

    def _pick(self, side: int, kind: int, u: float, but: int = TEAM) -> int:
        bench = self.benches[side]
        return TEAM if bench is None else bench.pick(kind, u, but)

    def _foul(self, side: int, u: list[float], event: int) -> None:
        """A foul of the defence away from its own ball."""
        fouler = self._pick(side, ro.PF, u[_U_FOULER])
        self._write(side, fouler, event)
        self._count_foul(side, fouler, u)

    def _count_foul(self, side: int, player: int, u: list[float]) -> None:
        bench = self.benches[side]
        if bench is not None:
            bench.foul(player, u[_U_SUB])

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
            self._line(row, shooter)

    def _miss(self, row: list[int], u: list[float]) -> bool:
        side, three = row[p.L_SIDE], row[p.L_EVENT] == p.E_MISSED3
        shooter = self._pick(side, ro.MISSED3 if three else ro.MISSED2, u[_U_PLAYER])
        other = 1 - side
        bench, block = self.benches[other], self.block[other]
        share = self.blocked[three][row[p.L_REBOUND]]
        if bench is not None and block is not None:
            share *= sum(block[player] for player in bench.on)
        blocked = bool(u[_U_HELP] < share)
        help = (BLOCK, TEAM) if blocked else (NO_HELP, TEAM)
        if blocked and bench is not None and block is not None:
            weight = [block[player] for player in bench.on]
            help = (BLOCK, _chosen(bench.on, weight, u[_U_HELPER]))
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
            by_team = u[_U_TEAM] < self.book.team_turnover
            self._write(side, TEAM if by_team else player, LOST_BALL)

    def _fouled(self, row: list[int], u: list[float]) -> None:
        shooting = row[p.L_EVENT] in (p.E_DRAWN2, p.E_DRAWN3)
        self._foul(1 - row[p.L_SIDE], u, SHOOTING_FOUL if shooting else FOULED)
        if row[p.L_TRIED]:
            tried, hits = row[p.L_TRIED], row[p.L_HITS].bit_count()
            kind = ro.LINE + ro.PATTERNS.index((tried, hits))
            self._line(row, self._pick(row[p.L_SIDE], kind, u[_U_PLAYER]))

    def _line(self, row: list[int], shooter: int) -> None:
        """Free throws of one trip."""
        tried = row[p.L_TRIED]
        for shot in range(tried):
            hit = row[p.L_HITS] >> shot & 1
            event = MADE_FT if hit else MISSED_FT
            self._write(row[p.L_SIDE], shooter, event, hit, line=(shot + 1, tried))

    def _rebound(self, row: list[int], blocked: bool, u: list[float]) -> None:
        offence = row[p.L_REBOUND] == p.OFFENSIVE
        side = row[p.L_SIDE] if offence else 1 - row[p.L_SIDE]
        at_line = row[p.L_TRIED] > 0
        wait = self.replay.wait[2 if at_line else 0 if offence else 1]
        self.left -= min(wait, p.HURRIED * self.left)
        if not self.ends[self.i]:  # the log's clock is cut to tenths
            self.left = max(self.left, self.seconds[self.i + 1])
        missed = pl.MISS_FT
        if not at_line:
            three = row[p.L_EVENT] == p.E_MISSED3
            missed = (pl.MISS_3_BLOCKED if three else pl.MISS_2_BLOCKED) if blocked else int(three)
        player = TEAM
        if u[_U_TEAM] >= self.team_rebound[missed][0 if offence else 1]:
            player = self._pick(side, ro.ORB if offence else ro.DRB, u[_U_REBOUNDER])
        self._write(side, player, OFF_REBOUND if offence else DEF_REBOUND)
