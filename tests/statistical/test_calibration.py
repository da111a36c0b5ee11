"""Simulated means against what the ratings expect: margin and total after 40 minutes.

Overtime comes on top of both, so the score after regulation is what is compared. The same check
must fail when shooting is a little off."""

import numpy as np
import pytest

from engine import run, store
from engine.domain.specs import GameSpec, Side
from engine.domain.teams import League
from engine.domain.venue import Venue
from engine.game import kernel
from engine.game import possession as p

UNIVERSES = 60_000
BOUND = 0.15  # points of bias, besides four standard errors of the mean
SEED = 17

# The ranks (by net efficiency) of both sides and the venue: level, usual and lopsided games.
GRID: tuple[tuple[League, int, int, int, Venue], ...] = (
    ("men", 2026, 1, 2, Venue.NEUTRAL),
    ("men", 2026, 5, 40, Venue.NEUTRAL),
    ("men", 2026, 10, 150, Venue.NEUTRAL),
    ("men", 2026, 180, 181, Venue.A),
    ("men", 2026, 60, 330, Venue.B),
    ("men", 2012, 1, 64, Venue.NEUTRAL),
    ("women", 2026, 3, 12, Venue.NEUTRAL),
    ("women", 2026, 1, 60, Venue.A),
    ("women", 2012, 8, 120, Venue.B),
)


def pairing(league: League, season: int, a: int, b: int, venue: Venue, uncertain: bool) -> GameSpec:
    table = store.load_teams(league, season)
    by_rank = table.team_id[np.argsort(table.def_eff - table.off_eff)]
    sides = (Side(season, int(by_rank[rank - 1])) for rank in (a, b))
    return GameSpec(league, *sides, venue, UNIVERSES, SEED, uncertain)


def bias(spec: GameSpec, shooting: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """(simulated - expected, standard error) of margin and total of regulation; ``shooting``
    multiplies the odds of a's field goals: the planted fault."""
    f, base = run.pair_strengths(spec)
    inputs = run.kernel_inputs(f, base, np.array([0]), np.array([1]), spec.uncertain)
    inputs.pairings.play_odds[0, 0, :, (p.FG2, p.FG3)] *= shooting
    at = np.array([int(spec.venue)])
    teams, pairings, game_tables = (tuple(part) for part in inputs)
    block = kernel.play_block(
        spec.random_seed, teams, pairings, at, game_tables, 0, spec.universes
    )[0]
    a, b = block[:, p.REG_A].astype(float), block[:, p.REG_B].astype(float)
    expected = run.expected_points(spec)
    played = np.stack([a - b, a + b])
    mean = played.mean(axis=1) - [expected[0] - expected[1], sum(expected)]
    return mean, played.std(axis=1) / np.sqrt(spec.universes)


def sound(spec: GameSpec, shooting: float = 1.0) -> bool:
    mean, se = bias(spec, shooting)
    return bool(np.all(np.abs(mean) < BOUND + 4 * se))


# Known and open: what comes out too high or too low, and at which strengths.
BOTH, RATED = (True, False), (False,)
OPEN = {
    # One side is expected to win by nearly 40.
    ("women", 2026, 1, 60, Venue.A): ("totals are 0.8 points high", BOTH),
    # Two halves, played by the constants of the men.
    ("women", 2012, 8, 120, Venue.B): ("totals are 0.5 points low", BOTH),
    ("men", 2026, 10, 150, Venue.NEUTRAL): ("totals are 0.4 points low", RATED),
}


def _marked(case: tuple[League, int, int, int, Venue], uncertain: bool) -> object:
    """A case of the grid, at drawn or at rated strengths."""
    reason, where = OPEN.get(case, ("", ()))
    mark = pytest.mark.xfail(strict=True, reason=reason) if uncertain in where else ()
    name = "-".join(map(str, (*case, "drawn" if uncertain else "rated")))
    return pytest.param(*case, uncertain, id=name, marks=mark)


CASES = [_marked(case, uncertain) for case in GRID for uncertain in BOTH]


@pytest.mark.parametrize(("league", "season", "a", "b", "venue", "uncertain"), CASES)
def test_games_come_out_on_average_as_rated(league, season, a, b, venue, uncertain):
    spec = pairing(league, season, a, b, venue, uncertain)
    mean, se = bias(spec)
    assert np.all(np.abs(mean) < BOUND + 4 * se), f"margin, total off by {mean} ± {se}"


@pytest.mark.parametrize("case", [GRID[0], GRID[6]], ids=["men", "women"])
def test_shooting_five_per_cent_off_is_found(case):
    assert not sound(pairing(*case, True), shooting=1.05)
    assert not sound(pairing(*case, True), shooting=1 / 1.05)
