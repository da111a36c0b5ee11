"""What must hold before new games are believed. Each gate returns sentences; none is good news.

Day gates look at one day's answer and reject that day only: the day's earlier rows stay, and the
day stops *as of*. Season gates look at everything together and keep the whole old snapshot.
``rows`` are ``espn.EVENT_COLUMNS`` with ``division_one`` besides.
"""

from collections.abc import Collection
from typing import Any

import pandas as pd

from engine.sources.espn import EVENT_COLUMNS, MOST_POINTS

MEMBERS = (355, 370)  # plausible numbers of Division I teams
CONFERENCES, IN_ONE_SHARE = (28, 36), 0.97  # plausible numbers; members in one of them
SEEN_BY, SEEN_SHARE = "12-01", 0.97  # of the members, by 1 December
CONFERENCE_GAMES_OF_AN_UNKNOWN = 3
CHANGED_SHARE, CHANGED_FEW = 0.01, 3
AGREEMENT = 0.995
BOXES_SHARE, BOXES_AFTER_DAYS = 0.90, 2
MISSING_SHARE, MISSING_FEW = 0.10, 3  # scheduled games that a day may lose at once
OVER = ("final", "canceled", "postponed", "forfeit")


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _label(row: dict[str, Any]) -> str:
    return f"{row['away_name']} at {row['home_name']} ({row['date']})"


def _some(sentences: list[str], most: int = 5) -> list[str]:
    """The first few, and how many more there are."""
    more = len(sentences) - most
    return sentences[:most] + ([f"And {more} more like these."] if more > 0 else [])


# --- One day -------------------------------------------------------------------------------------


def lost_games(
    day: str, before: pd.DataFrame, now: pd.DataFrame, moved: Collection[int]
) -> list[str]:
    """Games of a day that were known and came no longer. A final that is gone rejects the day; so
    do many scheduled games at once. Games that were ``moved`` to another day are not lost."""
    gone = before[~before["event_id"].isin(set(now["event_id"]) | set(moved))]
    finals = gone[gone["status"] == "final"]
    if len(finals):
        return _some([f"{_label(row)} was final and is gone." for row in _rows(finals)])
    open_games = gone[~gone["status"].isin(OVER)]
    if len(open_games) > max(MISSING_FEW, MISSING_SHARE * len(before)):
        came = f"{len(now)} of {len(before)} known games"
        return [f"{day}: only {came} came, so the answer may be cut."]
    return []


def reopened(before: pd.DataFrame, now: pd.DataFrame) -> list[str]:
    """Finals that are no longer final, which no correction explains."""
    old = before[before["status"] == "final"]["event_id"]
    again = now[now["event_id"].isin(old) & ~now["status"].isin(("final", "forfeit", "canceled"))]
    now_what = [f"{_label(row)} was final and is now {row['status']}." for row in _rows(again)]
    return _some(now_what)


# --- The season ----------------------------------------------------------------------------------


def columns_complete(rows: pd.DataFrame) -> list[str]:
    """Every column is there."""
    missing = [name for name in EVENT_COLUMNS if name not in rows]
    return [f"The games lack the columns {', '.join(missing)}."] if missing else []


def no_event_twice(rows: pd.DataFrame) -> list[str]:
    """An event id stands for one game."""
    twice = rows[rows["event_id"].duplicated()]
    return _some([f"{_label(row)} came twice." for row in _rows(twice)])


