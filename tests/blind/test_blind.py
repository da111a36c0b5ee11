"""The classifier finds a planted bias, and finds nothing between two halves of one thing."""

import pytest

from engine.compute.process_pool import WorkerPool
from engine.recap.season import SeasonRecord, SeasonSpec, season_record
from tests.blind.features import KINDS
from tests.blind.tell import tell

GAMES = 120


@pytest.fixture(scope="module")
def two() -> tuple[SeasonRecord, SeasonRecord]:
    """The same games in two universes."""
    with WorkerPool(0) as pool:
        first, second = (
            season_record(SeasonSpec("men", 2026, universe, 3, GAMES), pool) for universe in (0, 1)
        )
    return first, second


@pytest.mark.parametrize("kind", KINDS)
def test_two_universes_cannot_be_told_apart(two, kind):
    first, second = (KINDS[kind](record) for record in two)
    assert len(first) == GAMES and not first.isna().any().any()
    assert first.shape == second.shape
    found = tell(first, second)
    assert abs(found.auc - 0.5) < 3.5 * found.se


PLANTED = {
    "score": "home_half",
    "flow": "foul_1_home",
    "box": "off_reb_apart",
    "players": "home_men",
    "minutes": "away_minutes_1",
}


@pytest.mark.parametrize(("kind", "planted"), PLANTED.items())
def test_a_planted_bias_is_found(two, kind, planted):
    first, second = (KINDS[kind](record) for record in two)
    biased = second.copy()
    biased[planted] += round(float(biased[planted].std()))
    found = tell(first, biased, best=3)
    assert found.auc > 0.5 + 3.5 * found.se
    assert any(planted in name for name in found.features) or kind == "score"
