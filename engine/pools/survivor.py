"""Survivor pools: one team each round, never the same twice, and every one has to win."""

from dataclasses import dataclass

import numpy as np

from engine.arrays import U1
from engine.errors import BadInput
from engine.pools.board import Board

WIDTH = 200  # plans kept after each round of the search


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """``contestant[6]``: the team of each round (-1: none left to choose); ``alive[6]``: the
    chance that all picks up to a round have won, counted in the same universes."""

    contestant: tuple[int, ...]
    alive: tuple[float, ...]


def plan(board: Board, won: U1, used: tuple[int, ...] = (), first_round: int = 1) -> Plan:
    """The plan with the largest chance that every pick wins, by beam search over joint wins in
    ``won[P, U]``. ``used``: contestants already spent; ``first_round``: the next one to pick."""
    rounds = board.path.shape[1]
    if not 1 <= first_round <= rounds:
        raise BadInput(f"There is no round {first_round}.", f"Choose 1 to {rounds}.")
    wins = _wins(board, won)
    everyone = np.ones(won.shape[1], dtype=np.bool_)
    beam: list[tuple[tuple[int, ...], np.ndarray]] = [((), everyone)]
    for r in range(rounds, first_round - 1, -1):  # few teams win late: choose those first
        beam = _next(beam, wins[:, r - 1], set(used))
    chosen, _ = beam[0]
    return Plan(chosen, alive(wins, chosen, first_round))


def _wins(board: Board, won: U1) -> np.ndarray:
    """wins[C, 6, U]: a contestant wins its game of a round."""
    return np.asarray(won[board.path] == np.arange(board.contestants)[:, None, None])


def _next(
    beam: list[tuple[tuple[int, ...], np.ndarray]], wins: np.ndarray, used: set[int]
) -> list[tuple[tuple[int, ...], np.ndarray]]:
    candidates: list[tuple[float, tuple[int, ...], np.ndarray]] = []
    counts = wins.astype(np.float32)
    for chosen, living in beam:
        joint = counts @ living.astype(np.float32)
        best = np.argsort(-joint, kind="stable")[: 3 * len(chosen) + 12].tolist()
        candidates.extend(
            (float(joint[c]), (c, *chosen), living)
            for c in best
            if c not in used and c not in chosen
        )
    candidates.sort(key=lambda found: -found[0])
    distinct: dict[tuple[int, ...], tuple[tuple[int, ...], np.ndarray]] = {}
    for _, chosen, living in candidates:
        if len(distinct) == WIDTH:
            break
        distinct.setdefault(chosen, (chosen, living & wins[chosen[0]]))
    return list(distinct.values())


def safest_now(board: Board, won: U1, used: tuple[int, ...] = (), first_round: int = 1) -> Plan:
    """The plan that takes the likeliest winner of each round without looking ahead; ``used`` and
    ``first_round`` as in ``plan``."""
    wins = _wins(board, won)
    chosen: tuple[int, ...] = ()
    for r in range(first_round - 1, board.path.shape[1]):
        order = np.argsort(-wins[:, r].mean(axis=1), kind="stable").tolist()
        chosen = (*chosen, next(c for c in order if c not in chosen and c not in used))
    return Plan(chosen, alive(wins, chosen, first_round))


def measured(board: Board, won: U1, made: Plan, first_round: int = 1) -> Plan:
    """The same plan counted in universes ``won[P, U]`` that did not choose it."""
    return Plan(made.contestant, alive(_wins(board, won), made.contestant, first_round))


def alive(wins: np.ndarray, chosen: tuple[int, ...], first_round: int) -> tuple[float, ...]:
    """The chance that all picks so far have won, after each round."""
    living = np.ones(wins.shape[2], dtype=np.bool_)
    chances = []
    for r, c in enumerate(chosen, first_round):
        living = living & wins[c, r - 1]
        chances.append(float(living.mean()))
    return tuple(chances)