def impossible(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Finals without two different scores from 0 to 200."""
    home, away = rows["home_points"], rows["away_points"]
    sound = home.between(0, MOST_POINTS) & away.between(0, MOST_POINTS) & (home != away)
    return (rows["status"] == "final") & ~sound


def possible_scores(rows: pd.DataFrame) -> list[str]:
    """A sentence for each ``impossible`` final."""
    return _some([f"{_label(row)}: the score {row['home_points']:g}-{row['away_points']:g} is "
                  "impossible." for row in _rows(rows[impossible(rows)])])  # fmt: skip


def plausible_members(members: Collection[int]) -> list[str]:
    """The team map holds about as many teams as Division I has."""
    low, high = MEMBERS
    if low <= len(members) <= high:
        return []
    return [f"The team map has {len(members)} Division I teams; {low} to {high} were expected."]


def teams_seen(rows: pd.DataFrame, members: Collection[int], season: int, today: str) -> list[str]:
    """By 1 December nearly every Division I team has a game."""
    seen = (set(rows["home_id"]) | set(rows["away_id"])) & set(members)
    if today < f"{season - 1}-{SEEN_BY}" or len(seen) >= SEEN_SHARE * len(members):
        return []
    return [f"Only {len(seen)} of {len(members)} Division I teams have a game by now."]


def conferences_whole(found: pd.DataFrame, members: Collection[int]) -> list[str]:
    """As many conferences as Division I has, with nearly all its teams in them."""
    low, high = CONFERENCES
    number, known = found["conference"].nunique(), found["espn_id"].isin(set(members)).sum()
    sentences = []
    if not low <= number <= high:
        sentences.append(f"ESPN lists {number} conferences; {low} to {high} were expected.")
    if known < IN_ONE_SHARE * len(members):
        sentences.append(f"Only {known} of {len(members)} teams are in one of ESPN's conferences.")
    return sentences


def strangers(rows: pd.DataFrame, members: Collection[int]) -> list[str]:
    """An id that is not in the team map but plays conference games against Division I teams is a
    new member that the map has to learn."""
    both = rows[rows["conference_game"] & (rows["status"] != "canceled")]
    sides = [("home", "away"), ("away", "home")]
    games = pd.concat(
        [
            both[~both[f"{a}_id"].isin(members) & both[f"{b}_id"].isin(members)].rename(
                columns={f"{a}_id": "id", f"{a}_name": "name"}
            )[["id", "name"]]
            for a, b in sides
        ]
    )
    games = games[games["id"] > 0]  # negative: a place that is not filled yet
    count = games.groupby("id").agg(name=("name", "last"), n=("name", "size")).reset_index()
    return [
        f"{row['name']} (ESPN {row['id']}) is not in the team map but plays {row['n']} conference "
        "games against Division I teams."
        for row in _rows(count[count["n"] >= CONFERENCE_GAMES_OF_AN_UNKNOWN])
    ]


def changed_finals(before: pd.DataFrame, now: pd.DataFrame) -> tuple[list[str], list[str]]:
    """(changed scores by name, what is wrong): corrections happen, many at once do not."""
    columns = ["event_id", "home_points", "away_points", "home_id", "away_id"]
    old = before.loc[before["status"] == "final", columns]
    new = now[now["status"] == "final"]
    both = new.merge(old, on="event_id", suffixes=("", "_old"))
    old_names = [f"{name}_old" for name in columns[1:]]
    differs = (both[columns[1:]].to_numpy() != both[old_names].to_numpy()).any(axis=1)
    changes = [
        f"{_label(row)}: {row['home_points_old']:g}-{row['away_points_old']:g} is now "
        f"{row['home_points']:g}-{row['away_points']:g}."
        for row in _rows(both[differs])
    ]
    if len(changes) > max(CHANGED_FEW, CHANGED_SHARE * len(old)):
        return changes, [f"{len(changes)} of {len(old)} known finals changed at once."]
    return changes, []


def agreement(rows: pd.DataFrame, other: pd.DataFrame) -> list[str]:
    """Two sources that know the same finals agree on nearly all scores."""
    columns = ["event_id", "home_points", "away_points"]
    both = [frame[frame["status"] == "final"][columns] for frame in (rows, other)]
    joined = both[0].merge(both[1], on="event_id", suffixes=("", "_other"))
    same = (joined["home_points"] == joined["home_points_other"]) & (
        joined["away_points"] == joined["away_points_other"]
    )
    if joined.empty or same.mean() >= AGREEMENT:
        return []
    return [f"The two sources agree on only {same.sum():,} of {len(joined):,} scores."]


# --- Boxes ---------------------------------------------------------------------------------------


def enough_boxes(finals: pd.DataFrame, boxes: Collection[int], today: str) -> list[str]:
    """A note, not a refusal: nine in ten games older than two days should have a box score."""
    limit = (pd.Timestamp(today) - pd.Timedelta(days=BOXES_AFTER_DAYS)).date().isoformat()
    old = finals[finals["date"] < limit]
    with_box = int(old["event_id"].isin(boxes).sum())
    if old.empty or with_box >= BOXES_SHARE * len(old):
        return []
    return [f"{with_box:,} of {len(old):,} games have a box score; the others count by score only."]
