"""One play, and the words its columns use."""

from dataclasses import dataclass

# How the ball was won. "technical" marks rows of technical free throws, which are no plays.
START_TYPES = (
    "period_start", "after_made", "def_reb", "steal", "dead_turnover", "off_reb", "kept",
    "technical",
)  # fmt: skip
OUTCOMES = (
    "steal", "dead_tov", "off_foul", "floor_foul", "bonus_1and1", "bonus_2",
    "two_miss", "two_made", "two_and1", "two_fouled",
    "three_miss", "three_made", "three_and1", "three_fouled", "period_end", "other",
)  # fmt: skip
REBOUNDS = ("none", "off", "def")


@dataclass(slots=True)
class Play:
    """One play; see ``pbp.COLUMNS`` for units."""

    game: str
    period: int
    side: int  # 1 home, 0 visitors, -1 not known yet (start of a period)
    start_left: int
    start_type: str
    lead: int = 0
    team_fouls_def: int = 0
    outcome: str = ""
    act_left: int = 0  # clock at the shot, turnover or foul
    end_left: int = 0  # clock when the next play starts
    blocked: bool = False
    rim: bool = False
    assisted: bool = False
    ft_tried: int = 0
    ft_made: int = 0
    ft_hits: int = 0  # bit k: free throw k+1 went in
    rebound: str = "none"
    by_team: bool = False
    points: int = 0
    last: bool = False
    intentional: bool = False
    clean: bool = True
