"""The win-probability series of a game, estimated from other universes of the same pairing.

Thousands of universes are played with their logs. Each play gives a game state (seconds left, lead,
who has the ball) and the side that won in the end. A smooth curve through these counts gives the
win probability in each game state, without any assumption about how much a lead is worth. What the
real games of 2025-26 add to it is small and comes late, see ``Late``."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from engine import store
from engine.arrays import F8, I8
from engine.domain.specs import GameSpec
from engine.domain.venue import Venue
from engine.game import periods
from engine.game import possession as p
from engine.game.jit import njit
from engine.game.kernel import (
    Buffers,
    Entrants,
    Pairings,
    draw_strength,
    new_buffers,
    play_one,
    set_odds,
)
from engine.game.random_streams import folded, root
from engine.run import Meeting, kept_meeting

UNIVERSES = 10_000
RANDOM_SEED = 20_260_401  # of the counted universes; fixed, so that a series never changes
WIDEST = 40  # larger leads count as this one
MOST_PLAYS = 4096  # rows of a log: far more than the longest game needs

# Upper edges of the time slices in seconds left. The five minutes of an overtime are played like
# the last five of a game, so they share slices.
EDGES = np.array(
    [
        *(1, 2, 3, 4, 6, 8, 10, 13, 16, 20, 25, 30, 36, 42, 50, 60, 75, 90, 105, 120, 150, 180),
        *(240, 300, *range(360, 2401, 120)),
    ],
    dtype=np.float64,
)
SLICE_OF = np.searchsorted(EDGES, np.arange(int(EDGES[-1]) + 1))

END_GAME = 90.0  # seconds; slices up to here are counted in simulated endings …
ENDING = 120.0  # … that start with this many seconds left
CLOSE = 14  # at leads up to this
FOULS_SPREAD = 4  # numbers of team fouls at the start, the first one short of the bonus
ENDINGS_PER_UNIVERSE = 2
ENDINGS = 4  # purpose of the random streams, after those in ``random_streams``


@njit()
def _add(
    log: I8,
    plays: int,
    game_tables: p.GameTables,
    side_0_won: int,
    below: int,
    count: F8,
    clock: F8,
) -> None:
    """Add the game states with fewer than ``below`` tenths of a second left to
    ``count[slice, lead, ball, side 0 won]``, and their seconds to ``clock[slice]``."""
    last, length = game_tables.rules[p.R_PERIODS], game_tables.rules[p.R_SECONDS]
    for i in range(plays - 1):
        left = log[i, p.L_TENTHS] + 10 * length * max(last - log[i, p.L_PERIOD], 0)
        if 0 < left < below:  # at 0 an overtime follows
            lead = log[i, p.L_POINTS_A] - log[i, p.L_POINTS_B]
            lead = min(max(lead, -WIDEST), WIDEST) + WIDEST
            at = SLICE_OF[(left + 9) // 10]
            count[at, lead, log[i + 1, p.L_SIDE], side_0_won] += 1.0
            clock[at] += left / 10.0


@njit(nogil=True)
def _whole_games(
    random_seed: int,
    teams: Entrants,
    pairings: Pairings,
    venue: int,
    game_tables: p.GameTables,
    buffers: Buffers,
    universes: int,
    count: F8,
    clock: F8,
) -> int:
    """Add the game states of universes 0, 1, … of a pairing; returns the wins of side 0."""
    wins = 0
    tally = buffers.tally
    for u in range(universes):
        for team in range(2):
            draw_strength(random_seed, teams.key[team], teams.se[team], u, buffers.strength[team])
        play_one(random_seed, u, teams, pairings, 0, venue, game_tables, buffers)
        side_0_won = 1 if tally[p.POINTS_A] > tally[p.POINTS_B] else 0
        wins += side_0_won
        _add(buffers.log, tally[p.PLAYS], game_tables, side_0_won, 100_000, count, clock)
    return wins


@njit(nogil=True)
def _endings(
    random_seed: int,
    pairings: Pairings,
    game_tables: p.GameTables,
    buffers: Buffers,
    repeat: int,
    count: F8,
    clock: F8,
) -> None:
    """Add the end-game states of games that start ENDING seconds before the end, at each small
    lead and with the ball on either side. In whole games of unequal teams such states are rare."""
    tally, log = buffers.tally, buffers.log
    rules = game_tables.rules
    key = root(random_seed, ENDINGS)
    tempo = pairings.tempo[0]
    for i in range((2 * CLOSE + 1) * 2 * repeat):
        stream = folded(key, i)
        tally[:] = 0
        lead = i % (2 * CLOSE + 1) - CLOSE
        tally[p.POINTS_A], tally[p.POINTS_B] = CLOSE + lead, CLOSE
        ball = i // (2 * CLOSE + 1) % 2
        fouls = rules[p.R_ONE_AND_ONE] - 1 + i // (4 * CLOSE + 2) % FOULS_SPREAD
        tally[p.FOULS_A], tally[p.FOULS_B] = fouls, fouls
        seconds, period = ENDING, rules[p.R_PERIODS]
        n = np.uint64(0)
        while True:
            n = periods.play_period(
                stream,
                n,
                ball,
                seconds,
                period,
                game_tables,
                buffers.odds,
                tempo,
                tally,
                log,
            )
            if tally[p.POINTS_A] != tally[p.POINTS_B]:
                break
            seconds, ball, period = float(rules[p.R_OVERTIME]), i & 1, period + 1
        side_0_won = 1 if tally[p.POINTS_A] > tally[p.POINTS_B] else 0
        _add(log, tally[p.PLAYS], game_tables, side_0_won, int(10 * END_GAME), count, clock)


@dataclass(frozen=True, slots=True, eq=False)
class GameStates:
    """``count[slice, lead of side 0 + WIDEST, ball, side 0 won]`` of game states;
    ``seconds[slice]``: mean seconds left; ``start``: share of games won by side 0; ``home``: 1 if
    side 0 is at home, -1 if side 1 is, 0 on a neutral floor. The sides are in the order of the
    random address, see ``run.Meeting``."""

    count: F8
    seconds: F8
    start: float
    home: float = 0.0


def game_states(
    game: Meeting, universes: int = UNIVERSES, random_seed: int = RANDOM_SEED
) -> GameStates:
    """Count the game states of a pairing: whole games, and simulated endings for the end game."""
    shape = (len(EDGES), 2 * WIDEST + 1, 2, 2)
    count, clock = np.zeros(shape), np.zeros(len(EDGES))
    (teams, pairings, game_tables), venue, _ = game
    buffers = new_buffers(2, MOST_PLAYS)
    wins = _whole_games(
        random_seed, teams, pairings, venue, game_tables, buffers, universes, count, clock
    )
    end_game = EDGES <= END_GAME
    count[end_game], clock[end_game] = 0.0, 0.0
    buffers.style[:] = 0.0
    set_odds(pairings, 0, venue, 0.0, 0.0, 0.0, game_tables.shared, buffers.style, buffers.odds)
    repeat = max(ENDINGS_PER_UNIVERSE * universes // (2 * (2 * CLOSE + 1)), 1)
    _endings(random_seed, pairings, game_tables, buffers, repeat, count, clock)
    seconds = clock / np.maximum(count.sum(axis=(1, 2, 3)), 1.0)
    return GameStates(count, seconds, wins / universes, float(Venue(venue).sign))


# --- A smooth curve through the counts -----------------------------------------------------------

STEPS = CLOSE  # in end-game slices, each lead up to this has its own term
# Prior precisions (1 / variance in logits squared) of the terms of the logistic regression.
LEAD_PRECISION = 1.0  # own terms of small leads
STRENGTH_PRECISION = 50.0  # the strength term
OTHER_PRECISION = 1e-3  # intercept and slope
EARLY = 300.0  # seconds left; slices beyond this one estimate the strength term
ROUNDS = 8  # iterations of Newton's method


class Late(NamedTuple):
    """How real games differ from the simulated ones toward their end: the home side does better
    than its points say, by ``home`` in logits, and leads are a little less safe: logits grow by the
    share ``lead``. Both fade with the seconds left, by a factor e every FADES seconds."""

    home: float
    lead: float


FADES = 400.0
# Fitted on the moments of men's 2025-26, each game forecast on its eve (standard errors 0.10 and
# 0.04): python -m engine.pipeline.fits.win_probability_check --source FOLDER --fit
# Without them home sides that were behind with ten minutes or less left won 1.5 to 2.4 points more
# often than said. What else was tried gains nothing on games left out: differences in team fouls
# and bonus, men with three, four and five fouls, how a lead was made (threes, free throws,
# rebounds, turnovers), the expected total, the error of the rating.
LATE = Late(home=0.158, lead=-0.081)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Logits that the side with the ball wins: ``holder[slice, lead + WIDEST]`` by its own lead,
    between equal teams, plus ``strength_logit[slice]`` for side 0 or minus it for side 1.

    ``seconds[slice]``: mean seconds left. ``start``: probability that side 0 wins the game;
    ``home`` as in ``GameStates``; ``late``: what real games add."""

    seconds: F8
    holder: F8
    strength_logit: F8
    start: float
    home: float = 0.0
    late: Late = LATE

    def prob(self, left: F8, lead: F8, ball: F8) -> F8:
        """prob[M] that side 0 wins, from ``left[M]`` seconds, its ``lead[M]`` and ``ball[M]``: the
        side that has the ball (0 or 1), or 0.5 for a loose ball."""
        logit = (1.0 - ball) * self._logit(left, lead, 1.0) + ball * self._logit(left, lead, -1.0)
        weight = np.exp(-left / FADES)
        logit = logit * (1.0 + self.late.lead * weight) + self.home * self.late.home * weight
        return np.asarray(1.0 / (1.0 + np.exp(-logit)))

    def _logit(self, left: F8, lead: F8, side: float) -> F8:
        at = np.interp(np.log(left + 1.0), np.log(self.seconds + 1.0), np.arange(len(self.seconds)))
        low = np.minimum(at.astype(np.int64), len(self.seconds) - 2)
        share = at - low
        column = np.clip(side * lead, -WIDEST, WIDEST).astype(np.int64) + WIDEST
        holder = (1.0 - share) * self.holder[low, column] + share * self.holder[low + 1, column]
        strength_logit = (1.0 - share) * self.strength_logit[low] + share * self.strength_logit[
            low + 1
        ]
        return np.asarray(side * holder + strength_logit)


