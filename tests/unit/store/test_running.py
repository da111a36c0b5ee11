"""The season that is being played, with and without a snapshot, and requests by source."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from engine import run, store
from engine.domain.specs import BracketSpec, GameSpec, Side
from engine.errors import FieldNotKnown, UnknownSource
from engine.store import datasets, snapshot_tables, snapshots

DUKE = 1181
SEASON = 2027


@pytest.fixture
def live(tmp_path, monkeypatch):
    """A directory of snapshots that is in use."""
    monkeypatch.setenv("HARDWOOD_LIVE", str(tmp_path))
    return tmp_path


def written(root, day, net=0.0):
    """A men's snapshot of that day whose teams are that much better than before the season."""
    table = store.running("men").teams_of("men", SEASON)
    table = replace(table, off_eff=table.off_eff + net, base=replace(table.base, cutoff=day))
    rows, average = snapshot_tables.rating_rows(table)
    empty = {name: snapshot_tables.frame_of(name, None) for name in snapshot_tables.LIVE_SCHEMAS}
    files = snapshot_tables.encoded(empty | {"ratings": rows, "averages": average})
    now = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    return snapshots.write(root, files, SEASON, {"men": day}, {}, now)


def test_before_a_snapshot_the_season_has_last_seasons_end_with_wide_errors():
    source = store.source_of("men", SEASON)
    table, last = store.load_teams("men", SEASON, source=source), store.load_teams("men", 2026)
    both = np.intersect1d(table.team_id, last.team_id)
    now, then = (t.rows(both) for t in (table, last))
    net, before = ((t.off_eff - t.def_eff)[rows] for t, rows in ((table, now), (last, then)))
    assert np.corrcoef(net, before)[0, 1] > 0.95 and net.std() < before.std()
    assert (table.net_se[now] > 1.3 * last.net_se[then]).all()
    assert table.wins.sum() == 0 and store.through("men") == "2026-10-31"
    assert store.usual_season("men") == 2026 and store.known_seasons("men")[-1] == SEASON


def test_a_snapshot_is_used_at_once_and_the_one_before_under_its_own_name(live):
    first = written(live, "2026-11-20")
    assert store.source_of("men", SEASON) == first.digest and store.usual_season("men") == SEASON
    assert store.source_of("women", SEASON) != first.digest  # the snapshot has no women
    spec = GameSpec("men", Side(SEASON, DUKE, first.digest), Side(2026, DUKE), "neutral", 2000, 1)
    before = run.game(spec).win_prob
    second = written(live, "2026-11-21", net=15.0)
    assert store.source_of("men", SEASON) == second.digest and store.through("men") == "2026-11-21"
    assert run.game(spec).win_prob == before
    now = run.game(replace(spec, a=replace(spec.a, source=second.digest))).win_prob
    assert now > before + 0.1


def test_a_kept_snapshot_is_found_on_disk_and_a_removed_one_is_said_to_be_gone(live, monkeypatch):
    digest = written(live, "2026-11-20").digest
    monkeypatch.setattr(datasets, "_held", type(datasets._held)())
    assert store.opened(digest).digest == digest
    with pytest.raises(UnknownSource, match="not kept here any more"):
        store.load_teams("men", SEASON, source="0123456789ab")


def test_the_field_is_announced_on_selection_sunday():
    with pytest.raises(FieldNotKnown, match="14 March 2027"):
        store.load_field("men", SEASON, source=store.source_of("men", SEASON))
    known = {2022: 13, 2023: 12, 2024: 17, 2025: 16, 2026: 15}
    assert all(store.selection_sunday(y) == date(y, 3, day) for y, day in known.items())


def test_a_field_is_played_with_the_ratings_of_its_source(live):
    class Turned:
        """Last season with the ratings upside down."""

        digest = "turned"

        def teams_of(self, league, season):
            table = store.load_teams(league, season)
            return replace(table, off_eff=-table.off_eff + 210, def_eff=-table.def_eff + 210)

        def field_of(self, league, season):
            return None

    source = store.hold(Turned())
    best = store.load_field("men", 2026).seed.index("W01")
    plain, turned = (
        run.bracket(BracketSpec("men", 2026, 200, 1, source=name)).slot_prob()[-1, best]
        for name in ("", source)
    )
    assert plain > 0.1 and turned == 0.0
    assert run.load_win_matrix("men", 2026, source=source).win[1, best].mean() < 0.2
