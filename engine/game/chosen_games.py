"""Any games of any universes, one by one: for seasons whose pairings differ from universe to
universe."""

import numpy as np
from numpy.typing import NDArray

from engine.arrays import I2
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

Chosen = NDArray[np.int32]


@njit(nogil=True)
def _play_each(
    random_seed: int,
    teams: Entrants,
    pairings: Pairings,
    game_tables: p.GameTables,
    buffers: Buffers,
    which: Chosen,
    venue: Chosen,
    universe: Chosen,
    out: I2,
) -> None:
    for i in range(len(which)):
        u = universe[i]
        for team in (pairings.a[which[i]], pairings.b[which[i]]):
            draw_strength(random_seed, teams.key[team], teams.se[team], u, buffers.strength[team])
        play_one(random_seed, u, teams, pairings, which[i], venue[i], game_tables, buffers)
        out[i, 0], out[i, 1] = buffers.tally[p.POINTS_A], buffers.tally[p.POINTS_B]


def play_each(
    random_seed: int,
    teams: Plain,
    pairings: Plain,
    game_tables: Plain,
    which: Chosen,
    venue: Chosen,
    universe: Chosen,
) -> I2:
    """points[N, 2] of pairing ``which[i]`` at ``venue[i]`` (numbers of ``Venue``) in universe
    ``universe[i]``; a pool task. The arguments are those of ``kernel.play_block``, and so are the
    games: the same address is the same game."""
    out = np.zeros((len(which), 2), dtype=np.int16)
    entrants = Entrants(*teams)
    _play_each(
        random_seed,
        entrants,
        Pairings(*pairings),
        p.GameTables(*game_tables),
        new_buffers(len(entrants.key)),
        which,
        venue,
        universe,
        out,
    )
    return out
