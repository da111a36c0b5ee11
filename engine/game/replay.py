"""One game with its log on: played again from its random address.

Nothing here reads the data, so that a worker can replay a game, too."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8, I8
from engine.domain.rules import Rules, rules
from engine.domain.specs import GameSpec
from engine.game import kernel
from engine.game import possession as p
from engine.game.kernel import Entrants, Pairings
from engine.game.random_streams import PLAYERS, folded, root


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """One game, play by play; side 0 is ``spec.a``, side 1 ``spec.b``.

    ``log[N, LOG_COLUMNS]``: one row for each play, columns ``possession.L_*``; ``points``,
    ``half``, ``regulation``, ``possessions``, ``largest_lead``: of both sides, from the kernel's
    tally; ``wait``: seconds to a rebound after a shot (offense, defense) and after a free throw;
    ``key``: the stream that credits players, which never changes the game; ``swap``: the address
    names side 1 first."""

    spec: GameSpec
    universe: int
    rules: Rules
    log: I8
    points: tuple[int, int]
    half: tuple[int, int]
    regulation: tuple[int, int]
    possessions: tuple[int, int]
    largest_lead: tuple[int, int]
    lead_changes: int
    overtimes: int
    wait: tuple[float, float, float]
    key: int
    swap: bool

    @property
    def seconds(self) -> F8:
        """seconds[N]: left in the period at each play's shot, turnover or foul."""
        return np.asarray(self.log[:, p.L_TENTHS] / 10.0)

    @property
    def last_of_period(self) -> NDArray[np.bool_]:
        """last[N]: whether the play is the last of its period."""
        period = self.log[:, p.L_PERIOD]
        return np.append(period[1:] != period[:-1], True)

    @property
    def left(self) -> F8:
        """left[N]: seconds left in regulation at each play, or in its overtime."""
        rules, period = self.rules, self.log[:, p.L_PERIOD]
        return np.asarray(self.seconds + rules.seconds * np.maximum(rules.periods - period, 0))


def logged_game(
    spec: GameSpec,
    u: int,
    teams: Entrants,
    pairings: Pairings,
    venue: int,
    game_tables: p.GameTables,
    swap: bool,
    meeting: int = 0,
) -> Replay:
    """Universe ``u`` of a pairing as its kernel inputs describe it; ``swap``: they name the spec's
    side b first, and ``venue`` is seen from the side named first; ``meeting``: as in
    ``season_play``, how often the two met there before."""
    tally, log = _played(spec.random_seed, u, teams, pairings, venue, game_tables, meeting)
    if swap:
        log[:, p.L_SIDE] = 1 - log[:, p.L_SIDE]
        log[:, [p.L_POINTS_A, p.L_POINTS_B]] = log[:, [p.L_POINTS_B, p.L_POINTS_A]]

    def pair(column: int) -> tuple[int, int]:
        first, second = int(tally[column]), int(tally[column + 1])
        return (second, first) if swap else (first, second)

    return Replay(
        spec=spec,
        universe=u,
        rules=rules(spec.league, max(spec.a.season, spec.b.season)),
        log=log,
        points=pair(p.POINTS_A),
        half=pair(p.HALF_A),
        regulation=pair(p.REG_A),
        possessions=pair(p.POSS_A),
        largest_lead=pair(p.LARGEST_A),
        lead_changes=int(tally[p.LEAD_CHANGES]),
        overtimes=int(tally[p.OVERTIMES]),
        wait=(
            float(game_tables.shared[p.OFF_DELAY]),
            float(game_tables.shared[p.DEF_DELAY]),
            float(game_tables.shared[p.FT_DELAY]),
        ),
        key=_players_key(
            spec.random_seed + meeting, teams.key[[pairings.a[0], pairings.b[0]]], venue, u
        ),
        swap=swap,
    )


def _played(
    random_seed: int,
    u: int,
    teams: Entrants,
    pairings: Pairings,
    venue: int,
    game_tables: p.GameTables,
    meeting: int,
) -> tuple[I8, I8]:
    """(tally, log) of universe u: played once to count the plays and once more to log them."""
    plays = 0
    for _ in range(2):
        buffers = kernel.new_buffers(2, plays)
        for team in range(2):
            kernel.draw_strength(
                random_seed, teams.key[team], teams.se[team], u, buffers.strength[team]
            )
        kernel.play_one(random_seed + meeting, u, teams, pairings, 0, venue, game_tables, buffers)
        plays = int(buffers.tally[p.PLAYS])
    return buffers.tally, buffers.log


def _players_key(random_seed: int, team: I8, venue: int, u: int) -> int:
    """The game's address (``team[2, 2]``: ids and seasons) with the purpose PLAYERS."""
    key = root(random_seed, PLAYERS)
    for part in (*team.ravel().tolist(), venue, u):
        key = folded(np.uint64(key), part)
    return int(key)
