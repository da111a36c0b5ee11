"""The projected bracket of the running season, from a snapshot made here."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.run.projection import project_snapshot
from tests.pages.conftest import Visit, text
from tests.unit.cli.test_project import a_snapshot


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HARDWOOD_LIVE", str(tmp_path))
    a_snapshot(tmp_path)
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


def test_before_it_is_made_the_page_says_when_the_field_is_announced(
    visit: Visit, live: Path
) -> None:
    app = visit("bracket", season="2027")
    assert not app.exception and app.title[0].value == "Men's bracket 2027"
    assert "Selection Sunday, 14 March 2027" in text(app)
