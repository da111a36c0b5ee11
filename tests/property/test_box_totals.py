"""Box totals of many universes are those of each universe's replay, and the games are the same."""

from functools import cache

import numpy as np
import pytest

from engine import run
from engine.domain.game_detail import BOX, GameDetail
from engine.domain.specs import GameSpec, Side
from engine.recap import boxscore, game_recap
from engine.run.game_detail import detail

SPECS = (
    GameSpec("men", Side(2026, 1181), Side(2026, 1163), "neutral", 40, 7),  # the address swaps
    GameSpec("men", Side(2026, 1163), Side(2010, 1181), "a", 40, 8),
    GameSpec("women", Side(2024, 3376), Side(2024, 3163), "b", 40, 9),
)


@cache
def of(spec: GameSpec) -> GameDetail:
    return detail(spec)


@pytest.mark.parametrize("spec", SPECS)
def test_games_are_those_of_the_run(spec):
    found, games = of(spec), run.game(spec)
    for name in ("points", "half", "regulation", "possessions", "overtimes", "largest_lead"):
        np.testing.assert_array_equal(getattr(found.games, name), getattr(games, name))
    np.testing.assert_array_equal(found.box[:, :, BOX.index("points")].T, games.points)
    regulation = games.regulation.astype(int)
    np.testing.assert_array_equal(found.lead[:, -1], regulation[0] - regulation[1])
    half = games.half.astype(int)
    np.testing.assert_array_equal(found.lead[:, 19], half[0] - half[1])


@pytest.mark.parametrize("spec", SPECS)
def test_totals_are_those_of_the_replay(spec):
    found = of(spec)
    for u in range(0, 40, 3):
        recap = game_recap.recap(spec, u)
        for side in range(2):
            total = dict(zip(boxscore.COLUMNS, recap.box[side].total.tolist(), strict=True))
            mine = dict(zip(BOX, found.box[u, side].tolist(), strict=True))
            assert mine == {name: total[name] for name in BOX}
