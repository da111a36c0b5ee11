"""One pairing in many universes."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from engine.arrays import I2
from engine.bracket.win_curve import error_at
from engine.compute.process_pool import WorkerPool
from engine.domain.results import Games
from engine.domain.specs import GameSpec
from engine.game import kernel, possession
from engine.game.matchup import expected, league_context
from engine.run.prepare import KernelInputs, blocks, game_chunks, kernel_inputs, pair_strengths
from engine.run.win_matrix import pairing_win_odds, season_curve

GAMES_PER_CHUNK = 25_000

# Up to this many universes a game is played in the calling thread: starting a job takes longer.
INLINE_GAMES = 50_000


def game(spec: GameSpec, pool: WorkerPool | None = None) -> Games:
    """Play one pairing in every universe. Small runs, and runs without a pool, use this thread.

    UnknownSeason or UnknownTeam when a side is not in the data.
    """
    inputs, venue, swap = meeting(spec)
    universes = blocks(spec.universes, GAMES_PER_CHUNK)
    chunks = game_chunks(spec.random_seed, inputs, np.array([venue]), universes)
    if pool is None or spec.universes <= INLINE_GAMES:
        parts = [kernel.play_block(*chunk) for chunk in chunks]
    else:
        parts = pool.submit(spec, kernel.play_block, chunks).result()
    return games_of(spec, np.concatenate(parts, axis=1)[0], swap)


class Meeting(NamedTuple):
    """One pairing in the order of its random address. ``swap``: the spec's side b is named first;
    ``venue``: the number of a ``Venue``, seen from the side named first."""

    inputs: KernelInputs
    venue: int
    swap: bool


def meeting(spec: GameSpec) -> Meeting:
    """A pairing ready for the kernel; UnknownSeason or UnknownTeam."""
    f, base = pair_strengths(spec)
    # An address names the lower (id, season) first, whatever the order in the spec.
    swap = tuple(f.key[0]) > tuple(f.key[1])
    a, b = np.array([int(swap)]), np.array([int(not swap)])
    venue = spec.venue.swapped if swap else spec.venue
    return Meeting(kernel_inputs(f, base, a, b, spec.uncertain), int(venue), swap)


def expected_points(spec: GameSpec) -> tuple[float, float]:
    """The points that the ratings expect both sides to score in regulation."""
    f, base = pair_strengths(spec)
    venue = np.array([float(spec.venue.sign)])
    a, b, _ = expected(f, league_context(base), np.array([0]), np.array([1]), venue)
    return float(a[0]), float(b[0])


class GameOdds(NamedTuple):
    """``prob``: a's win probability by the win curve, without counting noise, and ``error``, the
    curve's standard error; ``weaker`` and ``stronger``: the probability if the ratings are off by
    one standard error against a, or for a."""

    prob: float
    error: float
    weaker: float
    stronger: float


def game_odds(spec: GameSpec) -> GameOdds:
    """The odds of a pairing without playing it, the same for any number of universes and any random
    seed; UnknownSeason or UnknownTeam."""
    f, base = pair_strengths(spec)
    f = replace(f, net_se=f.net_se * float(spec.uncertain))
    venue = np.array([float(spec.venue.sign)])
    odds = pairing_win_odds(f, base, np.array([0]), np.array([1]), venue)
    error = error_at(season_curve(base), odds.prob)
    prob, error_, weaker, stronger = (float(x[0]) for x in (odds.prob, error, *odds[1:]))
    return GameOdds(prob, error_, weaker, stronger)


def games_of(spec: GameSpec, block: I2, swap: bool) -> Games:
    """Kernel rows ``block[U, GAME_COLUMNS]`` as a result; ``swap``: the rows name side b first."""
    p = possession
    first, second = (1, 0) if swap else (0, 1)

    def pair(column: int) -> I2:
        return np.ascontiguousarray(block[:, [column + first, column + second]].T)

    return Games(
        spec=spec,
        points=pair(p.POINTS_A),
        half=pair(p.HALF_A),
        regulation=pair(p.REG_A),
        possessions=pair(p.POSS_A),
        overtimes=block[:, p.OVERTIMES].copy(),
        lead_changes=block[:, p.LEAD_CHANGES].copy(),
        largest_lead=pair(p.LARGEST_A),
    )
