"""Players' figures on lines that a reader can count, and gates that find a planted fault."""

import numpy as np
import pandas as pd
import pytest

from engine import store
from engine.cli.player_gates import gates_payload, gates_text
from engine.recap import player_figures as pf


def lines(games: int = 40) -> pd.DataFrame:
    """Two sides of six men: a star of 22 points and 11 rebounds who has a better and longer night
    in every other game; the sixth plays one minute."""
    rows = [
        {
            "game": game, "side": side, "team": side, "player_id": 10 * side + man,
            "seconds": 60 if man == 5 else 2340 + 60 * (game % 2) * (man == 0),
            "starter": man < 5, "assists": 1, "fouls": 5 if man == 1 else 2,
            "points": 22 + game % 2 if man == 0 else 8, "rebounds": 11 if man == 0 else 4,
        }
        for game in range(games) for side in (0, 1) for man in range(6)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_figures_by_hand():
    found = pf.player_figures(lines())
    assert found["men_used"] == 6 and found["under_two_minutes"] == 1
    assert found["starters_minutes"] == pytest.approx(5 * 39 + 0.5)
    assert (found["fouled_out"], found["on_four_fouls"], found["fouls_sd"]) == (1, 0, 0)
    assert (found["top_scorer"], found["scored_20"], found["double_doubles"]) == (22.5, 1, 1)
    assert found["regulars_games"] == 1 and found["points_with_minutes"] == pytest.approx(1.0)
    assert set(found) == {gate.name for gate in pf.GATES}


def test_errors_are_those_of_a_mean():
    line = lines()
    line["points"] += np.random.default_rng(1).integers(0, 9, len(line))
    table = pf.with_errors(line).set_index("name")
    top = line.groupby(["game", "side"])["points"].max()
    plain = top.groupby("game").mean().std() / np.sqrt(40)
    assert table.loc["top_scorer", "se"] == pytest.approx(plain, rel=0.5)
    assert table.loc["men_used", "se"] == pytest.approx(0.0)


def test_the_real_season_holds_its_own_gates_and_a_planted_fault_does_not():
    real = store.load_player_figures("men", 2026)
    assert store.load_player_figures("women", 2026) == {}
    own = {name: value for name, (value, _) in real.items()}
    held = pf.compared(real, [own])
    assert all(c.holds for c in held) and "13 of 13" in gates_text(held)
    assert gates_text(()) == ""
    wrong = pf.compared(real, [own | {"fouled_out": own["fouled_out"] + 0.25}])
    assert [c["name"] for c in gates_payload(wrong) if not c["ok"]] == ["fouled_out"]
    assert "FAILS" in gates_text(wrong)
