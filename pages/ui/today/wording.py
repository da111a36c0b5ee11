"""The words of the Today page."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from engine.run.season.days import SeasonGames
from pages.ui.shell.format import (
    counted,
    full_day,
    game_clock,
    listed,
    long_day,
    percent,
    rating_range,
    short_day,
)

EASTERN = ZoneInfo("America/New_York")
OVER = {"canceled": "Canceled", "postponed": "Postponed", "forfeit": "Forfeit"}
UNDER_WAY = {"suspended": "Suspended"}
NO_FORECAST = "no forecast kept"


def title(day: str, today: str, live: bool) -> str:
    """The page's title."""
    if day == today:
        return f"Today, {full_day(day)[:-5]}"
    return long_day(day) if live else f"{long_day(day)} {day[:4]}"


def lede(games: pd.DataFrame, season: SeasonGames, only: str, nearest: list[str]) -> str:
    """How many games there are, and that of the best teams or the one that surprised most; without
    a game of this season, what there is. ``only``: the filters in words, or nothing; ``nearest``:
    the days beside this one with such games."""
    of = f" ({only})" if only else ""
    if games.empty:
        beside = listed([short_day(day) for day in nearest])
        return f"No Division I game{of}." + (
            f" The nearest days with one: {beside}." * bool(beside)
        )
    found = f"**{counted(len(games), f'{season.league}’s game')}**{of}"
    if season.live:
        return f"{found}. {_highlight(games)}".strip()
    return f"No game of this season is here yet. Shown: {found} of last season."


def _highlight(games: pd.DataFrame) -> str:
    finals = games[(games["status"] == "final") & (games["said"] != "")]
    if not finals.empty:
        first: Any = finals.assign(had=winner_prob(finals)).sort_values("had").iloc[0]
        won = "home" if first["home_points"] > first["away_points"] else "away"
        if first["had"] >= 0.5:
            return "Every favorite won." if len(finals) > 1 else ""
        return f"Least expected: {first[f'{won}_name']} won with {percent(first['had'])}."
    coming = games[~games["status"].isin(OVER) & (games["said"] != "")]
    if coming.empty:
        return ""
    top: Any = coming.loc[(coming["home_rank"] + coming["away_rank"]).sort_values().index].iloc[0]
    return f"Top game: {top['away_name']} {at(top)} {top['home_name']}."


def winner_prob(finals: pd.DataFrame) -> pd.Series:
    """What was said of the side that won."""
    home_won = finals["home_points"] > finals["away_points"]
    return finals["win_prob"].where(home_won, 1.0 - finals["win_prob"])


def at(row: Any) -> str:
    """``at`` the home side, or ``v`` it on a neutral floor."""
    return "v" if row["neutral"] else "at"


def clock(start: str, time_valid: bool) -> str:
    """``7:00 PM ET``, or ``TBD``."""
    if not time_valid or not start:
        return "TBD"
    local = datetime.fromisoformat(start.replace("Z", "+00:00")).astimezone(EASTERN)
    return f"{local:%I:%M %p} ET".lstrip("0")


def state(row: Any) -> str:
    """What stands over a game: its time, how it stands, or how it ended."""
    status = row["status"]
    if status == "final":
        extra = int(row["overtimes"])
        return "Final" + (f" / {extra if extra > 1 else ''}OT" if extra else "")
    if status == "in_progress":
        day = row["date"]
        season = int(day[:4]) + (day[5:7] >= "07")
        return game_clock(row["league"], season, int(row["period"]), row["clock"])
    if status in OVER | UNDER_WAY:
        return (OVER | UNDER_WAY)[status]
    return clock(row["start"], row["time_valid"])


def is_live(row: Any) -> bool:
    """Whether a game is under way and its chances from here are known."""
    return bool(row.get("live_prob", float("nan")) >= 0)


def place(row: Any) -> str:
    """Where it is played, if not at the home side's."""
    if not row["neutral"]:
        return ""
    return f"neutral, {row['venue']}" if row["venue"] else "neutral"


def below(row: Any) -> str:
    """Under a game: the range of its odds, and how close it may be or what was least expected."""
    if row["status"] in OVER:
        return ""
    if not row["said"]:
        return NO_FORECAST.capitalize()
    first = {
        "weaker": 1.0 - row["stronger"], "stronger": 1.0 - row["weaker"],
    }  # fmt: skip
    words = f"{row['away_name']} {rating_range(**first)}"
    if is_live(row):
        return f"Before tip-off: {words}"
    if row["status"] == "final":
        won = "home" if row["home_points"] > row["away_points"] else "away"
        had = row["win_prob"] if won == "home" else 1.0 - row["win_prob"]
        return words if had >= 0.5 else f"{words} · {row[f'{won}_name']} won with {percent(had)}"
    if row["close"] == row["close"]:
        return f"{words} · within 5 points {percent(row['close'])}"
    return words


def about(season: SeasonGames, live: bool) -> str:
    """What the numbers of the list are; ``live``: with games under way."""
    ratings = f"the ratings through {full_day(season.as_of)}"
    score = "Expected points are means over 400 universes. " if season.live else (
        "Expected points are those of regulation by the ratings. "
    )  # fmt: skip
    now = (
        "**Now**, of a game under way, is its chance from score and clock, counted in universes of "
        "these two teams; who has the ball is not known. "
    )
    return (now if live else "") + (
        "**Win** is the probability by the ratings of the evening before the game, for later days "
        f"by {ratings}; it comes from a formula fitted to simulated games, so it has no error of "
        "counting. The range, drawn on the bar, is where it would be if the difference of the two "
        f"teams’ strengths were one standard error smaller or larger. {score}The number before a "
        f"name is its rank by net rating among all teams in {ratings}; records count games "
        "against Division I before that day."
    )
