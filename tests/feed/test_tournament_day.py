"""A tournament day: a refresh from a page reads the day's scores alone, and quickly."""

import pandas as pd
import pytest

from engine import store
from engine.run.season import current_season, live_ratings
from engine.run.season.current_season import Today, days_of_now
from engine.run.season.refresh_job import refresh_now
from engine.sources import gates
from engine.store import refresh_lock
from tests import live
from tests.feed.quick import FUNCTIONS
from tests.feed.shapes import event

THURSDAY, FRIDAY = live.day_after(4), live.day_after(5)
MORNING, EVENING = f"{THURSDAY}T15:00Z", f"{FRIDAY}T02:00Z"  # 11:00 and 22:00 Eastern of Thursday
NCAA = "NCAA Men's Basketball Championship - East Region - 1st Round"


def games_of(world, status="SCHEDULED", score=None):
    """Thursday's game of the made-up tournament in that state."""
    home, away, *_ = sorted(store.espn_ids("men", 2027))
    game = event(
        600_000_000, home, away, score, day=THURSDAY, headline=NCAA, neutral=True, status=status,
        ranks=(1, 16),
    )  # fmt: skip
    world.put("men", THURSDAY, game)


@pytest.fixture
def from_a_page(command, fake, monkeypatch):
    """A refresh as a page asks for it, at a time; a minute after the last one. The season is short,
    and nobody counts its teams."""
    monkeypatch.setattr(current_season, "first_day", lambda season: f"{season}-03-10")
    monkeypatch.setattr(gates, "teams_seen", lambda *_: [])
    for name, function in FUNCTIONS.items():
        monkeypatch.setattr(live_ratings, name, function)
    for name, value in command.environment().items():
        monkeypatch.setenv(name, value)

    def ask(now):
        (command.live / refresh_lock.ATTEMPT).unlink(missing_ok=True)
        fake.asked.clear()
        came = refresh_now(str(command.live), pd.Timestamp(now).to_pydatetime())
        return came, command.snapshot()

    return ask


def test_only_the_day_is_read_once_the_days_before_are(from_a_page, world, fake, monkeypatch):
    games_of(world)
    came, first = from_a_page(MORNING)  # the day's first one reads the season
    assert came.status == "new" and len(set(fake.days())) > 10
    games_of(world, "IN_PROGRESS", (20, 30))
    monkeypatch.setattr(live_ratings, "rate_season", None)  # not needed
    came, second = from_a_page(EVENING)
    assert came.complaint == "" and set(fake.days()) == {THURSDAY.replace("-", "")}
    assert {what for _, what, _ in fake.asked} <= {"scoreboard", "bracket"}
    now = second.games.set_index("event_id").loc[600_000_000]
    assert (now["status"], now["home_points"]) == ("in_progress", 20)
    games_of(world, "FINAL", (70, 71))
    came, third = from_a_page(EVENING)
    assert came.games == 1 and came.boxes == 0 and third.digest != second.digest
    pd.testing.assert_frame_equal(third.ratings, first.ratings)
    pd.testing.assert_frame_equal(third.eve_forecasts, first.eve_forecasts)
    assert third.as_of == first.as_of
    # The next morning everything is read again: late boxes, corrections, the eves of the finals.
    monkeypatch.setattr(live_ratings, "rate_season", FUNCTIONS["rate_season"])
    came, fourth = from_a_page(f"{FRIDAY}T15:00Z")
    assert came.boxes == 1 and len(fake.days()) > 4 and fourth.as_of["men"] == THURSDAY
    assert len(fourth.eve_forecasts) == len(first.eve_forecasts) + 1


def test_which_days_may_still_change_now():
    read = {THURSDAY: f"{FRIDAY}T12:00Z"}  # read to its end
    assert days_of_now(read, Today(FRIDAY, 20)) == [FRIDAY]
    assert days_of_now({}, Today(FRIDAY, 20)) == []
    assert days_of_now({THURSDAY: f"{FRIDAY}T03:00Z"}, Today(FRIDAY, 20)) == []
    assert days_of_now(read, Today(live.day_after(6), 1)) == [FRIDAY, live.day_after(6)]
    assert days_of_now({"2027-01-11": "2027-01-12T20:00Z"}, Today("2027-01-12", 20)) == []
