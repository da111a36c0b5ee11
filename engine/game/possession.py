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
same lines run as ordinary Python and give the same game.

Where a processor would often predict a branch wrongly, such as at how a shot ends, the code
compares and adds instead of branching. That is what makes it fast."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8, I2, I8, U1
from engine.game.jit import njit
from engine.game.random_streams import draw, folded

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
EDGE_STYLE = 17  # logits for a point per possession of edge: the columns STYLE, and fouls
EDGE_SHOT = 22  # share of an edge that is left to shooting
SHARED = 23

# What a game day and the edge of one side (its court, its strength) move, apart from shooting; a
# day moves no fouls.
STYLE_TURNOVER, STYLE_THREE, STYLE_ORB, STYLE_FT, STYLE_FOUL = range(5)
STYLES = STYLE_FOUL

# The whistle evens out: whistle[defense's team fouls - offense's + WHISTLE] multiplies the odds of
# a foul, until EVEN seconds before the end of the game, when fouls are committed on purpose.
WHISTLE = 12  # a wider difference counts as 12
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
    ``whistle[2 * WHISTLE + 1]``."""

    rules: I8
    shared: F8
    phases: U1
    effects: F8
    length_row: I2
    lengths: NDArray[np.float32]
    buzzer: F8
    whistle: F8


# The 64 bits of a play: the high 26 decide what kind of play it is, the next 26 how it ends, the
# low 12 how long it takes (6 which range of lengths, 6 where in it).
_S38, _S12, _S11, _S6 = np.uint64(38), np.uint64(12), np.uint64(11), np.uint64(6)
_END_BITS, _SIX_BITS = np.uint64(0x3FFFFFF), np.uint64(0x3F)
_UNIT_26 = 1.0 / 67108864.0
_UNIT_6 = 1.0 / 64.0
_UNIT_53 = 1.0 / 9007199254740992.0


@njit(inline="always")
def uniform(bits: np.uint64) -> float:
    """The high 53 bits as a number in [0, 1)."""
    return float(bits >> _S11) * _UNIT_53


@njit(inline="always")
def against_the_horn(buzzer: F8, at: float) -> tuple[float, float, float, float]:
    """The factors of ``buzzer`` for a shot with ``at`` seconds left.

    This one is a branch: it nearly always goes the same way, so the processor need not wait for
    the clock."""
    if at >= BUZZER:
        return 1.0, 1.0, 1.0, 1.0
    s = int(at + 0.5)
    return (
        buzzer[s, BUZZER_FG2],
        buzzer[s, BUZZER_FG3],
        buzzer[s, BUZZER_DRAWN2],
        buzzer[s, BUZZER_THREE],
    )


@njit(inline="always")
def kind_of_play(
    w: float,
    play_odds: F8,
    effects: F8,
    ball: int,
    start_type: int,
    row: int,
    beyond: float,
    whistle: float,
    to_give: int,
) -> int:
    """The kind of play (A_TWO … HELD) that w in (0, 1] selects from the cumulative odds.

    ``beyond``, ``whistle``: factors on the odds of a three and of a foul; ``to_give``: 1 if a foul
    costs no free throws."""
    three = 1.0 + play_odds[ball, start_type, THREE] * effects[row, EFFECT_THREE] * beyond
    turnover = three * (1.0 + play_odds[ball, start_type, TURNOVER] * effects[row, EFFECT_TURNOVER])
    foul = turnover * (
        1.0 + play_odds[ball, start_type, FOUL] * effects[row, EFFECT_FOUL + to_give] * whistle
    )
    point = w * (1.0 + effects[row, EFFECT_HORN]) * foul
    shots = int(point > 1.0) + int(point > three)
    return shots + int(point > turnover) + int(point > foul)


@njit(inline="always")
def shoot(
    w: float, play_odds: F8, effects: F8, ball: int, start_type: int, row: int, three: int,
    accuracy: float, fouled: float,
) -> tuple[int, int]:  # fmt: skip
    """(end, and1): how a shot ends (LOST … DRAWN) for w in (0, 1], and 1 if a made shot is fouled
    as well.

    ``three``: 1 for a three, 0 for a two; ``accuracy``, ``fouled``: factors on the odds of a made
    shot and of a missed shot with a foul."""
    back = 1.0 + play_odds[ball, start_type, ORB] * effects[row, EFFECT_ORB]
    goal = play_odds[ball, start_type, FG2 + three] * effects[row, EFFECT_FG2 + three] * accuracy
    good = back * (1.0 + goal)
    drawn = (
        play_odds[ball, start_type, DRAWN2 + three] * effects[row, EFFECT_DRAWN2 + three] * fouled
    )
    point = w * good * (1.0 + drawn)
    end = int(point > 1.0) + int(point > back) + int(point > good)
    and1 = (point - back) * (1.0 + play_odds[ball, start_type, AND1 + three]) > back * goal
    return end, int(and1) & int(end == GOOD)


@njit(inline="always")
def lose(w: float, shared: F8) -> int:
    """The turnover that w in (0, 1] selects: a steal, a charge or a dead ball."""
    steal = int(w > 1.0 - shared[STOLEN])
    return E_TURNOVER - int(w > 1.0 - shared[STOLEN] - shared[CHARGE]) - steal


@njit()
def at_the_line(
    key: np.uint64, n: np.uint64, tries: int, odds: float, shared: F8, orb: float, one_and_one: bool
) -> tuple[int, int, int, np.uint64]:
    """A trip to the line: (tried, hits, start type of the next play, next random number). Bit k of
    ``hits`` is set when free throw k went in; ``orb``: odds of an offensive rebound of a last miss.

    A one-and-one ends when the first free throw misses."""
    tried, hits, hit = 0, 0, True
    while tried < tries and (hit or not one_and_one):
        hit = uniform(draw(key, n)) * (1.0 + odds) < odds
        n += np.uint64(1)
        odds *= shared[LATER_FT] if tried == 0 else 1.0
        hits |= int(hit) << tried
        tried += 1
    if hit:
        return tried, hits, MADE, n
    back = uniform(draw(key, n)) * (1.0 + orb) < orb
    return tried, hits, OFF_REB if back else DEF_REB, n + np.uint64(1)


@njit(inline="always")
def made(hits: int) -> int:
    """Free throws made: bits set in ``hits`` (at most three shots)."""
    return (hits & 1) + ((hits >> 1) & 1) + ((hits >> 2) & 1)


@njit(inline="always")
def put_on_board(tally: I8, side: int, points: int) -> None:
    """Add points (or none) to the tally, with lead changes and largest leads."""
    tally[POINTS_A + side] += points
    lead = tally[POINTS_A + side] - tally[POINTS_B - side]
    if lead > 0:
        tally[LARGEST_A + side] = max(tally[LARGEST_A + side], lead)
        tally[LEAD_CHANGES] += tally[LEADER] == 2 - side  # the other side led last
        tally[LEADER] = 1 + side


class PlayOutcome(NamedTuple):
    """What one play came to. ``next_draw``: number of the stream's next random number; ``clock``:
    seconds left at the play's shot, turnover or foul; ``wait``: seconds from there to the next
    play; ``event``: E_HORN … E_TECHNICAL; free throws ``tried`` and ``hits`` (bits); ``points``;
    ``after``: the next play's start type."""

    next_draw: np.uint64
    clock: float
    wait: float
    event: int
    tried: int
    hits: int
    points: int
    after: int


