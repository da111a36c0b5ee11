"""Replays every game of a schedule and keeps what ``evaluation.realism_figures`` compares."""

import numpy as np

from engine.arrays import I2, I8
from engine.game import possession as p
from engine.game.box_totals import COLUMNS, add_up
from engine.game.jit import njit
from engine.game.kernel import (
    Buffers,
    Entrants,
    Pairings,
    Plain,
    draw_strength,
    new_buffers,
    play_one,
)

# Columns kept for every game: those of the tally up to OVERTIMES, then side a's lead with one
# minute left in regulation.
MINUTE = p.OVERTIMES + 1
KEPT = MINUTE + 1
MINUTE_TENTHS = 600

MOST_POINTS = 5  # of one possession; more points count as 5
MOST_PLAYS = 1000  # a game has about 180, one of eight overtimes 350


@njit()
def lead_with_a_minute_left(log: I8, plays: int, last_period: int) -> int:
    """Points of a minus points of b one minute before the end of regulation."""
    lead = 0
    for k in range(plays):
        row = log[k]
        if row[p.L_PERIOD] > last_period or (
            row[p.L_PERIOD] == last_period and row[p.L_TENTHS] < MINUTE_TENTHS
        ):
            break
        lead = row[p.L_POINTS_A] - row[p.L_POINTS_B]
    return lead


@njit()
def plays_until(log: I8, plays: int, period: int) -> int:
    """How many plays there are up to the end of a period."""
    for k in range(plays):
        if log[k, p.L_PERIOD] > period:
            return k
    return plays


@njit()
def count_possessions(log: I8, plays: int, possessions: I8) -> None:
    """Add the game's possessions to ``possessions[points]``, technical free throws left out."""
    points, before = 0, 0
    for k in range(plays):
        row = log[k]
        if row[p.L_EVENT] == p.E_TECHNICAL:
            before = row[p.L_POINTS_A] + row[p.L_POINTS_B]
            continue
        if k > 0 and row[p.L_START_TYPE] != p.OFF_REB and row[p.L_START_TYPE] != p.KEPT:
            possessions[min(points, MOST_POINTS)] += 1
            points = 0
        now = row[p.L_POINTS_A] + row[p.L_POINTS_B]
        points += now - before
        before = now
    possessions[min(points, MOST_POINTS)] += 1


@njit(nogil=True)
def _play(
    random_seed: int,
    teams: Entrants,
    pairings: Pairings,
    venue: I8,
    meeting: I8,
    game_tables: p.GameTables,
    buffers: Buffers,
    kept: I2,
    possessions: I8,
    box: I2,
) -> None:
    """Fill ``kept[N, U, KEPT]``, ``possessions[U, MOST_POINTS + 1]`` and ``box[N, U, 2, 2,
    COLUMNS]``."""
    last_period = game_tables.rules[p.R_PERIODS]
    for which in range(kept.shape[0]):
        a, b = pairings.a[which], pairings.b[which]
        # Teams that meet again at the same venue have the same address: use the next random seed.
        games_seed = random_seed + meeting[which]
        for u in range(kept.shape[1]):
            draw_strength(random_seed, teams.key[a], teams.se[a], u, buffers.strength[a])
            draw_strength(random_seed, teams.key[b], teams.se[b], u, buffers.strength[b])
            play_one(games_seed, u, teams, pairings, which, venue[which], game_tables, buffers)
            for column in range(MINUTE):
                kept[which, u, column] = buffers.tally[column]
            plays = buffers.tally[p.PLAYS]
            kept[which, u, MINUTE] = lead_with_a_minute_left(buffers.log, plays, last_period)
            count_possessions(buffers.log, plays, possessions[u])
            half = plays_until(buffers.log, plays, last_period // 2)
            add_up(buffers.log[:half], half, box[which, u, 0])
            add_up(buffers.log[half:], plays - half, box[which, u, 1])


def play_season(
    random_seed: int,
    teams: Plain,
    pairings: Plain,
    venue: I8,
    meeting: I8,
    game_tables: Plain,
    universes: int,
) -> tuple[I2, I8, I2]:
    """N games in universes 0 … U - 1: ``kept[N, U, KEPT]``, ``possessions[U, points]``: counts of
    possessions by points, and ``box[N, U, half, side, COLUMNS]`` of ``box_totals``, the second half
    with overtimes; a pool task. Arguments as in ``kernel.play_block``; ``meeting[N]`` as in
    ``schedule.Schedule``."""
    kept = np.zeros((len(venue), universes, KEPT), dtype=np.int16)
    possessions = np.zeros((universes, MOST_POINTS + 1), dtype=np.int64)
    box = np.zeros((len(venue), universes, 2, 2, len(COLUMNS)), dtype=np.int16)
    buffers = new_buffers(len(teams[0]), MOST_PLAYS)
    _play(
        random_seed,
        Entrants(*teams),
        Pairings(*pairings),
        venue,
        meeting,
        p.GameTables(*game_tables),
        buffers,
        kept,
        possessions,
        box,
    )
    return kept, possessions, box
