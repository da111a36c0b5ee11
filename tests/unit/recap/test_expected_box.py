"""The expected box score adds up, is the mean of the replays' box scores, and knows its error."""

import numpy as np
import pytest

from engine import run
from engine.compute.process_pool import WorkerPool
from engine.domain.specs import GameSpec, Side
from engine.recap import game_recap
from engine.recap import player_sample as ps
from engine.recap.boxscore import POINTS
from engine.recap.expected_box import ExpectedBox, Part, box_result, submit_box

SPEC = GameSpec("men", Side(2026, 1181), Side(2026, 1163), "a", 200, 5)
UNIVERSES = 120


@pytest.fixture(scope="module")
def parts() -> list[Part]:
    with WorkerPool(0) as pool:
        return submit_box(SPEC, UNIVERSES, pool).result()


@pytest.fixture(scope="module")
def found(parts: list[Part]) -> ExpectedBox:
    return box_result(SPEC, parts)


def test_a_universe_has_the_box_score_of_its_own_page(parts: list[Part]) -> None:
    for u in (0, 57, 119):
        game = game_recap.recap(SPEC, u)
        for side in (0, 1):
            line = np.concatenate([part[side] for part in parts])[u]
            assert (line[:, : ps.SECONDS] == game.box[side].player).all()
            assert np.allclose(line[:, ps.SECONDS] / 60.0, game.box[side].minutes, atol=0.02)


def test_swapped_teams_have_the_same_lines(parts: list[Part]) -> None:
    other = GameSpec("men", SPEC.b, SPEC.a, "b", 200, 5)
    with WorkerPool(0) as pool:
        (swapped,) = submit_box(other, 20, pool).result()
    assert (swapped[1] == parts[0][0][:20]).all() and (swapped[0] == parts[0][1][:20]).all()


def test_points_are_those_of_the_run(parts: list[Part]) -> None:
    games = run.game(SPEC)
    for side in (0, 1):
        line = np.concatenate([part[side] for part in parts])
        assert (line[:, :, POINTS].sum(axis=1) == games.points[side, :UNIVERSES]).all()


def test_the_table_is_their_mean_with_its_error(parts: list[Part], found: ExpectedBox) -> None:
    assert found.universes == UNIVERSES and not found.note
    table = found.side[0]
    assert table["minutes"].is_monotonic_decreasing and table["minutes"].sum() > 195.0
    points = np.concatenate([part[0] for part in parts])[:, :, POINTS].astype(float)
    means = set(np.round(points.mean(axis=0), 9))
    assert set(np.round(table["points"], 9)) <= means
    top = table["points"].idxmax()
    player = int(points.mean(axis=0).argmax())
    assert table["points_se"][top] == pytest.approx(
        points[:, player].std(ddof=1) / np.sqrt(UNIVERSES)
    )
    assert table["many"][top] == pytest.approx((points[:, player] >= 20).mean())
    assert (table["low"] <= table["high"]).all()


def test_a_season_without_players_says_so() -> None:
    spec = GameSpec("men", Side(2004, 1181), Side(2026, 1163), "neutral", 50, 5)
    with WorkerPool(0) as pool:
        found = box_result(spec, submit_box(spec, 2, pool).result())
    assert "no player data for Duke 2004" in found.note
    assert not len(found.side[0]) and len(found.side[1])
