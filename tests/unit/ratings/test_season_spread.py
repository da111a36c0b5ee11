"""How much wider a season's margins were than the ratings of its end expect."""

import numpy as np
import pytest

from engine.ratings.model import Observations, RandomWalkPrior, no_prior
from engine.ratings.season_spread import season_spread

TEAMS, GAMES, NOISE = 30, 3000, 12.0
MOTION = RandomWalkPrior(
    noise=NOISE * np.sqrt(70.0), own=10.0, conference=0.0, drift=0.0, carry=0.8
)


@pytest.mark.parametrize(("wider", "sd"), [(1.0, 10.0), (1.2, 10.0), (1.0, 0.0)])
def test_what_was_planted_is_found(wider, sd):
    """Ratings are told margins; those that were are ``wider``. Where all teams are alike there is
    nothing to widen, however well ratings fit the noise that they have seen."""
    rng = np.random.default_rng(3)
    strength = rng.normal(0.0, sd, TEAMS)
    a = rng.integers(0, TEAMS, GAMES)
    b = (a + rng.integers(1, TEAMS, GAMES)) % TEAMS
    apart, noise = strength[a] - strength[b], rng.normal(0.0, NOISE, GAMES)
    day = np.sort(rng.integers(1, 131, GAMES))
    zeros, alone = np.zeros(GAMES), np.full(TEAMS, -1)
    net = Observations(a, b, zeros, apart + noise, np.full(GAMES, 70.0), day, alone)
    found = season_spread(net, wider * apart + noise, MOTION, no_prior(TEAMS))
    assert found == pytest.approx(wider if sd else 0.0, abs=0.2 if sd == 0 else 0.05)
