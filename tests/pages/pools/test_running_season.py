"""A pool of the season that is being played: before and after its field is known."""

import pytest

from engine import store
from pages.ui.runs import tournaments
from tests.pages.conftest import Visit, finished, text
from tests.pages.shell.test_running_season import Announced


def test_before_selection_sunday_a_pool_waits(visit: Visit) -> None:
    app = visit("pools", season="2027")
    assert not app.exception and not app.error
    assert "Selection Sunday, 14 March 2027" in text(app)


def test_an_announced_field_of_76_has_a_pool(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tournaments, "DEFAULT_UNIVERSES", 400)
    kept = Announced()
    store.hold(kept)
    app = finished(visit("pools", season="2027", data=kept.digest))
    assert not app.exception and not app.error
    assert "In a pool of 30 this bracket wins" in text(app)
    assert len(app.dataframe[0].value) == 63
    for part, said in (("race", "Before the first game"), ("second", "once the Sweet 16 is known")):
        app.segmented_control(key="pick_part").set_value(part).run()
        assert not app.exception and said in text(finished(app))
