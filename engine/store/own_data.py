"""Own data: what a person brought for one season, as one of the ``datasets``."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from engine.domain.field import Field
from engine.domain.teams import League, TeamTable

Kind = Literal["games", "ratings", "field"]
KINDS: tuple[Kind, ...] = ("games", "ratings", "field")


@dataclass(frozen=True, slots=True, eq=False)
class OwnData:
    """Own data of one league and season.

    ``mark``: twelve hexadecimal digits that name what is in the files, however it is spelled;
    links and files show it. ``digest``: the same with the ratings that the files rest on; requests
    use it. ``table``: the season's teams by these data."""

    league: League
    season: int
    mark: str
    digest: str
    games: pd.DataFrame | None
    ratings: pd.DataFrame | None
    field: Field | None
    table: TeamTable

    def about(self, league: League, season: int) -> bool:
        """Whether they are of this season."""
        return (self.league, self.season) == (league, season)

    def teams_of(self, league: League, season: int) -> TeamTable | None:
        """The teams of their season by these data."""
        return self.table if self.about(league, season) else None

    def field_of(self, league: League, season: int) -> Field | None:
        """The field, if they have one of this season."""
        return self.field if self.about(league, season) else None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What there is."""
        return tuple(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def contents(self) -> str:
        """What there is, in words: ``1,204 games, field of 76 teams``."""
        parts = []
        if self.games is not None:
            parts.append(f"{len(self.games):,} games")
        if self.ratings is not None:
            parts.append(f"ratings of {len(self.ratings):,} teams")
        if self.field is not None:
            parts.append(f"field of {len(self.field.seed)} teams")
        return ", ".join(parts)
