"""Where games come from: ESPN itself, a release file, or a folder of recorded answers.

Every feed answers the same three questions, so the refresh does not know which one it asks.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from engine.domain.teams import League
from engine.errors import BadInput, FeedRefused, HardwoodError
from engine.sources import espn, espn_box, ncaa, sportsdataverse
from engine.sources.answers import decoded
from engine.sources.espn import Events
from engine.sources.espn_box import Summary
from engine.sources.http import TRY_OTHER_HOST, Client
from engine.sources.ncaa import Bracket

SITE, STANDINGS = "/apis/site/v2", "/apis/v2"
LEAGUE_PATH = {
    "men": "/sports/basketball/mens-college-basketball",
    "women": "/sports/basketball/womens-college-basketball",
}
# limit: complete up to 500; from 600 on ESPN silently sends 25. groups=50 is Division I; without it
# only featured games come.
DAY_QUERY = {"groups": "50", "limit": "500"}
SECOND_LOOK = {"groups": "50", "limit": "400"}
BUSY_DAY = "2026-02-28"  # a Saturday with far more than 25 games in both leagues


class Feed(Protocol):
    """One day's events, one game's summary, all boxes at once where a feed has them, and now and
    then the conferences and the bracket."""

    name: str

    def knows(self, league: League, day: str) -> bool:
        """Can this day be asked for at all?"""

    def day(self, league: League, day: str) -> Events:
        """The events of a US Eastern day (ISO); FeedError if there is no answer."""

    def box(self, league: League, event_id: int) -> Summary:
        """The summary of one game; FeedError if there is no answer."""

    def boxes(self, league: League) -> pd.DataFrame | None:
        """All boxes of the season (``espn_box.BOX_COLUMNS``), or None: ask game by game."""

    def conferences(self, league: League, season: int) -> pd.DataFrame:
        """The conferences of Division I (``espn.CONFERENCE_COLUMNS``); FeedError without any."""

    def bracket(self, league: League, season: int) -> Bracket:
        """The NCAA's bracket; FeedError if there is no answer."""


@dataclass
class EspnFeed:
    """ESPN over the network: the first host, the second where the first refuses this network."""

    client: Client
    name: str = "espn"
    _probed: dict[League, bool] = field(default_factory=dict)

    def knows(self, league: League, day: str) -> bool:
        """Every day."""
        return True

    def day(self, league: League, day: str) -> Events:
        """One day's scoreboard. A list of a length at which ESPN cuts is believed only if another
        limit gives the same events and ESPN is known to send longer lists."""
        found = self._day(league, day, DAY_QUERY)
        if not espn.cut_short(found.count):
            return found
        again = self._day(league, day, SECOND_LOOK)
        same = set(found.rows["event_id"]) == set(again.rows["event_id"])
        true = same and found.count < espn.LIMIT and self._sends_long_lists(league)
        return espn.trusted(found) if true else found

    def _sends_long_lists(self, league: League) -> bool:
        if league not in self._probed:
            busy = self._day(league, BUSY_DAY, DAY_QUERY)
            self._probed[league] = busy.count > espn.FALLBACK
        return self._probed[league]

    def _day(self, league: League, day: str, query: dict[str, str]) -> Events:
        asked = {"dates": day.replace("-", ""), **query}
        value = self._json(league, "/scoreboard", "scoreboard", asked, f"scoreboard_{league}_{day}")
        return espn.scoreboard(value, league)

    def box(self, league: League, event_id: int) -> Summary:
        """One game's summary."""
        asked = {"event": str(event_id)}
        name = f"summary_{league}_{event_id}"
        return espn_box.summary(self._json(league, "/summary", "summary", asked, name), league)

    def boxes(self, league: League) -> pd.DataFrame | None:
        """None: ESPN has no file of all boxes."""
        return None

    def conferences(self, league: League, season: int) -> pd.DataFrame:
        """The standings' conferences."""
        asked = {"group": "50", "season": str(season)}
        name = f"standings_{league}_{season}"
        return _whole(self._json(league, "/standings", "standings", asked, name, STANDINGS))

    def bracket(self, league: League, season: int) -> Bracket:
        """From the NCAA, not from ESPN."""
        return bracket(self.client, league, season)

    def _json(
        self, league: League, path: str, kind: str, query: dict[str, str], name: str,
        service: str = SITE,
    ) -> Any:  # fmt: skip
        path = service + LEAGUE_PATH[league] + path
        bases = self.client.addresses.espn
        for base in bases:
            try:
                return self.client.json(base, path, kind, query, name)
            except FeedRefused as error:
                if error.status not in TRY_OTHER_HOST or base == bases[-1]:
                    raise
        raise FeedRefused("No ESPN host is configured.", "Set HARDWOOD_ESPN, or unset it.")


