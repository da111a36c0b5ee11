"""What a told game adds up to: box scores, runs, lead changes, the turning point."""

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

# What an event adds to the line of whoever did it, and what the helper gets.
_ADDS = {
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
    sc.PERIOD_END: (),
}
_HELPS = {sc.ASSIST: AST, sc.BLOCK: BLK, sc.STEAL: STL}


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """One side's box score: ``player[N, COLUMNS]`` in the roster's order, ``team[COLUMNS]`` what no
    player is credited with (team rebounds and turnovers; everything without player data);
    ``minutes[N]``; ``by_period[P]`` points."""

    player: I8
    team: I8
    minutes: F8
    by_period: tuple[int, ...]

    @property
    def total(self) -> I8:
        """total[COLUMNS] of the side."""
        return np.asarray(self.player.sum(axis=0) + self.team)


def boxes(story: EventLog) -> tuple[Box, Box]:
    """Both sides' box scores."""
    size = [len(seconds) for seconds in story.seconds]
    table = [[[0] * len(COLUMNS) for _ in range(n + 1)] for n in size]  # the last row: the team
    period = [[0] * story.event[-1].period for _ in range(2)]
    for e in story.event:
        line = table[e.side][e.player]
        for column in _ADDS[e.event]:
            line[column] += 1
        line[POINTS] += e.points
        period[e.side][e.period - 1] += e.points
        if e.help:
            helping = e.side if e.help == sc.ASSIST else 1 - e.side
            table[helping][e.helper][_HELPS[e.help]] += 1
    a, b = (
        Box(
            player=np.array(lines[:-1], dtype=np.int64).reshape(-1, len(COLUMNS)),
            team=np.array(lines[-1], dtype=np.int64),
            minutes=seconds / 60.0,
            by_period=tuple(points),
        )
        for lines, seconds, points in zip(table, story.seconds, period, strict=True)
    )
    return a, b


# --- The course of the game ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """``points`` in a row by one side, from one event to another (rows of the play-by-play);
    ``a``, ``b``: the score after it."""

    side: int
    points: int
    first: int
    last: int
    a: int
    b: int


def runs(event: tuple[Event, ...], least: int = 8) -> list[Run]:
    """Every stretch in which one side alone scored ``least`` points or more, the longest first."""
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
    """How often the lead went from one side to the other, ties in between or not. Free throws of
    one trip count together, and with the basket they follow."""
    return int(np.count_nonzero(np.diff(_leader(event))))


def largest_lead(event: tuple[Event, ...]) -> tuple[int, int]:
    """The largest lead of each side; zero if it never led."""
    lead = np.array([e.a - e.b for e in event if e.last])
    return int(max(lead.max(), 0)), int(max(-lead.min(), 0))


def ties(event: tuple[Event, ...]) -> int:
    """How often the score became level again."""
    lead = np.array([0, *(e.a - e.b for e in event if e.last)])
    return int(np.count_nonzero((lead[1:] == 0) & (lead[:-1] != 0)))


def _leader(event: tuple[Event, ...]) -> I8:
    """The side ahead (+1 a, -1 b) after each play that leaves one ahead."""
    sign = np.sign([e.a - e.b for e in event if e.last])
    return np.asarray(sign[sign != 0])


def turning_point(start: float, prob: F8) -> int:
    """The row of the play-by-play with the largest swing in win probability: ``start`` before the
    first event, ``prob[E]`` after each."""
    return int(np.argmax(np.abs(np.diff(prob, prepend=start))))
