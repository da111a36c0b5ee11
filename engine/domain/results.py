"""Results: small integers for each universe, and the fractions counted from them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import F8, I2
from engine.domain.field import Field
from engine.domain.specs import BracketSpec, GameSpec
from engine.stats.estimates import proportion_se


@dataclass(frozen=True, slots=True, eq=False)
class Games:
    """One pairing in U universes; side 0 is team a, side 1 team b.

    ``points[2, U]``, ``half[2, U]`` (points at half time), ``regulation[2, U]`` (points after 40
    minutes), ``possessions[2, U]``, ``overtimes[U]``,
    ``lead_changes[U]``, ``largest_lead[2, U]`` (points; zero when that side never led).
    """

    spec: GameSpec
    points: I2
    half: I2
    regulation: I2
    possessions: I2
    overtimes: I2
    lead_changes: I2
    largest_lead: I2

    @property
    def margin(self) -> I2:
        """Points of a minus points of b, per universe."""
        return np.asarray(self.points[0] - self.points[1], dtype=np.int16)

    @property
    def win_prob(self) -> float:
        """The share of universes in which a wins."""
        return float(np.mean(self.margin > 0))

    @property
    def win_prob_se(self) -> float:
        """Monte-Carlo standard error of ``win_prob``."""
        return float(proportion_se(np.asarray(self.win_prob), self.points.shape[1]))


@dataclass(frozen=True, slots=True, eq=False)
class TournamentResult:
    """``winner[S, U]``: the entrant (row of the field) that won slot s in universe u."""

    spec: BracketSpec
    field: Field
    winner: NDArray[np.uint8]

    def slot_prob(self) -> F8:
        """prob[S, E]: the share of universes in which entrant e wins slot s."""
        entrants = len(self.field.seed)
        count = [np.bincount(row, minlength=entrants) for row in self.winner]
        return np.asarray(np.array(count) / self.winner.shape[1])

    def advancement(self) -> F8:
        """prob[E, 7]: the share of universes in which entrant e wins its game of each round;
        an entrant that skips round 0 has 1 there."""
        return advancement(self.field, self.slot_prob())


def sides(field: Field, winner: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """(strong[S, …], weak[S, …]): the two entrants that met in each slot of ``winner[S, …]``."""
    met = np.empty((2, *winner.shape), dtype=np.uint8)
    for s in range(len(field.slot)):
        met[0, s], met[1, s] = field.arriving(winner, s)
    return met[0], met[1]


def packed_bits(field: Field, winner: NDArray[np.uint8]) -> list[bytes]:
    """``winner[S, U]`` as one bit for each slot and universe, set where the strong side won; the
    first universe is the highest bit of a slot's first byte."""
    strong, _ = sides(field, winner)
    return [row.tobytes() for row in np.packbits(winner == strong, axis=1)]


def winner_from(field: Field, packed: Sequence[bytes], universes: int) -> NDArray[np.uint8]:
    """``winner[S, U]`` again from its ``packed_bits``."""
    winner = np.empty((len(field.slot), universes), dtype=np.uint8)
    for s in range(len(field.slot)):
        strong_won = np.unpackbits(np.frombuffer(packed[s], np.uint8), count=universes)
        winner[s] = np.where(strong_won, *field.arriving(winner, s))
    return winner


def advancement(field: Field, slot_prob: F8) -> F8:
    """prob[E, 7] from ``slot_prob[S, E]``: a round's slots have different entrants, so their shares
    add up."""
    prob = np.zeros((slot_prob.shape[1], 7))
    np.add.at(prob.T, field.round.astype(np.intp), slot_prob)
    plays_first_four = field.reach()[field.round == 0].any(axis=0)
    prob[~plays_first_four, 0] = 1.0
    return prob
