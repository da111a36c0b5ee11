"""The win-probability line of a game, counted in other universes of the same pairing.

Some thousands of universes are played with the log on. After each of their plays we know the
seconds left, the lead, who has the ball, and who won in the end; a smooth curve through these
counts says how often a side in that position wins. Nothing is assumed about how leads wear off."""

from dataclasses import dataclass, replace

import numpy as np

from engine import store
from engine.arrays import F8, I8
from engine.domain.specs import GameSpec
from engine.domain.venue import Venue
from engine.game import possession as p
from engine.game.jit import njit
from engine.game.kernel import (
    Buffers,
    Entrants,
    Pairings,
    draw_strength,
    new_buffers,
    play_one,
)
from engine.game.random_streams import folded, root
from engine.run import Meeting, kept_meeting

UNIVERSES = 10_000
SEED = 20_260_401  # of the universes that are counted: fixed, so that a line never changes
WIDEST = 40  # leads beyond count as this
MOST_PLAYS = 4096  # rows for a log: far beyond the longest game

# Upper edges of the time slices in seconds left; an overtime's last five minutes are played like
# a game's, so they share its slices.
EDGES = np.array(
    [
        *(1, 2, 3, 4, 6, 8, 10, 13, 16, 20, 25, 30, 36, 42, 50, 60, 75, 90, 105, 120, 150, 180),
        *(240, 300, *range(360, 2401, 120)),
    ],
    dtype=np.float64,
)
SLICE_OF = np.searchsorted(EDGES, np.arange(int(EDGES[-1]) + 1))

LATE = 90.0  # slices up to this are counted in endings …
ENDING = 120.0  # … begun with so many seconds to go
CLOSE = 14  # at leads up to this
FOULS_SPREAD = 4  # team fouls: this many values from one short of the bonus
ENDINGS_PER_UNIVERSE = 2
ENDINGS = 4  # a purpose of random streams, after those in ``streams``


