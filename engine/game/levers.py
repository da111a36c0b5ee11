"""Levers: what if a side shot better, turned the ball over less, or the game were faster?

A lever moves the odds of one kind of event in a pairing by the ratio that would move its rate from
the expected value by the asked amount. It acts after the pairing's shooting has been matched to the
ratings, so the margin follows. Random addresses stay, so before and after differ in the lever only.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.errors import BadInput
from engine.game import possession as p
from engine.game.kernel import Pairings

LeverKey = Literal[
    "pace", "threes_taken", "three_share", "two_share", "turnovers", "rebounds", "free_throws"
]
_COLUMNS: dict[str, tuple[int, ...]] = {
    "threes_taken": (p.THREE,),
    "three_share": (p.FG3,),
    "two_share": (p.FG2,),
    "turnovers": (p.TURNOVER,),
    "rebounds": (p.ORB,),
    "free_throws": (p.FT,),
}
KEYS: tuple[LeverKey, ...] = (
    "pace", "threes_taken", "three_share", "two_share", "turnovers", "rebounds", "free_throws"
)  # fmt: skip
LOW, HIGH = 0.02, 0.98  # rates stay between


@dataclass(frozen=True, slots=True)
class Lever:
    """``key`` of ``KEYS``; ``side`` 0 for team a, 1 for team b (of no meaning for pace);
    ``expected``: the value without the lever; ``asked``: with it. Rates are fractions, pace is
    possessions per 40 minutes."""

    key: LeverKey
    side: int
    expected: float
    asked: float

    def __post_init__(self) -> None:
        if self.key not in KEYS:
            raise BadInput(f"“{self.key}” is not a lever.", f"Use {', '.join(KEYS)}.")
        if not (self.expected > 0 and self.asked > 0):
            raise BadInput("A lever's values must be positive.", "Move it back toward the middle.")


def pulled(pairings: Pairings, levers: tuple[Lever, ...], swap: bool) -> Pairings:
    """One pairing with levers; ``swap``: the address names side b first."""
    play_odds, tempo = pairings.play_odds.copy(), pairings.tempo.copy()
    for lever in levers:
        if lever.key == "pace":
            tempo *= lever.expected / lever.asked
            continue
        side = 1 - lever.side if swap else lever.side
        for column in _COLUMNS[lever.key]:
            play_odds[:, side, :, column] *= _odds(lever.asked) / _odds(lever.expected)
    return pairings._replace(play_odds=play_odds, tempo=tempo)


def _odds(rate: float) -> float:
    inside = float(np.clip(rate, LOW, HIGH))
    return inside / (1.0 - inside)
