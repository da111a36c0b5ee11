"""Which of ESPN's teams are in Division I, season by season, back to 2002."""

from pathlib import Path

from engine.domain.teams import League
from engine.store.manifest import DATA
from engine.store.seasons import seasons
from engine.store.team_names import espn_teams

# 2020 has no ratings, so its members are those of 2019 and 2021 alike, with the one newcomer.
UNRATED = 2020
NEWCOMERS_OF_2020 = frozenset({2771})  # Merrimack


def espn_ids(league: League, season: int, root: Path = DATA) -> frozenset[int]:
    """ESPN's ids of a season's Division I teams; before the first rated season those of that one,
    after the coming season those of the coming one. DamagedData."""
    rated = seasons(league, root)
    season = min(max(season, rated[0]), rated[-1] + 1)
    if season == UNRATED:
        both = espn_ids(league, season - 1, root) & espn_ids(league, season + 1, root)
        return both | NEWCOMERS_OF_2020
    return frozenset(espn_teams(league, season, root)["espn_id"].tolist())
