"""Plays pairings in many universes, one game after another."""

from typing import Any, NamedTuple

import numpy as np

from engine.arrays import F8, I2, I8
from engine.domain.venue import Venue
from engine.game import periods
from engine.game import possession as p
from engine.game.jit import njit
from engine.game.random_streams import STRENGTH, draw, folded, game_key, normal_pair, root

DAY = 1  # last part of the address that draws the game day, apart from the plays

_S16, _S32, _S48 = np.uint64(16), np.uint64(32), np.uint64(48)
_LOW_16 = np.uint64(0xFFFF)
_UNIT_16 = 1.0 / 65536.0
_ROOT_3 = 1.7320508075688772

GAME_COLUMNS = p.LARGEST_B + 1  # columns of the tally kept for every game

# Pool tasks take plain tuples of arrays (an instance of a class would not survive a hot reload):
# the fields of ``possession.GameTables``, and of ``Entrants`` and ``Pairings`` below.
Plain = tuple[Any, ...]


class Entrants(NamedTuple):
    """E teams as random addresses and errors: ``key[E, 2]`` team id and season; ``se[E, 2]``
    standard errors of net (offense minus defense) and of level (their sum) in points per
    possession; zero plays every universe at the rating."""

    key: I8
    se: F8


class Pairings(NamedTuple):
    """P pairings: ``a[P]``, ``b[P]`` rows of the entrants, the lower (id, season) first;
    ``play_odds[P, 2, 7, COLUMNS]``, ``tempo[P]``, ``logit_per_point[P, 2]`` and ``response[P, 2]``
    as in ``matchup.PairingOdds``; ``home_edge[1]`` points per possession and side."""

    a: I8
    b: I8
    play_odds: F8
    tempo: F8
    logit_per_point: F8
    response: F8
    home_edge: F8


class Buffers(NamedTuple):
    """Memory reused from game to game: ``strength[E, 2]`` of the teams in the current universe; of
    the current game ``style[2, STYLES]`` of the day, ``odds[2, 7, COLUMNS]`` and ``tally[TALLY]``;
    ``log[N, LOG_COLUMNS]``, with no rows when no log is needed."""

    strength: F8
    style: F8
    odds: F8
    tally: I8
    log: I8


def new_buffers(entrants: int, plays: int = 0) -> Buffers:
    """Buffers for games between that many entrants, with a log for up to ``plays`` plays."""
    log = np.zeros((plays, p.LOG_COLUMNS), np.int64)
    odds = np.zeros((2, len(p.START_TYPES), p.COLUMNS))
    style, tally = np.zeros((2, p.STYLES)), np.zeros(p.TALLY, np.int64)
    return Buffers(np.zeros((entrants, 2)), style, odds, tally, log)


@njit()
def draw_strength(random_seed: int, key: I8, se: F8, u: int, out: F8) -> None:
    """One team's strength in universe u: (offense, defense) distances from its rating in points per
    possession. A team has the same strength in all games of a universe."""
    x, y = normal_pair(folded(folded(folded(root(random_seed, STRENGTH), key[0]), key[1]), u))
    net, level = x * se[0], y * se[1]
    out[0] = 0.5 * (level + net)
    out[1] = 0.5 * (level - net)


@njit()
def _fill_strengths(random_seed: int, teams: Entrants, out: F8) -> None:
    for e in range(out.shape[0]):
        for u in range(out.shape[1]):
            draw_strength(random_seed, teams.key[e], teams.se[e], u, out[e, u])


def draw_strengths(random_seed: int, teams: Entrants, universes: int) -> F8:
    """strength[E, U, 2] of every team in universes 0 … U - 1, as ``draw_strength`` draws them."""
    out = np.zeros((len(teams.key), universes, 2))
    _fill_strengths(random_seed, teams, out)
    return out


@njit()
def play_one(
    random_seed: int,
    u: int,
    teams: Entrants,
    pairings: Pairings,
    which: int,
    venue: int,
    game_tables: p.GameTables,
    buffers: Buffers,
) -> None:
    """Play pairing ``which`` in universe u; ``buffers`` must hold that universe's strengths. The
    same address always gives the same game.

    The game day is drawn once per game: how fast both sides play and how well both shoot (without
    it the two teams' points would hardly be correlated), and each side's own style.
    """
    a, b = pairings.a[which], pairings.b[which]
    key_a, key_b = teams.key[a], teams.key[b]
    strength, shared = buffers.strength, game_tables.shared
    key = folded(game_key(random_seed, key_a[0], key_a[1], key_b[0], key_b[1], venue), u)
    day = folded(key, DAY)
    fast, rich = normal_pair(day)
    draw_style(day, buffers.style)
    set_odds(
        pairings,
        which,
        venue,
        strength[a, 0] + strength[b, 1],
        strength[b, 0] + strength[a, 1],
        rich * shared[p.DAY_LEVEL],
        shared,
        buffers.style,
        buffers.odds,
    )
    tempo = pairings.tempo[which] * (1.0 + fast * shared[p.DAY_TEMPO])
    periods.play_game(key, game_tables, buffers.odds, tempo, buffers.tally, buffers.log)