@njit()
def write_down(
    log: I8, tally: I8, period: int, side: int, start_type: int, play: PlayOutcome
) -> None:
    """Enter one play in the log, after its points are in the tally."""
    rebound = NO_REBOUND
    if play.clock >= TOO_LATE:  # no rebound after the horn
        rebound += OFFENSIVE * int(play.after == OFF_REB) + DEFENSIVE * int(play.after == DEF_REB)
    row = log[tally[PLAYS]]
    row[L_PERIOD] = period
    row[L_TENTHS] = int(play.clock * 10.0)
    row[L_SIDE] = side
    row[L_EVENT] = play.event
    row[L_TRIED] = play.tried
    row[L_HITS] = play.hits
    row[L_REBOUND] = rebound
    row[L_POINTS_A] = tally[POINTS_A]
    row[L_POINTS_B] = tally[POINTS_B]
    row[L_START_TYPE] = start_type


@njit(inline="always")
def situation(phases: U1, last: int, clock: float, start_type: int, lead: int) -> int:
    """The row of ``effects``: from score and clock, and in the last seconds from where the ball was
    won."""
    far = 1 if start_type >= STEAL else 0
    phase = int(phases[last, far, int(clock + 0.5)])
    return phase * LEADS + min(max(lead, -WIDEST), WIDEST) + WIDEST