@njit()
def _add(
    log: I8,
    plays: int,
    game_tables: p.GameTables,
    start_type: int,
    below: int,
    count: F8,
    clock: F8,
) -> None:
    """Add a game's moments of less than ``below`` tenths to ``count[second, lead, ball, won]``."""
    last, length = game_tables.rules[p.R_PERIODS], game_tables.rules[p.R_SECONDS]
    for i in range(plays - 1):
        left = log[i, p.L_TENTHS] + 10 * length * max(last - log[i, p.L_PERIOD], 0)
        if 0 < left < below:  # at 0 an overtime follows
            lead = log[i, p.L_POINTS_A] - log[i, p.L_POINTS_B]
            lead = min(max(lead, -WIDEST), WIDEST) + WIDEST
            at = SLICE_OF[(left + 9) // 10]
            count[at, lead, log[i + 1, p.L_SIDE], start_type] += 1.0
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
    """Add the moments of universes 0, 1, … of a pairing; how many of them side 0 wins."""
    wins = 0
    tally = buffers.tally
    for u in range(universes):
        for team in range(2):
            draw_strength(random_seed, teams.key[team], teams.se[team], u, buffers.strength[team])
        play_one(random_seed, u, teams, pairings, 0, venue, game_tables, buffers)
        start_type = 1 if tally[p.POINTS_A] > tally[p.POINTS_B] else 0
        wins += start_type
        _add(buffers.log, tally[p.PLAYS], game_tables, start_type, 100_000, count, clock)
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
    """Add the late moments of games begun ENDING seconds before the end at every small lead, with
    either ball: in whole games of unequal teams such moments are too rare to count."""
    tally, log = buffers.tally, buffers.log
    rules = game_tables.rules
    key = root(random_seed, ENDINGS)
    play_odds, tempo = pairings.play_odds[0], pairings.tempo[0]
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
            n = p.play_period(
                stream,
                n,
                ball,
                seconds,
                period,
                game_tables,
                play_odds,
                tempo,
                buffers.shooting_factor,
                tally,
                log,
            )
            if tally[p.POINTS_A] != tally[p.POINTS_B]:
                break
            seconds, ball, period = float(rules[p.R_OVERTIME]), i & 1, period + 1
        start_type = 1 if tally[p.POINTS_A] > tally[p.POINTS_B] else 0
        _add(log, tally[p.PLAYS], game_tables, start_type, int(10 * LATE), count, clock)


@dataclass(frozen=True, slots=True, eq=False)
class GameStates:
    """``count[slice, lead of side 0 + WIDEST, ball, side 0 won]``; ``seconds[slice]``: their mean;
    ``start``: the share of games that side 0 wins. Sides are the address's."""

    count: F8
    seconds: F8
    start: float


def game_states(game: Meeting, universes: int = UNIVERSES, random_seed: int = SEED) -> GameStates:
    """The moments of universes of a pairing, late ones from endings."""
    shape = (len(EDGES), 2 * WIDEST + 1, 2, 2)
    count, clock = np.zeros(shape), np.zeros(len(EDGES))
    (teams, pairings, game_tables), venue, _ = game
    buffers = new_buffers(2, MOST_PLAYS)
    wins = _whole_games(
        random_seed, teams, pairings, venue, game_tables, buffers, universes, count, clock
    )
    late = EDGES <= LATE
    count[late], clock[late] = 0.0, 0.0
    home = Venue(venue).sign * pairings.home_edge[0] * pairings.response[0, 1]
    buffers.shooting_factor[:] = np.exp(np.array([home, -home]) * pairings.logit_per_point[0])
    repeat = max(ENDINGS_PER_UNIVERSE * universes // (2 * (2 * CLOSE + 1)), 1)
    _endings(random_seed, pairings, game_tables, buffers, repeat, count, clock)
    seconds = clock / np.maximum(count.sum(axis=(1, 2, 3)), 1.0)
    return GameStates(count, seconds, wins / universes)


# --- A smooth curve through the counts -----------------------------------------------------------

STEPS = CLOSE  # in late slices each lead up to this has a term of its own
RIDGE = 1.0  # prior precision of such a term: one logit either way
FIRM = 50.0  # of the favour
LOOSE = 1e-3  # of all others
EARLY = 300.0  # seconds left from which the favour is learnt
ROUNDS = 8  # of Newton's method


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Logits that the side with the ball wins: ``holder[slice, lead + WIDEST]`` by its own lead, in
    a game of equals; ``favour[slice]``: added for side 0, taken off for side 1. ``seconds[slice]``:
    the mean time of the slice's moments. ``start``: the probability that side 0 wins."""

    seconds: F8
    holder: F8
    favour: F8
    start: float

    def prob(self, left: F8, lead: F8, ball: F8) -> F8:
        """prob[M] that side 0 wins: seconds left, its lead, and who has the ball (0, 1, or 0.5 for
        a loose ball)."""
        logit = (1.0 - ball) * self._logit(left, lead, 1.0) + ball * self._logit(left, lead, -1.0)
        return np.asarray(1.0 / (1.0 + np.exp(-logit)))

    def _logit(self, left: F8, lead: F8, side: float) -> F8:
        at = np.interp(np.log(left + 1.0), np.log(self.seconds + 1.0), np.arange(len(self.seconds)))
        low = np.minimum(at.astype(np.int64), len(self.seconds) - 2)
        share = at - low
        column = np.clip(side * lead, -WIDEST, WIDEST).astype(np.int64) + WIDEST
        holder = (1.0 - share) * self.holder[low, column] + share * self.holder[low + 1, column]
        favour = (1.0 - share) * self.favour[low] + share * self.favour[low + 1]
        return np.asarray(side * holder + favour)


def curve(seen: GameStates) -> Curve:
    """The curve through what was seen: in each slice a logistic regression of "the side with the
    ball wins" on its lead, with a shift for who it is; late slices have a term for each small
    lead."""
    seconds = seen.seconds
    own = _by_holder(seen.count)
    lead = np.arange(-WIDEST, WIDEST + 1, dtype=np.float64)
    late = EDGES <= LATE
    holder, favour = np.empty((len(seconds), len(lead))), np.empty(len(seconds))
    # Strength is worth as much as time is left for it, the square root of it in logits: what the
    # long slices say of the favour is the late slices' prior, whose own counts are thin.
    early = EDGES > EARLY
    plain = _basis(lead, 0)
    span = np.sqrt(seconds)
    favour_0 = _newton(own[early], plain, np.zeros(early.sum()))[:, 0]
    usual = span * float(favour_0 @ span[early] / (span[early] @ span[early]))
    for part, steps in ((late, STEPS), (~late, 0)):
        basis = _basis(lead, steps)
        weight = _newton(own[part], basis, usual[part])
        holder[part] = weight[:, 1:] @ basis[:, 1:].T
        favour[part] = weight[:, 0]
    rising = np.maximum.accumulate(holder, axis=1)
    falling = np.minimum.accumulate(holder[:, ::-1], axis=1)[:, ::-1]
    return Curve(seconds, 0.5 * (rising + falling), favour, seen.start)


def _by_holder(count: F8) -> F8:
    """own[slice, lead of the side with the ball, side, it won] from ``count``."""
    side_1 = count[:, ::-1, 1, ::-1]
    return np.stack([count[:, :, 0], side_1], axis=2)


def _basis(lead: F8, steps: int) -> F8:
    """[lead, 1 + 2 + 2 steps + 1]: the favour's place, level, slope and one term a small lead."""
    small = np.arange(-steps, steps + 1) if steps else np.zeros(0)
    terms = [(lead == s).astype(np.float64) for s in small]
    return np.column_stack([np.ones_like(lead), np.ones_like(lead), lead / 10.0, *terms])


def _newton(own: F8, basis: F8, favour: F8) -> F8:
    """weight[slice, term]: penalised maximum likelihood of the logistic regression;
    ``favour[slice]``: expected of the first term."""
    sign = np.zeros((2, basis.shape[1]))
    sign[0], sign[1] = 1.0, 1.0
    sign[1, 0] = -1.0
    design = (basis[:, None, :] * sign[None]).reshape(-1, basis.shape[1])
    n, start_type = own.sum(axis=3).reshape(len(own), -1), own[..., 1].reshape(len(own), -1)
    prior = np.full(basis.shape[1], RIDGE)
    prior[:3] = (FIRM, LOOSE, LOOSE)
    mean = np.zeros((len(own), basis.shape[1]))
    mean[:, 0] = favour
    weight = mean.copy()
    for _ in range(ROUNDS):
        prob = 1.0 / (1.0 + np.exp(-np.clip(weight @ design.T, -30.0, 30.0)))
        pull = (start_type - n * prob) @ design - prior * (weight - mean)
        spread = n * prob * (1.0 - prob)
        bend = (design.T[None] * spread[:, None]) @ design + np.diag(prior)
        weight += np.clip(np.linalg.solve(bend, pull[..., None])[..., 0], -3.0, 3.0)
    return weight


def pairing_curve(spec: GameSpec) -> Curve:
    """The curve of a pairing, whatever the run's seed and universes; kept, since it takes a tenth
    of a second."""
    return _curve(replace(spec, universes=1, random_seed=0))


@store.cached_by_data_version(32)
def _curve(spec: GameSpec) -> Curve:
    return curve(game_states(kept_meeting(spec)))