def curve(states: GameStates, late: Late = LATE) -> Curve:
    """Fit the curve: in each slice a logistic regression of "the side with the ball wins" on its
    lead, with a strength term. End-game slices also have one term per small lead."""
    seconds = states.seconds
    own = _by_holder(states.count)
    lead = np.arange(-WIDEST, WIDEST + 1, dtype=np.float64)
    end_game = EDGES <= END_GAME
    holder, strength_logit = np.empty((len(seconds), len(lead))), np.empty(len(seconds))
    # The strength term is proportional to the square root of the time left. The early slices, with
    # many counts, estimate its size, which is the prior mean in all slices.
    early = EDGES > EARLY
    linear = _basis(lead, 0)
    root_time = np.sqrt(seconds)
    strength_0 = _newton(own[early], linear, np.zeros(early.sum()))[:, 0]
    x = root_time[early]
    prior_mean = root_time * float(strength_0 @ x / (x @ x))
    for part, steps in ((end_game, STEPS), (~end_game, 0)):
        basis = _basis(lead, steps)
        weight = _newton(own[part], basis, prior_mean[part])
        holder[part] = weight[:, 1:] @ basis[:, 1:].T
        strength_logit[part] = weight[:, 0]
    rising = np.maximum.accumulate(holder, axis=1)
    falling = np.minimum.accumulate(holder[:, ::-1], axis=1)[:, ::-1]
    worth = 0.5 * (rising + falling)
    return Curve(seconds, worth, strength_logit, states.start, states.home, late)


