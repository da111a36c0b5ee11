"""A short rehearsal in the made-up league: every as of right, no game of a later day ever used."""

import pytest

from engine import store
from tests.feed import rehearse
from tests.feed.fake_espn import FakeEspn
from tests.feed.shapes import days, event

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def season():
    """Six days of the season 2026 between real team ids."""
    ids = sorted(store.espn_ids("women", 2026))[:16]
    world, number = rehearse.Season(season=2026), 0
    for n, day in enumerate(days("2025-11-03", "2025-11-08")):
        pairs = zip(ids[::2], ids[n % 8 * 2 + 1 :: 2] + ids[1 : n % 8 * 2 + 1 : 2], strict=True)
        games = []
        for home, away in pairs:
            number += 1
            games.append(event(number, home, away, (70 + n, 60), day=day, league="women"))
        world.put("women", day, *games)
    world.no_box.add("3")
    return world


def test_day_by_day(season, tmp_path):
    with FakeEspn(season) as fake:
        for n, morning in enumerate(days("2025-11-04", "2025-11-09"), 1):
            season.today = morning
            facts = rehearse.refreshed(fake, tmp_path, morning, "women")
            assert rehearse.check_step(tmp_path, morning, "women") == 8 * n
            assert facts["failures"] == []
    assert facts["counts"]["women"]["boxes_known"] == 47


def test_a_leak_would_be_found(season, tmp_path):
    """The twin: scores of the coming day are shown a day early."""
    with FakeEspn(season) as fake:
        season.today = "2025-11-05"
        rehearse.refreshed(fake, tmp_path, "2025-11-04", "women")
        with pytest.raises(AssertionError):
            rehearse.check_step(tmp_path, "2025-11-04", "women")


def test_mornings():
    assert rehearse.step_days("2025-11-03", "2025-11-08", 2) == [
        "2025-11-05",
        "2025-11-07",
        "2025-11-09",
    ]
    assert rehearse.step_days("2025-11-03", "2025-11-08", 1)[-2:] == ["2025-11-08", "2025-11-09"]
