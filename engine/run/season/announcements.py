"""What is announced once a season or changes rarely: the conferences, and the tournament's field.

Neither stops a refresh. What does not come, or is not whole, stays as it was, and a note says why.
"""

from typing import TYPE_CHECKING, Any

import pandas as pd

from engine import store
from engine.domain.seeding import LINES, REGIONS, Seeded, field_from_seeds
from engine.errors import BadField, FeedError, UnknownTeam
from engine.run.season import current_season
from engine.run.season.current_season import Today
from engine.run.season.espn_field import WHOLE_FIELDS, espn_field, some
from engine.run.season.gathering import Gathered
from engine.sources import gates

if TYPE_CHECKING:  # a page that only looks at a snapshot does not load the network client
    from engine.sources.feeds import Feed
    from engine.sources.ncaa import Bracket

PLAY_IN_DAYS = 2  # after Selection Sunday; until then a mistake in the bracket is still corrected

Places = dict[str, list[int]]  # W01 -> the team, or the two that play for it


# --- Conferences ---------------------------------------------------------------------------------


def read_conferences(known: Gathered, feed: "Feed", swept: str, today: Today) -> None:
    """The conferences of this season, whenever the whole season is read again (``swept``: the day
    when it was last) and while there are none, but not with scores alone; ``members`` gets what is
    known of them. Without any, the last embedded season's stay."""
    due = known.conferences.empty or swept < current_season.last_monday(today.day)
    if due and not known.scores_only:
        try:
            found = feed.conferences(known.league, known.season)
            doubts = gates.conferences_whole(found, known.members["espn_id"].tolist())
        except FeedError as error:
            doubts = [error.message]
        if doubts:
            older = "those known stay" if len(known.conferences) else "last season's stay"
            known.notes.append(f"The conferences were not read, {older}: {doubts[0]}")
        else:
            ours = known.members[["espn_id", "team_id"]].merge(found, on="espn_id")
            known.conferences = ours.drop(columns="espn_id")
    names = known.conferences.set_index("team_id")["conference"].to_dict()
    last = known.members[["team_id", "conference"]].itertuples(index=False)
    known.members = known.members.assign(conference=[names.get(team, name) for team, name in last])


# --- The field -----------------------------------------------------------------------------------


def read_field(known: Gathered, feed: "Feed", today: Today) -> None:
    """From Selection Sunday on the NCAA's bracket, until it is whole and the play-in has begun;
    then ``selected`` holds the field. ESPN's games must have the same seeds, or a note says which
    differ."""
    sunday = store.selection_sunday(known.season).isoformat()
    if today.day < sunday:
        return
    if known.selected.empty or today.day <= current_season.shifted(sunday, PLAY_IN_DAYS):
        try:
            rows, problems = selection(feed.bracket(known.league, known.season), known)
        except FeedError as error:
            rows, problems = None, [error.message]
        known.notes += [f"The field: {problem}" for problem in problems]
        if rows is not None and not problems:
            known.selected = rows
    espn = espn_field(known.rows)
    if known.selected.empty:
        seeded = len(espn.place)
        known.notes.append(f"The field is not known yet; ESPN's games name {seeded} of its teams.")
        known.notes += [f"The field: {fault}" for fault in espn.missing() if seeded]
    else:
        found = differences(known, espn.place)
        found += [f"ESPN calls a game “{headline}”." for headline in espn.strange]
        known.notes += [f"The field: {difference}" for difference in found]


def selection(bracket: "Bracket", known: Gathered) -> tuple[pd.DataFrame | None, list[str]]:
    """(the rows of a whole field or None, what is wrong or missing)."""
    if bracket.field.empty:
        return None, list(bracket.problems)
    letter = _letters(bracket)
    if letter is None:
        return None, ["the bracket does not say which regions meet in the semifinals."]
    places: Places = {f"{w}{line:02d}": [] for w in REGIONS for line in LINES}
    problems = list(bracket.problems)
    for row in bracket.field.sort_values("position", kind="stable").to_dict("records"):
        team = _team(known, row)
        if team is None:
            problems.append(f"no team of ours is called {row['name']}.")
        else:
            places.setdefault(f"{letter.get(row['region'], '?')}{row['seed']:02d}", []).append(team)
    names = {w: name for name, w in letter.items()}
    missing = [f"{names[p[0]]} {int(p[1:])}" for p, teams in places.items() if not teams]
    if missing:
        problems.append(f"nobody is yet on {some(missing)}.")
    count = sum(map(len, places.values()))
    if count not in WHOLE_FIELDS:
        problems.append(f"{count} teams are known; {' or '.join(map(str, WHOLE_FIELDS))} play.")
    return (None if problems else _checked(known, places, names, problems)), problems


def _letters(bracket: "Bracket") -> dict[str, str] | None:
    """Region's name -> letter, as the public tables have it: W is the first in the alphabet, X the
    one it meets, Y the first of the others."""
    if len(bracket.semifinals) != 2:
        return None
    first, second = sorted(tuple(sorted(pair)) for pair in bracket.semifinals)
    return dict(zip((*first, *second), REGIONS, strict=True))


def _team(known: Gathered, row: Any) -> int | None:
    for text in (row["name"], row["full_name"], row["seoname"].replace("-", " ")):
        try:
            return store.find_team(known.league, text)
        except UnknownTeam:
            continue
    return None


def _checked(
    known: Gathered, places: Places, names: dict[str, str], problems: list[str]
) -> pd.DataFrame | None:
    seeded = [Seeded(p[0], int(p[1:]), *teams) for p, teams in places.items() if len(teams) <= 2]
    try:
        field = field_from_seeds(known.league, known.season, seeded, names)
    except BadField as error:
        problems.append(error.message)
        return None
    region = [names[seed[0]] for seed in field.seed]
    return pd.DataFrame({"seed": field.seed, "team_id": field.team_id, "region_name": region})


# --- ESPN's games beside it ----------------------------------------------------------------------


def differences(known: Gathered, theirs: dict[int, tuple[str, int]]) -> list[str]:
    """Where ESPN's games (``theirs``: team id -> region and line) have another seed or region than
    the field; the names of the regions need not be the same."""
    ours = {
        team: (str(region), int(seed[1:3]))
        for seed, team, region in known.selected[["seed", "team_id", "region_name"]].values
    }
    both = pd.DataFrame(
        [(theirs[team][0], ours[team][0]) for team in theirs if team in ours], columns=["e", "n"]
    )
    called = both.groupby("e")["n"].agg(lambda names: names.mode().iloc[0]).to_dict()
    name = known.members.set_index("team_id")["name"]
    found = []
    for team, (region, line) in theirs.items():
        there = f"No. {line} in {called.get(region, region)} in ESPN's games"
        if team not in ours:
            found.append(f"{name[team]} is not in the NCAA's bracket and {there}.")
        elif ours[team] != (called[region], line):
            here = f"No. {ours[team][1]} in {ours[team][0]}"
            found.append(f"{name[team]} is {here} in the NCAA's bracket and {there}.")
    return found
