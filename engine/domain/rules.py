"""The rules of a league in a season."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.domain.teams import League
from engine.errors import UnknownSeason

NEVER = 99  # more team fouls than a period has

# Seasons whose rules are known here: from the men's 35-second clock to the season that is being
# played, whose lengths, fouls and clock are those of 2026.
FIRST, LAST = 1994, 2027
WOMEN_QUARTERS_SINCE = 2016
THIRTY_SECOND_CLOCK_SINCE = 2016  # men; 35 seconds before. Women have had 30 throughout.


@dataclass(frozen=True, slots=True)
class Rules:
    """Lengths in seconds; team fouls in a period from which the bonus applies.

    ``one_and_one``: from this foul on, a foul away from a shot gives free throws, the second one
    only if the first is made; from ``two_shots`` fouls on, always two. Overtime carries the last
    period's fouls. Sources: NCAA rule books, men's and women's changes of 2015-16."""

    periods: int
    seconds: int
    overtime: int
    one_and_one: int
    two_shots: int
    shot_clock: int

    def row(self) -> NDArray[np.int64]:
        """The kernel's columns: periods, seconds, overtime, one-and-one, two shots."""
        return np.array(
            [self.periods, self.seconds, self.overtime, self.one_and_one, self.two_shots],
            dtype=np.int64,
        )


def rules(league: League, season: int) -> Rules:
    """Men and women before 2016: halves with the one-and-one; women since: quarters, two shots.

    UnknownSeason for a season whose rules are not known."""
    if not FIRST <= season <= LAST:
        raise UnknownSeason(
            f"The rules of {season} are not known.", f"Choose a season from {FIRST} to {LAST}."
        )
    if league == "women" and season >= WOMEN_QUARTERS_SINCE:
        return Rules(4, 600, 300, one_and_one=5, two_shots=5, shot_clock=30)
    clock = 35 if league == "men" and season < THIRTY_SECOND_CLOCK_SINCE else 30
    return Rules(2, 1200, 300, one_and_one=7, two_shots=10, shot_clock=clock)
