"""The tournament's field and tree: who is in, which slot feeds which, who plays at home."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.domain.teams import League

ROUND_NAMES = (
    "First Four",
    "Round of 64",
    "Round of 32",
    "Sweet 16",
    "Elite Eight",
    "Final Four",
    "Championship",
)
OPENING_ROUND = "Opening Round"  # what round 0 is called in a field of more teams than this:
FIRST_FOUR_TEAMS = 68
# One key a round, for files and the command line: the probability of winning in that round.
ROUND_KEYS = ("first_four", "r64", "r32", "s16", "e8", "f4", "champion")

NEUTRAL = -1


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One season's bracket. Axes: E entrants (in seed order W01, W02, …), S slots in playing order.

    ``feeder[S, 2]``: the strong and the weak side of each slot; ``e >= 0`` is entrant e, ``f < 0``
    is the winner of slot ``-f - 1`` (always an earlier one). ``host[S]``: the entrant whose own
    arena it is (it plays at home if it gets there), or NEUTRAL. ``round[S]``: 0 for a place in the
    round of 64, 1 the round of 64 … 6 the championship. ``slot`` names follow the public tables:
    ``R1W1``, ``R6CH``, in round 0 the seed that the winner gets (``X16``).
    """

    league: League
    season: int
    seed: tuple[str, ...]
    team_id: NDArray[np.int32]
    slot: tuple[str, ...]
    round: NDArray[np.int8]
    feeder: NDArray[np.int16]
    host: NDArray[np.int16]
    region: dict[str, str]  # letter -> name: {"W": "East", …}
    digest: str

    @property
    def round_names(self) -> tuple[str, ...]:
        """``ROUND_NAMES`` with the name that round 0 has in a field of this size."""
        if len(self.seed) <= FIRST_FOUR_TEAMS:
            return ROUND_NAMES
        return (OPENING_ROUND, *ROUND_NAMES[1:])

    @property
    def counted(self) -> NDArray[np.bool_]:
        """counted[S]: the games that bracket pools count, those from the round of 64 on."""
        return np.asarray(self.round > 0)

    def seed_line(self, entrant: int) -> int:
        """1-16."""
        return int(self.seed[entrant][1:3])

    def reach(self) -> NDArray[np.bool_]:
        """reach[S, E]: entrant e can play in (and so win) slot s."""
        can = np.zeros((len(self.slot), len(self.seed)), dtype=np.bool_)
        for s, sides in enumerate(self.feeder):
            for side in sides:
                if side >= 0:
                    can[s, side] = True
                else:
                    can[s] |= can[-side - 1]
        return can


@dataclass(frozen=True, slots=True)
class RealGame:
    """One tournament game as it was played. ``points`` are the winner's and the loser's;
    both zero for the one no contest (2021)."""

    slot: str
    winner_id: int
    loser_id: int
    winner_points: int
    loser_points: int
    overtimes: int
