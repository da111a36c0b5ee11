"""Plays pairings in many universes, one game after another."""

from typing import Any, NamedTuple

import numpy as np

from engine.arrays import F8, I2, I8
from engine.domain.venue import Venue
from engine.game import possession as p
from engine.game.jit import njit
from engine.game.random_streams import STRENGTH, folded, game_key, normal_pair, root

DAY = 1  # last part of the address that draws the game day, apart from the plays

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
    """Memory reused from game to game: ``strength[E, 2]`` of the teams in the current universe;
    ``shooting_factor[2]`` and ``tally[TALLY]`` of the current game; ``log[N, LOG_COLUMNS]``, with
    no rows when no log is needed."""

    strength: F8
    shooting_factor: F8
    tally: I8
    log: I8


def new_buffers(entrants: int, plays: int = 0) -> Buffers:
    """Buffers for games between that many entrants, with a log for up to ``plays`` plays."""
    log = np.zeros((plays, p.LOG_COLUMNS), np.int64)
    return Buffers(np.zeros((entrants, 2)), np.zeros(2), np.zeros(p.TALLY, np.int64), log)


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

    The game day (how fast both sides play and how well both shoot) is drawn once per game; without
    it the two teams' points would hardly be correlated.
    """
    a, b = pairings.a[which], pairings.b[which]
    key_a, key_b = teams.key[a], teams.key[b]
    edge = pairings.home_edge[0]
    home = edge if venue == Venue.A else (-edge if venue == Venue.B else 0.0)
    strength, shooting_factor = buffers.strength, buffers.shooting_factor
    more_a = strength[a, 0] + strength[b, 1] + home
    more_b = strength[b, 0] + strength[a, 1] - home
    key = folded(game_key(random_seed, key_a[0], key_a[1], key_b[0], key_b[1], venue), u)
    fast, rich = normal_pair(folded(key, DAY))
    tempo = pairings.tempo[which] * (1.0 + fast * game_tables.shared[p.DAY_TEMPO])
    # A lead makes shots harder (see ``play_model``), so a difference needs a larger response than
    # the level.
    level = (
        0.5 * (more_a + more_b) * pairings.response[which, 0]
        + rich * game_tables.shared[p.DAY_LEVEL]
    )
    gap = 0.5 * (more_a - more_b) * pairings.response[which, 1]
    shooting_factor[0] = _power((level + gap) * pairings.logit_per_point[which, 0])
    shooting_factor[1] = _power((level - gap) * pairings.logit_per_point[which, 1])
    p.play_game(
        key,
        game_tables,
        pairings.play_odds[which],
        tempo,
        shooting_factor,
        buffers.tally,
        buffers.log,
    )


@njit(inline="always")
def _power(x: float) -> float:
    """exp(x) to 1e-4 for the |x| < 0.5 that occur; no math library, so every machine agrees."""
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
