"""Whatever the site, the disk or a second process does: the old snapshot stays whole, one clear
sentence says why, and the exit status is right. Each on the real command."""

import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

import pytest

from engine.run.season import current_season, live_ratings
from engine.sources.feeds import BUSY_DAY
from tests.feed.conftest import ROOT, Command, november
from tests.feed.fake_espn import JSON, FakeEspn
from tests.feed.quick import FUNCTIONS
from tests.feed.shapes import days, event

NEXT = "2026-11-08T14:00Z"  # a day later: 7 November is over


pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A directory after one good refresh."""
    with (
        FakeEspn(november()) as fake,
        mock.patch.multiple(live_ratings, **FUNCTIONS),
    ):
        command = Command(fake, tmp_path_factory.mktemp("first") / "live")
        done = command()
        assert (done.code, done.facts["as_of"]) == (0, {"men": "2026-11-06"})
        assert done.complaint == ""
    return command.live


@pytest.fixture
def command(fake, first, tmp_path):
    shutil.copytree(first, tmp_path / "live")
    return Command(fake, tmp_path / "live")


def held(live: Path) -> dict[str, bytes]:
    """Every byte of every snapshot."""
    files = (p for p in live.rglob("*") if p.is_file() and p.parent != live)
    return {str(path.relative_to(live)): path.read_bytes() for path in files}


def keeps_the_old(command, first, sentence, run=None):
    done = (run or command)()
    assert done.code == 4
    assert sentence in done.complaint and done.complaint.count("\n") == 0
    assert held(command.live) == held(first)
    assert command.snapshot().as_of == {"men": "2026-11-06"}
    assert not list(command.live.glob(".new-*")) and not (command.live / "refresh.lock").exists()


def finish(world, day="2026-11-07"):
    """Play the games of a day."""
    games = world.events["men", day]
    played = [event(int(g["id"]), *ids(g), (81, 70), day=day) for g in games]
    world.put("men", day, *played)


def ids(game):
    return [int(side["team"]["id"]) for side in game["competitions"][0]["competitors"]]


def test_nothing_new_is_three(command, first):
    done = command()
    assert done.code == 3 and done.complaint == ""
    assert held(command.live) == held(first)


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        ((403, "text/html", b"<HTML><TITLE>Access Denied</TITLE></HTML>"), "(403)"),
        ((429, JSON, b"{}"), "fewer requests (429)"),
        ((500, JSON, b"{}"), "failed (500)"),
        ((200, "text/html", b"<!DOCTYPE html><html></html>"), "web page"),
        ((200, JSON, b"<html><title>Verifying</title></html>"), "HTML page"),
        ((200, JSON, b'{"events": ['), "cut off"),
        ((400, JSON, b'{"code": 400, "message": "Failed"}'), "(400)"),
        ((302, JSON, b"https://example.com/elsewhere"), "not an allowed host"),
        ((0, JSON, b""), "did not answer in time"),
    ],
    ids="403 429 500 html html-as-json cut 400 redirect timeout".split(),
)
def test_a_refusing_site(command, fake, first, reply, sentence):
    fake.fault = lambda what, query: reply
    command.timeout = "0.5" if reply[0] == 0 else "60"
    keeps_the_old(command, first, sentence)


def test_a_refusing_site_in_a_process(command, fake, first):
    fake.fault = lambda what, query: (403, "text/html", b"<html></html>")
    keeps_the_old(command, first, "(403)", command.process)


def test_no_site_at_all(command, first):
    command.fake = FakeEspn(november())
    command.fake.server.server_close()
    keeps_the_old(command, first, "cannot be reached")


def test_twenty_five_events_of_a_longer_day(command, fake, world, first):
    many = [event(500_000_000 + n, 20_000 + 2 * n, 20_001 + 2 * n) for n in range(107)]
    world.put("men", "2026-11-07", *world.events["men", "2026-11-07"], *many)
    whole = world.answer

    def cut(league, what, query):
        found = whole(league, what, query)
        if what == "scoreboard":
            found["events"] = found["events"][:25]
        return found

    world.answer = cut
    keeps_the_old(command, first, "Exactly 25 events")


def test_a_true_day_of_twenty_five_is_believed_at_the_second_look(command, fake, world):
    more = [event(500_000_000 + n, 20_000 + 2 * n, 20_001 + 2 * n, (80, 70),
                  day="2026-11-06") for n in range(13)]  # fmt: skip
    world.put("men", "2026-11-06", *world.events["men", "2026-11-06"], *more)
    world.put("men", BUSY_DAY, *more, *(event(n, 2 * n, 2 * n + 1) for n in range(1, 31)))
    twice = command()
    assert twice.code == 0 and twice.complaint == ""
    assert fake.days().count("20261106") == 2


def test_a_final_that_changes_is_named_and_taken(command, world):
    game = world.events["men", "2026-11-05"][0]
    changed = event(int(game["id"]), *ids(game), (99, 50), day="2026-11-05")
    world.put("men", "2026-11-05", changed, *world.events["men", "2026-11-05"][1:])
    done = command()
    assert done.code == 0 and any("is now 99-50" in note for note in done.facts["notes"])
    rows = command.snapshot().games.set_index("event_id")
    assert rows.loc[int(game["id"]), "home_points"] == 99


def test_many_changed_finals_are_not_believed(command, world, first):
    for day in days("2026-11-04", "2026-11-06"):
        games = [event(int(g["id"]), *ids(g), (99, 50), day=day) for g in world.events["men", day]]
        world.put("men", day, *games)
    keeps_the_old(command, first, "finals changed at once")


def test_a_final_that_vanishes_rejects_its_day(command, world, first):
    world.events["men", "2026-11-06"].pop()
    keeps_the_old(command, first, "was final and is gone")


def test_a_moved_game_replaces_its_row(command, world):
    game = world.events["men", "2026-11-07"].pop()
    world.events["men", "2026-11-08"].append(event(int(game["id"]), *ids(game), day="2026-11-08"))
    done = command()
    rows = command.snapshot().games
    assert done.code == 0 and done.complaint == ""
    assert rows.loc[rows["event_id"] == int(game["id"]), "date"].tolist() == ["2026-11-08"]


def test_a_duplicate_counts_once(command, world):
    world.events["men", "2026-11-06"].append(world.events["men", "2026-11-06"][0])
    done = command()
    assert any("came 2 times" in note for note in done.facts["notes"])
    assert not command.snapshot().games["event_id"].duplicated().any()


def test_a_forfeit_is_over_but_no_result(command, world):
    finish(world)
    game = world.events["men", "2026-11-07"][0]
    lost = event(int(game["id"]), *ids(game), (2, 0), status="FORFEIT", day="2026-11-07")
    world.events["men", "2026-11-07"][0] = lost
    done = command(now=NEXT)
    assert done.code == 0 and done.facts["as_of"] == {"men": "2026-11-07"}
    assert done.facts["counts"]["men"]["games"] == 71
    wins = command.snapshot().teams("men")
    assert int(wins.wins.sum()) == 71


def test_a_box_before_tip_off_is_no_box(command, world, fake):
    finish(world)
    game = world.events["men", "2026-11-07"][0]
    averages = world.answer

    def before_tip_off(league, what, query):
        found = averages(league, what, query)
        if what == "summary" and query["event"] == game["id"]:
            for team in found["boxscore"]["teams"]:
                team["statistics"] = [{"name": "avgPoints", "displayValue": "70.1"}]
        return found

    world.answer = before_tip_off
    done = command(now=NEXT)
    assert done.code == 0 and done.facts["counts"]["men"]["boxes"] == 11
    assert int(game["id"]) not in command.snapshot().boxes["event_id"].tolist()


def test_a_day_is_closed_only_after_seven_the_next_morning(command, world):
    finish(world)
    late = command(now="2026-11-08T04:30Z")  # 23:30 Eastern of the same day
    assert late.code == 0 and late.facts["as_of"] == {"men": "2026-11-06"}
    past_midnight = command(now="2026-11-08T06:00Z")
    assert past_midnight.facts["as_of"] == {"men": "2026-11-06"}
    assert command(now="2026-11-08T12:30Z").facts["as_of"] == {"men": "2026-11-07"}


def test_no_game_of_a_later_day_moves_a_rating(command, world):
    finish(world)
    before = command.snapshot().teams("men")
    assert command("--boxes", "none", now="2026-11-08T04:30Z").code == 0
    after = command.snapshot().teams("men")
    assert (before.off_eff == after.off_eff).all() and (before.wins == after.wins).all()


def test_an_open_game_stops_the_days_after_it(command, world, monkeypatch):
    monkeypatch.setattr(current_season, "last_day", lambda season: "2026-11-20")
    finish(world)
    first_game = world.events["men", "2026-11-07"][0]
    world.events["men", "2026-11-07"][0] = event(
        int(first_game["id"]), *ids(first_game), (40, 41), day="2026-11-07", status="IN_PROGRESS"
    )
    finish(world, "2026-11-08")
    stuck = command("--boxes", "none", now="2026-11-09T14:00Z")
    assert stuck.facts["as_of"] == {"men": "2026-11-06"}
    given_up = command("--boxes", "none", now="2026-11-11T14:00Z")
    assert given_up.facts["as_of"] == {"men": "2026-11-10"}
    assert any("never got a result" in note for note in given_up.facts["notes"])


def test_a_stranger_in_conference_play_is_an_alarm(command, world, first):
    team = ids(world.events["men", "2026-11-06"][0])[0]
    games = [event(600_000_000 + n, team, 999_999, (80, 70 + n), day="2026-11-06", conference=True)
             for n in range(1)]  # fmt: skip
    others = [ids(g)[0] for g in world.events["men", "2026-11-06"][1:3]]
    games += [event(600_000_010 + n, other, 999_999, (80, 70), day="2026-11-06", conference=True)
              for n, other in enumerate(others)]  # fmt: skip
    world.events["men", "2026-11-06"] += games
    keeps_the_old(command, first, "not in the team map")


def test_the_second_host_is_asked_where_the_first_refuses(world, first, tmp_path):
    shutil.copytree(first, tmp_path / "live")
    with FakeEspn(world) as refusing, FakeEspn(world) as serving:
        refusing.fault = lambda what, query: (403, "text/html", b"<html></html>")
        command = Command(serving, tmp_path / "live")
        own = command.environment() | {"HARDWOOD_ESPN": f"{refusing.address},{serving.address}"}
        command.environment = lambda: own
        assert command().code == 3
        assert refusing.asked and serving.asked


# --- The disk and other processes ----------------------------------------------------------------


def driven(command, code, **options):
    """The command in a process where ``code`` runs first."""
    words = command.arguments(now=NEXT)
    quick = "from tests.feed.quick import install; install()"
    program = (
        f"{quick}\n{code}\nimport sys\nfrom engine.cli.main import main\nsys.exit(main({words!r}))"
    )
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=command.environment(),
        capture_output=True, text=True, check=False, **options,
    )  # fmt: skip


def test_a_full_disk(command, world, first):
    finish(world)

    def tiny():
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    code = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)"
    done = driven(command, code, preexec_fn=tiny)
    assert done.returncode == 4 and "cannot be stored" in done.stderr
    assert "Traceback" not in done.stderr and held(command.live) == held(first)
    assert not list(command.live.glob(".new-*"))


KILL = """
import os, signal
from engine.store import snapshots
whole, count = snapshots._flushed, [0]
def cut(path, body):
    count[0] += 1
    if count[0] == {n}:
        path.write_bytes(body[:40])
        os.kill(os.getpid(), signal.SIGKILL)
    whole(path, body)
