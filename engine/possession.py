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
FT = 9  # the first free throw of a trip goes in
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
H_FT = 8
H_ORB_FT = 9
H_SECONDS = 10  # (scale) the length table is in seconds of an average pair of teams
H_SHARE = 11  # (scale) the length table is in shares of the time left
HABITS = 12
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
LATER_FT = 7  # times the odds of a free throw after the first of a trip
DAY_TEMPO = 8  # standard deviation of a game day's tempo, as a share
DAY_LEVEL = 9  # standard deviation of a game day's level, points per possession of both sides
SHARED = 10

TOO_LATE = 0.3  # seconds: with less left there is time for a tap only (NCAA rule book, 5-1)
HURRIED = 0.7  # of the seconds left, the most that a rebound takes; measured in the last 4 seconds

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

    ``rules[5]``; ``shared[SHARED]`` odds; ``phases[2, 2, 1201]``: seconds left -> block of
    ``habits``, in the periods before the last and from the last on, with the whole floor to go
    (START, MADE, DEF_REB) or not; ``habits[phase * LEADS + lead, HABITS]``; ``length_row[habits
    row, won]`` -> row of ``lengths[row, 64]``, equally likely lengths of a play, in seconds or in
    shares of the time left."""

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
def free_throws(
    u: float, tries: int, odds: float, later: float, one_and_one: bool
) -> tuple[int, int, float]:
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
        if shot == 0:
            odds *= later
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
def shoot(
    u: float, odds: F8, habit: F8, boost: float, and1_3: float
) -> tuple[int, int, int, float, float]:
    """A shot: (event, points, free throws to come, odds of an offensive rebound, what is left of
    u).

    The odds are zero unless the miss is loose.
    """
    three = odds[THREE] * habit[H_THREE]
    u *= 1.0 + three
    if u < three:
        u /= three
        worth, drawn, and1 = 3, odds[DRAWN3], and1_3
        goal = odds[FG3] * habit[H_FG3] * boost
        good, missed, fouled = E_MADE3, E_MISSED3, E_DRAWN3
    else:
        u -= three
        worth, drawn, and1 = 2, odds[DRAWN2] * habit[H_DRAWN2], odds[AND1]
        goal = odds[FG2] * habit[H_FG2] * boost
        good, missed, fouled = E_MADE2, E_MISSED2, E_DRAWN2
    u *= 1.0 + drawn
    if u < drawn:
        return fouled, 0, worth, 0.0, u
    u = (u - drawn) * (1.0 + goal)
    if u < goal:
        return good, worth, 1 if u * (1.0 + and1) < goal * and1 else 0, 0.0, u
    return missed, 0, 0, odds[ORB] * habit[H_ORB], u - goal


@njit()
def give_away(u: float, turnover: float, shared: F8) -> int:
    """How the ball is lost, for u below the odds of a turnover."""
    if u < turnover * shared[STOLEN]:
        return E_STEAL
    if u < turnover * (shared[STOLEN] + shared[CHARGE]):
        return E_CHARGE
    return E_TURNOVER


@njit(inline="always")
def write_down(
    log: I8, tally: I8, period: int, clock: float, side: int, event: int, tried: int, hits: int,
    rebound: int, won: int,
) -> None:  # fmt: skip
    """Enter one play in the log, after its points are on the board."""
    line = log[tally[PLAYS]]
    line[L_PERIOD] = period
    line[L_TENTHS] = int(clock * 10.0)
    line[L_SIDE] = side
    line[L_EVENT] = event
    line[L_TRIED] = tried
    line[L_HITS] = hits
    line[L_REBOUND] = rebound
    line[L_POINTS_A] = tally[POINTS_A]
    line[L_POINTS_B] = tally[POINTS_B]
    line[L_WON] = won


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
    the odds of every field goal (the universe's strengths, the venue, the day). Fills ``tally``
    and, unless it has no rows, ``log``.
    """
    habits, length_row, lengths = court.habits, court.length_row, court.lengths
    rules, shared = court.rules, court.shared
    phase = court.phases[1 if period >= rules[R_PERIODS] else 0]
    clock, won = seconds, START
    while clock >= TOO_LATE:
        bits = draw(key, n)
        n += np.uint64(1)
        other = 1 - ball
        lead = min(max(tally[POINTS_A + ball] - tally[POINTS_B - ball], -WIDEST), WIDEST)
        far = 0 if won < STEAL else 1
        row = np.int64(phase[far, int(clock + 0.5)]) * LEADS + lead + WIDEST
        habit, odds = habits[row], sheet[ball, won]
        if won != OFF_REB and won != KEPT:
            tally[POSS_A + ball] += 1

        # What happens: nothing before the horn, else a foul, else a turnover, else a shot.
        event, points, shots, orb, length_of = E_HORN, 0, 0, 0.0, won
        one_and_one = False
        held, foul = habit[H_HORN], odds[FOUL] * habit[H_FOUL]
        turnover = odds[TURNOVER] * habit[H_TURNOVER]
        u = uniform(bits) * (1.0 + held)
        if u >= held:
            u = (u - held) * (1.0 + foul)
            if u < foul:
                length_of = TO_FOUL
                fouls = tally[FOULS_A + other] + 1
                event = E_FOUL
                if fouls >= rules[R_ONE_AND_ONE]:
                    event, shots, one_and_one = E_BONUS, 2, fouls < rules[R_TWO_SHOTS]
            else:
                u = (u - foul) * (1.0 + turnover)
                if u < turnover:
                    event = give_away(u, turnover, shared)
                    tally[FOULS_A + ball] += event == E_CHARGE
                else:
                    event, points, shots, orb, u = shoot(
                        u - turnover, odds, habit, boost[ball], shared[AND1_3]
                    )
            tally[FOULS_A + other] += shots > 0 or event == E_FOUL

        # How long it took.
        length = float(lengths[length_row[row, length_of], bits & _LENGTHS])
        length *= habit[H_SECONDS] * tempo + habit[H_SHARE] * clock
        clock = 0.0 if event == E_HORN else max(clock - length, 0.0)
        at = clock

        # What comes of it: free throws, points, a rebound, and whose ball it is.
        next_won = STEAL if event == E_STEAL else (KEPT if event == E_FOUL else DEAD)
        next_won = MADE if points > 0 else next_won
        tried, hits, rebound = 0, 0, NO_REBOUND
        if shots > 0:
            line = uniform(draw(key, n))
            n += np.uint64(1)
            first_ft = odds[FT] * habit[H_FT]
            tried, hits, u = free_throws(line, shots, first_ft, shared[LATER_FT], one_and_one)
            points += made(hits)
            if (hits >> (tried - 1)) & 1:
                next_won = MADE
            else:
                orb = shared[ORB_FT] * habit[H_ORB_FT]
        if points > 0:
            put_on_board(tally, ball, points)
        if orb > 0.0 and clock >= TOO_LATE:  # a shot at the horn has no rebound
            if u * (1.0 + orb) < orb:
                rebound, next_won = OFFENSIVE, OFF_REB
                wait = shared[FT_DELAY if shots > 0 else OFF_DELAY]
            else:
                rebound, next_won = DEFENSIVE, DEF_REB
                wait = shared[FT_DELAY if shots > 0 else DEF_DELAY]
            clock -= min(wait, HURRIED * clock)

        if log.shape[0] > 0:
            write_down(log, tally, period, at, ball, event, tried, hits, rebound, won)
        tally[PLAYS] += 1
        ball = ball if next_won >= OFF_REB else other  # rebounded or kept: the same side again
        won = next_won
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
