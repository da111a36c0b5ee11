"""Periods and the whole game: the clock, the score, the ball from side to side."""

import numpy as np

from engine.arrays import F8, I8
from engine.game import possession as p
from engine.game.jit import njit
from engine.game.play import PlayOutcome, at_the_line, play_once, situation, uniform
from engine.game.random_streams import draw, folded


@njit(inline="always")
def put_on_board(tally: I8, side: int, points: int) -> None:
    """Add points (or none) to the tally, with lead changes and largest leads."""
    tally[p.POINTS_A + side] += points
    lead = tally[p.POINTS_A + side] - tally[p.POINTS_B - side]
    if lead > 0:
        tally[p.LARGEST_A + side] = max(tally[p.LARGEST_A + side], lead)
        tally[p.LEAD_CHANGES] += tally[p.LEADER] == 2 - side  # the other side led last
        tally[p.LEADER] = 1 + side


@njit()
def write_down(
    log: I8, tally: I8, period: int, side: int, start_type: int, play: PlayOutcome
) -> None:
    """Enter one play in the log, after its points are in the tally."""
    rebound = p.NO_REBOUND
    if play.clock >= p.TOO_LATE:  # no rebound after the horn
        rebound += p.OFFENSIVE * int(play.after == p.OFF_REB) + p.DEFENSIVE * int(
            play.after == p.DEF_REB
        )
    row = log[tally[p.PLAYS]]
    row[p.L_PERIOD] = period
    row[p.L_TENTHS] = int(play.clock * 10.0)
    row[p.L_SIDE] = side
    row[p.L_EVENT] = play.event
    row[p.L_TRIED] = play.tried
    row[p.L_HITS] = play.hits
    row[p.L_REBOUND] = rebound
    row[p.L_POINTS_A] = tally[p.POINTS_A]
    row[p.L_POINTS_B] = tally[p.POINTS_B]
    row[p.L_START_TYPE] = start_type


@njit()
def technical_at(key: np.uint64, period: int, seconds: float, rules: I8, shared: F8) -> float:
    """Seconds left when the side without the ball is called for a technical foul in this period;
    -1 if it is not. The number has an address of its own."""
    second_half = 2 * period > rules[p.R_PERIODS]
    share = shared[p.TECHNICAL + int(second_half)] * seconds / 1200.0
    w = uniform(draw(folded(key, p.TECHNICALS), np.uint64(period)))
    return seconds * w / share if w < share else -1.0


@njit()
def technical_shots(
    key: np.uint64, n: np.uint64, ball: int, clock: float, game_tables: p.GameTables, play_odds: F8,
    tally: I8,
) -> PlayOutcome:  # fmt: skip
    """Two free throws for the side with the ball, which it keeps."""
    tally[p.FOULS_B - ball] += 1
    odds = play_odds[ball, p.KEPT, p.FT]
    tried, hits, _, n = at_the_line(key, n, 2, odds, game_tables.shared, 0.0, False)
    return PlayOutcome(n, clock, 0.0, p.E_TECHNICAL, tried, hits, p.made(hits), p.KEPT)


@njit()
def play_period(
    key: np.uint64, n: np.uint64, ball: int, seconds: float, period: int, game_tables: p.GameTables,
    play_odds: F8, tempo: float, tally: I8, log: I8,
) -> np.uint64:  # fmt: skip
    """Play one period to the horn; returns the number of the next random draw.

    ``play_odds[side, start_type, column]``: this game's odds; ``tempo`` multiplies the length of
    every play. Fills ``tally``, and ``log`` if it has rows.
    """
    last = 1 if period >= game_tables.rules[p.R_PERIODS] else 0
    clock, start_type = seconds, p.START
    lead = tally[p.POINTS_A + ball] - tally[p.POINTS_B - ball]
    technical = technical_at(key, period, seconds, game_tables.rules, game_tables.shared)
    while clock >= p.TOO_LATE:
        if clock <= technical:
            play = technical_shots(key, n, ball, clock, game_tables, play_odds, tally)
            n = play.next_draw
            put_on_board(tally, ball, play.points)
            if log.shape[0] > 0:
                write_down(log, tally, period, ball, p.KEPT, play)
            tally[p.PLAYS] += 1
            lead += play.points
            technical = -1.0
        tally[p.POSS_A + ball] += start_type < p.OFF_REB
        row = situation(game_tables.phases, last, clock, start_type, lead)
        fair = p.WHISTLE  # nothing to even out
        if last == 0 or clock > p.EVEN:
            more = tally[p.FOULS_B - ball] - tally[p.FOULS_A + ball]
            fair += min(max(more, -p.WHISTLE), p.WHISTLE)
        play = play_once(
            key,
            n,
            ball,
            start_type,
            row,
            clock,
            game_tables,
            play_odds,
            tempo,
            fair,
            tally,
        )
        n = play.next_draw
        put_on_board(tally, ball, play.points)
        if log.shape[0] > 0:
            write_down(log, tally, period, ball, start_type, play)
        tally[p.PLAYS] += 1
        clock = play.clock - min(play.wait, p.HURRIED * play.clock)
        lead += play.points
        if play.after < p.OFF_REB:  # otherwise the same side keeps the ball
            ball, lead = 1 - ball, -lead
        start_type = play.after
    return n


@njit()
def play_game(
    key: np.uint64,
    game_tables: p.GameTables,
    play_odds: F8,
    tempo: float,
    tally: I8,
    log: I8,
) -> None:
    """Play a whole game into ``tally``: the periods of the rules, then overtimes until a side
    leads.

    The jump ball gives the first possession; later periods follow the possession arrow. Team fouls
    are reset each period but carry into overtime."""
    rules = game_tables.rules
    tally[:] = 0
    jump = np.int64(draw(key, np.uint64(0)) >> np.uint64(63))
    n = np.uint64(1)
    last = rules[p.R_PERIODS]
    period = 1
    while period <= last or tally[p.POINTS_A] == tally[p.POINTS_B]:
        if period <= last:
            ball = jump if period == 1 or period == 4 else 1 - jump
            seconds = float(rules[p.R_SECONDS])
            tally[p.FOULS_A] = 0
            tally[p.FOULS_B] = 0
        else:
            ball = np.int64(draw(key, n) >> np.uint64(63))
            n += np.uint64(1)
            seconds = float(rules[p.R_OVERTIME])
            tally[p.OVERTIMES] += 1
        n = play_period(
            key,
            n,
            ball,
            seconds,
            period,
            game_tables,
            play_odds,
            tempo,
            tally,
            log,
        )
        if 2 * period == last:
            tally[p.HALF_A] = tally[p.POINTS_A]
            tally[p.HALF_B] = tally[p.POINTS_B]
        if period == last:
            tally[p.REG_A] = tally[p.POINTS_A]
            tally[p.REG_B] = tally[p.POINTS_B]
        period += 1
