"""The tournament's field and tree: entrants, which slot feeds which, and the hosts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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

NEUTRAL = -1  # a slot that no entrant hosts
OPEN = -1  # a slot whose winner is not decided


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One season's bracket. Axes: E entrants (in seed order W01, W02, …), S slots in playing order.

    ``feeder[S, 2]``: the strong and the weak side of each slot; ``e >= 0`` is entrant e, ``f < 0``
    is the winner of slot ``-f - 1`` (always an earlier one). ``host[S]``: the entrant whose own
    arena it is (it plays at home if it gets there), or NEUTRAL. ``round[S]``: 0 for a place in
    the round of 64, 1 round of 64 … 6 championship. ``slot`` names follow the public tables:
    ``R1W1``, ``R6CH``, and in round 0 the seed that the winner gets (``X16``). ``source``: the
    digest of the ratings that it is played with if they are not the embedded ones
    (``store.datasets``). ``own``: it was brought by a person, not drawn by the committee.
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
    source: str = ""
    own: bool = False

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

    def arriving(self, winner: Any, s: int, entrant: Any = None) -> tuple[Any, Any]:
        """What comes into slot s from its strong and its weak side.

        ``winner[S, …]`` holds something for the winner of each slot. An entrant that starts in slot
        s is its own number, or ``entrant[e]`` if ``entrant[E, …]`` is given."""
        strong, weak = (
            winner[-side - 1] if side < 0 else side if entrant is None else entrant[side]
            for side in self.feeder[s].tolist()
        )
        return strong, weak

    def earlier(self, s: int) -> tuple[int, ...]:
        """The slots whose winners come into slot s: none, one or two."""
        return tuple(-side - 1 for side in self.feeder[s].tolist() if side < 0)

    def meeting_slot(self, e: int, f: int) -> int:
        """The one slot in which two entrants can meet: the first that both can reach."""
        reach = self.reach()
        return int(np.argmax(reach[:, e] & reach[:, f]))

    def reach(self) -> NDArray[np.bool_]:
        """reach[S, E]: entrant e can play in (and so win) slot s."""
        return self.possible([OPEN] * len(self.slot))

    def possible(self, decided: Sequence[int] | NDArray[np.integer]) -> NDArray[np.bool_]:
        """possible[S, E]: entrant e can still win slot s, where ``decided[S]`` is the entrant known
        to win the slot, or OPEN."""
        everyone = np.eye(len(self.seed), dtype=np.bool_)
        can = np.zeros((len(self.slot), len(self.seed)), dtype=np.bool_)
        for s, entrant in enumerate(decided):
            strong, weak = self.arriving(can, s, everyone)
            can[s] = strong | weak if entrant == OPEN else everyone[entrant]
        return can


@dataclass(frozen=True, slots=True)
class RealGame:
    """The result of one real tournament game. Both points are zero for the one no contest
    (2021)."""

    slot: str
    winner_id: int
    loser_id: int
    winner_points: int
    loser_points: int
    overtimes: int
