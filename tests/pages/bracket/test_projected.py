"""The projected bracket of the running season, from a snapshot made here."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from engine import store
from engine.run.projection import job, project_snapshot
from engine.store.refresh_lock import refreshing
from pages.ui.bracket.projected import bubble
from pages.ui.runs import freshness
from pages.ui.runs.refreshing import Refreshes
from tests.pages.conftest import Visit, text
from tests.unit.cli.test_project import a_snapshot


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HARDWOOD_LIVE", str(tmp_path))
    a_snapshot(tmp_path)  # type: ignore[no-untyped-call]
    return tmp_path


def test_it_is_drawn_and_called_projected(visit: Visit, live: Path) -> None:
    project_snapshot(live, ["men"], 3, 1, datetime(2026, 11, 28, 13, tzinfo=UTC))
    app = visit("bracket", season="2027")
    assert not app.exception and not app.error
    assert app.title[0].value == "Men's projected bracket 2027"
    said = text(app)
    assert "A projection, not the field" in said and "27 November 2026 in 3 universes" not in said
    assert "in 3 universes" in said and "announced on 14 March 2027" in said
    assert "Only 6 games a team are known so far" in said
    (table,) = [one for one in app.dataframe if "lines" in one.value]
    assert table.value["in_field"].sum() == pytest.approx(7600)
    (bubble,) = [one.value for one in app.dataframe if "where" in one.value]
    assert {*bubble["where"]} == {"Last in", "First out"} and bubble["wab"].eq(0).all()
    assert "What the games of Sunday, 20 December mean" in said and "if it **loses**" in said


def test_who_holds_an_automatic_bid_is_on_no_bubble() -> None:
    rows = pd.DataFrame(
        {
            "team_id": [1, 2, 3, 4],
            "conference": ["A", "B", "B", "B"],
            "automatic": [0.2, 0.6, 0.3, 0.1],
            "in_field": [0.2, 0.9, 0.6, 0.4],
        }
    )
    found = bubble.edge(rows, {1, 2, 3})
    assert found["team_id"].tolist() == [3, 4] and found["side"].tolist() == ["in", "out"]


def test_before_it_is_made_the_page_says_when_the_field_is_announced(
    visit: Visit, live: Path
) -> None:
    app = visit("bracket", season="2027")
    assert not app.exception and app.title[0].value == "Men's bracket 2027"
    assert "Selection Sunday, 14 March 2027" in text(app)


def test_a_click_projects_in_the_background(
    visit: Visit, live: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button is there until the projection is as new as the data; what came is said."""
    monkeypatch.setattr(job, "UNIVERSES", 3)
    work = Refreshes(live, lambda: 0)
    monkeypatch.setattr(freshness, "refreshes", lambda: work)
    app = visit("bracket", season="2027")
    (button,) = [one for one in app.button if one.label == "Project the rest of the season"]
    button.click()
    app.run()
    until = time.monotonic() + 60
    while work.running() and time.monotonic() < until:
        time.sleep(0.02)
    assert work.came is not None and work.came.complaint == ""
    app = visit("bracket", season="2027")
    assert "projected anew" in text(app)
    assert not [one for one in app.button if one.label == "Project the rest of the season"]
    snapshot = store.snapshot_in_use()
    assert snapshot is not None and set(snapshot.projection["universes"]) == {3}


def test_a_failed_projection_is_a_sentence(tmp_path: Path) -> None:
    came = job.project_now(str(tmp_path / "none"), datetime(2026, 11, 28, tzinfo=UTC))
    assert came.projected  # without a snapshot there is nothing to project
    with refreshing(tmp_path):
        a_snapshot(tmp_path)  # type: ignore[no-untyped-call]
        came = job.project_now(str(tmp_path), datetime(2026, 11, 28, tzinfo=UTC))
    assert came.status == "kept" and "Another refresh is at work" in came.complaint
