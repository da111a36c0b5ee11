"""One league's games brought up to date: answers asked for, judged by the gates, merged."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from engine.domain.teams import League
from engine.errors import FeedError, GateFailed
from engine.run.season import current_season
from engine.run.season.current_season import Today
from engine.sources import espn, espn_box, gates
from engine.sources.espn import EVENT_COLUMNS
from engine.store import Snapshot, snapshot_tables

if TYPE_CHECKING:  # a page that only looks at a snapshot does not load the network client
    from engine.sources.feeds import Feed

FAILURES_IN_A_ROW = 3  # then the site is not asked any more
MOST_BOXES = 400  # a league and refresh, the newest first
BOX_DAYS = 21  # a box that has not come for so long does not come
KEEPS = "The snapshot in use stays. Look at the named games, then refresh again."

KEY = ["league", "season"]

Progress = Callable[[str], None]


@dataclass
class Gathered:
    """One league's games (``EVENT_COLUMNS`` with home, away, division_one), boxes
    (``espn_box.BOX_COLUMNS``), when each day was read last (aware ISO times), the last closed day,
    and sentences: ``notes`` of what happened, ``failures`` of what did not come.

    ``scores_only``: the days that are read alone on a tournament day, without boxes and ratings.
    ``conferences`` (team_id, conference_id, conference) and ``selected``, the tournament's field
    (seed, team_id, region_name), are empty until they are known."""

    league: League
    season: int
    members: pd.DataFrame
    rows: pd.DataFrame
    boxes: pd.DataFrame
    read_at: dict[str, str] = field(default_factory=dict)
    as_of: str = ""
    notes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    scores_only: list[str] = field(default_factory=list)
    conferences: pd.DataFrame = field(default_factory=lambda: _columns("conferences"))
    selected: pd.DataFrame = field(default_factory=lambda: _columns("field"))

    @property
    def finals(self) -> pd.DataFrame:
        """Final games between two Division I teams."""
        return self.rows[self.rows["division_one"] & (self.rows["status"] == "final")]


def _columns(table: str) -> pd.DataFrame:
    """A table of a snapshot without rows and without the columns that name the league."""
    return snapshot_tables.frame_of(table, None).drop(columns=KEY)


def empty(league: League, season: int, members: pd.DataFrame) -> Gathered:
    """A season of which nothing is known yet."""
    rows = current_season.with_members(espn.frame([]), members)
    before = current_season.shifted(current_season.first_day(season), -1)
    return Gathered(league, season, members, rows, espn_box.frame([]), as_of=before)


# --- Days ----------------------------------------------------------------------------------------


def read_days(known: Gathered, feed: "Feed", days: list[str], now: str, progress: Progress) -> None:
    """Ask for ``days`` and merge what the gates let through; FeedError if nothing came."""
    answers = _answers(known, feed, days, progress)
    asked = [answer.assign(asked=day) for day, answer in answers.items()]
    came = pd.concat([known.rows[:0].assign(asked=""), *asked])
    came = came.drop_duplicates("event_id", keep="last")
    accepted = {day for day in answers if not _rejected(known, day, answers[day], came)}
    if known.failures and not accepted:
        raise FeedError(known.failures[0], "What is stored stays in use; refresh again later.")
    if feed.name == "sdv" and (differ := gates.agreement(known.rows, came)):
        raise GateFailed(differ[0], KEEPS)
    _merge(known, accepted, came[came["asked"].isin(accepted)].drop(columns="asked"))
    known.read_at |= dict.fromkeys(accepted, now)
    known.counts["days"] = len(accepted)


def _answers(
    known: Gathered, feed: "Feed", days: list[str], progress: Progress
) -> dict[str, pd.DataFrame]:
    """Trusted answers by day; the others become failures."""
    answers: dict[str, pd.DataFrame] = {}
    in_a_row = 0
    for day in days:
        if not feed.knows(known.league, day):
            continue
        progress(f"{known.league}: games of {day}")
        try:
            found = feed.day(known.league, day)
        except FeedError as error:
            known.failures.append(f"{known.league}'s games of {day}: {error.message}")
            in_a_row += 1
            if in_a_row == FAILURES_IN_A_ROW:
                break
            continue
        in_a_row = 0
        if found.doubts:
            known.failures.append(f"{known.league}'s games of {day}: {found.doubts[0]}")
            continue
        known.notes += found.problems
        answers[day] = current_season.with_members(found.rows, known.members)
    return answers


def _rejected(known: Gathered, day: str, answer: pd.DataFrame, came: pd.DataFrame) -> bool:
    """Does a gate reject the day's answer? Says so in ``failures``."""
    before = known.rows[known.rows["date"] == day]
    doubts = gates.lost_games(day, before, answer, set(came["event_id"]))
    doubts = doubts or gates.reopened(before, answer)
    known.failures += [f"{known.league}: {doubt}" for doubt in doubts[:1]]
    return bool(doubts)


