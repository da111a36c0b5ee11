"""The win probability of a real game that is under way, from its score and clock."""

import re

import numpy as np

from engine.domain.rules import Rules, rules
from engine.domain.specs import GameSpec
from engine.recap.win_probability import pairing_curve
from engine.run import kept_meeting

CLOCK = re.compile(r"^(?:(\d{1,2}):)?(\d{1,2})(?:\.\d)?$")  # 12:34, 0:07, 4.2
LOOSE = 0.5  # nobody is known to have the ball


def seconds_left(game: Rules, period: int, clock: str) -> float | None:
    """Seconds until the end of regulation, in overtime of the overtime; None for a clock that
    cannot be read. A clock that shows more than its period has is taken as the whole period."""
    found = CLOCK.match(clock.strip())
    if not found or period < 1:
        return None
    shown = 60 * int(found[1] or 0) + int(found[2])
    length = game.seconds if period <= game.periods else game.overtime
    return float(min(shown, length) + game.seconds * max(game.periods - period, 0))


def live_win_prob(spec: GameSpec, points: tuple[int, int], period: int, clock: str) -> float | None:
    """The probability that the spec's side a wins from here, by the curve that draws the line of a
    replayed game; who has the ball is not known. None where the clock cannot be read."""
    left = seconds_left(rules(spec.league, spec.a.season), period, clock)
    if left is None:
        return None
    curve, swap = pairing_curve(spec), kept_meeting(spec).swap
    lead = float(points[1] - points[0] if swap else points[0] - points[1])
    state = (np.array([left]), np.array([lead]), np.array([LOOSE]))
    prob = float(curve.prob(*state)[0])
    return 1.0 - prob if swap else prob
