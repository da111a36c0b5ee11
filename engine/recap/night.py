"""A team's night: who is there, how long each is meant to play, and who is in form.

A season's share of the minutes mixes nights missed, short nights and long ones. A plan takes them
apart: tonight's shares are the season's where the mean over many nights is (``planned``)."""

from dataclasses import dataclass, replace

import numpy as np

from engine.arrays import F8, I8, Bool
from engine.domain import players as pl
from engine.domain.players import Roster
from engine.game.random_streams import uniforms

# Chosen against the figures of men's 2025-26. ``python -m engine.pipeline.pbp.player_nights`` moves
# those that one figure decides, and prints the rest.
MINUTES_SD = 0.92  # of the log-odds that a man is on the floor, from night to night
# The logarithm of his weight for events of ``FORMS``: its standard deviation, and how it goes with
# the night's minutes, since who plays well stays in.
FORM_SD = (0.05, 0.05, 0.15, 0.20, 0.25, 0.22)
FORM_WITH_MINUTES = (0.10, -0.08, 0.06, 0.05, 0.06, 0.0)
STARTER_SD = (0.5, 0.3)  # of the log-odds with which a coach picks starters: season, night
ROUT_LEVELS = 0.45  # by how much a rout of ``WIDEST`` points brings the minutes of all closer
# Men of a few minutes a game play when it is decided: the logarithm of their chance rises with each
# point of margin by this much, less with each minute that they play on average.
BENCH_RISE = (0.14, 0.018)

MAKING, MISSING, DRAWING, REBOUNDING, PASSING, DEFENDING = range(6)
FORMS = ("making", "missing", "drawing", "rebounding", "passing", "defending")
EVEN, WIDEST = 6, 30  # points of margin: up to here all are alike, and from here on
ENOUGH = 24  # from here on a wider margin brings in no more of the bench
# Twelfths of a season's games by their margin (men's 2025-26).
MARGINS = np.array([1, 2, 4, 5, 7, 9, 11, 13, 15, 18, 22, 30])
SPARE = 3.0  # minutes a night: with fewer, a man waits for the end of a decided game
LEAST_MEN = 8  # who are there in any case
MOST = 0.985  # of a night's minutes

NIGHTS = 36  # from which a plan is made
ROUNDS = 12  # of fitting it
_PER_MAN = 12  # random numbers


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """N men of a roster: ``present[N]``, the share of the games that each plays in;
    ``rise[N]``, how that grows with the margin; ``odds[N]``, log-odds of being on the floor when
    there; ``start[N]``, log-odds by which starters are picked; ``spare[N]``: who comes in only
    when all is decided."""

    present: F8
    rise: F8
    odds: F8
    start: F8
    spare: Bool


@dataclass(frozen=True, slots=True, eq=False)
class Night:
    """Tonight: ``share[N]`` of the time that each is meant to be on the floor (0: not there),
    ``starter``: five rows, ``form[FORMS, N]``: factors on the weights of events; ``spare[N]`` as
    in the plan."""

    share: F8
    starter: tuple[int, ...]
    form: F8
    spare: tuple[bool, ...]


def plan(roster: Roster, share: F8, key: int) -> Plan:
    """The plan of a roster for its season's ``share[N]`` of the floor, five in all."""
    present = np.clip(roster.played / max(roster.games, 1), share / MOST, 1.0)
    rise = np.maximum(BENCH_RISE[0] - BENCH_RISE[1] * 40.0 * share / present, 0.0)
    odds = _log_odds(np.minimum(share / present, MOST))
    spare = 40.0 * share / present < SPARE
    made = Plan(present, rise, odds, odds, spare)
    there, noise, habit = _nights(made, key)
    for _ in range(ROUNDS):
        mean = _shares(odds, noise, there, _margins(NIGHTS)).mean(axis=0)
        odds = odds + np.clip(_log_odds(share) - _log_odds(mean), -0.7, 0.7)
    return Plan(present, rise, odds, odds + STARTER_SD[0] * habit, spare)


def corrected(made: Plan, meant: F8, seen: F8) -> Plan:
    """The plan of a coach who gave the shares ``seen[N]`` of the floor where ``meant[N]`` were."""
    more = np.clip(_log_odds(meant) - _log_odds(seen), -1.0, 1.0)
    return replace(made, odds=made.odds + more, start=made.start + more)


