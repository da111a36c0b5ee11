"""Who met whom and where: a season's games without their results."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import I8
from engine.domain.teams import League


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """N games of a league and season: team ids ``a[N]`` < ``b[N]``; ``venue[N]`` +1 at a's, -1 at
    b's, 0 neutral. Sorted by a, b and venue, so their order says nothing about dates."""

    league: League
    season: int
    a: I8
    b: I8
    venue: I8

    def meeting(self) -> I8:
        """meeting[N]: how often the two have met before on the same floor (nearly always 0)."""
        same = (np.diff(self.a) == 0) & (np.diff(self.b) == 0) & (np.diff(self.venue) == 0)
        at = np.arange(len(self.a))
        first = np.where(np.concatenate([[True], ~same]), at, 0)
        return np.asarray(at - np.maximum.accumulate(first))

    def at_home(self) -> NDArray[np.bool_]:
        """Whether side b is the home side; on a neutral floor a counts as such."""
        return np.asarray(self.venue < 0)
