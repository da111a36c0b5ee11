"""What the calibration's ``pull`` does to the kernel's effects of lead and clock."""

from dataclasses import replace

import numpy as np
import pytest

from engine import store
from engine.domain.rules import rules
from engine.game import possession as p
from engine.game.play_model import Pull

LEAD = np.arange(-p.WIDEST, p.WIDEST + 1)
NONE = Pull(strength=0.0, onset=0.0, reach=25.0, tying=0.0, sought=0.0, ahead=0.0)
GOALS = [p.EFFECT_FG2, p.EFFECT_FG3]


def logits(**pull: float) -> np.ndarray:
    """logit[phase, lead, column] that a pull adds to the effects."""
    model, calibration = store.load_play_model(), store.load_calibration(4)
    law = rules("women", 2019)
    plain, pulled = (
        model.game_tables(law, replace(calibration, pull=tuple(of))).effects
        for of in (NONE, NONE._replace(**pull))
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(np.log(pulled / plain)).reshape(-1, p.LEADS, p.EFFECTS)


def test_leads_up_to_the_onset_are_left_alone_and_beyond_the_reach_they_weigh_no_more():
    factor = NONE._replace(strength=0.01, onset=8.0, reach=20.0).factors(LEAD.astype(float))
    assert (factor[np.abs(LEAD) <= 8] == 1.0).all()
    assert factor[LEAD == 15][0] == pytest.approx(np.exp(-0.07))
    assert factor[LEAD == -15][0] == pytest.approx(np.exp(0.07))
    assert set(factor[LEAD >= 20]) == {factor[LEAD == 20][0]}


def test_the_strength_moves_field_goals_only_and_at_any_time():
    moved = logits(strength=0.01, onset=5.0)
    assert moved[:, LEAD == 15, GOALS] == pytest.approx(-0.1)
    assert not np.delete(moved, GOALS, axis=2).any()


def test_a_side_behind_seeks_the_tie_in_the_last_seconds():
    moved = logits(tying=0.5, sought=1.0)
    phases = np.flatnonzero(np.abs(moved).sum(axis=(1, 2)))
    late = store.load_play_model().is_last_shot
    np.testing.assert_array_equal(phases, np.flatnonzero(late))
    two_behind, three_behind = moved[late][:, LEAD == -2], moved[late][:, LEAD == -3]
    assert two_behind[..., p.EFFECT_FG2] == pytest.approx(0.5)
    assert two_behind[..., p.EFFECT_THREE] == pytest.approx(-1.0)
    assert three_behind[..., p.EFFECT_FG3] == pytest.approx(0.5)
    assert three_behind[..., p.EFFECT_THREE] == pytest.approx(1.0)
    assert not moved[:, ~np.isin(LEAD, (-2, -3))].any()


def test_who_is_ahead_shoots_better_in_the_last_minute_and_a_level_game_stays_as_it_is():
    moved = logits(ahead=0.3)
    model = store.load_play_model()
    assert moved[model.is_last_minute][:, LEAD > 0][..., GOALS] == pytest.approx(0.3)
    assert moved[model.is_last_minute][:, LEAD < 0][..., GOALS] == pytest.approx(-0.3)
    assert not moved[:, LEAD == 0].any() and not moved[~model.is_last_minute].any()
