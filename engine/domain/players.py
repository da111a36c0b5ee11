"""A team's players in a season, and the rates at which scorers credit events to players.

Plain arrays and frozen types. ``recap.rotation`` turns a roster into lineups, ``recap.scorer``
credits players with the events of a finished game."""

from dataclasses import dataclass

from engine.arrays import F8, I8

# Season counts of a player (axis C of ``Roster.count``), in this order.
COUNTS = (
    "fgm2", "fga2", "fgm3", "fga3", "ftm", "fta", "orb", "drb", "ast", "stl", "blk", "tov", "pf",
)  # fmt: skip
FGM2, FGA2, FGM3, FGA3, FTM, FTA, ORB, DRB, AST, STL, BLK, TOV, PF = range(len(COUNTS))

ON_FLOOR = 5
FOULS_OUT = 5  # personal fouls that end a player's game

# What was missed: the first axis of ``CreditRates.team_rebound``.
MISS_2, MISS_3, MISS_2_BLOCKED, MISS_3_BLOCKED, MISS_FT = range(5)
SINGLE = (
    "team_turnover",
    "charge",
    "block_rate",
)  # plain numbers, the first fields of ``CreditRates``


@dataclass(frozen=True, slots=True, eq=False)
class Roster:
    """N players of one team and season, the most minutes first.

    ``minutes[N]``: share of the team's games that the player was on the floor (they sum to about
    five); ``count[N, C]``: season counts in the order of ``COUNTS``; ``games``: games the team
    played; ``player_id[N]``, the same in every season of a player; ``played[N]``: games of the team
    that the player took part in."""

    season: int
    team_id: int
    name: tuple[str, ...]
    minutes: F8
    count: F8
    games: int
    player_id: I8
    played: F8


@dataclass(frozen=True, slots=True, eq=False)
class CreditRates:
    """How often events are credited to players, as shares measured from play-by-play.

    ``blocked[2, 3]``: of missed twos and threes, by the rebound (none, offense,
    defense). ``assisted[2, 7]``: of made twos and threes without a foul, by start type;
    ``assisted_and1[2]``: of those with a foul; ``assisted_all[2]``: of both together.
    ``team_rebound[5, 2]``: rebounds credited to no player, by what was missed (MISS_2 …) and who
    got it (offense, defense). ``team_turnover``: of turnovers that are neither stolen nor charges,
    those credited to no player. ``and1[2]``: of made twos and threes, those with a foul.
    ``charge``: of turnovers, the offensive fouls. ``block_rate``: blocks by a team per 100
    possessions of its opponent."""

    team_turnover: float
    charge: float
    block_rate: float
    blocked: F8
    assisted: F8
    assisted_and1: F8
    assisted_all: F8
    team_rebound: F8
    and1: F8