@dataclass
class TableFeed:
    """The release files of a season, over the network or in a folder: read once, asked by day."""

    season: int
    client: Client | None = None
    folder: Path | None = None
    name: str = "sdv"
    _read: dict[str, Any] = field(default_factory=dict)

    def knows(self, league: League, day: str) -> bool:
        """Every day."""
        return True

    def day(self, league: League, day: str) -> Events:
        """The schedule's events of one day."""
        events = self._schedule(league)
        rows = events.rows[events.rows["date"] == day].reset_index(drop=True)
        return Events(rows, len(rows), ())

    def box(self, league: League, event_id: int) -> Summary:
        """There are only all boxes at once."""
        raise FeedRefused("A release file has no single games.", "Use boxes.")

    def boxes(self, league: League) -> pd.DataFrame | None:
        """All sound boxes; an empty frame where the file is not there."""
        key = f"{league} boxes"
        if key not in self._read:
            rows = self._table(sportsdataverse.files(league, self.season)[1], league)
            self._read[key] = sportsdataverse.team_boxes(rows)[0]
        frame: pd.DataFrame = self._read[key]
        return frame

    def conferences(self, league: League, season: int) -> pd.DataFrame:
        """A release file has none."""
        raise FeedRefused("A release file has no conferences.", "Refresh from ESPN.")

    def bracket(self, league: League, season: int) -> Bracket:
        """From the NCAA; FeedRefused for a folder."""
        if self.client is None:
            raise FeedRefused("A folder of release files has no bracket.", "Refresh from ESPN.")
        return bracket(self.client, league, season)

    def _schedule(self, league: League) -> Events:
        if league not in self._read:
            rows = self._table(sportsdataverse.files(league, self.season)[0], league)
            self._read[league] = sportsdataverse.schedule(rows, league)
        events: Events = self._read[league]
        return events

    def _table(self, path: str, league: League) -> pd.DataFrame:
        if self.client is not None:
            base = self.client.addresses.releases
            return sportsdataverse.table(self.client.get(base, f"/{path}", "table").body)
        # In a folder both leagues' box files would have one name, so the league stands before it.
        tag, _, name = path.partition("/")
        for candidate in (name, f"{league}_{name}", f"{tag}/{name}"):
            if self.folder and (self.folder / candidate).is_file():
                return sportsdataverse.table((self.folder / candidate).read_bytes())
        raise FeedRefused(f"There is no {name} in the folder.", "Put it there, or use another.")


@dataclass
class FolderFeed:
    """A folder of recorded answers, as ``--record`` writes them:
    ``scoreboard_men_2027-01-12.json`` and ``summary_men_401.json``."""

    folder: Path
    name: str = "folder"

    def knows(self, league: League, day: str) -> bool:
        """The recorded days."""
        return (self.folder / f"scoreboard_{league}_{day}.json").is_file()

    def day(self, league: League, day: str) -> Events:
        """The recorded scoreboard of a day; FeedRefused where there is none."""
        return espn.scoreboard(self._json(f"scoreboard_{league}_{day}"), league)

    def box(self, league: League, event_id: int) -> Summary:
        """The recorded summary of a game; FeedRefused where there is none."""
        return espn_box.summary(self._json(f"summary_{league}_{event_id}"), league)

    def boxes(self, league: League) -> pd.DataFrame | None:
        """None: ask game by game."""
        return None

    def conferences(self, league: League, season: int) -> pd.DataFrame:
        """The recorded standings; FeedRefused where there are none."""
        return _whole(self._json(f"standings_{league}_{season}"))

    def bracket(self, league: League, season: int) -> Bracket:
        """The recorded bracket; FeedRefused where there is none."""
        return _bracket(self._json(f"bracket_{league}_{season}"), league)

    def _json(self, stem: str) -> Any:
        path = self.folder / f"{stem}.json"
        if not path.is_file():
            raise FeedRefused(f"Nothing is recorded for {stem}.", "Record it with --record.", 404)
        return decoded(path.read_bytes())


def _whole(standings: Any) -> pd.DataFrame:
    found, problems = espn.conferences(standings)
    if problems:
        raise FeedRefused(problems[0], "Refresh again later.")
    return found


def bracket(client: Client, league: League, season: int) -> Bracket:
    """The NCAA's bracket, from the mirror if one is configured; FeedRefused or FeedUnreachable.

    The NCAA's host leaves out an intermediate certificate; where that makes it unreachable, a
    mirror helps. Certificates are always checked."""
    where = client.addresses
    name = f"bracket_{league}_{season}"
    if where.ncaa_mirror:
        path = ncaa.mirror_path(league, season)
        found = client.json(where.ncaa_mirror, path, "bracket", name=name)
    else:
        asked = ncaa.bracket_query(league, season, where.ncaa_hash)
        body = client.get(where.ncaa, "/", "bracket", asked).body
        if client.keep:
            client.keep(f"{name}.json", body)
        found = decoded(body)
    return _bracket(found, league)


def _bracket(found: Any, league: League) -> Bracket:
    if forgotten := ncaa.refused_query(found):
        raise FeedRefused(forgotten, "Until then the field comes from ESPN's games.")
    return ncaa.bracket(found, league)


def feed_of(text: str, season: int, client: Client) -> Feed:
    """``espn``, ``sdv`` or a folder (of recorded answers or of release files); BadInput."""
    if text == "espn":
        return EspnFeed(client)
    if text == "sdv":
        return TableFeed(season, client)
    folder = Path(text)
    if not folder.is_dir():
        raise BadInput(f"There is no folder {text[:80]}.", "Use --from espn, sdv or a folder.")
    if any(folder.glob(f"*_schedule_{season}.parquet")) or any(folder.glob("*_schedules")):
        return TableFeed(season, folder=folder)
    return FolderFeed(folder)


def recorder(folder: Path) -> "Recorder":
    """Writes every answer into ``folder``; BadInput if that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{folder}: {error.strerror}.", "Choose another folder.") from error
    return Recorder(folder)


@dataclass(frozen=True, slots=True)
class Recorder:
    """Keeps answers under the names that ``FolderFeed`` reads."""

    folder: Path

    def __call__(self, name: str, body: bytes) -> None:
        """Write one answer."""
        try:
            (self.folder / name).write_bytes(body)
        except OSError as error:
            raise HardwoodError(
                f"{self.folder / name} cannot be written: {error.strerror}.",
                "Free some space or record elsewhere.",
            ) from error
