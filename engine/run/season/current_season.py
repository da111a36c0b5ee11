"""The season that is being played: which days to ask for, what is closed, and which games count.

Nothing here asks a site or touches a file; ``run.season.refresh`` does, by what these functions
say.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

EASTERN = ZoneInfo("America/New_York")
FIRST_DAY, LAST_DAY = (11, 1), (4, 15)  # month and day between which a season is asked for
CLOSES_AT = 7  # o'clock Eastern on the next day: by then the West's games are final
STUCK_DAYS = 3  # a game without a result after this many days counts as missing
REREAD_DAYS = 4  # late corrections
AHEAD_DAYS = 7  # the coming games that a page shows
MONDAY = 0
POSTSEASON = 3  # ESPN's season type; 2 is the regular season with the conference tournaments
OVER = ("final", "canceled", "postponed", "forfeit")
# The NCAA tournaments, roughly: pages may then refresh each minute.
TOURNAMENT = ((3, 14), (4, 9))


@dataclass(frozen=True, slots=True)
class Today:
    """A moment of the season: its US Eastern day, and its hour there."""

    day: str
    hour: int

    @classmethod
    def of(cls, now: datetime) -> "Today":
        """From an aware time."""
        eastern = now.astimezone(EASTERN)
        return cls(eastern.date().isoformat(), eastern.hour)


def season_on(day: str) -> int:
    """The season being played, or that comes next: July already belongs to the next one."""
    return int(day[:4]) + (int(day[5:7]) >= 7)


def first_day(season: int) -> str:
    """The first day that is asked for."""
    return date(season - 1, *FIRST_DAY).isoformat()


def last_day(season: int) -> str:
    """The last day that is asked for."""
    return date(season, *LAST_DAY).isoformat()


def shifted(day: str, days: int) -> str:
    """The day ``days`` days later."""
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def is_tournament_day(day: str) -> bool:
    """Between Selection Sunday and the last championship game?"""
    return TOURNAMENT[0] <= (int(day[5:7]), int(day[8:10])) <= TOURNAMENT[1]


def last_monday(day: str) -> str:
    """The Monday on or before a day."""
    return shifted(day, -((date.fromisoformat(day).weekday() - MONDAY) % 7))


# --- Which days ----------------------------------------------------------------------------------


def wanted_days(
    season: int, today: str, as_of: str, read: Collection[str], swept: str
) -> tuple[list[str], bool]:
    """(days to ask for, is it the whole season?).

    The days not yet closed, the last four, the coming week and every past day never read. Once a
    week, from Monday on, the whole season; ``swept`` is the day when that was done last."""
    start, end = first_day(season), last_day(season)
    sweep = bool(read) and swept < last_monday(today)
    ahead = end if sweep else min(end, shifted(today, AHEAD_DAYS))
    recent = min(shifted(today, -REREAD_DAYS), shifted(as_of, 1))
    days = _days(start, ahead)
    return [day for day in days if sweep or day >= recent or day not in read], sweep


def days_of_now(read_at: Mapping[str, str], today: Today) -> list[str]:
    """On a tournament day the days whose games may end now: today, and until its games are closed
    yesterday. Empty on any other day, and where an earlier day was not read to its end: then the
    usual days are due."""
    if not is_tournament_day(today.day):
        return []
    at_night = today.hour < CLOSES_AT
    over = shifted(today.day, -2 if at_night else -1)
    if not _read_late_enough(over, read_at.get(over)):
        return []
    return [shifted(over, 1), today.day] if at_night else [today.day]


def _days(start: str, end: str) -> list[str]:
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days
    return [shifted(start, n) for n in range(days + 1)]


# --- What is closed ------------------------------------------------------------------------------


def last_closed_day(
    season: int, rows: pd.DataFrame, read_at: Mapping[str, str], today: Today
) -> tuple[str, list[str]]:
    """(*as of*: the last day such that it and all days before are closed, games given up).

    A day is closed when it was read after 07:00 Eastern of the next day and each Division I game
    of it is over; a game stuck for more than three days is given up by name. Before the first
    closed day it is the day before the season. ``read_at``: day -> when it was last read, an aware
    ISO time."""
    open_games = rows[rows["division_one"] & ~rows["status"].isin(OVER)]
    by_day = {str(day): part for day, part in open_games.groupby("date")}
    as_of, missing = shifted(first_day(season), -1), []
    while (day := shifted(as_of, 1)) < today.day and day <= last_day(season):
        if not _read_late_enough(day, read_at.get(day)):
            break
        waiting = by_day.get(day)
        if waiting is not None:
            if shifted(day, STUCK_DAYS) >= today.day:
                break
            missing += [f"{a} at {h} ({day}) never got a result." for a, h in zip(
                waiting["away_name"], waiting["home_name"], strict=True)]  # fmt: skip
        as_of = day
    return as_of, missing


def _read_late_enough(day: str, read_at: str | None) -> bool:
    if read_at is None:
        return False
    closing = datetime.combine(
        date.fromisoformat(shifted(day, 1)), datetime.min.time(), EASTERN
    ) + timedelta(hours=CLOSES_AT)
    return datetime.fromisoformat(read_at.replace("Z", "+00:00")) >= closing


# --- Ratings -------------------------------------------------------------------------------------


def with_members(rows: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Events with our ids: home, away (0 outside Division I) and division_one."""
    ids = dict(zip(members["espn_id"].tolist(), members["team_id"].tolist(), strict=True))
    home, away = (rows[f"{side}_id"].map(ids).fillna(0).astype(int) for side in ("home", "away"))
    return rows.assign(home=home, away=away, division_one=(home > 0) & (away > 0))


def rated_games(rows: pd.DataFrame, boxes: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """The finals between two members up to *as of* with their boxes: what ``rate_season`` takes.

    As in every other season, ratings end with Selection Sunday: the games of the NCAA and other
    postseason tournaments are left out."""
    finals = rows[rows["division_one"] & (rows["status"] == "final") & (rows["date"] <= as_of)]
    finals = finals[~finals["ncaa"] & (finals["season_type"] != POSTSEASON)]
    columns = ["event_id", "date", "home", "away", "neutral", "home_points", "away_points"]
    return finals[[*columns, "overtimes"]].merge(
        boxes.drop(columns=["league", "season"], errors="ignore"), on="event_id", how="left"
    )
