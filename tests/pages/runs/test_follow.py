"""When pages look for new scores by themselves: while games of a tournament are on."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pages.ui.runs import freshness
from tests import live

DAY = live.day_after(6)
ROWS = live.game_rows()


def at(day: str, hour: int) -> datetime:
    """An hour UTC of a day; Eastern it is four hours less."""
    return datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=UTC) + timedelta(hours=hour)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HARDWOOD_LIVE", str(tmp_path))
    return tmp_path


def test_only_from_tip_off_to_the_last_final_of_a_tournament_day(root: Path) -> None:
    assert not freshness.games_on(at(DAY, 20))  # no snapshot
    live.written(root, live.later_than(ROWS, live.day_after(5), unseen=False), DAY)
    assert not freshness.games_on(at(DAY, 12))  # before the first tip-off, at 16:00
    assert freshness.games_on(at(DAY, 20)) and freshness.games_on(at(DAY, 26))  # past midnight
    assert not freshness.games_on(at("2027-02-06", 20))
    rest = ROWS[ROWS["date"] <= DAY]
    live.written(root, rest, live.day_after(7))
    assert not freshness.games_on(at(DAY, 26))  # all are final


def test_the_line_tells_ratings_from_scores(root: Path) -> None:
    live.written(root, ROWS, DAY)
    assert freshness.data_through("men").startswith("Ratings through 14 Mar, scores fetched")
    live.written(root, ROWS, live.day_after(7), field=False)
    assert freshness.data_through("men").startswith("Data through 14 Mar, fetched")
