"""The first universes of a run are the run of so many."""

import numpy as np

from engine.domain.specs import GameSpec, Side
from engine.run.game_detail import detail


def test_the_first_universes_are_a_run_of_their_own() -> None:
    duke, siena = Side(2026, 1181), Side(2026, 1373)
    many = detail(GameSpec("men", duke, siena, "neutral", 300, 4))
    few = detail(GameSpec("men", duke, siena, "neutral", 120, 4))
    found = many.first(120)
    assert found.games.spec == few.games.spec
    for name in ("points", "half", "possessions", "overtimes", "largest_lead"):
        assert (getattr(found.games, name) == getattr(few.games, name)).all()
    assert (found.box == few.box).all() and (found.lead == few.lead).all()
    assert many.first(300) is many and not np.array_equal(found.box, many.box)
