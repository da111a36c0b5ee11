"""Random numbers with an address instead of a history.

A stream is a 64-bit key folded from its address (random seed, purpose, the two teams, universe).
Its n-th number is a pure function of key and n, so any game can be played alone, in any order, on
any worker, with the same result. The mixing function is SplitMix64's (Steele, Lea, Flood 2014),
used as a counter-based generator."""

import math

import numpy as np

from engine.arrays import F8
from engine.game.jit import njit

# Every purpose has its own streams: one more draw for one purpose moves no other.
STRENGTH = 1
GAME = 2
PLAYERS = 3

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53
# Normal deviates are rounded to this grid, so that a last-bit difference between the math libraries
# of two machines cannot change a game.
GRID = 1.0 / 1048576.0  # 2**-20


@njit(inline="always")
def mixed(z: np.uint64) -> np.uint64:
    """SplitMix64's output function: every input bit reaches every output bit."""
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    return z ^ (z >> _S31)


@njit(inline="always")
def draw(key: np.uint64, n: np.uint64) -> np.uint64:
    """The n-th 64 random bits of a stream."""
    return mixed(key + n * _STEP)


def uniforms(key: int, first: int, count: int) -> F8:
    """Numbers ``first``, ``first + 1``, … of a stream as fractions in [0, 1): ``draw`` for many."""
    n = np.arange(first, first + count, dtype=np.uint64)
    mix = getattr(mixed, "py_func", mixed)  # the plain function takes whole arrays
    bits = mix(np.uint64(key) + n * _STEP)
    return np.asarray((bits >> _S11).astype(np.float64) * _TO_UNIT)


@njit()
def folded(key: np.uint64, part: int) -> np.uint64:
    """The key with one more part of the address."""
    return mixed((key ^ np.uint64(part)) + _STEP)


@njit()
def root(random_seed: int, purpose: int) -> np.uint64:
    """The key of all streams of one random seed and purpose."""
    return folded(folded(np.uint64(0), random_seed), purpose)


@njit()
def game_key(
    random_seed: int, id_a: int, season_a: int, id_b: int, season_b: int, venue: int
) -> np.uint64:
    """The key of a pairing in all universes. The caller names the lower (id, season) first;
    ``venue``: the number of a ``Venue``, seen from the first team."""
    key = folded(folded(root(random_seed, GAME), id_a), season_a)
    return folded(folded(folded(key, id_b), season_b), venue)


@njit()
def normal_pair(key: np.uint64) -> tuple[float, float]:
    """Two independent standard normal deviates (Box and Muller, 1958) on the 2**-20 grid."""
    u = (float(draw(key, np.uint64(0)) >> _S11) + 0.5) * _TO_UNIT
    v = (float(draw(key, np.uint64(1)) >> _S11) + 0.5) * _TO_UNIT
    radius = math.sqrt(-2.0 * math.log(u))
    x = radius * math.cos(2.0 * math.pi * v)
    y = radius * math.sin(2.0 * math.pi * v)
    return math.floor(x / GRID + 0.5) * GRID, math.floor(y / GRID + 0.5) * GRID
