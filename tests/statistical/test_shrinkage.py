"""The fit of the ratings' constants finds what was planted in made-up leagues.

The real fit takes minutes and the raw tables (``python -m engine.pipeline.fits.rating_constants``);
this is the same code on leagues whose truth is known."""

from dataclasses import astuple

import numpy as np
import pandas as pd
import pytest

from engine.pipeline.fits import rating_constants
from engine.ratings import constants
from engine.ratings.model import Observations, RandomWalkPrior

TEAMS, GAMES, DAYS = 16, 700, 132  # there are games on every fourth day
TRUE = RandomWalkPrior(noise=60.0, own=9.0, conference=0.0, drift=0.6, carry=0.8)


def season(rng: np.random.Generator, strength: np.ndarray, drift: float) -> pd.DataFrame:
    """A season's games: day, both teams, and the margin per 100 possessions that strength alone
    (``strength[T]`` on the first day, drifting after it) would give."""
    moves = rng.normal(0.0, drift, (DAYS + 1, TEAMS))
    daily = strength + np.cumsum(moves, axis=0)
    day = np.sort(4 * rng.integers(1, DAYS // 4 + 1, GAMES))
    a = rng.integers(0, TEAMS, GAMES)
    b = (a + rng.integers(1, TEAMS, GAMES)) % TEAMS
    return pd.DataFrame({"day": day, "a": a, "b": b, "margin": daily[day, a] - daily[day, b]})


def followed(games: pd.DataFrame, value: np.ndarray) -> Observations:
    sides = (games[name].to_numpy() for name in "ab")
    flat = (np.zeros(GAMES), value, np.full(GAMES, 70.0), games["day"].to_numpy())
    return Observations(*sides, *flat, np.full(TEAMS, -1))


def test_a_planted_motion_is_found():
    rng = np.random.default_rng(4)
    runs = []
    for _ in range(2):
        strength, run = rng.normal(0.0, 12.0, TEAMS), []
        for _ in range(3):
            games = season(rng, strength, TRUE.drift)
            noise = rng.normal(0.0, TRUE.noise / np.sqrt(70.0), GAMES)
            run.append(followed(games, games["margin"].to_numpy() + noise))
            strength = TRUE.carry * strength + rng.normal(0.0, TRUE.own, TEAMS)
        runs.append(run)
    found = rating_constants.best("net", runs, TEAMS)
    assert isinstance(found, RandomWalkPrior)
    assert found.noise == pytest.approx(TRUE.noise, rel=0.06)
    assert found.drift == pytest.approx(TRUE.drift, rel=0.25)
    true = rating_constants.evidence("net", TRUE, runs, TEAMS)
    for wrong in ({"drift": 0.0}, {"drift": 1.8}, {"noise": 90.0}, {"own": 2.0}):
        changed = RandomWalkPrior(
            **{**dict(zip(RandomWalkPrior.__slots__, astuple(TRUE), strict=True)), **wrong}
        )
        assert rating_constants.evidence("net", changed, runs, TEAMS) < true - 10.0


@pytest.mark.parametrize(("luck", "share"), [(True, 1.0), (False, 0.0)])
def test_luck_is_told_from_skill(luck, share):
    """Threes beyond the usual share that are dice must not count, those of good shooters must."""
    rng = np.random.default_rng(5)
    strength, frames = rng.normal(0.0, 8.0, TEAMS), []
    shooting = np.zeros(TEAMS) if luck else rng.normal(0.0, 0.12, TEAMS)
    for _ in range(3):
        games = season(rng, strength, 0.0)
        margin = np.round(0.7 * games["margin"] + rng.normal(0.0, 6.0, GAMES))
        made = {s: _threes(rng, shooting[games[s]], dice=luck) for s in "ab"}
        points = {"a": 70.0 + margin + 3.0 * made["a"], "b": 70.0 + 3.0 * made["b"]}
        frames.append(_sided(games, points, made))
    three, free = rating_constants.luck_shares(
        [frames], np.arange(TEAMS), RandomWalkPrior(80, 9, 0, 0.1, 0.9)
    )
    assert three == pytest.approx(share, abs=0.2)
    assert free == pytest.approx(0.0, abs=1e-6)  # nobody was at the line


def _threes(rng: np.random.Generator, shooting: np.ndarray, dice: bool) -> np.ndarray:
    usual = constants.USUAL_THREE + shooting
    return rng.binomial(25, usual) if dice else np.round(25 * usual)


def _sided(games: pd.DataFrame, points: dict, made: dict) -> pd.DataFrame:
    """The games as ``logs.one_sided`` has them."""
    sides = []
    for me, other in ("ab", "ba"):
        side = pd.DataFrame({"offense": games[me], "defense": games[other], "fgm3": made[me]})
        sides.append(side.assign(points=points[me], day_num=games["day"], fga3=25))
    rest = {"venue": 0.0, "conference": "", "minutes": 40.0, "possessions": 70.0}
    return pd.concat(sides, ignore_index=True).assign(**rest, ftm=0.0, fta=0.0)


def test_the_committed_numbers_are_as_printed():
    """Nothing in ``fitted`` was touched by hand: it has the digits that the command prints."""
    for pulls in constants.SHRINKAGE.values():
        for pull in pulls.values():
            shown = rating_constants.shown(pull)
            again = [float(x) for x in shown[shown.index("(") + 1 : -1].split(", ")]
            assert again == list(astuple(pull))
