"""One play: what happens, when it ends and what comes next.

The order of decisions and how an outcome is sampled are told in ``possession``. Where a processor
would often predict a branch wrongly, such as at how a shot ends, the code compares and adds instead
of branching. That is what makes it fast."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8, I8, U1
from engine.game import possession as p
from engine.game.jit import njit
from engine.game.random_streams import draw

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
    if at >= p.BUZZER:
        return 1.0, 1.0, 1.0, 1.0
    s = int(at + 0.5)
    return (
        buzzer[s, p.BUZZER_FG2],
        buzzer[s, p.BUZZER_FG3],
        buzzer[s, p.BUZZER_DRAWN2],
        buzzer[s, p.BUZZER_THREE],
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
    three = 1.0 + play_odds[ball, start_type, p.THREE] * effects[row, p.EFFECT_THREE] * beyond
    turnover = three * (
        1.0 + play_odds[ball, start_type, p.TURNOVER] * effects[row, p.EFFECT_TURNOVER]
    )
    foul = turnover * (
        1.0 + play_odds[ball, start_type, p.FOUL] * effects[row, p.EFFECT_FOUL + to_give] * whistle
    )
    point = w * (1.0 + effects[row, p.EFFECT_HORN]) * foul
    shots = int(point > 1.0) + int(point > three)
    return shots + int(point > turnover) + int(point > foul)


@njit(inline="always")
def shoot(
    w: float, play_odds: F8, effects: F8, ball: int, start_type: int, row: int, three: int,
    accuracy: float, fouled: float, whistle: float,
) -> tuple[int, int]:  # fmt: skip
    """(end, and1): how a shot ends (LOST … DRAWN) for w in (0, 1], and 1 if a made shot is fouled
    as well.

    ``three``: 1 for a three, 0 for a two; ``accuracy``, ``fouled``, ``whistle``: factors on the
    odds of a made shot, of a missed shot with a foul and of any foul on a shot."""
    back = 1.0 + play_odds[ball, start_type, p.ORB] * effects[row, p.EFFECT_ORB]
    goal = (
        play_odds[ball, start_type, p.FG2 + three] * effects[row, p.EFFECT_FG2 + three] * accuracy
    )
    good = back * (1.0 + goal)
    drawn = (
        play_odds[ball, start_type, p.DRAWN2 + three]
        * effects[row, p.EFFECT_DRAWN2 + three]
        * fouled
    )
    drawn *= whistle
    point = w * good * (1.0 + drawn)
    end = int(point > 1.0) + int(point > back) + int(point > good)
    and1 = (point - back) * (
        1.0 + play_odds[ball, start_type, p.AND1 + three] * whistle
    ) > back * goal
    return end, int(and1) & int(end == p.GOOD)


@njit(inline="always")
def lose(w: float, shared: F8, whistle: float) -> int:
    """The turnover that w in (0, 1] selects: a steal, a charge or a dead ball. ``whistle``: factor
    on the share of charges."""
    steal = int(w > 1.0 - shared[p.STOLEN])
    return p.E_TURNOVER - int(w > 1.0 - shared[p.STOLEN] - shared[p.CHARGE] * whistle) - steal


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
        odds *= shared[p.LATER_FT] if tried == 0 else 1.0
        hits |= int(hit) << tried
        tried += 1
    if hit:
        return tried, hits, p.MADE, n
    back = uniform(draw(key, n)) * (1.0 + orb) < orb
    return tried, hits, p.OFF_REB if back else p.DEF_REB, n + np.uint64(1)


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


@njit(inline="always")
def situation(phases: U1, last: int, clock: float, start_type: int, lead: int) -> int:
    """The row of ``effects``: from score and clock, and in the last seconds from where the ball was
    won."""
    far = 1 if start_type >= p.STEAL else 0
    phase = int(phases[last, far, int(clock + 0.5)])
    return phase * p.LEADS + min(max(lead, -p.WIDEST), p.WIDEST) + p.WIDEST


@njit(inline="always")
def length_of(lengths: NDArray[np.float32], row: int, bits: np.uint64) -> float:
    """The length that the low twelve bits select: somewhere in one of the row's ranges."""
    low = bits >> _S6 & _SIX_BITS
    start, end = float(lengths[row, low]), float(lengths[row, low + np.uint64(1)])
    return start + float(bits & _SIX_BITS) * _UNIT_6 * (end - start)