def _by_holder(count: F8) -> F8:
    """own[slice, lead of the side with the ball, side, that side won] from ``count``."""
    side_1 = count[:, ::-1, 1, ::-1]
    return np.stack([count[:, :, 0], side_1], axis=2)


def _basis(lead: F8, steps: int) -> F8:
    """basis[lead, term]: a place for strength, intercept, slope, and one term per lead of up to
    ``steps``."""
    small = np.arange(-steps, steps + 1) if steps else np.zeros(0)
    terms = [(lead == s).astype(np.float64) for s in small]
    return np.column_stack([np.ones_like(lead), np.ones_like(lead), lead / 10.0, *terms])


def _newton(own: F8, basis: F8, strength_logit: F8) -> F8:
    """weight[slice, term]: penalized maximum likelihood of the logistic regression (Newton's
    method); ``strength_logit[slice]``: prior mean of the first term."""
    sign = np.zeros((2, basis.shape[1]))
    sign[0], sign[1] = 1.0, 1.0
    sign[1, 0] = -1.0
    design = (basis[:, None, :] * sign[None]).reshape(-1, basis.shape[1])
    n, won = own.sum(axis=3).reshape(len(own), -1), own[..., 1].reshape(len(own), -1)
    prior = np.full(basis.shape[1], LEAD_PRECISION)
    prior[:3] = (STRENGTH_PRECISION, OTHER_PRECISION, OTHER_PRECISION)
    mean = np.zeros((len(own), basis.shape[1]))
    mean[:, 0] = strength_logit
    weight = mean.copy()
    for _ in range(ROUNDS):
        prob = 1.0 / (1.0 + np.exp(-np.clip(weight @ design.T, -30.0, 30.0)))
        gradient = (won - n * prob) @ design - prior * (weight - mean)
        variance = n * prob * (1.0 - prob)
        hessian = (design.T[None] * variance[:, None]) @ design + np.diag(prior)
        weight += np.clip(np.linalg.solve(hessian, gradient[..., None])[..., 0], -3.0, 3.0)
    return weight


def pairing_curve(spec: GameSpec) -> Curve:
    """The curve of a pairing, the same for all runs of it; cached, as it takes a tenth of a
    second."""
    return _curve(replace(spec, universes=1, random_seed=0))


@store.cached_by_data_version(32)
def _curve(spec: GameSpec) -> Curve:
    return curve(game_states(kept_meeting(spec)))