snapshots._flushed = cut
"""


@pytest.mark.parametrize("n", [2, 6, 7], ids=["between-tables", "manifest", "pointer"])
def test_killed_between_files(command, world, first, n):
    finish(world)
    done = driven(command, KILL.format(n=n))
    assert done.returncode == -signal.SIGKILL
    snapshot = command.snapshot()
    assert snapshot.as_of == {"men": "2026-11-06"}
    again = command(now=NEXT)  # the lock of a dead process does not hold anybody up
    assert again.code == 0 and command.snapshot().as_of == {"men": "2026-11-07"}
    assert not list(command.live.glob(".new-*"))


def test_two_refreshes_at_once(command, fake, world):
    finish(world)
    opened, asked = [], fake.fault

    def slow(what, query):
        opened.append(query)
        while len(opened) == 1 and not (command.live / "go").exists():
            time.sleep(0.01)
        return asked(what, query)

    fake.fault = slow
    words = [sys.executable, "-m", "engine", *command.arguments("--boxes", "none", now=NEXT)]
    command.timeout = "600"
    environment = command.environment()
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as one:
        while not opened:
            time.sleep(0.01)
        second = command(now=NEXT)
        assert second.code == 4 and "Another refresh is at work" in second.complaint
        (command.live / "go").touch()
        assert one.wait() == 0
    assert command.snapshot().as_of == {"men": "2026-11-07"}


def test_a_dry_run_stores_nothing(command, world, first):
    finish(world)
    done = command("--dry-run", "--boxes", "none", now=NEXT)
    assert done.code == 0 and held(command.live) == held(first)


def test_what_is_recorded_can_be_refreshed_from(command, world, tmp_path):
    finish(world)
    assert command("--record", str(tmp_path / "kept"), now=NEXT).code == 0
    fresh = Command(command.fake, tmp_path / "other")
    shutil.copytree(tmp_path / "live", tmp_path / "other")
    asked = len(command.fake.asked)
    done = fresh("--from", str(tmp_path / "kept"), now=NEXT)
    assert done.code == 3 and len(command.fake.asked) == asked


@pytest.mark.parametrize("words", [["--season", "1990"], ["--from", "nowhere"], ["--now", "soon"]])
def test_bad_input_is_two(command, words):
    done = command(*words)
    assert done.code == 2 and done.complaint


def test_the_agent_is_honest(command, fake):
    command("--dry-run")
    assert all(a.startswith("Hardwood/") and "(+https://" in a for a in fake.agents)
