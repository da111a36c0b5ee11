"""A season's schedule: teams and venues of its games, without results."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.arrays import I8
from engine.domain.teams import League


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """N games of a league and season: team ids ``a[N]`` < ``b[N]``; ``venue[N]``: signs as in
    ``Venue.sign``. Sorted by a, b and venue, not by date."""

    league: League
    season: int
    a: I8
    b: I8
    venue: I8

    def meeting(self) -> I8:
        """meeting[N]: how often the two teams met before at the same venue (nearly always 0)."""
        same = (np.diff(self.a) == 0) & (np.diff(self.b) == 0) & (np.diff(self.venue) == 0)
        at = np.arange(len(self.a))
        first = np.where(np.concatenate([[True], ~same]), at, 0)
        return np.asarray(at - np.maximum.accumulate(first))

    def at_home(self) -> NDArray[np.bool_]:
        """Whether b is the home side; on a neutral floor a counts as the home side."""
        return np.asarray(self.venue < 0)
