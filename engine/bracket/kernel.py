"""Plays the bracket in many universes, slot by slot in playing order."""

from typing import NamedTuple

import numpy as np

from engine.arrays import I2, I4, I8, U1
from engine.domain.venue import Venue
from engine.game import possession as p
from engine.game.jit import njit
from engine.game.kernel import (
    Buffers,
    Entrants,
    Pairings,
    Plain,
    draw_strength,
    new_buffers,
    play_one,
)

# Plain integers: an argument of another type would compile the whole game a second time.
NEUTRAL, AT_A, AT_B = (int(venue) for venue in (Venue.NEUTRAL, Venue.A, Venue.B))

UNKNOWN = 255  # no entrant: a slot of the base run in which no game was played


class Tree(NamedTuple):
    """``feeder[S, 2]`` and ``host[S]`` as in ``field.Field``; ``lock[S]``: the entrant that wins
    the slot in every universe, or OPEN."""

    feeder: I2
    host: I2
    lock: I2


@njit(nogil=True)
def _play_brackets(
    random_seed: int,
    teams: Entrants,
    pairings: Pairings,
    pair: I4,
    game_tables: p.GameTables,
    tree: Tree,
    buffers: Buffers,
    drawn_in: I8,
    base_lock: I2,
    first: int,
    base: U1,
    winner: U1,
) -> None:
    """Fill ``winner[S, n]``. If the same two entrants met in this slot of the base run (``base[S,
    n]``), the game has the same random address, so its winner is reused. ``drawn_in[E]``: the
    universe whose strength ``buffers`` holds for each entrant."""
    slots = tree.feeder.shape[0]
    for i in range(winner.shape[1]):
        u = first + i
        for s in range(slots):
            if tree.lock[s] >= 0:
                winner[s, i] = tree.lock[s]
                continue
            x, y = tree.feeder[s, 0], tree.feeder[s, 1]
            a = np.int64(x if x >= 0 else winner[-x - 1, i])
            b = np.int64(y if y >= 0 else winner[-y - 1, i])
            if base_lock[s] < 0 and base[s, i] != UNKNOWN:
                same_a = x >= 0 or base[-x - 1, i] == a
                same_b = y >= 0 or base[-y - 1, i] == b
                if same_a and same_b:
                    winner[s, i] = base[s, i]
                    continue
            if pair[a, b] < 0:  # pairings name the lower id first
                a, b = b, a
            for e in (a, b):
                if drawn_in[e] != u:
                    draw_strength(random_seed, teams.key[e], teams.se[e], u, buffers.strength[e])
                    drawn_in[e] = u
            host = tree.host[s]
            venue = AT_A if host == a else (AT_B if host == b else NEUTRAL)
            play_one(random_seed, u, teams, pairings, pair[a, b], venue, game_tables, buffers)
            winner[s, i] = a if buffers.tally[p.POINTS_A] > buffers.tally[p.POINTS_B] else b


def play_block(
    random_seed: int,
    teams: Plain,
    pairings: Plain,
    pair: I4,
    game_tables: Plain,
    tree: Plain,
    first: int,
    count: int,
) -> U1:
    """winner[S, count]: who won each slot in universes first, first + 1, …; a pool task.

    ``pair[E, E]``: the pairing of two entrants, -1 where the second has the lower id; ``tree``: the
    fields of ``Tree``; the rest as in ``game.kernel.play_block``.
    """
    nothing = np.full((len(tree[0]), count), UNKNOWN, dtype=np.uint8)
    return play_again(
        random_seed, teams, pairings, pair, game_tables, tree, tree[2], first, nothing
    )


def play_again(
    random_seed: int,
    teams: Plain,
    pairings: Plain,
    pair: I4,
    game_tables: Plain,
    tree: Plain,
    base_lock: I2,
    first: int,
    base: U1,
) -> U1:
    """winner[S, n] under the locks of ``tree``, from ``base[S, n]``: the same universes (first,
    first + 1, …) under ``base_lock[S]``; a pool task. Only games that the base run does not have
    are played. The rest as in ``play_block``."""
    winner = np.zeros_like(base)
    _play_brackets(
        random_seed,
        Entrants(*teams),
        Pairings(*pairings),
        pair,
        p.GameTables(*game_tables),
        Tree(*tree),
        new_buffers(len(teams[0])),
        np.full(len(teams[0]), -1),
        base_lock,
        first,
        base,
        winner,
    )
    return winner


def play_path(shared: Plain, base_lock: I2, path: I2, first: int, base: U1) -> U1:
    """champion[G + 1, n]: who wins the last slot in ``base[S, n]`` and under each of the locks
    ``path[G, S]``, every one played from the one before; a pool task. ``shared``: the arguments of
    ``play_again`` up to ``tree``; the rest as there."""
    random_seed, teams, pairings, pair, game_tables, tree = shared
    champion = np.empty((len(path) + 1, base.shape[1]), dtype=np.uint8)
    champion[0] = base[-1]
    for g, lock in enumerate(path):
        under = (*tree[:2], lock)
        base = play_again(
            random_seed, teams, pairings, pair, game_tables, under, base_lock, first, base
        )
        base_lock, champion[g + 1] = lock, base[-1]
    return champion


def all_pairs(key: I8) -> tuple[I4, I8, I8]:
    """(pair[E, E], a[P], b[P]): every pair of entrants once, the lower id first."""
    a, b = np.nonzero(key[:, 0][:, None] < key[:, 0][None, :])
    pair = np.full((len(key), len(key)), -1, dtype=np.int32)
    pair[a, b] = np.arange(len(a), dtype=np.int32)
    return pair, a, b
