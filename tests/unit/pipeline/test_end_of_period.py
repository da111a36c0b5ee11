"""What the horn does to a play, on plays with planted answers."""

import numpy as np
import pandas as pd
import pytest

from engine.game import possession as p
from engine.game.play_model import RUSH, RUSH_EDGES
from engine.pipeline.pbp import end_of_period
from engine.pipeline.pbp.expected import Rate, sigmoid
from engine.pipeline.pbp.facts import END_EDGES
from engine.pipeline.pbp.score_clock_effects import LEADS, N_HALF, N_ORDINARY

N = 60_000
RNG = np.random.default_rng(7)
START = RNG.integers(1, 37, N)
ACT = np.minimum(RNG.integers(0, 37, N), START)
FAR = RNG.random(N) < 0.5  # won beyond half court
PLAYS = pd.DataFrame(
    {
        "start_left": START,
        "act_left": ACT,
        "clean": True,
        "start_type": np.where(FAR, "off_reb", "after_made"),
    }
)
HARDER = np.array([-0.8, -0.4, -0.2, -0.1, 0.0])  # by the seconds left at the shot
NAMES = dict.fromkeys([*RUSH.values(), *end_of_period.LATE])


def bins(plays: pd.DataFrame, games: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The end of the game, all leads alike often."""
    left = plays["start_left"].to_numpy()
    time = N_HALF + N_ORDINARY + np.searchsorted(END_EDGES, left, side="left") - 1
    return time, np.arange(len(plays)) % len(LEADS)


def fitted(truth: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> end_of_period.Horn:
    """The tables for plays whose every rate has these log-odds."""
    monkeypatch.setattr(end_of_period, "bins", bins)
    monkeypatch.setattr(end_of_period, "ROUNDS", 3)
    monkeypatch.setattr(end_of_period, "BESIDE", end_of_period.BESIDE[1:])
    event = np.random.default_rng(1).random(N) < sigmoid(truth)
    rates = {name: Rate(np.ones(N, dtype=bool), event) for name in NAMES}
    offsets = dict.fromkeys(NAMES, np.full(N, -0.3))
    found, known = end_of_period.horn(PLAYS, pd.DataFrame(), rates, offsets)
    late = np.append(found.late[: p.BUZZER, end_of_period.LATE["drawn2"]], 0.0)
    np.testing.assert_allclose(known["drawn2"], -0.3 + late[np.minimum(ACT, p.BUZZER)])
    return found


def test_a_planted_haste_is_found(monkeypatch):
    found = fitted(-0.3 + HARDER[np.minimum(ACT, p.BUZZER)], monkeypatch)
    np.testing.assert_allclose(found.late[:, end_of_period.LATE["drawn2"]], HARDER, atol=0.12)
    assert (found.late[p.BUZZER] == 0.0).all()


def test_a_planted_heave_is_found(monkeypatch):
    heave = (RUSH_EDGES[0] >= START) & ~FAR
    found = fitted(-0.3 - 1.5 * heave, monkeypatch)
    near, far = found.rush[0, :, list(RUSH.values()).index("turnover")]
    assert near - far == pytest.approx(-1.5, abs=0.3)
    assert np.abs(found.rush[1:, 0] - found.rush[1:, 1]).max() < 0.2


def test_where_there_is_nothing_nothing_is_found(monkeypatch):
    found = fitted(np.full(N, -0.3), monkeypatch)
    assert np.abs(found.late).max() < 0.12 and np.abs(found.rush).max() < 0.2
