"""The rules of each league and season, and requests that are refused."""

import pytest

from engine.bracket.locks import OPEN, locked_slots
from engine.domain.field import NEUTRAL
from engine.domain.rules import rules
from engine.domain.specs import MAX_RANDOM_SEED, MAX_UNIVERSES, BracketSpec, GameSpec, Side
from engine.errors import BadInput, BadLock, BadNumber, UnknownSeason
from tests.fields import knockout

MICHIGAN, DUKE = Side(2026, 1276), Side(2026, 1181)


# ---- rules ----


@pytest.mark.parametrize(
    ("league", "season", "row"),
    [
        ("men", 2003, [2, 1200, 300, 7, 10]),
        ("men", 2026, [2, 1200, 300, 7, 10]),
        ("men", 2027, [2, 1200, 300, 7, 10]),
        ("women", 2015, [2, 1200, 300, 7, 10]),
        ("women", 2016, [4, 600, 300, 5, 5]),
        ("women", 2026, [4, 600, 300, 5, 5]),
    ],
)
def test_halves_with_the_one_and_one_quarters_with_two_shots(league, season, row):
    assert rules(league, season).row().tolist() == row


def test_the_shot_clock_of_each_time():
    clock = {(g, s): rules(g, s).shot_clock for g in ("men", "women") for s in (2015, 2016)}
    assert clock == {
        ("men", 2015): 35, ("men", 2016): 30, ("women", 2015): 30, ("women", 2016): 30
    }  # fmt: skip


@pytest.mark.parametrize("season", [1993, 2028, 0, -5])
def test_a_season_with_unknown_rules(season):
    for league in ("men", "women"):
        with pytest.raises(UnknownSeason, match=f"rules of {season}") as caught:
            rules(league, season)
        assert "1994 to 2027" in caught.value.remedy


# ---- requests ----


def test_a_team_cannot_play_itself_but_may_play_its_past():
    with pytest.raises(BadInput, match="cannot play itself"):
        GameSpec("men", DUKE, DUKE, "neutral", 10, 1)
    GameSpec("men", DUKE, Side(2015, DUKE.team_id), "neutral", 10, 1)


def test_a_venue_is_one_of_three():
    with pytest.raises(BadInput, match="“moon” is not a venue"):
        GameSpec("men", DUKE, MICHIGAN, "moon", 10, 1)


@pytest.mark.parametrize("universes", [0, -1, MAX_UNIVERSES + 1, "many", 2.5, "1e3", None, ""])
def test_universes_are_a_whole_number_in_range(universes):
    for make in (
        lambda: GameSpec("men", DUKE, MICHIGAN, "neutral", universes, 1),
        lambda: BracketSpec("men", 2026, universes, 1),
    ):
        with pytest.raises(BadNumber, match="number of universes") as caught:
            make()
        assert f"1 to {MAX_UNIVERSES:,}" in caught.value.remedy


@pytest.mark.parametrize("seed", [-1, MAX_RANDOM_SEED + 1, "x" * 500])
def test_a_seed_is_a_whole_number_in_range(seed):
    with pytest.raises(BadNumber, match="possible seed") as caught:
        BracketSpec("men", 2026, 10, seed)
    assert len(caught.value.message) < 80


def test_the_order_of_locks_does_not_matter():
    locks = (("R1W1", 1373), ("R1X1", 1276))
    assert BracketSpec("men", 2026, 10, 1, locks) == BracketSpec("men", 2026, 10, 1, locks[::-1])


# ---- locks ----

FIELD = knockout([11, 12, 13, 14, 15, 16, 17, 18])  # slots R1W1 … R1W4, R2W5, R2W6, R3W7


def test_no_lock_leaves_every_slot_open():
    assert set(locked_slots(FIELD, ()).tolist()) == {OPEN} == {NEUTRAL}


def test_a_lock_holds_the_whole_way_to_its_slot():
    assert locked_slots(FIELD, (("R2W5", 13),)).tolist() == [-1, 2, -1, -1, 2, -1, -1]
    assert locked_slots(FIELD, (("R3W7", 18),)).tolist() == [-1, -1, -1, 7, -1, 7, 7]
    both = locked_slots(FIELD, (("R3W7", 18), ("R2W5", 13), ("R1W2", 13)))
    assert both.tolist() == [-1, 2, -1, 7, 2, 7, 7]


@pytest.mark.parametrize(
    ("locks", "message"),
    [
        ([("R9Q1", 11)], "no slot “R9Q1”"),
        ([("R1W1", 99)], "Team 99 is not in this tournament"),
        ([("R1W1", 13)], "Team 13 cannot reach slot R1W1"),
        ([("R2W5", 15)], "Team 15 cannot reach slot R2W5"),
        ([("R1W1", 11), ("R1W1", 12)], "contradict each other at slot R1W1"),
        ([("R3W7", 11), ("R1W1", 12)], "contradict each other at slot R1W1"),
        ([("R3W7", 18), ("R2W6", 15)], "contradict each other at slot R2W6"),
    ],
)
def test_locks_that_cannot_be_are_refused_in_any_order(locks, message):
    for order in (locks, locks[::-1]):
        with pytest.raises(BadLock, match=message) as caught:
            locked_slots(FIELD, tuple(order))
        assert caught.value.remedy
