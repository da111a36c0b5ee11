"""What the browser says about a bracket: believed only when it is possible, and heard once."""

import pytest
import streamlit as st

from engine.errors import BadInput
from pages.ui.drawing import component
from pages.ui.drawing.component import Action, check
from tests.brackets import plain, slot_of


def test_a_move_is_told_by_slot_and_team() -> None:
    of = plain()
    answer = {"kind": "advance", "slot": slot_of(of, "R6CH"), "team": 3, "n": 1}
    assert check(of, answer) == Action("advance", "R6CH", int(of.field.team_id[3]))
    assert check(of, None) is None


@pytest.mark.parametrize(
    "answer",
    [
        "advance",
        [],
        {},
        {"kind": "advance", "slot": 4},
        {"kind": "steal", "slot": 4, "team": 0},
        {"kind": ["advance"], "slot": 4, "team": 0},
        {"kind": "advance", "slot": "4", "team": 0},
        {"kind": "advance", "slot": True, "team": 0},
        {"kind": "advance", "slot": 4.0, "team": 0},
        {"kind": "advance", "slot": -1, "team": 0},
        {"kind": "advance", "slot": 67, "team": 0},
        {"kind": "advance", "slot": 4, "team": 68},
        {"kind": "open", "slot": 4, "team": 1},  # in the East, but not in this game
        {"kind": "advance", "slot": 10**400, "team": 0},
    ],
)
def test_a_forged_move_is_refused_with_a_remedy(answer: object) -> None:
    with pytest.raises(BadInput) as refused:
        check(plain(), answer)
    assert refused.value.remedy


def test_the_same_answer_is_heard_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    move = {"kind": "open", "slot": 4, "team": 0, "n": 7}
    assert component._fresh(move, "said") == move
    assert component._fresh(dict(move), "said") is None
    again = move | {"n": 8}
    assert component._fresh(again, "said") == again
    assert component._fresh(None, "said") is None