def nights(made: Plan, key: int) -> list[Night]:
    """Typical nights of a plan, at every margin."""
    there, noise, _ = _nights(made, key)
    share = _shares(made.odds, noise, there, _margins(NIGHTS))
    spare = tuple(made.spare.tolist())
    ones = np.ones((len(FORMS), len(made.odds)))
    return [
        Night(share[k], _starters(made, there[k], noise[k]), ones, spare) for k in range(NIGHTS)
    ]


def _margins(count: int) -> I8:
    return np.asarray(MARGINS[np.arange(count) % len(MARGINS)])


def _nights(made: Plan, key: int) -> tuple[Bool, F8, F8]:
    """(there[K, N], noise[K, N], habit[N]): who is there in typical nights, what moves their
    minutes, and what moves the choice of starters all season. Every man's nights are spread
    evenly."""
    n = len(made.odds)
    number = uniforms(key, 0, (NIGHTS + 1) * n * 3).reshape(NIGHTS + 1, n, 3)
    even = (np.argsort(np.argsort(number[:NIGHTS, :, 0], axis=0), axis=0) + 0.5) / NIGHTS
    there = np.array([_there(made, u, int(m)) for u, m in zip(even, _margins(NIGHTS), strict=True)])
    z = _normal(number[:NIGHTS, :, 1], number[:NIGHTS, :, 2])
    z = (z - z.mean(axis=0)) / z.std(axis=0)
    return there, MINUTES_SD * z, _normal(number[NIGHTS, :, 0], number[NIGHTS, :, 1])


def _starters(made: Plan, there: Bool, noise: F8) -> tuple[int, ...]:
    start = np.where(there, made.start + STARTER_SD[1] / MINUTES_SD * noise, -np.inf)
    return tuple(np.argsort(-start, kind="stable")[: pl.ON_FLOOR].tolist())


def night(plan: Plan, key: int, margin: int) -> Night:
    """One night from its random address; ``margin``: of the game after regulation."""
    n = len(plan.odds)
    number = uniforms(key, 0, n * _PER_MAN).reshape(n, _PER_MAN)
    there = _there(plan, number[:, 0], abs(margin))
    noise = MINUTES_SD * _normal(number[:, 1], number[:, 2])
    share = _shares(plan.odds, noise[None], there[None], np.array([abs(margin)]))[0]
    form = np.array([_normal(number[:, 3 + i], number[:, 11]) for i in range(len(FORMS))])
    sd, more = np.array(FORM_SD)[:, None], np.array(FORM_WITH_MINUTES)[:, None]
    return Night(
        share,
        _starters(plan, there, noise),
        np.exp(sd * form + more * noise / MINUTES_SD),
        tuple(plan.spare.tolist()),
    )


def _there(plan: Plan, u: F8, margin: int) -> Bool:
    """there[N], at least ``LEAST_MEN`` of them: those who miss the fewest games."""
    typical = np.exp(plan.rise[:, None] * np.minimum(MARGINS, ENOUGH)).mean(axis=1)
    chance = plan.present * np.exp(plan.rise * min(margin, ENOUGH)) / typical
    first = np.argsort(u - chance, kind="stable")
    there = u < chance
    there[first[:LEAST_MEN]] = True
    return np.asarray(there)


def _shares(odds: F8, noise: F8, there: Bool, margin: I8) -> F8:
    """share[K, N] of the time on the floor in K nights, five in all: the log-odds, brought closer
    in a rout, with the night's ``noise[K, N]``, and moved alike until they add up."""
    wide = np.clip((margin - EVEN) / (WIDEST - EVEN), 0.0, 1.0)[:, None]
    want = odds * (1.0 - ROUT_LEVELS * wide) + noise
    level = np.zeros((len(want), 1))
    share = np.zeros_like(want)
    for _ in range(12):
        share = np.where(there, MOST / (1.0 + np.exp(-want - level)), 0.0)
        slope = (share * (1.0 - share / MOST)).sum(axis=1, keepdims=True)
        miss = pl.ON_FLOOR - share.sum(axis=1, keepdims=True)
        level += np.clip(miss / np.maximum(slope, 0.05), -2.0, 2.0)
    return np.asarray(share)


def _log_odds(share: F8) -> F8:
    some = np.clip(share, 1e-4, 1.0 - 1e-3)
    return np.asarray(np.log(some / (1.0 - some)))


def _normal(u: F8, v: F8) -> F8:
    """Standard normal numbers of two uniform ones (Box and Muller, 1958)."""
    return np.asarray(np.sqrt(-2.0 * np.log(1.0 - u)) * np.cos(2.0 * np.pi * v))
