"""Snapshots: the same content has one name, and nothing damaged is ever read."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from engine import run, store
from engine.errors import BadInput, FeedError, FeedRefused, SnapshotDamaged
from engine.run.season import current_season, gathering
from engine.run.season.current_season import Today
from engine.sources import feeds, http
from engine.sources.addresses import Addresses, addresses
from engine.sources.http import Client
from engine.store import refresh_lock, snapshot_tables, snapshots
from tests.feed.conftest import november
from tests.feed.fake_espn import FakeEspn
from tests.feed.shapes import event, scoreboard

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def tables(points=70):
    """One men's game, last season's ratings."""
    from engine.sources import espn

    members = store.espn_teams("men", 2027)
    known = gathering.empty("men", 2027, members)
    day = scoreboard([event(1, 2, 5, (points, 60), day="2026-11-20")])
    known.rows = current_season.with_members(espn.scoreboard(day, "men").rows, members)
    rows, average = snapshot_tables.rating_rows(store.load_teams("men", 2026))
    eve = {"league": "men", "season": 2027, "event_id": 1, "date": "2026-11-20", "win_prob": 0.75}
    eves = pd.DataFrame(
        [dict.fromkeys(snapshot_tables.LIVE_SCHEMAS["eve_forecasts"].names, 0) | eve]
    )
    rated = {"ratings": rows, "averages": average, "eve_forecasts": eves.astype({"neutral": bool})}
    return gathering.tables(known) | rated


def written(root, points=70, now=NOW):
    files = snapshot_tables.encoded(tables(points))
    return snapshots.write(root, files, 2027, {"men": "2026-11-20"}, {"days": {}}, now)


def test_what_is_written_is_read(tmp_path):
    snapshot = written(tmp_path)
    found, refused = snapshots.latest(tmp_path)
    assert refused == () and found.digest == snapshot.digest and found.as_of["men"] == "2026-11-20"
    table, original = found.teams("men"), store.load_teams("men", 2026)
    assert (table.off_eff == original.off_eff).all() and table.name == original.name
    assert (table.offence_se == original.offence_se).all() and table.digest == snapshot.digest
    assert found.eves("men")["win_prob"].tolist() == [0.75] and found.eves("women").empty
    with pytest.raises(SnapshotDamaged):
        found.teams("women")


def test_a_snapshot_without_later_tables_is_read(tmp_path):
    files = snapshot_tables.encoded(tables())
    files = {name: body for name, body in files.items() if name not in snapshot_tables.LATER}
    snapshots.write(tmp_path, files, 2027, {"men": "2026-11-20"}, {"days": {}}, NOW)
    found, refused = snapshots.latest(tmp_path)
    assert refused == () and found.eves("men").empty and "win_prob" in found.eves("men")


def test_the_same_content_has_the_same_digest_at_any_time(tmp_path):
    one, two = written(tmp_path), written(tmp_path, now=NOW + timedelta(days=1))
    assert one.digest == two.digest != written(tmp_path, points=71).digest


@pytest.mark.parametrize(
    "damage", ["cut", "altered", "missing", "manifest", "list", "foreign", "renamed"]
)
def test_a_damaged_snapshot_is_refused_and_the_one_before_is_read(tmp_path, damage):
    good = written(tmp_path)
    bad = tmp_path / written(tmp_path, points=71, now=NOW + timedelta(hours=1)).name
    table, manifest = bad / "games.parquet", bad / "manifest.json"
    if damage == "cut":
        table.write_bytes(table.read_bytes()[:100])
    elif damage == "altered":
        body = bytearray(table.read_bytes())
        body[200] ^= 1
        table.write_bytes(bytes(body))
    elif damage == "missing":
        table.unlink()
    elif damage == "manifest":
        manifest.write_text(manifest.read_text()[:50])
    elif damage == "list":
        tables = list(snapshot_tables.LIVE_SCHEMAS)
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"tables": tables}))
    elif damage == "foreign":
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 99}))
    else:
        shutil.copytree(tmp_path / good.name, tmp_path / "x")
        shutil.rmtree(bad)
        (tmp_path / "x").rename(bad)
    found, refused = snapshots.latest(tmp_path)
    assert found.name == good.name and len(refused) == 1 and bad.name in refused[0]


def test_thirty_and_one_a_week_are_kept(tmp_path):
    body = written(tmp_path).name
    for day in range(1, 80):
        name = f"{NOW - timedelta(days=day):%Y%m%dT%H%M}Z-{body[-12:]}"
        shutil.copytree(tmp_path / body, tmp_path / name)
    snapshots.prune(tmp_path)
    assert 30 + 6 <= len(snapshots.names(tmp_path)) <= 30 + 8
    assert body in snapshots.names(tmp_path)


# --- The lock ------------------------------------------------------------------------------------


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / refresh_lock.LOCK).write_text(str(dead.pid))
    with refresh_lock.refreshing(tmp_path):
        pass
    assert not (tmp_path / refresh_lock.LOCK).exists()


def test_the_lock_of_a_living_process_holds(tmp_path):
    (tmp_path / refresh_lock.LOCK).write_text(str(os.getppid()))
    with pytest.raises(FeedError, match="Another refresh"), refresh_lock.refreshing(tmp_path):
        pass


def test_two_threads_of_one_process_exclude_each_other(tmp_path):
    with (
        refresh_lock.refreshing(tmp_path),
        pytest.raises(FeedError),
        refresh_lock.refreshing(tmp_path),
    ):
        pass


def test_pages_wait_ten_minutes_and_one_on_tournament_days(tmp_path):
    assert refresh_lock.seconds_to_wait(tmp_path, False) == 0
    refresh_lock.attempted(tmp_path)
    last = (tmp_path / refresh_lock.ATTEMPT).stat().st_mtime
    assert refresh_lock.seconds_to_wait(tmp_path, False, last + 100) == pytest.approx(500)
    assert refresh_lock.seconds_to_wait(tmp_path, True, last + 100) == 0
    spec = run.RefreshSpec(2027, ("men",), tmp_path, asked_on_a_page=True)
    with pytest.raises(FeedError, match="Next try in 10 min"):
        run.refresh(spec, None, NOW)


# --- Days ----------------------------------------------------------------------------------------


def test_wanted_days():
    read = current_season._days("2026-11-01", "2026-12-01")
    days, sweep = current_season.wanted_days(2027, "2026-11-25", "2026-11-24", read, "2026-11-24")
    assert not sweep and days == current_season._days("2026-11-21", "2026-12-02")
    days, _ = current_season.wanted_days(2027, "2026-11-25", "2026-11-15", read, "2026-11-24")
    assert days[0] == "2026-11-16"  # the days that are not closed
    days, sweep = current_season.wanted_days(2027, "2026-11-30", "2026-11-29", read, "2026-11-29")
    assert sweep and (days[0], days[-1]) == ("2026-11-01", "2027-04-15")  # a Monday
    days, sweep = current_season.wanted_days(2027, "2026-11-05", "2026-10-31", (), "")
    assert not sweep and days == current_season._days("2026-11-01", "2026-11-12")


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-11-08T04:59Z", "2026-11-07"), ("2026-11-08T05:00Z", "2026-11-08"),
     ("2027-03-15T03:59Z", "2027-03-14")],
)  # fmt: skip
def test_today_is_the_eastern_day(moment, day):
    assert Today.of(datetime.fromisoformat(moment)).day == day


def test_ratings_leave_out_the_postseason():
    members = store.espn_teams("men", 2027)
    from engine.sources import espn

    ncaa = event(2, 6, 8, (70, 60), headline="NCAA Men's Basketball Championship - East Region")
    rows = espn.scoreboard(scoreboard([event(1, 2, 5, (70, 60)), ncaa]), "men").rows
    rows = current_season.with_members(rows, members)
    boxes = pd.DataFrame({"event_id": [1], "home_fgm": [25]})
    games = current_season.rated_games(rows, boxes, "2027-04-01")
    assert games["event_id"].tolist() == [1] and games["home_fgm"].tolist() == [25]
    assert current_season.rated_games(rows, boxes, "2027-01-11").empty


# --- The client ----------------------------------------------------------------------------------


def test_two_requests_a_second():
    with FakeEspn(november()) as fake:
        slept, clock = [], [0.0]

        def sleep(seconds):
            slept.append(seconds)
            clock[0] += seconds

        client = Client(Addresses(espn=(fake.address,)), clock=lambda: clock[0], sleep=sleep)
        path = "/apis/site/v2/sports/basketball/mens-college-basketball/scoreboard"
        for _ in range(3):
            client.json(fake.address, path, "scoreboard", {"dates": "20261102"})
    assert slept == [0.5, 0.5]
    assert client.answered[0]["query"] == "dates=20261102" and client.answered[0]["status"] == 200


def test_an_answer_without_end_is_refused(monkeypatch):
    monkeypatch.setitem(http.LARGEST, "scoreboard", 1000)
    with FakeEspn(november()) as fake:
        client = Client(Addresses(espn=(fake.address,)), pause=0.0)
        path = "/apis/site/v2/sports/basketball/mens-college-basketball/scoreboard"
        with pytest.raises(FeedRefused, match="more than"):
            client.json(fake.address, path, "scoreboard", {"dates": "20261102"})


@pytest.mark.parametrize(
    "base", ["http://example.com", "ftp://127.0.0.1", "https://u:p@x.org", "x"]
)
def test_only_https_or_the_loopback(base):
    with pytest.raises(BadInput):
        addresses({"HARDWOOD_ESPN": base})


def test_a_host_outside_the_list_is_not_asked():
    with pytest.raises(FeedRefused, match="not an allowed host"):
        Client(Addresses()).get("https://example.com", "/", "scoreboard")


def test_the_published_branch():
    found = addresses({"HARDWOOD_PUBLISHED": "someone/hardwood"}).published
    assert found == "https://raw.githubusercontent.com/someone/hardwood/live"
    assert addresses({}).published == ""


# --- The published snapshot ----------------------------------------------------------------------


@pytest.fixture
def published(tmp_path):
    """A folder with a snapshot, served on the loopback."""
    import threading
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    folder = tmp_path / "published"
    written(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    yield folder, Client(Addresses(espn=(base,), published=base), pause=0.0)
    server.shutdown()
    server.server_close()


def test_a_published_snapshot_is_taken_once(tmp_path, published):
    folder, client = published
    found, why = run.adopt_published(tmp_path / "live", client, NOW)
    assert why == "" and found.name == snapshots.names(folder)[0]
    asked = len(client.answered)
    again, why = run.adopt_published(tmp_path / "live", client, NOW)
    assert (again.name, why) == (found.name, "") and len(client.answered) == asked + 1


def test_an_older_published_snapshot_is_refused(tmp_path, published):
    own = written(tmp_path / "live", points=80, now=NOW + timedelta(days=1))
    found, why = run.adopt_published(tmp_path / "live", published[1], NOW)
    assert found.name == own.name and "older" in why


def test_a_torn_published_snapshot_is_refused(tmp_path, published):
    folder, client = published
    own = written(tmp_path / "live", points=80, now=NOW - timedelta(days=1))
    table = folder / snapshots.names(folder)[0] / "games.parquet"
    table.write_bytes(table.read_bytes()[:-5])
    found, why = run.adopt_published(tmp_path / "live", client, NOW)
    assert found.name == own.name and "altered or cut" in why
    assert snapshots.names(tmp_path / "live") == [own.name]


# --- The NCAA's bracket --------------------------------------------------------------------------


@pytest.mark.parametrize("through_mirror", [False, True])
def test_the_bracket_is_asked_for_by_its_stored_query(through_mirror):
    asked = []

    class Asked(Client):
        def get(self, base, path, kind, query=None):
            asked.append((base, path, query))
            return http.Answer(b'{"errors": [{"message": "PersistedQueryNotFound"}]}', *[""] * 5)

    where = Addresses(
        ncaa_mirror="https://mirror.example" if through_mirror else "", ncaa_hash="ab"
    )
    with pytest.raises(FeedRefused):
        feeds.bracket(Asked(where), "women", 2027)
    base, path, query = asked[0]
    if through_mirror:
        assert (base, path) == ("https://mirror.example", "/brackets/basketball-women/d1/2027")
    else:
        assert json.loads(query["variables"])["sportUrl"] == "basketball-women"
        assert json.loads(query["extensions"])["persistedQuery"]["sha256Hash"] == "ab"