@njit(inline="always")
def length_of(lengths: NDArray[np.float32], row: int, bits: np.uint64) -> float:
    """The length that the low twelve bits select: somewhere in one of the row's ranges."""
    low = bits >> _S6 & _SIX_BITS
    start, end = float(lengths[row, low]), float(lengths[row, low + np.uint64(1)])
    return start + float(bits & _SIX_BITS) * _UNIT_6 * (end - start)


@njit(inline="always")
def play_once(
    key: np.uint64, n: np.uint64, ball: int, start_type: int, row: int, clock: float,
    game_tables: GameTables, play_odds: F8, tempo: float, whistle: float, tally: I8,
) -> PlayOutcome:  # fmt: skip
    """One play from ``clock`` seconds left, with the stream's number ``n``; adds fouls to
    ``tally``. ``whistle``: factor on the odds of a foul."""
    shared, effects, rules, other = (
        game_tables.shared,
        game_tables.effects,
        game_tables.rules,
        1 - ball,
    )
    bits = draw(key, n)
    n += np.uint64(1)

    # When the play ends, unless a foul or the horn comes first.
    takes = effects[row, EFFECT_SECONDS] * tempo + effects[row, EFFECT_SHARE] * clock
    length = length_of(game_tables.lengths, game_tables.length_row[row, start_type], bits)
    at = max(clock - takes * length, 0.0)
    good2, good3, fouled, beyond = against_the_horn(game_tables.buzzer, at)

    # How the play ends. Both shots are computed before the choice: faster than waiting for it.
    w = 1.0 - float((bits >> _S12) & _END_BITS) * _UNIT_26
    as_two = shoot(w, play_odds, effects, ball, start_type, row, 0, good2, fouled * whistle)
    as_three = shoot(w, play_odds, effects, ball, start_type, row, 1, good3, whistle)
    fouls = tally[FOULS_A + other] + 1
    to_give = int(fouls < rules[R_ONE_AND_ONE])
    which = 1.0 - float(bits >> _S38) * _UNIT_26
    kind = kind_of_play(which, play_odds, effects, ball, start_type, row, beyond, whistle, to_give)
    points, shots, one_and_one, wait = 0, 0, False, 0.0
    if kind <= A_THREE:
        end, and1 = as_two if kind == A_TWO else as_three
        event = E_MISSED2 + 3 * kind - max(end - BACK, 0)
        points = (2 + kind) * int(end == GOOD)
        shots = (2 + kind) * int(end == DRAWN) + and1
        after, wait = AFTER[end], shared[DEF_DELAY + end]
    elif kind == LOSS:
        event = lose(w, shared)
        after = STEAL if event == E_STEAL else DEAD
        tally[FOULS_A + ball] += event == E_CHARGE
    elif kind == FOULED:
        length = length_of(game_tables.lengths, game_tables.length_row[row, TO_FOUL], bits)
        event, after, at = E_FOUL, KEPT, max(clock - takes * length, 0.0)
        if not to_give:
            event, shots, one_and_one = E_BONUS, 2, fouls < rules[R_TWO_SHOTS]
    else:
        event, after, at = E_HORN, DEAD, 0.0
    tally[FOULS_A + other] += (shots > 0) | (event == E_FOUL)

    tried, hits = 0, 0
    if shots > 0:
        orb = shared[ORB_FT] * effects[row, EFFECT_ORB_FT]
        odds = play_odds[ball, start_type, FT] * effects[row, EFFECT_FT]
        tried, hits, after, n = at_the_line(key, n, shots, odds, shared, orb, one_and_one)
        points += made(hits)
        wait = shared[FT_DELAY] if after != MADE else 0.0
    return PlayOutcome(n, at, wait, event, tried, hits, points, after)


