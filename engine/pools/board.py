"""The bracket as every pool site draws it: one position a game from the Round of 64 on.

A First Four pair is one contestant of the board: whoever of the two wins, the pick is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.arrays import F8, I8, U1
from engine.bracket.picks import OPEN, Picks
from engine.domain.field import Field
from engine.errors import BadInput


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """Axes: P positions in playing order (63), C contestants from top to bottom of the bracket
    (64), E entrants of the field.

    ``slot[P]``: the field's slot; ``round[P]``: 1 … 6; ``feeder[P, 2]``: ``c >= 0`` is a
    contestant, ``f < 0`` the winner of position ``-f - 1``; ``contestant[E]``: whom an entrant
    belongs to; ``line[C]``: seed line; ``path[C, 6]``: the positions a contestant has to win;
    ``meet[C, C]``: the position in which two contestants can meet (0 on the diagonal, unused).
    """

    field: Field
    slot: I8
    round: I8
    feeder: I8
    contestant: I8
    line: I8
    path: I8
    meet: I8

    @property
    def contestants(self) -> int:
        """64 in a real tournament."""
        return len(self.line)

    def members(self, c: int) -> list[int]:
        """The entrants of a contestant: one, or a pair of the First Four."""
        return [int(e) for e in np.flatnonzero(self.contestant == c)]

    def winners(self, winner: U1) -> U1:
        """won[P, …]: the contestant that won each position, from ``winner[S, …]`` of a run."""
        return np.asarray(self.contestant.astype(np.uint8)[winner[self.slot]])

    def chosen(self, picks: Picks) -> U1:
        """choice[P] of a complete bracket; BadInput for an open one."""
        entrant = np.array(picks.entrant)
        if len(entrant) != len(self.field.slot):
            raise BadInput(
                "This bracket belongs to another tournament.",
                "Use a bracket of the pool's league and season.",
            )
        entrant = entrant[self.slot]
        if (entrant == OPEN).any():
            missing = int((entrant == OPEN).sum())
            raise BadInput(
                f"This bracket leaves {missing} games open.",
                "Fill every game from the Round of 64 on, then enter it.",
            )
        return np.asarray(self.contestant[entrant], dtype=np.uint8)

    def picks(self, choice: U1, slot_prob: F8) -> Picks:
        """The same bracket as picks of the field; a First Four pair is represented by the member
        likelier to win its First Four game, by ``slot_prob[S, E]``."""
        entrant = [OPEN] * len(self.field.slot)
        chances = slot_prob[self.field.round <= 1].sum(axis=0)
        best = [max(self.members(c), key=lambda e: chances[e]) for c in range(self.contestants)]
        for p, s in enumerate(self.slot):
            entrant[s] = best[int(choice[p])]
        for s in np.flatnonzero(self.field.round == 0):
            inside = np.flatnonzero(self.field.reach()[s])
            entrant[s] = best[int(self.contestant[inside[0]])]
        return Picks(tuple(entrant))

    def sides(self, won: U1) -> tuple[U1, U1]:
        """(strong[P, …], weak[P, …]): who meets in each position of ``won[P, …]``."""
        met = np.empty((2, *won.shape), dtype=np.uint8)
        for p, feeders in enumerate(self.feeder.tolist()):
            for side, f in enumerate(feeders):
                met[side, p] = f if f >= 0 else won[-f - 1]
        return met[0], met[1]


def board_of(field: Field) -> Board:
    """The board of a field of any size whose later rounds are a full tree."""
    slot = np.flatnonzero(field.round >= 1)
    position = {int(s): p for p, s in enumerate(slot)}
    leaves = _leaves(field, len(field.slot) - 1)
    contestant = np.full(len(field.seed), OPEN, dtype=np.int64)
    for c, (_, entrants) in enumerate(leaves):
        contestant[list(entrants)] = c
    leaf = {side: c for c, (side, _) in enumerate(leaves)}
    feeder = np.array(
        [
            [leaf[side] if side in leaf else -position[-side - 1] - 1 for side in sides]
            for sides in field.feeder[slot].tolist()
        ],
        dtype=np.int64,
    )
    path = _paths(feeder, len(leaves))
    lines = [field.seed_line(entrants[0]) for _, entrants in leaves]
    return Board(
        field=field,
        slot=slot.astype(np.int64),
        round=field.round[slot].astype(np.int64),
        feeder=feeder,
        contestant=contestant,
        line=np.array(lines, dtype=np.int64),
        path=path,
        meet=_meetings(path),
    )


def _leaves(field: Field, s: int) -> list[tuple[int, tuple[int, ...]]]:
    """(side, entrants) of every contestant below slot s: an entrant, or a First Four slot."""
    found: list[tuple[int, tuple[int, ...]]] = []
    for side in field.feeder[s].tolist():
        if side >= 0:
            found.append((side, (side,)))
        elif field.round[-side - 1] == 0:
            found.append((side, tuple(_entrants(field, -side - 1))))
        else:
            found += _leaves(field, -side - 1)
    return found


def _entrants(field: Field, s: int) -> list[int]:
    sides = field.feeder[s].tolist()
    return [e for f in sides for e in ([f] if f >= 0 else _entrants(field, -f - 1))]


def _paths(feeder: I8, contestants: int) -> I8:
    later = {int(f): p for p, sides in enumerate(feeder.tolist()) for f in sides}
    paths = []
    for c in range(contestants):
        way, at = [], c
        while at in later:
            way.append(later[at])
            at = -later[at] - 1
        paths.append(way)
    return np.array(paths, dtype=np.int64)


def _meetings(path: I8) -> I8:
    same = path[:, None, :] == path[None, :, :]
    first = np.argmax(same, axis=2)
    return np.take_along_axis(path[:, None, :].repeat(len(path), 1), first[..., None], 2)[..., 0]


def advancement(board: Board, win: F8) -> F8:
    """prob[…, C, 6]: the chance to win the game of each round, for independent games.

    ``win[…, C, C]``: P(the first beats the second) where they can meet; leading axes are batches.
    P(c wins its game in round r) = P(c wins in r - 1) x sum over the opponents o there of
    P(o wins in r - 1) P(c beats o).
    """
    reached = np.ones(win.shape[:-1])
    prob = []
    for r in range(1, board.path.shape[1] + 1):
        left, right = halves(board, r)
        block = win[..., left[:, :, None], right[:, None, :]]
        reached = meet(reached, left, right, block)
        prob.append(reached)
    return np.stack(prob, axis=-1)


def halves(board: Board, r: int) -> tuple[I8, I8]:
    """(left[G, n], right[G, n]): the contestants of both sides of the G games of round r."""
    both = np.arange(board.contestants).reshape(-1, 2, 2 ** (r - 1))
    return both[:, 0], both[:, 1]


def meet(reached: F8, left: I8, right: I8, block: F8) -> F8:
    """The chance to win a round's game [..., C] from the chance ``reached[..., C]`` to play in it
    and ``block[..., G, n, n]``: P(the left contestant beats the right one)."""
    from_left, from_right = reached[..., left], reached[..., right]
    won = np.empty_like(reached)
    won[..., left] = from_left * (block @ from_right[..., None])[..., 0]
    won[..., right] = (
        from_right * ((1.0 - np.swapaxes(block, -1, -2)) @ from_left[..., None])[..., 0]
    )
    return won


def as_uint8(choices: Sequence[U1]) -> U1:
    """choice[P, N] from N brackets of [P]."""
    return np.ascontiguousarray(np.stack(choices, axis=1).astype(np.uint8))
