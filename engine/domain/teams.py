"""A league's teams in a season, with their opponent-adjusted ratings and rates."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from math import nan
from typing import Literal

import numpy as np

from engine.arrays import F8, I4, I8
from engine.errors import UnknownTeam

League = Literal["men", "women"]

LEAGUES: tuple[League, ...] = ("men", "women")

# The columns (axis R) of every rate array, in this order. Plays end in a shot, a trip to the line
# or a turnover: plays = FGA + 0.475 FTA + TOV. See engine/README.md, "Nomenclature".
RATES = (
    "tov",  # turnovers / plays
    "trip",  # 0.475 FTA / (FGA + 0.475 FTA): the share of scoring attempts that end at the line
    "three",  # three-point attempts / FGA
    "fg2",  # two-point shots made / tried
    "fg3",  # three-point shots made / tried
    "ft",  # free throws made / tried
    "orb",  # offensive rebounds / (offensive rebounds + opponent's defensive rebounds)
)


@dataclass(frozen=True, slots=True)
class LeagueSeason:
    """The average game of a league at the end of a season.

    ``pace``: possessions per team and 40 minutes. ``efficiency``: points per 100 possessions.
    ``home_edge``: points per 100 possessions that the home offense gains and the visiting offense
    loses, compared with a neutral floor. ``rate[R]``: fractions in the order of ``RATES``.
    """

    league: League
    season: int
    pace: float
    efficiency: float
    home_edge: float
    rate: F8
    has_style: bool  # False: no box scores, so every team has the league's mean style
    cutoff: str  # the last date whose games entered the ratings (Selection Sunday)
    season_pace: float = nan  # pace and efficiency of the whole season: both fall
    season_efficiency: float = nan  # or rise a little toward March
    season_spread: float = 1.0  # how much further teams are apart over the whole season


LONGEST_ID = 9  # digits of a team id


@dataclass(frozen=True, slots=True, eq=False)
class TeamTable:
    """All rated teams of one league and season; row ``t`` is one team in every array.

    ``pace[T]`` possessions per 40 minutes; ``off_eff[T]``/``def_eff[T]`` points scored/allowed per
    100 possessions against an average opponent on a neutral floor, with posterior standard errors
    ``off_se``/``def_se``, and ``net_se`` of their difference (smaller than either suggests, because
    errors that move both scores cancel); ``offence[T, R]``/``defence[T, R]`` adjusted rates as
    fractions, with standard errors ``offence_se``/``defence_se``; ``home[T]`` points per 100
    possessions that a team's margin on its own floor is beyond the league's home edge. ``digest``
    identifies the bytes the table was read from."""

    base: LeagueSeason
    team_id: I4
    name: tuple[str, ...]
    conference: tuple[str, ...]
    wins: I4
    losses: I4
    pace: F8
    pace_se: F8
    off_eff: F8
    off_se: F8
    def_eff: F8
    def_se: F8
    net_se: F8
    offence: F8
    offence_se: F8
    defence: F8
    defence_se: F8
    home: F8
    digest: str

    @property
    def where(self) -> str:
        """The league and season in words."""
        return f"{self.base.league}'s {self.base.season}"

    def whole_season(self) -> "TeamTable":
        """The same teams with the pace, scoring and differences of the whole season, not of its
        end."""
        base = self.base
        wider = 0.5 * (base.season_spread - 1.0) * (self.off_eff - self.def_eff)
        faster, richer = base.season_pace - base.pace, base.season_efficiency - base.efficiency
        return replace(
            self,
            base=replace(base, pace=base.pace + faster, efficiency=base.efficiency + richer),
            pace=self.pace + faster,
            off_eff=self.off_eff + richer + wider,
            def_eff=self.def_eff + richer - wider,
        )

    def row(self, team: int | str) -> int:
        """Row of a team by id or exact name (case ignored); UnknownTeam offers the nearest
        names."""
        text = str(team).strip()
        if text.isdecimal() and len(text) <= LONGEST_ID:
            found = np.flatnonzero(self.team_id == int(text))
            if found.size:
                return int(found[0])
            raise UnknownTeam(text, self.where, ())
        folded = [name.casefold() for name in self.name]
        if text.casefold() in folded:
            return folded.index(text.casefold())
        close = get_close_matches(text.casefold(), folded, n=3, cutoff=0.5)
        raise UnknownTeam(text, self.where, [self.name[folded.index(c)] for c in close])

    def rows(self, teams: Iterable[int]) -> I8:
        """row[N] of several teams by id; UnknownTeam."""
        asked = np.fromiter(teams, dtype=np.int64)
        order = np.argsort(self.team_id, kind="stable")
        place = np.searchsorted(self.team_id, asked, sorter=order)
        found: I8 = order[np.minimum(place, len(order) - 1)]
        for missing in asked[self.team_id[found] != asked][:1]:
            self.row(int(missing))  # raises
        return found