@njit()
def technical_at(key: np.uint64, period: int, seconds: float, rules: I8, shared: F8) -> float:
    """Seconds left when the side without the ball is called for a technical foul in this period;
    -1 if it is not. The number has an address of its own."""
    second_half = 2 * period > rules[R_PERIODS]
    share = shared[TECHNICAL + int(second_half)] * seconds / 1200.0
    w = uniform(draw(folded(key, TECHNICALS), np.uint64(period)))
    return seconds * w / share if w < share else -1.0


@njit()
def technical_shots(
    key: np.uint64, n: np.uint64, ball: int, clock: float, game_tables: GameTables, play_odds: F8,
    tally: I8,
) -> PlayOutcome:  # fmt: skip
    """Two free throws for the side with the ball, which it keeps."""
    tally[FOULS_B - ball] += 1
    odds = play_odds[ball, KEPT, FT]
    tried, hits, _, n = at_the_line(key, n, 2, odds, game_tables.shared, 0.0, False)
    return PlayOutcome(n, clock, 0.0, E_TECHNICAL, tried, hits, made(hits), KEPT)


@njit()
def play_period(
    key: np.uint64, n: np.uint64, ball: int, seconds: float, period: int, game_tables: GameTables,
    play_odds: F8, tempo: float, tally: I8, log: I8,
) -> np.uint64:  # fmt: skip
    """Play one period to the horn; returns the number of the next random draw.

    ``play_odds[side, start_type, column]``: this game's odds; ``tempo`` multiplies the length of
    every play. Fills ``tally``, and ``log`` if it has rows.
    """
    last = 1 if period >= game_tables.rules[R_PERIODS] else 0
    clock, start_type = seconds, START
    lead = tally[POINTS_A + ball] - tally[POINTS_B - ball]
    technical = technical_at(key, period, seconds, game_tables.rules, game_tables.shared)
    while clock >= TOO_LATE:
        if clock <= technical:
            play = technical_shots(key, n, ball, clock, game_tables, play_odds, tally)
            n = play.next_draw
            put_on_board(tally, ball, play.points)
            if log.shape[0] > 0:
                write_down(log, tally, period, ball, KEPT, play)
            tally[PLAYS] += 1
            lead += play.points
            technical = -1.0
        tally[POSS_A + ball] += start_type < OFF_REB
        row = situation(game_tables.phases, last, clock, start_type, lead)
        whistle = 1.0
        if last == 0 or clock > EVEN:
            more = tally[FOULS_B - ball] - tally[FOULS_A + ball]
            whistle = game_tables.whistle[min(max(more, -WHISTLE), WHISTLE) + WHISTLE]
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
            whistle,
            tally,
        )
        n = play.next_draw
        put_on_board(tally, ball, play.points)
        if log.shape[0] > 0:
            write_down(log, tally, period, ball, start_type, play)
        tally[PLAYS] += 1
        clock = play.clock - min(play.wait, HURRIED * play.clock)
        lead += play.points
        if play.after < OFF_REB:  # otherwise the same side keeps the ball
            ball, lead = 1 - ball, -lead
        start_type = play.after
    return n


@njit()
def play_game(
    key: np.uint64,
    game_tables: GameTables,
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
            tally[HALF_A] = tally[POINTS_A]
            tally[HALF_B] = tally[POINTS_B]
        if period == last:
            tally[REG_A] = tally[POINTS_A]
            tally[REG_B] = tally[POINTS_B]
        period += 1
