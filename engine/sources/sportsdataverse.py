"""The release files of sportsdataverse (schedule and team box scores): tables in, ESPN's rows out.

They hold ESPN's own events under other column names, so the rows are those of ``espn`` and
``espn_box``. An unplayed game has the score 0 there, which means nothing.
"""

import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from engine.domain.teams import League
from engine.errors import FeedRefused
from engine.sources import espn, espn_box
from engine.sources.espn import Events

MOST_ROWS = 60_000  # a season has 6,000 games, a box file two rows a game
REMEDY = "Use another source, or the file of another day."

TAGS = {
    "men": ("espn_mens_college_basketball", "mbb"),
    "women": ("espn_womens_college_basketball", "wbb"),
}

BOX_NAMES = {
    "fgm": "field_goals_made",
    "fga": "field_goals_attempted",
    "fgm3": "three_point_field_goals_made",
    "fga3": "three_point_field_goals_attempted",
    "ftm": "free_throws_made",
    "fta": "free_throws_attempted",
    "or": "offensive_rebounds",
    "dr": "defensive_rebounds",
    "to": "turnovers",
    "pf": "fouls",
    "ast": "assists",
    "stl": "steals",
    "blk": "blocks",
}


def files(league: League, season: int) -> tuple[str, str]:
    """The paths of the season's schedule and team boxes below the releases' address."""
    tag, short = TAGS[league]
    return (
        f"{tag}_schedules/{short}_schedule_{season}.parquet",
        f"{tag}_team_boxscores/team_box_{season}.parquet",
    )


def table(body: bytes) -> pd.DataFrame:
    """A parquet or CSV file's rows; FeedRefused for anything else or too many rows."""
    try:
        if body[:4] == b"PAR1":
            file = pq.ParquetFile(io.BytesIO(body))
            if file.metadata.num_rows > MOST_ROWS:
                raise FeedRefused(f"The file has {file.metadata.num_rows:,} rows.", REMEDY)
            rows: pd.DataFrame = file.read().to_pandas()
            return rows
        if body.lstrip()[:1] in (b"<", b"{"):
            raise FeedRefused("The answer is a page, not a table.", REMEDY)
        return pd.read_csv(io.BytesIO(body), nrows=MOST_ROWS, low_memory=False)
    except (OSError, pa.ArrowException, ValueError, UnicodeError) as error:
        raise FeedRefused("The file is cut off or not a table.", REMEDY) from error


def is_schedule(rows: pd.DataFrame) -> bool:
    """Is it a schedule (else team boxes)?"""
    return {"home_id", "away_id", "status_type_name"} <= set(rows.columns)


def is_team_box(rows: pd.DataFrame) -> bool:
    """Does it hold one row a team and game?"""
    return {"game_id", "team_id", "team_home_away", "field_goals_made"} <= set(rows.columns)


def schedule(rows: pd.DataFrame, league: League) -> Events:
    """The schedule's rows as events; each passes the same checks as one from the scoreboard."""
    if not is_schedule(rows):
        return espn.refused_events("The file is not a schedule.")
    keep = rows.astype(object).where(rows.notna(), None)
    events = [_as_event({str(k): v for k, v in row.items()}) for row in keep.to_dict("records")]
    found = espn.scoreboard({"team": None, "events": events}, league)
    return Events(found.rows, len(rows), found.problems)


def _as_event(row: dict[str, object]) -> dict[str, object]:
    """A flattened row in the scoreboard's own shape."""
    status = {
        "period": row.get("status_period"),
        "displayClock": row.get("status_display_clock"),
        "type": {
            "name": row.get("status_type_name"),
            "state": row.get("status_type_state"),
            "completed": _true(row.get("status_type_completed")),
            "detail": row.get("status_type_detail"),
            "altDetail": row.get("status_type_alt_detail"),
        },
    }
    game = {
        "date": row.get("date") or row.get("game_date_time"),
        "timeValid": _true(row.get("time_valid")),
        "neutralSite": _true(row.get("neutral_site")),
        "conferenceCompetition": _true(row.get("conference_competition")),
        "tournamentId": row.get("tournament_id"),
        "notes": [{"headline": row.get("notes_headline") or ""}],
        "venue": {
            "fullName": row.get("venue_full_name"),
            "address": {
                "city": row.get("venue_address_city"),
                "state": row.get("venue_address_state"),
            },
        },
        "format": {"regulation": {"periods": row.get("format_regulation_periods")}},
        "status": status,
        "competitors": [_as_side(row, side) for side in ("home", "away")],
    }
    return {
        "id": row.get("game_id") or row.get("id"),
        "uid": row.get("uid"),
        "name": f"{row.get('away_display_name')} at {row.get('home_display_name')}",
        "season": {"year": row.get("season"), "type": row.get("season_type")},
        "competitions": [game],
    }


def _as_side(row: dict[str, object], side: str) -> dict[str, object]:
    return {
        "homeAway": side,
        "team": {"id": row.get(f"{side}_id"), "location": row.get(f"{side}_location")},
        "score": row.get(f"{side}_score"),
        "curatedRank": {"current": row.get(f"{side}_current_rank")},
    }


def _true(value: object) -> bool:
    return str(value).casefold() in ("true", "1", "1.0")


def team_boxes(rows: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Sound boxes as ``espn_box.BOX_COLUMNS``, and a sentence with the number of unsound ones."""
    if not is_team_box(rows):
        return espn_box.frame([]), ("The file holds no team box scores.",)
    found, unsound = [], 0
    for event, pair in rows.groupby("game_id"):
        box = _pair(int(str(event)), pair)
        found += [box] if box else []
        unsound += box is None
    problems = (f"{unsound} of {unsound + len(found)} games have no sound box score.",)
    return espn_box.frame(found), problems if unsound else ()


def _pair(event: int, pair: pd.DataFrame) -> dict[str, int] | None:
    box = {"event_id": event}
    for side in ("home", "away"):
        team = pair[pair["team_home_away"] == side]
        if len(team) != 1:
            return None
        values = pd.to_numeric(team.iloc[0][list(BOX_NAMES.values())], errors="coerce")
        if values.isna().any():
            return None
        counts = {name: int(values[column]) for name, column in BOX_NAMES.items()}
        if espn_box.box_faults(counts, int(team["team_score"].iloc[0])):
            return None
        box |= {f"{side}_{name}": counts[name] for name in espn_box.COUNTS}
    return box
