"""The laws of one game: how it is decided, and the numbers that its tables and records use.

``play`` plays one play by them, ``periods`` one after another until the game is over.

A possession is a chain of plays. How the ball was won, the lead and the seconds left decide how
long a play takes and how it ends:

    with the ball ─┬─ held until the horn ─────────────────► the period is over
                   ├─ foul away from a shot ─┬─ no bonus ──► ball kept
                   │                         └─ bonus ─────► free throws
                   ├─ turnover (steal, charge, dead ball) ─► the other side's ball
                   └─ shot, two or three ─┬─ fouled ───────► free throws
                                          ├─ made ─────────► points, perhaps a foul and one more
                                          └─ missed ───────► rebound: kept, or the other side's

Every decision is made with odds o = p / (1 - p), so that what the teams, the score and the clock do
to an event simply multiplies its odds. Mutually exclusive outcomes are sampled from cumulative
odds: with the factors 1, 1 + o1, (1 + o1)(1 + o2), … one uniform number w in (0, 1] times the last
factor selects the outcome:

    0         1            1 + o1            (1 + o1)(1 + o2)
    ├─────────┼──────────────┼────────────────────────┤
     neither     outcome 1            outcome 2            <- where w (1 + o1)(1 + o2) falls

(outcome 2 is decided first, with its own odds o2; outcome 1 with odds o1 if 2 did not happen).

One 64-bit random number decides a play: some bits what kind of play it is, some how it ends, some
how long it takes. Every free throw, and the rebound of the last one, has a number of its own. There
is no generator: the numbers come from the game's address (``random_streams``). With the JIT off the
same lines run as ordinary Python and give the same game."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8, I2, I8, U1
from engine.game.jit import njit

# How the play started (how the ball was won): axis 1 of ``play_odds`` and of ``length_row``.
START, MADE, DEF_REB, STEAL, DEAD, OFF_REB, KEPT = range(7)
START_TYPES = ("start", "made", "def_reb", "steal", "dead", "off_reb", "kept")
TO_FOUL = 7  # the column of ``length_row`` for plays that a foul away from a shot stops

# Columns of play_odds[side, start_type, column]: the odds that
FOUL = 0  # a foul away from a shot stops the play
TURNOVER = 1  # if not, the ball is turned over
THREE = 2  # if not, the shot is a three rather than a two
DRAWN2 = 3  # a two is fouled and missed
DRAWN3 = 4
FG2 = 5  # a two without a shooting foul goes in
FG3 = 6
AND1 = 7  # a made two is fouled as well
AND1_3 = 8
ORB = 9  # a missed shot is rebounded by the offense
FT = 10  # the first free throw of a trip goes in
COLUMNS = 11

# Columns of effects[phase * LEADS + lead, column]: what score and clock multiply the odds by.
EFFECT_HORN = 0  # not a factor: the odds that the ball is held until the horn
EFFECT_FOUL = 1  # a foul that costs free throws
EFFECT_GIVE = 2  # a foul to give, before the bonus
EFFECT_TURNOVER = 3
EFFECT_THREE = 4
EFFECT_DRAWN2 = 5
EFFECT_DRAWN3 = 6
EFFECT_FG2 = 7
EFFECT_FG3 = 8
EFFECT_ORB = 9
EFFECT_FT = 10
EFFECT_ORB_FT = 11
EFFECT_SECONDS = 12  # scale of a length table in seconds, for an average pair of teams
EFFECT_SHARE = 13  # scale of a length table in shares of the time left
EFFECTS = 14
WIDEST = 25  # leads beyond count as 25
LEADS = 2 * WIDEST + 1  # -25 … 25, of the side with the ball

# buzzer[seconds left at the shot, column]: what the approaching horn multiplies the odds by that
# the shot is good (a two, a three), that a two is fouled, and that the shot is a three.
BUZZER = 4  # seconds left from which the horn has no effect
BUZZER_FG2, BUZZER_FG3, BUZZER_DRAWN2, BUZZER_THREE = range(4)
BUZZER_COLUMNS = 4

# What all teams share: columns of shared[SHARED].
STOLEN = 0  # share of turnovers that are steals
CHARGE = 1  # share of turnovers that are offensive fouls
ORB_FT = 2  # odds that a missed last free throw is rebounded by the offense
LATER_FT = 3  # multiplies the odds of free throws after the first of a trip
TECHNICAL = 4  # technical fouls in 20 minutes of the first half, and of the second (two columns)
FT_DELAY = 6  # seconds from a missed free throw to the rebound
DEF_DELAY = 7  # seconds from a shot to the next play, by how it ends: LOST,
OFF_DELAY = 8  # BACK,
NO_DELAY = 9  # GOOD or DRAWN (two columns)
DAY_TEMPO = 11  # standard deviation of a game day's tempo, as a share
DAY_LEVEL = 12  # standard deviation of a game day's level, points per possession of both sides
DAY_STYLE = 13  # standard deviations of a game day's style, in logits: the columns STYLE
EDGE_STYLE = 17  # logits for a point per possession of gap: the columns STYLE, and fouls
EDGE_SHOT = 22  # share of an edge that is left to shooting
SHARED = 23

# What a game day and the edge of one side (its court, its strength) move, apart from shooting; a
# day moves no fouls.
STYLE_TURNOVER, STYLE_THREE, STYLE_ORB, STYLE_FT, STYLE_FOUL = range(5)
STYLES = STYLE_FOUL

# The whistle evens out: whistle[defense's team fouls - offense's + WHISTLE] multiplies the odds of
# a foul (away from a shot, on a shot, by the offense), until EVEN seconds before the end of the
# game, when fouls are committed on purpose.
WHISTLE = 12  # a wider difference counts as 12
WHISTLE_AWAY, WHISTLE_SHOT, WHISTLE_CHARGE = range(3)
EVEN = 120.0

TECHNICALS = 2  # last part of the address that draws technical fouls

TOO_LATE = 0.3  # seconds: with less left only a tap is possible (NCAA rule book, 5-1)
HURRIED = 0.7  # a rebound takes at most this share of the time left (measured, last 4 seconds)

# Columns of the rules.
R_PERIODS, R_SECONDS, R_OVERTIME, R_ONE_AND_ONE, R_TWO_SHOTS = range(5)

# Columns of a game's tally; those up to LARGEST_B are kept. REG: points after regulation.
(
    POINTS_A, POINTS_B, HALF_A, HALF_B, REG_A, REG_B, POSS_A, POSS_B, OVERTIMES, LEAD_CHANGES,
    LARGEST_A, LARGEST_B, LEADER, FOULS_A, FOULS_B, PLAYS,
) = range(16)  # fmt: skip
TALLY = 16

# Events of a play; then the columns of the log, which has one row a play.
(
    E_HORN, E_FOUL, E_BONUS, E_STEAL, E_CHARGE, E_TURNOVER, E_DRAWN2, E_MADE2, E_MISSED2, E_DRAWN3,
    E_MADE3, E_MISSED3, E_TECHNICAL,
) = range(13)  # fmt: skip
# Kinds of play, in the order of their cumulative odds.
A_TWO, A_THREE, LOSS, FOULED, HELD = range(5)
# How a shot ends: missed and lost, missed and rebounded, good, or missed with a shooting foul.
LOST, BACK, GOOD, DRAWN = range(4)
AFTER = np.array([DEF_REB, OFF_REB, MADE, DEAD])  # the next play's start type in each case
NO_REBOUND, OFFENSIVE, DEFENSIVE = range(3)
(
    L_PERIOD, L_TENTHS, L_SIDE, L_EVENT, L_TRIED, L_HITS, L_REBOUND, L_POINTS_A, L_POINTS_B,
    L_START_TYPE,
) = range(10)  # fmt: skip
LOG_COLUMNS = 10


class GameTables(NamedTuple):
    """Everything about a game except the teams.

    ``rules[5]``; ``shared[SHARED]``; ``phases[2, 2, 1201]``: the phase of a period, from: 1 in the
    last period and overtime, 1 when the ball was won beyond half court (else START, MADE, DEF_REB),
    seconds left; ``effects[phase * LEADS + lead, EFFECTS]``; ``length_row[row of effects, start
    type]``: row of ``lengths[row, 65]``, the edges of 64 equally likely ranges of a play's length
    in seconds or in shares of the time left; ``buzzer[BUZZER + 1, BUZZER_COLUMNS]``;
    ``whistle[2 * WHISTLE + 1, 3]``."""

    rules: I8
    shared: F8
    phases: U1
    effects: F8
    length_row: I2
    lengths: NDArray[np.float32]
    buzzer: F8
    whistle: F8


@njit(inline="always")
def made(hits: int) -> int:
    """Free throws made: bits set in ``hits`` (at most three shots)."""
    return (hits & 1) + ((hits >> 1) & 1) + ((hits >> 2) & 1)