def _merge(known: Gathered, accepted: Collection[str], came: pd.DataFrame) -> None:
    """The accepted days' events replace the known ones; an event id stands for one game."""
    old = known.rows
    absent = ~old["event_id"].isin(came["event_id"])
    gone, stays = absent & old["date"].isin(accepted), absent & ~old["date"].isin(accepted)
    known.notes += [
        f"{row.away_name} at {row.home_name} ({row.date}) is no longer listed."
        for row in old[gone & old["division_one"]].itertuples()
    ]
    changes, many = gates.changed_finals(old, came)
    if many:
        raise GateFailed(many[0], KEEPS)
    known.notes += changes
    known.counts["changed"] = len(changes)
    new = pd.concat([old[stays], came])
    wrong = gates.impossible(new)
    known.rows = new.assign(status=new["status"].where(~wrong, "unknown")).reset_index(drop=True)


def check_season(known: Gathered, today: Today) -> None:
    """The gates that look at the whole season; GateFailed names all that do not hold."""
    ids = frozenset(known.members["espn_id"].tolist())
    rows = known.rows
    found = [
        *gates.columns_complete(rows),
        *gates.no_event_twice(rows),
        *gates.possible_scores(rows),
        *gates.plausible_members(ids),
        *gates.teams_seen(rows, ids, known.season, today.day),
        *gates.strangers(rows, ids),
    ]
    if found:
        raise GateFailed(f"{known.league}: {' '.join(found)}", KEEPS)


def close_days(known: Gathered, today: Today) -> None:
    """Move *as of* forward to the last closed day; it never goes back."""
    found, missing = current_season.last_closed_day(known.season, known.rows, known.read_at, today)
    known.as_of = max(known.as_of, found)
    known.notes += missing


# --- Boxes ---------------------------------------------------------------------------------------


def read_boxes(known: Gathered, feed: "Feed", which: str, today: Today, progress: Progress) -> None:
    """Ask for box scores: ``new`` those of recent games without one, ``all``, or ``none``."""
    finals = known.finals.set_index("event_id", drop=False).sort_values("date")
    known.boxes = _sound(known.boxes, finals)
    if which != "none":
        everything = feed.boxes(known.league)
        found = (
            everything if everything is not None else _asked(known, feed, which, today, progress)
        )
        found = _sound(found, finals)
        if which == "new":
            found = found[~found["event_id"].isin(known.boxes["event_id"])]
        known.counts["boxes"] = len(found)
        kept = known.boxes[~known.boxes["event_id"].isin(found["event_id"])]
        known.boxes = pd.concat([kept, found], ignore_index=True)
    known.notes += gates.enough_boxes(known.finals, set(known.boxes["event_id"]), today.day)


def _sound(boxes: pd.DataFrame, finals: pd.DataFrame) -> pd.DataFrame:
    """The boxes of known finals that give the score."""
    boxes = boxes[boxes["event_id"].isin(finals.index)]
    fits = pd.Series(True, index=boxes.index)
    for side in ("home", "away"):
        made = 2 * boxes[f"{side}_fgm"] + boxes[f"{side}_fgm3"] + boxes[f"{side}_ftm"]
        points = finals.loc[boxes["event_id"], f"{side}_points"].to_numpy()
        fits &= made == points
    return boxes[fits]


def _asked(
    known: Gathered, feed: "Feed", which: str, today: Today, progress: Progress
) -> pd.DataFrame:
    """Summaries one by one, the newest games first."""
    finals = known.finals.sort_values(["date", "event_id"], ascending=False)
    if which == "new":
        recent = finals["date"] >= current_season.shifted(today.day, -BOX_DAYS)
        missing = ~finals["event_id"].isin(known.boxes["event_id"])
        finals = finals[recent & missing].head(MOST_BOXES)
    found: list[dict[str, int]] = []
    in_a_row = 0
    for number, event in enumerate(finals["event_id"].tolist(), 1):
        progress(f"{known.league}: box score {number} of {len(finals)}")
        try:
            game = feed.box(known.league, event)
        except FeedError as error:
            in_a_row += 1
            if in_a_row == FAILURES_IN_A_ROW:
                known.failures.append(f"{known.league}'s box scores: {error.message}")
                break
            continue
        in_a_row = 0
        found += [game.box] if game.box and game.event_id == event else []
    return espn_box.frame(found)


# --- To and from a snapshot's tables -------------------------------------------------------------


def resumed(league: League, members: pd.DataFrame, before: Snapshot) -> Gathered:
    """What a snapshot holds of a league, to go on from."""

    def mine(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["league"] == league].drop(columns="league").reset_index(drop=True)

    known = empty(league, before.season, members)
    rows = mine(before.games)[list(EVENT_COLUMNS)].astype(EVENT_COLUMNS)
    known.rows = current_season.with_members(rows, members)
    known.boxes = mine(before.boxes)[espn_box.BOX_COLUMNS].astype("int64")
    known.read_at = dict(before.sources.get("days", {}).get(league, {}))
    known.as_of = max(known.as_of, before.as_of.get(league, ""))
    rare = (mine(table).drop(columns="season") for table in (before.conferences, before.field))
    known.conferences, known.selected = rare
    return known


def tables(known: Gathered) -> dict[str, Any]:
    """The league's part of the snapshot's tables that hold what was gathered."""
    key = {"league": known.league, "season": known.season}
    return {
        "games": known.rows.drop(columns="division_one").assign(**key),
        "boxes": known.boxes.assign(**key),
        "conferences": known.conferences.assign(**key),
        "field": known.selected.assign(**key),
    }
