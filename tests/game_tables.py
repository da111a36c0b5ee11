"""Game tables and odds simple enough to follow a game on paper."""

import numpy as np

from engine.arrays import F8
from engine.domain.rules import NEVER
from engine.game import possession as p


def game_tables(
    periods: int = 2,
    seconds: int = 60,
    overtime: int = 30,
    one_and_one: int = NEVER,
    two_shots: int = NEVER,
    hold: int = 0,
    delays: tuple[float, float, float] = (0.0, 0.0, 0.0),
    technical: float = 0.0,
) -> p.GameTables:
    """Tables in which score and clock have no effect and the low twelve bits of a play's random
    number are its length in units of 1/64 second. Half of the turnovers are steals, a quarter are
    charges; all other odds are even. In the last ``hold`` seconds the odds of holding the ball are
    even, too. ``technical``: technical fouls in 20 minutes."""
    shared = np.ones(p.SHARED)
    shared[p.STOLEN], shared[p.CHARGE] = 0.5, 0.25
    shared[[p.OFF_DELAY, p.DEF_DELAY, p.FT_DELAY]] = delays
    shared[[p.NO_DELAY, p.NO_DELAY + 1]] = 0.0
    shared[p.DAY_TEMPO :] = 0.0
    shared[[p.TECHNICAL, p.TECHNICAL + 1]] = technical
    effects = np.ones((2, p.LEADS, p.EFFECTS))
    effects[..., p.EFFECT_SHARE] = 0.0
    effects[0, :, p.EFFECT_HORN] = 0.0
    phases = np.zeros((2, 2, 1201), dtype=np.uint8)
    phases[..., :hold] = 1
    return p.GameTables(
        rules=np.array([periods, seconds, overtime, one_and_one, two_shots]),
        shared=shared,
        phases=phases,
        effects=effects.reshape(-1, p.EFFECTS),
        length_row=np.zeros((2 * p.LEADS, 8), dtype=np.int16),
        lengths=np.arange(65, dtype=np.float32)[None],
        buzzer=np.ones((p.BUZZER + 1, p.BUZZER_COLUMNS)),
        whistle=np.ones((2 * p.WHISTLE + 1, 3)),
    )


def even_odds() -> F8:
    """play_odds[2, 7, COLUMNS]: every event has probability one half."""
    return np.ones((2, 7, p.COLUMNS))
