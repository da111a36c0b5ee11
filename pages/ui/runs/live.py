"""The snapshot of the season that is being played, as all visitors share it; and the published one,
looked for in the background."""

import os
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from engine import run, store
from engine.domain.live_results import UNDER_WAY
from engine.domain.specs import DEFAULT_RANDOM_SEED, DEFAULT_UNIVERSES, GameSpec, Side
from engine.domain.teams import League
from engine.domain.venue import Venue
from engine.errors import HardwoodError
from engine.recap.live_odds import live_win_prob
from engine.run.season import days
from engine.run.season.current_season import is_tournament_day
from engine.run.season.days import SeasonGames
from engine.store import snapshots
from engine.store.snapshots import Snapshot
from pages.ui.runs.server import pool
from pages.ui.shell.format import ago

LOOK_EVERY_S = 300.0  # at most so often the published snapshot is asked for
LOOK_EVERY_S_IN_MARCH = 60.0  # on the days of the tournaments
MOST_LIVE = 16  # games whose chances are counted while they are under way, 0.2 s each
KEPT_DAYS = 32  # days' games in it, some 60 KB each


def live_root() -> Path:
    """Where this server's snapshots live."""
    return store.live_directory(os.environ)


def checked_at() -> datetime | None:
    """When the site was last asked whether there is something new; None if never."""
    try:
        found = datetime.fromisoformat(str(snapshots.state(live_root()).get("checked_at", "")))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


# --- Its games -----------------------------------------------------------------------------------


def season_games(league: League) -> SeasonGames:
    """A league's running season; without a snapshot of it the last month of the last season."""
    found = store.snapshot_in_use()
    if found is None or league not in found.as_of:
        return _last_month(league, store.data_version())
    return _season(found, found.digest, league)


@st.cache_resource(max_entries=4, show_spinner=False)
def _season(_snapshot: Snapshot, digest: str, league: League) -> SeasonGames:
    return days.of_snapshot(_snapshot, league)


@st.cache_resource(max_entries=2, show_spinner=False)
def _last_month(league: League, data_version: str) -> SeasonGames:
    return days.of_last_month(league)


def day_games(season: SeasonGames, day: str) -> pd.DataFrame:
    """The Division I games of a day with their odds (``run.season.days.day_games``), and for those
    under way ``live_prob``, the home side's chance to win from here (else NaN)."""
    return _day(season, season.digest, season.league, day, store.data_version())


@st.cache_data(max_entries=KEPT_DAYS, show_spinner=False)
def _day(
    _season: SeasonGames, digest: str, league: League, day: str, data_version: str
) -> pd.DataFrame:
    games = days.day_games(_season, day, pool())
    return games.assign(live_prob=_live_probs(_season, games))


# --- Games under way ---------------------------------------------------------------------------


def live_prob(spec: GameSpec, points: tuple[int, int], period: int, clock: str) -> float | None:
    """The first team's chance to win from here (``recap.live_odds``); None where the clock cannot
    be read. What is counted for a pairing holds while the ratings stay."""
    a, b = (
        replace(side, source=store.first_alike(spec.league, side.season, side.source))
        for side in (spec.a, spec.b)
    )
    return live_win_prob(replace(spec, a=a, b=b), points, period, clock)


def _live_probs(season: SeasonGames, games: pd.DataFrame) -> list[float]:
    """Of the games under way, those of the tournament and of the best teams first."""
    found = [float("nan")] * len(games)
    if not season.live:
        return found
    on = games[games["status"].isin(UNDER_WAY)]
    on = on.assign(rank=on["home_rank"] + on["away_rank"])
    on = on.sort_values(["ncaa", "rank"], ascending=[False, True])
    rows: list[Any] = on.to_dict("records")
    for at, row in zip(on.index.tolist(), rows, strict=True):
        if np.isfinite(found).sum() == MOST_LIVE:
            break
        home, away = (Side(season.season, int(row[s]), season.digest) for s in ("home", "away"))
        venue = Venue.NEUTRAL if row["neutral"] else Venue.A
        spec = GameSpec(season.league, home, away, venue, DEFAULT_UNIVERSES, DEFAULT_RANDOM_SEED)
        points = (int(row["home_points"]), int(row["away_points"]))
        prob = live_prob(spec, points, int(row["period"]), row["clock"])
        found[at] = float("nan") if prob is None else prob
    return found


# --- The published snapshot ----------------------------------------------------------------------


class Published:
    """Takes over the published snapshot now and then; ``sentence``: why it was not taken."""

    def __init__(self) -> None:
        self.sentence = ""
        self.asked_at: float | None = None
        self._lock = threading.Lock()

    def look(self, root: Path) -> None:
        """Ask in the background, unless that was done a moment ago."""
        with self._lock:
            now = time.monotonic()
            tournament = is_tournament_day(run.Today.of(datetime.now(UTC)).day)
            pause = LOOK_EVERY_S_IN_MARCH if tournament else LOOK_EVERY_S
            if self.asked_at is not None and now - self.asked_at < pause:
                return
            self.asked_at = now
        threading.Thread(target=self._adopt, args=(root,), name="published", daemon=True).start()

    def _adopt(self, root: Path) -> None:
        from engine.sources.addresses import addresses  # loads the network client
        from engine.sources.http import client_for

        try:
            client = client_for(addresses(os.environ), os.environ.get("HARDWOOD_FEED_TIMEOUT", ""))
            _, self.sentence = run.adopt_published(root, client, datetime.now(UTC))
        except HardwoodError as error:
            self.sentence = str(error)


@st.cache_resource(show_spinner=False)
def published() -> Published:
    """The server's one look-out for the published snapshot."""
    return Published()


def is_published() -> bool:
    """Whether this copy is told where a published snapshot may be."""
    return bool(os.environ.get("HARDWOOD_PUBLISHED", "").strip())


def about_published() -> list[str]:
    """What came of the last look for the published snapshot; nothing where none is set up."""
    if not is_published():
        return []
    look = published()
    if look.asked_at is None:
        return ["A published snapshot is set up; it has not been asked for yet."]
    when = ago(time.monotonic() - look.asked_at)
    return [f"The published snapshot was asked for {when}. {look.sentence}".strip()]


def refused_snapshots() -> tuple[str, ...]:
    """Sentences about stored snapshots that are damaged, so that an older one is in use."""
    root = live_root()
    return _refused(root, snapshots.stamp(root))


@st.cache_data(max_entries=2, show_spinner=False)
def _refused(root: Path, stamp: tuple[int, ...]) -> tuple[str, ...]:
    return snapshots.latest(root)[1]


def look_for_published() -> None:
    """At the end of a page view, so that no first paint waits for it."""
    if is_published():
        published().look(live_root())
