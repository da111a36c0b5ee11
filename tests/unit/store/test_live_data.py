"""Data that change under a running process: new numbers under the new version, never a mixture."""

import json
import os
import shutil

import pandas as pd
import pytest

from engine import store
from engine.domain.field import NEUTRAL
from engine.domain.teams import TeamTable
from engine.errors import DamagedData
from engine.store import manifest, teams, tournaments

RAISED = 50.0  # what every offense and the league's efficiency gain in the changed data


@pytest.fixture
def live(tmp_path):
    """A private copy of the embedded data, old enough to be believed."""
    root = shutil.copytree(store.DATA, tmp_path / "data")
    settle(root)
    return root


def settle(root) -> None:
    past = (root / store.MANIFEST).stat().st_mtime - 60
    os.utime(root / store.MANIFEST, (past, past))


def raised(root, name: str, column: str) -> None:
    frame = pd.read_parquet(root / f"{name}.parquet")
    frame[column] += RAISED
    store.write(root, name, frame)


def replace(root, name: str, **columns: str) -> None:
    store.write(root, name, pd.read_parquet(root / f"{name}.parquet").assign(**columns))


def change(root) -> None:
    """New ratings as the data build writes them, one table after the other."""
    raised(root, "teams", "off_eff")
    raised(root, "seasons", "efficiency")


def sums(table: TeamTable) -> tuple[float, float]:
    return float(table.off_eff.mean()), table.base.efficiency


def test_a_change_on_disk_shows_with_its_version(live):
    old, version = sums(store.load_teams("men", 2026, live)), store.data_version(live)
    change(live)
    new = sums(store.load_teams("men", 2026, live))
    assert store.data_version(live) != version
    assert new == pytest.approx((old[0] + RAISED, old[1] + RAISED), abs=1e-3)
    shutil.copytree(store.DATA, live, dirs_exist_ok=True)  # and back again
    assert store.data_version(live) == version
    assert sums(store.load_teams("men", 2026, live)) == old


def test_what_other_tables_were_read_from_stays_in_memory(live):
    field = store.load_field("men", 2026, live)
    change(live)
    assert store.load_field("men", 2026, live) is field


def test_one_read_never_mixes_two_versions(live, monkeypatch):
    """Fields and slots change after the one was read and before the other is."""
    read, seen = tournaments.season_rows, []

    def interrupted(name, *rest):
        found = read(name, *rest)
        seen.append(name)
        if len(seen) == 1:
            replace(live, "fields", region_name="Moon")
            replace(live, "slots", host="")
        return found

    monkeypatch.setattr(tournaments, "season_rows", interrupted)
    found = store.load_field("women", 2026, live)
    assert seen == ["fields", "fields", "slots"]  # the first attempt ended at the changed slots
    assert set(found.region.values()) == {"Moon"} and (found.host == NEUTRAL).all()


def test_a_change_during_a_read_waits_for_the_next_one(live, monkeypatch):
    """The tables were in memory: the read ends with the old ones, the next has the new ones."""
    read, seen = teams.season_rows, []

    def interrupted(name, *rest):
        seen.append(name)
        if len(seen) == 1:
            change(live)
        return read(name, *rest)

    store.load_teams("women", 2026, live)
    old = sums(store.load_teams("men", 2026))
    monkeypatch.setattr(teams, "season_rows", interrupted)
    assert sums(store.load_teams("men", 2026, live)) == old
    assert sums(store.load_teams("men", 2026, live)) == pytest.approx(
        (old[0] + RAISED, old[1] + RAISED), abs=1e-3
    )


def test_a_pinned_version_stays_until_it_is_released(live):
    old = sums(store.load_teams("men", 2026, live))
    with store.pinned(live) as version:
        change(live)
        raised(live, "figures", "real")
        assert store.data_version(live) == version
        assert sums(store.load_teams("men", 2026, live)) == old
        with pytest.raises(DamagedData, match="altered"):  # never read, and gone from the disk
            store.load_figures("men", 2026, live)
    assert store.data_version(live) != version
    assert sums(store.load_teams("men", 2026, live)) != old


def test_a_result_is_kept_by_the_version_of_the_data(live):
    calls = []

    @store.cached_by_data_version(4)
    def total(league, root):
        calls.append(league)
        return sums(store.load_teams(league, 2026, root))

    old = total("men", live)
    assert total("men", live) == old and calls == ["men"]
    change(live)
    assert total("men", live) != old and calls == ["men", "men"]


def test_the_version_costs_a_stat_and_no_reading(live, monkeypatch):
    version = store.data_version(live)

    def refuse(path):
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr(manifest, "_read", refuse)
    assert store.data_version(live) == version


def test_two_changes_within_a_tick_of_the_clock_are_both_seen(live):
    """A manifest of the same size, time and inode: only its age tells that it may change again."""
    path = live / store.MANIFEST
    path.write_text(path.read_text())
    store.data_version(live)
    stamp, listed = path.stat(), json.loads(path.read_text())
    listed["tables"]["teams"]["sha256"] = "0" * 64
    listed["version"] = store.version_of(listed["tables"])
    path.write_text(json.dumps(listed, indent=2) + "\n")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert store.data_version(live) == listed["version"]
