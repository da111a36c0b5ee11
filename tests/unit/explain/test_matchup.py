"""Edges of a pairing, and levers on common random numbers."""

from functools import cache

import numpy as np
import pytest

from engine import store
from engine.domain.game_detail import GameDetail
from engine.domain.specs import GameSpec, Side
from engine.errors import BadInput
from engine.explain.matchup import with_the_ball
from engine.game.levers import KEYS, Lever
from engine.run.game_detail import detail, lever_effect

DUKE, CONNECTICUT = 1181, 1163
SPEC = GameSpec("men", Side(2026, DUKE), Side(2026, CONNECTICUT), "neutral", 2000, 3)
MIRRORED = GameSpec("men", Side(2026, CONNECTICUT), Side(2026, DUKE), "neutral", 2000, 3)


@cache
def of(spec: GameSpec) -> GameDetail:
    return detail(spec)


def rows(spec: GameSpec, side: int, own: int, other: int):
    table = store.load_teams("men", 2026)
    return with_the_ball(of(spec), side, table, table.row(own), table, table.row(other))


def test_ranks_and_expected_values():
    found = {row.name: row for row in rows(SPEC, 0, DUKE, CONNECTICUT)}
    shooting = found["Effective field goal percentage"]
    assert shooting.offense_rank <= 10 and shooting.defense_rank <= 20
    assert min(shooting.offense, shooting.defense) < shooting.expected
    assert shooting.expected < max(shooting.offense, shooting.defense)
    assert (shooting.edge > 0) == (shooting.expected > shooting.average)
    assert np.isnan(found["Two-point shots made"].edge)
    free = found["Free throws made"]  # of the shooter, whoever defends
    assert free.offense_rank > 0 and free.defense_rank == 0


def test_whoever_is_named_first_has_the_same_edges():
    for one, two in zip(
        rows(SPEC, 0, DUKE, CONNECTICUT), rows(MIRRORED, 1, DUKE, CONNECTICUT), strict=True
    ):
        assert one.expected == pytest.approx(two.expected)
        assert one.edge == pytest.approx(two.edge, nan_ok=True)


@pytest.mark.parametrize("spec", [SPEC, MIRRORED])
@pytest.mark.parametrize(
    ("key", "expected", "asked", "good"),
    [
        ("three_share", 0.33, 0.38, True),
        ("two_share", 0.52, 0.56, True),
        ("turnovers", 0.15, 0.11, True),
        ("rebounds", 0.30, 0.36, True),
        ("free_throws", 0.72, 0.82, True),
        ("two_share", 0.52, 0.48, False),
    ],
)
def test_a_lever_helps_the_side_that_pulls_it(spec, key, expected, asked, good):
    found = lever_effect(of(spec), detail(spec, levers=(Lever(key, 0, expected, asked),)))
    assert (found.margin_diff > 4 * found.margin_diff_se) is good
    assert (found.margin_diff < -4 * found.margin_diff_se) is not good


def test_a_lever_at_rest_changes_nothing_and_its_ends_stay_probabilities():
    for key in KEYS:
        rest = detail(SPEC, levers=(Lever(key, 0, 0.5, 0.5),))
        np.testing.assert_array_equal(rest.games.points, of(SPEC).games.points)
    wild = detail(SPEC, levers=(Lever("three_share", 0, 0.33, 5.0),))
    threes, tried = wild.count(0, "fgm3"), wild.count(0, "fga3")
    assert (threes <= tried).all() and threes.sum() / tried.sum() < 0.995


def test_a_faster_game_has_more_possessions():
    fast = detail(SPEC, levers=(Lever("pace", 0, 66.0, 72.0),))
    more = fast.games.possessions.mean() / of(SPEC).games.possessions.mean()
    assert 1.03 < more < 1.12


def test_bad_levers_are_refused():
    with pytest.raises(BadInput, match="not a lever"):
        Lever("luck", 0, 1.0, 2.0)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="must be positive"):
        Lever("pace", 0, 70.0, 0.0)