@njit()
def draw_style(day: np.uint64, style: F8) -> None:
    """Fill ``style[2, STYLES]`` with standard deviates."""
    n = np.uint64(2)  # the day's pair of normal deviates takes two numbers
    for side in range(2):
        for k in range(p.STYLES):
            style[side, k] = _nearly_normal(draw(day, n))
            n += np.uint64(1)


@njit(inline="always")
def _nearly_normal(bits: np.uint64) -> float:
    """The sum of four uniform numbers of 16 bits each, with mean 0 and variance 1."""
    total = bits & _LOW_16
    total += (bits >> _S16) & _LOW_16
    total += (bits >> _S32) & _LOW_16
    total += bits >> _S48
    return (float(total) * _UNIT_16 - 2.0) * _ROOT_3


@njit()
def set_odds(
    pairings: Pairings,
    which: int,
    venue: int,
    more_a: float,
    more_b: float,
    level: float,
    shared: F8,
    style: F8,
    out: F8,
) -> None:
    """Fill ``out[2, 7, COLUMNS]`` with the odds of one game of a pairing.

    ``more_a``, ``more_b``: points per possession that each side is better than rated in this
    universe; ``level``: what the day adds for both; ``style[2, STYLES]``: the day's standard
    deviates. A lead makes shots harder (see ``play_model``), so a difference needs a larger
    response than the level. The edge of one side, by its strength or its court, is spread over
    fouls, turnovers, rebounds and free throws; shooting gets the rest."""
    home = pairings.home_edge[0]
    edge = 0.5 * (more_a - more_b)
    edge += home if venue == Venue.A else (-home if venue == Venue.B else 0.0)
    mean = 0.5 * (more_a + more_b) * pairings.response[which, 0] + level
    gap = edge * pairings.response[which, 1]
    for side in range(2):
        shot = _power((mean + gap * shared[p.EDGE_SHOT]) * pairings.logit_per_point[which, side])
        turnover = _styled(shared, style[side], gap, p.STYLE_TURNOVER)
        three = _styled(shared, style[side], gap, p.STYLE_THREE)
        orb = _styled(shared, style[side], gap, p.STYLE_ORB)
        ft = _styled(shared, style[side], gap, p.STYLE_FT)
        foul = _power(gap * shared[p.EDGE_STYLE + p.STYLE_FOUL])
        for start_type in range(out.shape[1]):
            usual, odds = pairings.play_odds[which, side, start_type], out[side, start_type]
            odds[p.FOUL] = usual[p.FOUL] * foul
            odds[p.TURNOVER] = usual[p.TURNOVER] * turnover
            odds[p.THREE] = usual[p.THREE] * three
            odds[p.DRAWN2] = usual[p.DRAWN2] * foul
            odds[p.DRAWN3] = usual[p.DRAWN3] * foul
            odds[p.FG2] = usual[p.FG2] * shot
            odds[p.FG3] = usual[p.FG3] * shot
            odds[p.AND1] = usual[p.AND1] * foul
            odds[p.AND1_3] = usual[p.AND1_3] * foul
            odds[p.ORB] = usual[p.ORB] * orb
            odds[p.FT] = usual[p.FT] * ft
        gap = -gap


@njit(inline="always")
def _styled(shared: F8, style: F8, gap: float, k: int) -> float:
    """The factor of a day's style and of a side's edge on one kind of odds."""
    return _power(style[k] * shared[p.DAY_STYLE + k] + gap * shared[p.EDGE_STYLE + k])


@njit(inline="always")
def _power(x: float) -> float:
    """exp(x) to 1e-3 for the |x| < 0.7 that occur; no math library, so every machine agrees."""
    return 1.0 + x * (1.0 + x * (0.5 + x * (1.0 / 6.0 + x * (1.0 / 24.0))))


@njit(nogil=True)
def _play_universes(
    random_seed: int,
    teams: Entrants,
    pairings: Pairings,
    venue: I8,
    game_tables: p.GameTables,
    buffers: Buffers,
    first: int,
    out: I2,
) -> None:
    """Fill ``out[P, U, GAME_COLUMNS]`` with universes first, first + 1, … of every pairing."""
    for which in range(out.shape[0]):
        a, b = pairings.a[which], pairings.b[which]
        for i in range(out.shape[1]):
            u = first + i
            draw_strength(random_seed, teams.key[a], teams.se[a], u, buffers.strength[a])
            draw_strength(random_seed, teams.key[b], teams.se[b], u, buffers.strength[b])
            play_one(random_seed, u, teams, pairings, which, venue[which], game_tables, buffers)
            for column in range(out.shape[2]):
                out[which, i, column] = buffers.tally[column]


def play_block(
    random_seed: int,
    teams: Plain,
    pairings: Plain,
    venue: I8,
    game_tables: Plain,
    first: int,
    count: int,
) -> I2:
    """Universes first … first + count - 1 of P pairings: ``[P, count, GAME_COLUMNS]``; a pool task.

    ``teams``, ``pairings`` and ``game_tables`` are the fields of ``Entrants``, ``Pairings`` and
    ``possession.GameTables``; ``venue[P]``: numbers of ``Venue``."""
    out = np.zeros((len(venue), count, GAME_COLUMNS), dtype=np.int16)
    _play_universes(
        random_seed,
        Entrants(*teams),
        Pairings(*pairings),
        venue,
        p.GameTables(*game_tables),
        new_buffers(len(teams[0])),
        first,
        out,
    )
    return out
