"""Box scores, scoring runs, lead changes and the turning point of a game's events."""

from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I8
from engine.recap import scorer as sc
from engine.recap.scorer import TEAM, Event, EventLog

# Columns of a box score.
COLUMNS = (
    "points", "fgm2", "fga2", "fgm3", "fga3", "ftm", "fta", "orb", "drb", "ast", "stl", "blk",
    "tov", "pf",
)  # fmt: skip
(POINTS, FGM2, FGA2, FGM3, FGA3, FTM, FTA, ORB, DRB, AST, STL, BLK, TOV, PF) = range(len(COLUMNS))

# The columns that an event adds one to, for the player and for the helper.
_COUNTS_OF_EVENT = {
    sc.MADE_TWO: (FGM2, FGA2),
    sc.MISSED_TWO: (FGA2,),
    sc.MADE_THREE: (FGM3, FGA3),
    sc.MISSED_THREE: (FGA3,),
    sc.MADE_FT: (FTM, FTA),
    sc.MISSED_FT: (FTA,),
    sc.OFF_REBOUND: (ORB,),
    sc.DEF_REBOUND: (DRB,),
    sc.LOST_BALL: (TOV,),
    sc.CHARGED: (TOV, PF),
    sc.FOULED: (PF,),
    sc.SHOOTING_FOUL: (PF,),
    sc.TECHNICAL_FOUL: (PF,),
    sc.PERIOD_END: (),
}
_COUNT_OF_HELP = {sc.ASSIST: AST, sc.BLOCK: BLK, sc.STEAL: STL}


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """The box score of one side: ``player[N, COLUMNS]`` in roster order; ``team[COLUMNS]``, counts
    credited to no player (team rebounds and turnovers; everything if there is no player data);
    ``minutes[N]``; ``by_period[P]``: points."""

    player: I8
    team: I8
    minutes: F8
    by_period: tuple[int, ...]

    @property
    def total(self) -> I8:
        """total[COLUMNS] of the side."""
        return np.asarray(self.player.sum(axis=0) + self.team)


def boxes(log: EventLog) -> tuple[Box, Box]:
    """The box scores of both sides."""
    size = [len(seconds) for seconds in log.seconds]
    table = [[[0] * len(COLUMNS) for _ in range(n + 1)] for n in size]  # the last row is the team's
    period = [[0] * log.event[-1].period for _ in range(2)]
    for e in log.event:
        row = table[e.side][e.player]
        for column in _COUNTS_OF_EVENT[e.event]:
            row[column] += 1
        row[POINTS] += e.points
        period[e.side][e.period - 1] += e.points
        if e.help:
            helping = e.side if e.help == sc.ASSIST else 1 - e.side
            table[helping][e.helper][_COUNT_OF_HELP[e.help]] += 1
    a, b = (
        Box(
            player=np.array(rows[:-1], dtype=np.int64).reshape(-1, len(COLUMNS)),
            team=np.array(rows[-1], dtype=np.int64),
            minutes=seconds / 60.0,
            by_period=tuple(points),
        )
        for rows, seconds, points in zip(table, log.seconds, period, strict=True)
    )
    return a, b


# --- The course of the game ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """``points`` by one side without an answer, from event ``first`` to ``last`` (rows of the
    play-by-play); ``a``, ``b``: the score after it."""

    side: int
    points: int
    first: int
    last: int
    a: int
    b: int


def runs(event: tuple[Event, ...], least: int = 8) -> list[Run]:
    """All runs of at least ``least`` points by one side alone, the longest first."""
    found: list[Run] = []
    side, points, first, last = TEAM, 0, 0, 0

    def close() -> None:
        if points >= least:
            found.append(Run(side, points, first, last, event[last].a, event[last].b))

    for i, e in enumerate(event):
        if not e.points:
            continue
        if e.side != side:
            close()
            side, points, first = e.side, 0, i
        points += e.points
        last = i
    close()
    return sorted(found, key=lambda run: (-run.points, run.first))


def lead_changes(event: tuple[Event, ...]) -> int:
    """The number of lead changes, with or without a tie in between. The free throws of a trip count
    as one score, together with the basket that they follow."""
    return int(np.count_nonzero(np.diff(_leader(event))))


def largest_lead(event: tuple[Event, ...]) -> tuple[int, int]:
    """The largest lead of each side; 0 if it never led."""
    lead = np.array([e.a - e.b for e in event if e.last])
    return int(max(lead.max(), 0)), int(max(-lead.min(), 0))


def ties(event: tuple[Event, ...]) -> int:
    """The number of times that the score became tied."""
    lead = np.array([0, *(e.a - e.b for e in event if e.last)])
    return int(np.count_nonzero((lead[1:] == 0) & (lead[:-1] != 0)))


def _leader(event: tuple[Event, ...]) -> I8:
    """The leading side (+1 a, -1 b) after each play that does not leave a tie."""
    sign = np.sign([e.a - e.b for e in event if e.last])
    return np.asarray(sign[sign != 0])


def turning_point(start: float, prob: F8) -> int:
    """The row of the play-by-play with the largest swing in win probability: ``start`` before the
    first event, ``prob[E]`` after each."""
    return int(np.argmax(np.abs(np.diff(prob, prepend=start))))
