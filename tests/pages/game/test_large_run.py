"""A link to a large run asks before it plays."""

from engine.domain.specs import GameSpec, Side
from pages.ui import runs
from tests.pages.conftest import Visit, text

PAIR = {"a": "2026:Duke", "b": "2026:Siena", "universes": "20001", "seed": "31"}
SPEC = GameSpec("men", Side(2026, 1181), Side(2026, 1373), "neutral", 20_001, 31)


def test_a_large_run_is_offered_and_fewer_universes_are_shown(visit: Visit) -> None:
    app = visit("game", **PAIR)
    assert not app.exception and not app.error and not runs.is_played(SPEC)
    assert "20,001 universes take a while. Below are 10,000 of them." in text(app)
    assert app.dataframe[0].value["universes"].sum() == 10_000
    assert app.query_params["universes"] == "20001"
    next(button for button in app.button if button.label == "Play them all").click().run()
    assert not app.exception and runs.is_played(SPEC)
    assert "take a while" not in text(app)
    assert app.dataframe[0].value["universes"].sum() == 20_001


def test_one_universe_of_a_large_run_opens_without_the_others(visit: Visit) -> None:
    app = visit("game", **{**PAIR, "seed": "32"}, u="20000")
    assert not app.exception and not app.error
    assert "Universe 20,000 of the 20,001" in text(app)
