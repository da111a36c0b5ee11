"""Box totals and the lead's way of many games: what a box score adds up to, without players.

Each universe is played with the kernel's log on, and the log is added up at once, so nothing but
small integers leaves the worker. The totals are those of the replay's box score of the same
universe: points, shots, rebounds, turnovers and fouls need no player to be named.
"""

from typing import NamedTuple

import numpy as np

from engine.arrays import I2, I8
from engine.domain.game_detail import BOX
from engine.game import possession as p
from engine.game.jit import njit
from engine.game.kernel import (
    GAME_COLUMNS,
    Buffers,
    Entrants,
    Pairings,
    Plain,
    draw_strength,
    new_buffers,
    play_one,
)

COLUMNS = BOX
(POINTS, FGM2, FGA2, FGM3, FGA3, FTM, FTA, ORB, DRB, STL, TOV, PF) = range(len(COLUMNS))

MINUTES = 40  # of regulation, at the end of each of which the lead is kept
MOST_PLAYS = 1000  # a game has about 180, one of eight overtimes 350


class BoxTotals(NamedTuple):
    """U universes of one pairing. ``tally[U, GAME_COLUMNS]`` as in ``kernel.play_block``;
    ``box[U, 2, COLUMNS]`` of both sides; ``lead[U, MINUTES]``: points of a less points of b at the
    end of each minute of regulation."""

    tally: I2
    box: I2
    lead: I2


@njit()
def add_up(log: I8, plays: int, box: I2) -> None:
    """Add a game's log to ``box[2, COLUMNS]``."""
    for k in range(plays):
        row = log[k]
        side, event, rebound = row[p.L_SIDE], row[p.L_EVENT], row[p.L_REBOUND]
        own, other = box[side], box[1 - side]
        made2, made3 = event == p.E_MADE2, event == p.E_MADE3
        own[FGM2] += made2
        own[FGA2] += made2 or event == p.E_MISSED2
        own[FGM3] += made3
        own[FGA3] += made3 or event == p.E_MISSED3
        made = p.made(row[p.L_HITS])
        own[FTM] += made
        own[FTA] += row[p.L_TRIED]
        own[POINTS] += 2 * made2 + 3 * made3 + made
        own[ORB] += rebound == p.OFFENSIVE
        other[DRB] += rebound == p.DEFENSIVE
        charge = event == p.E_CHARGE
        own[TOV] += charge or event == p.E_STEAL or event == p.E_TURNOVER
        other[STL] += event == p.E_STEAL
        own[PF] += charge
        # Whoever goes to the line, or keeps the ball after a foul, was fouled by the other side.
        other[PF] += row[p.L_TRIED] > 0 or event == p.E_FOUL


@njit()
def follow_lead(log: I8, plays: int, rules: I8, lead: I2) -> None:
    """Fill ``lead[MINUTES]`` from a game's log."""
    minute, now = 0, 0
    for k in range(plays):
        row = log[k]
        period = row[p.L_PERIOD]
        if period > rules[p.R_PERIODS]:
            break
        played = period * rules[p.R_SECONDS] - row[p.L_TENTHS] / 10.0
        while minute < MINUTES and 60 * (minute + 1) < played:
            lead[minute] = now
            minute += 1
        now = row[p.L_POINTS_A] - row[p.L_POINTS_B]
    lead[minute:] = now


@njit(nogil=True)
def _play_universes(
    random_seed: int,
    teams: Entrants,
    pairings: Pairings,
    venue: int,
    game_tables: p.GameTables,
    buffers: Buffers,
    first: int,
    tally: I2,
    box: I2,
    lead: I2,
) -> None:
    a, b = pairings.a[0], pairings.b[0]
    for i in range(tally.shape[0]):
        u = first + i
        draw_strength(random_seed, teams.key[a], teams.se[a], u, buffers.strength[a])
        draw_strength(random_seed, teams.key[b], teams.se[b], u, buffers.strength[b])
        play_one(random_seed, u, teams, pairings, 0, venue, game_tables, buffers)
        for column in range(tally.shape[1]):
            tally[i, column] = buffers.tally[column]
        add_up(buffers.log, buffers.tally[p.PLAYS], box[i])
        follow_lead(buffers.log, buffers.tally[p.PLAYS], game_tables.rules, lead[i])


def play_block(
    random_seed: int,
    teams: Plain,
    pairings: Plain,
    venue: int,
    game_tables: Plain,
    first: int,
    count: int,
) -> tuple[I2, I2, I2]:
    """The fields of ``BoxTotals`` for universes first … first + count - 1; a pool task. Arguments
    as in ``kernel.play_block``, for one pairing and its venue."""
    tally = np.zeros((count, GAME_COLUMNS), dtype=np.int16)
    box = np.zeros((count, 2, len(COLUMNS)), dtype=np.int16)
    lead = np.zeros((count, MINUTES), dtype=np.int16)
    _play_universes(
        random_seed,
        Entrants(*teams),
        Pairings(*pairings),
        venue,
        p.GameTables(*game_tables),
        new_buffers(len(teams[0]), MOST_PLAYS),
        first,
        tally,
        box,
        lead,
    )
    return tally, box, lead