@njit(inline="always")
def play_once(
    key: np.uint64, n: np.uint64, ball: int, start_type: int, row: int, clock: float,
    game_tables: p.GameTables, play_odds: F8, tempo: float, fair: int, tally: I8,
) -> PlayOutcome:  # fmt: skip
    """One play from ``clock`` seconds left, with the stream's number ``n``; adds fouls to
    ``tally``. ``fair``: the row of ``game_tables.whistle``."""
    shared, effects, rules, other = (
        game_tables.shared,
        game_tables.effects,
        game_tables.rules,
        1 - ball,
    )
    whistle = game_tables.whistle[fair]
    bits = draw(key, n)
    n += np.uint64(1)

    # When the play ends, unless a foul or the horn comes first.
    takes = effects[row, p.EFFECT_SECONDS] * tempo + effects[row, p.EFFECT_SHARE] * clock
    length = length_of(game_tables.lengths, game_tables.length_row[row, start_type], bits)
    at = max(clock - takes * length, 0.0)
    good2, good3, fouled, beyond = against_the_horn(game_tables.buzzer, at)

    # How the play ends. Both shots are computed before the choice: faster than waiting for it.
    w = 1.0 - float((bits >> _S12) & _END_BITS) * _UNIT_26
    shot = whistle[p.WHISTLE_SHOT]
    as_two = shoot(w, play_odds, effects, ball, start_type, row, 0, good2, fouled, shot)
    as_three = shoot(w, play_odds, effects, ball, start_type, row, 1, good3, 1.0, shot)
    fouls = tally[p.FOULS_A + other] + 1
    to_give = int(fouls < rules[p.R_ONE_AND_ONE])
    which = 1.0 - float(bits >> _S38) * _UNIT_26
    away = whistle[p.WHISTLE_AWAY]
    kind = kind_of_play(which, play_odds, effects, ball, start_type, row, beyond, away, to_give)
    points, shots, one_and_one, wait = 0, 0, False, 0.0
    if kind <= p.A_THREE:
        end, and1 = as_two if kind == p.A_TWO else as_three
        event = p.E_MISSED2 + 3 * kind - max(end - p.BACK, 0)
        points = (2 + kind) * int(end == p.GOOD)
        shots = (2 + kind) * int(end == p.DRAWN) + and1
        after, wait = p.AFTER[end], shared[p.DEF_DELAY + end]
    elif kind == p.LOSS:
        event = lose(w, shared, whistle[p.WHISTLE_CHARGE])
        after = p.STEAL if event == p.E_STEAL else p.DEAD
        tally[p.FOULS_A + ball] += event == p.E_CHARGE
    elif kind == p.FOULED:
        length = length_of(game_tables.lengths, game_tables.length_row[row, p.TO_FOUL], bits)
        event, after, at = p.E_FOUL, p.KEPT, max(clock - takes * length, 0.0)
        if not to_give:
            event, shots, one_and_one = p.E_BONUS, 2, fouls < rules[p.R_TWO_SHOTS]
    else:
        event, after, at = p.E_HORN, p.DEAD, 0.0
    tally[p.FOULS_A + other] += (shots > 0) | (event == p.E_FOUL)

    tried, hits = 0, 0
    if shots > 0:
        orb = shared[p.ORB_FT] * effects[row, p.EFFECT_ORB_FT]
        odds = play_odds[ball, start_type, p.FT] * effects[row, p.EFFECT_FT]
        tried, hits, after, n = at_the_line(key, n, shots, odds, shared, orb, one_and_one)
        points += p.made(hits)
        wait = shared[p.FT_DELAY] if after != p.MADE else 0.0
    return PlayOutcome(n, at, wait, event, tried, hits, points, after)
