"""The evening on which the field is announced: what is known, what to do, and one question."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engine import store
from engine.run.season import current_season, gathering
from engine.sources import espn
from engine.store import snapshot_tables, snapshots
from pages.ui.bracket import selection_day
from tests.feed.shapes import scoreboard
from tests.feed.tournament import first_games
from tests.pages.conftest import Visit, text
from tests.unit.cli.test_project import a_snapshot

SUNDAY = datetime(2027, 3, 15, 1, tzinfo=UTC)  # 21:00 Eastern of the day before
HASH = "men: The field: The NCAA's site no longer knows the stored query. Set HARDWOOD_NCAA_HASH."


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HARDWOOD_LIVE", str(tmp_path))
    monkeypatch.setattr(selection_day, "_now", lambda: SUNDAY)
    a_snapshot(tmp_path)  # type: ignore[no-untyped-call]
    return tmp_path


def with_games(root: Path, games: list[dict[str, Any]], *notes: str) -> None:
    """The snapshot with these games of ESPN beside its own."""
    before, _ = snapshots.latest(root)
    assert before is not None
    members = store.espn_teams("men", 2027)
    known = gathering.empty("men", 2027, members)
    listed = espn.scoreboard(scoreboard(games), "men").rows
    known.rows = current_season.with_members(listed, members)
    tables = before.tables()
    tables["games"] = pd.concat([tables["games"], gathering.tables(known)["games"]])
    files = snapshot_tables.encoded(tables)
    snapshots.write(root, files, 2027, before.as_of, {"notes": list(notes)}, SUNDAY)


def test_both_sources_down(visit: Visit, live: Path) -> None:
    app = visit("bracket", season="2027")
    said = text(app)
    assert not app.exception and "field is not complete here yet" in said
    assert "Neither the NCAA's bracket nor ESPN's first games" in said
    assert "Refresh again in a few minutes" in said and "My own data" in said


def test_a_gap_and_a_strange_headline_are_named(visit: Visit, live: Path) -> None:
    with_games(
        live, first_games(day="2027-03-18")[5:], HASH, "men: The field: nobody is yet on East 5."
    )
    said = text(visit("bracket", season="2027"))
    assert "HARDWOOD" in said and "nobody is yet on East 5" in said
    assert "ESPN's games name" in said and "Use this bracket" not in said


def test_the_semifinals_are_asked_once(visit: Visit, live: Path) -> None:
    with_games(live, first_games(day="2027-03-18"), HASH)
    app = visit("bracket", season="2027")
    (asked,) = [one for one in app.radio if one.label == "Semifinals"]
    field = store.load_field("men", 2026)
    pairs = {frozenset(field.region[w] for w in pair) for pair in ("WX", "YZ")}
    (right,) = [
        option
        for option in asked.options
        if {frozenset(pair.split(" v ")) for pair in option.split(", ")} == pairs
    ]
    asked.set_value(right)
    app.run()
    (button,) = [one for one in app.button if one.label == "Use this bracket"]
    button.click()
    app.run()
    snapshot, _ = snapshots.latest(live)
    assert not app.exception and snapshot is not None
    found = snapshot.field_of("men", 2027)
    assert found is not None and found.slot == field.slot
    assert {*found.team_id.tolist()} == {*field.team_id.tolist()}


def test_before_that_day_nothing_is_said(
    visit: Visit, live: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection_day, "_now", lambda: datetime(2027, 3, 13, tzinfo=UTC))
    assert "not complete here yet" not in text(visit("bracket", season="2027"))
