"""One game, one play after another.

A possession is a chain of plays. How the ball was won, the lead and the seconds left decide how
long a play takes and how it ends:

    with the ball ─┬─ held until the horn ─────────────────► the period is over
                   ├─ foul away from a shot ─┬─ no bonus ──► ball kept
                   │                         └─ bonus ─────► free throws
                   ├─ turnover (steal, charge, dead ball) ─► the other side's ball
                   └─ shot, two or three ─┬─ fouled ───────► free throws
                                          ├─ made ─────────► points, perhaps a foul and one more
                                          └─ missed ───────► rebound: kept, or the other side's

Everything is decided by odds. A uniform number u settles an event of odds o (o = p / (1 - p)): it
happens when u (1 + o) < o; if not, u (1 + o) - o is uniform again and settles the next one. So a
play takes one number, a trip to the line one more, and what teams, score and clock do to an event
simply multiplies its odds. Nothing here keeps a generator: numbers come from the game's address
(``streams``). With the JIT off the same lines run as ordinary Python and give the same game."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.jit import njit
from engine.streams import draw

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
U1 = NDArray[np.uint8]
I2 = NDArray[np.int16]

# How the ball was won: axis 1 of a sheet and of ``length_row``.
START, MADE, DEF_REB, STEAL, DEAD, OFF_REB, KEPT = range(7)
WON = ("start", "made", "def_reb", "steal", "dead", "off_reb", "kept")
TO_FOUL = 7  # the column of ``length_row`` for plays that a foul away from a shot stops

# Columns of sheet[side, won, column]: the odds that a play …
FOUL = 0  # is stopped by a foul away from a shot
TURNOVER = 1  # … if not, is turned over
THREE = 2  # … if not, is a three rather than a two
DRAWN2 = 3  # a two is fouled and missed
DRAWN3 = 4
FG2 = 5  # a two not drawn goes in
FG3 = 6
AND1 = 7  # a made two is fouled as well
ORB = 8  # a missed shot is rebounded by the offence
FT = 9  # a free throw goes in
COLUMNS = 10

# Columns of habits[phase * LEADS + lead, column]: what score and clock do, times the odds.
H_HORN = 0  # (the odds themselves) that the ball is held until the horn
H_FOUL = 1
H_TURNOVER = 2
H_THREE = 3
H_DRAWN2 = 4
H_FG2 = 5
H_FG3 = 6
H_ORB = 7
H_SECONDS = 8  # (scale) the length table is in seconds of an average pair of teams
H_SHARE = 9  # (scale) the length table is in shares of the time left
HABITS = 10
WIDEST = 25  # leads beyond count as 25
LEADS = 2 * WIDEST + 1  # -25 … 25, of the side with the ball

# A league's fixed odds, shared[…].
STOLEN = 0  # share of turnovers that are steals
CHARGE = 1  # share of turnovers that are offensive fouls
AND1_3 = 2  # odds that a made three is fouled as well
ORB_FT = 3  # odds that a missed last free throw is rebounded by the offence
OFF_DELAY = 4  # seconds from a missed shot to the rebound
DEF_DELAY = 5
FT_DELAY = 6  # seconds from a missed free throw to the rebound
SHARED = 7

# Columns of the rules.
R_PERIODS, R_SECONDS, R_OVERTIME, R_ONE_AND_ONE, R_TWO_SHOTS = range(5)

# The tally of a game; up to LARGEST_B it is what is kept of it. REG: points after regulation.
(
    POINTS_A, POINTS_B, HALF_A, HALF_B, REG_A, REG_B, POSS_A, POSS_B, OVERTIMES, LEAD_CHANGES,
    LARGEST_A, LARGEST_B, LEADER, FOULS_A, FOULS_B, PLAYS,
) = range(16)  # fmt: skip
TALLY = 16

# What a play came to, and columns of the log: one row a play.
(
    E_HORN, E_FOUL, E_BONUS, E_STEAL, E_CHARGE, E_TURNOVER, E_DRAWN2, E_MADE2, E_MISSED2, E_DRAWN3,
    E_MADE3, E_MISSED3,
) = range(12)  # fmt: skip
NO_REBOUND, OFFENSIVE, DEFENSIVE = range(3)
(
    L_PERIOD, L_TENTHS, L_SIDE, L_EVENT, L_TRIED, L_HITS, L_REBOUND, L_POINTS_A, L_POINTS_B, L_WON,
) = range(10)  # fmt: skip
LOG_COLUMNS = 10


class Court(NamedTuple):
    """Everything about a game but the teams.

    ``rules[5]``; ``shared[SHARED]`` odds; ``phases[2, 1201]``: seconds left -> block of ``habits``,
    in the periods before the last and from the last on; ``habits[phase * LEADS + lead, HABITS]``;
    ``length_row[habits row, won]`` -> row of ``lengths[row, 64]``, equally likely lengths of a
    play, in seconds or in shares of the time left."""

    rules: I8
    shared: F8
    phases: U1
    habits: F8
    length_row: I2
    lengths: NDArray[np.float32]


_LENGTHS = np.uint64(0x3F)  # the low 6 bits choose the play's length, the high 53 the rest
_HIGH_53 = np.uint64(11)
_UNIT_53 = 1.0 / 9007199254740992.0


@njit(inline="always")
def uniform(bits: np.uint64) -> float:
    """The high 53 bits as a number in [0, 1)."""
    return float(bits >> _HIGH_53) * _UNIT_53


@njit()
def free_throws(u: float, tries: int, odds: float, one_and_one: bool) -> tuple[int, int, float]:
    """(tried, hits, u): bit k of ``hits`` is set when shot k went in; ``u`` is what is left to
    settle the rebound. A one-and-one ends with a first miss."""
    hits = 0
    for shot in range(tries):
        u *= 1.0 + odds
        if u < odds:
            hits |= 1 << shot
            u /= odds
        else:
            u -= odds
            if one_and_one:
                return shot + 1, hits, u
    return tries, hits, u


@njit(inline="always")
def made(hits: int) -> int:
    """Free throws made: bits set in ``hits`` (at most three shots)."""
    return (hits & 1) + ((hits >> 1) & 1) + ((hits >> 2) & 1)


@njit(inline="always")
def put_on_board(tally: I8, side: int, points: int) -> None:
    """Add points and keep lead changes and largest leads."""
    tally[POINTS_A + side] += points
    lead = tally[POINTS_A + side] - tally[POINTS_B - side]
    if lead > 0:
        tally[LARGEST_A + side] = max(tally[LARGEST_A + side], lead)
        tally[LEAD_CHANGES] += tally[LEADER] == 2 - side  # the other side led last
        tally[LEADER] = 1 + side


@njit()
def play_period(
    key: np.uint64,
    n: np.uint64,
    ball: int,
    seconds: float,
    period: int,
    court: Court,
    sheet: F8,
    tempo: float,
    boost: F8,
    tally: I8,
    log: I8,
) -> np.uint64:
    """Play one period, from the jump ball or inbound to the horn; returns the next draw's number.

    ``sheet[side, won, column]`` odds; ``tempo`` stretches every play; ``boost[side]`` multiplies
    the odds of every field goal (the universe's strengths and the venue). Fills ``tally`` and,
    unless it has no rows, ``log``."""
    habits, length_row, lengths = court.habits, court.length_row, court.lengths
    rules, shared = court.rules, court.shared
    phase = court.phases[1 if period >= rules[R_PERIODS] else 0]
    clock = seconds
    won = START
    while clock > 0.0:
        bits = draw(key, n)
        n += np.uint64(1)
        u = uniform(bits)
        other = 1 - ball
        lead = min(max(tally[POINTS_A + ball] - tally[POINTS_B - ball], -WIDEST), WIDEST)
        row = np.int64(phase[int(clock)]) * LEADS + lead + WIDEST
        habit = habits[row]
        odds = sheet[ball, won]
        if won != OFF_REB and won != KEPT:
            tally[POSS_A + ball] += 1

        event = E_HORN
        points, shots, tried, hits = 0, 0, 0, 0
        one_and_one = False
        orb = 0.0  # odds of an offensive rebound; zero when no miss is loose
        length_of = won
        next_won = DEAD
        next_ball = other

        horn_odds = habit[H_HORN]
        foul = odds[FOUL] * habit[H_FOUL]
        turnover = odds[TURNOVER] * habit[H_TURNOVER]
        three = odds[THREE] * habit[H_THREE]

        u *= 1.0 + horn_odds
        if u >= horn_odds:
            u = (u - horn_odds) * (1.0 + foul)
            if u < foul:
                length_of = TO_FOUL
                tally[FOULS_A + other] += 1
                fouls = tally[FOULS_A + other]
                if fouls >= rules[R_ONE_AND_ONE]:
                    event = E_BONUS
                    shots = 2
                    one_and_one = fouls < rules[R_TWO_SHOTS]
                else:
                    event = E_FOUL
                    next_won = KEPT
                    next_ball = ball
            else:
                u = (u - foul) * (1.0 + turnover)
                if u < turnover:
                    if u < turnover * shared[STOLEN]:
                        event = E_STEAL
                        next_won = STEAL
                    elif u < turnover * (shared[STOLEN] + shared[CHARGE]):
                        event = E_CHARGE
                        tally[FOULS_A + ball] += 1
                    else:
                        event = E_TURNOVER
                else:
                    u = (u - turnover) * (1.0 + three)
                    if u < three:
                        u = u / three * (1.0 + odds[DRAWN3])
                        drawn = odds[DRAWN3]
                        goal = odds[FG3] * habit[H_FG3] * boost[ball]
                        and1 = shared[AND1_3]
                        worth = 3
                    else:
                        drawn = odds[DRAWN2] * habit[H_DRAWN2]
                        u = (u - three) * (1.0 + drawn)
                        goal = odds[FG2] * habit[H_FG2] * boost[ball]
                        and1 = odds[AND1]
                        worth = 2
                    if u < drawn:
                        event = E_DRAWN3 if worth == 3 else E_DRAWN2
                        tally[FOULS_A + other] += 1
                        shots = worth
                    else:
                        u = (u - drawn) * (1.0 + goal)
                        if u < goal:
                            event = E_MADE3 if worth == 3 else E_MADE2
                            points = worth
                            next_won = MADE
                            if u * (1.0 + and1) < goal * and1:
                                tally[FOULS_A + other] += 1
                                shots = 1
                        else:
                            u -= goal
                            event = E_MISSED3 if worth == 3 else E_MISSED2
                            orb = odds[ORB] * habit[H_ORB]

        length = float(lengths[length_row[row, length_of], bits & _LENGTHS])
        length *= habit[H_SECONDS] * tempo + habit[H_SHARE] * clock
        clock = 0.0 if event == E_HORN else max(clock - length, 0.0)

        if shots > 0:
            tried, hits, u = free_throws(uniform(draw(key, n)), shots, odds[FT], one_and_one)
            n += np.uint64(1)
            points += made(hits)
            if (hits >> (tried - 1)) & 1:
                next_won = MADE
            else:
                orb = shared[ORB_FT]
        if points > 0:
            put_on_board(tally, ball, points)
        rebound = NO_REBOUND
        if orb > 0.0 and clock > 0.0:  # a shot at the horn counts, but nobody gets the rebound
            if u * (1.0 + orb) < orb:
                rebound = OFFENSIVE
                next_won = OFF_REB
                next_ball = ball
                clock -= shared[FT_DELAY if shots > 0 else OFF_DELAY]
            else:
                rebound = DEFENSIVE
                next_won = DEF_REB
                clock -= shared[FT_DELAY if shots > 0 else DEF_DELAY]

        if log.shape[0] > 0:
            line_number = tally[PLAYS]
            log[line_number, L_PERIOD] = period
            log[line_number, L_TENTHS] = int(clock * 10.0)
            log[line_number, L_SIDE] = ball
            log[line_number, L_EVENT] = event
            log[line_number, L_TRIED] = tried
            log[line_number, L_HITS] = hits
            log[line_number, L_REBOUND] = rebound
            log[line_number, L_POINTS_A] = tally[POINTS_A]
            log[line_number, L_POINTS_B] = tally[POINTS_B]
            log[line_number, L_WON] = won
        tally[PLAYS] += 1
        won = next_won
        ball = next_ball
    return n


@njit()
def play_game(
    key: np.uint64, court: Court, sheet: F8, tempo: float, boost: F8, tally: I8, log: I8
) -> None:
    """Play a whole game into ``tally``: the periods of the rules, then overtimes until somebody
    wins.

    The jump ball gives the first possession, the arrow the later periods'. Team fouls start anew
    each period but carry into overtime."""
    rules = court.rules
    tally[:] = 0
    jump = np.int64(draw(key, np.uint64(0)) >> np.uint64(63))
    n = np.uint64(1)
    last = rules[R_PERIODS]
    period = 1
    while period <= last or tally[POINTS_A] == tally[POINTS_B]:
        if period <= last:
            ball = jump if period == 1 or period == 4 else 1 - jump
            seconds = float(rules[R_SECONDS])
            tally[FOULS_A] = 0
            tally[FOULS_B] = 0
        else:
            ball = np.int64(draw(key, n) >> np.uint64(63))
            n += np.uint64(1)
            seconds = float(rules[R_OVERTIME])
            tally[OVERTIMES] += 1
        n = play_period(key, n, ball, seconds, period, court, sheet, tempo, boost, tally, log)
        if 2 * period == last:
            tally[HALF_A] = tally[POINTS_A]
            tally[HALF_B] = tally[POINTS_B]
        if period == last:
            tally[REG_A] = tally[POINTS_A]
            tally[REG_B] = tally[POINTS_B]
        period += 1
