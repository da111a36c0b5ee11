"""The running log loss of a season, worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from engine.tables.season_record import season_log_loss

EVES = pd.DataFrame(
    {
        "event_id": [1, 2, 3, 4],
        "date": ["2026-11-03", "2026-11-03", "2026-11-05", "2026-11-05"],
        "win_prob": [0.8, 0.5, 0.3, 1.0],
    }
)
GAMES = pd.DataFrame(
    {
        "event_id": [1, 2, 3, 4, 5],
        "status": ["final", "final", "final", "in_progress", "final"],
        "home_points": [70.0, 60, 80, 90, 70],
        "away_points": [60.0, 70, 90, 10, 60],
    }
)


def test_all_games_up_to_each_day_count():
    found = season_log_loss(EVES, GAMES)
    loss = -np.log([0.8, 0.5, 0.7])
    assert found["date"].tolist() == ["2026-11-03", "2026-11-05"]
    assert found["games"].tolist() == [2, 3]
    assert found["log_loss"].tolist() == pytest.approx([loss[:2].mean(), loss.mean()])
    se = [loss[:n].std(ddof=1) / np.sqrt(n) for n in (2, 3)]
    assert found["log_loss_se"].tolist() == pytest.approx(se)


def test_one_game_has_no_error_and_no_game_no_row():
    assert np.isinf(season_log_loss(EVES[:1], GAMES)["log_loss_se"]).all()
    assert season_log_loss(EVES[:0], GAMES).empty


def test_a_certainty_that_fails_is_finite():
    games = GAMES.assign(status="final", home_points=0.0)
    assert np.isfinite(season_log_loss(EVES, games)["log_loss"]).all()
