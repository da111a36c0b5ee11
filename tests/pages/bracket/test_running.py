"""The bracket of a tournament that is being played: its results so far, day by day."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from engine import run, store
from engine.bracket.history import results_as_locks
from engine.bracket.pick_code import encode
from engine.bracket.picks import no_picks, with_pick
from engine.domain.field import ROUND_KEYS, Field
from engine.domain.specs import BracketSpec, GameSpec, Side
from engine.domain.venue import Venue
from engine.run.real_meeting import bracket_meeting
from engine.run.season import current_season, live_ratings
from engine.sources import gates
from pages.ui.game import header
from pages.ui.runs import freshness, tournaments
from pages.ui.runs.refreshing import Refreshes
from tests import live
from tests.feed.fake_espn import FakeEspn, World
from tests.feed.quick import FUNCTIONS
from tests.feed.shapes import event
from tests.pages.conftest import Visit, finished, text

UNIVERSES = 300
DAYS = [live.day_after(n) for n in (2, 3, 4, 5)]
FIELD = store.load_field("men", live.EMBEDDED)
ROWS = live.game_rows()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory in use, and few universes."""
    monkeypatch.setenv("HARDWOOD_LIVE", str(tmp_path))
    monkeypatch.setattr(tournaments, "DEFAULT_UNIVERSES", UNIVERSES)
    return tmp_path


@pytest.fixture
def field(root: Path) -> Field:
    """After the first round, with the first game of the second one at half time."""
    rows = live.later_than(ROWS, DAYS[-1], unseen=False)
    rows = live.changed(
        rows, "R2W1", status="in_progress", period=1, clock="0:00", home_points=30.0,
        away_points=33.0,
    )  # fmt: skip
    snapshot = live.written(root, rows, live.day_after(6))
    return store.load_field("men", live.SEASON, source=snapshot.digest)


def odds(app) -> np.ndarray:
    table = next(f.value for f in app.dataframe if "champion" in f.value).sort_values("seed")
    return table[list(ROUND_KEYS)].to_numpy(dtype=float) / 100


def expected(field: Field, day: str) -> np.ndarray:
    """The odds of a run with the same locks, played alone."""
    locks = results_as_locks(field, store.so_far(field).through(day), 6)
    spec = BracketSpec("men", live.SEASON, UNIVERSES, 2026, locks, source=field.source)
    return run.bracket(spec).advancement()


def test_the_odds_are_those_of_a_run_with_the_same_locks_and_no_later_day_leaks(visit, field):
    app = finished(visit("bracket", season="2027"))
    assert not app.exception and not app.error
    np.testing.assert_allclose(odds(app), expected(field, DAYS[-1]))
    assert "After the games of 19 Mar" in text(app) and "Under way" in text(app)
    app = finished(visit("bracket", season="2027", through=DAYS[1]))
    np.testing.assert_allclose(odds(app), expected(field, DAYS[1]))
    app.select_slider(key="pick_day").set_value(live.SUNDAY)
    app = finished(app.run())
    np.testing.assert_allclose(odds(app), expected(field, live.SUNDAY))
    assert app.query_params["through"] == live.SUNDAY


def test_the_ratings_follow_if_asked_to(visit: Visit, field: Field) -> None:
    app = finished(visit("bracket", season="2027", ratings="follow"))
    assert not app.exception and not app.error
    spec = BracketSpec("men", live.SEASON, UNIVERSES, 2026, source=field.source)
    moved = run.followed(spec, field, store.so_far(field), DAYS[-1])
    locks = results_as_locks(field, store.so_far(field).results, 6)
    now = run.bracket(replace(moved, locks=locks)).advancement()
    np.testing.assert_allclose(odds(app), now)
    assert (now != expected(field, DAYS[-1])).any()
    app.toggle(key="pick_follow").set_value(False)
    app = finished(app.run())
    np.testing.assert_allclose(odds(app), expected(field, DAYS[-1]))


def test_what_moved_the_odds_adds_up(visit: Visit, field: Field) -> None:
    app = finished(visit("bracket", season="2027"))
    for _ in range(40):
        if any("What moved them" in str(head.value) for head in app.subheader):
            break
        app.run()
    said = [str(head.value) for head in app.subheader]
    assert "Title odds over time" in said and "What moved them on 19 Mar" in said
    moved = next(f.value for f in app.dataframe if "change" in f.value)
    title = expected(field, DAYS[3])[:, -1] - expected(field, DAYS[2])[:, -1]
    for team, change in moved.groupby("name")["change"].sum().items():
        teams = store.load_teams("men", live.SEASON, source=field.source)
        (e,) = np.flatnonzero(field.team_id == teams.team_id[teams.name.index(str(team))])
        assert change == pytest.approx(100 * title[e])


def test_the_next_final_moves_the_odds_without_playing_the_universes_again(
    visit: Visit, field: Field, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished(visit("bracket", season="2027"))
    monkeypatch.setattr(run, "submit_bracket", None)  # nobody plays them again
    later = live.later_than(ROWS, live.day_after(6))
    snapshot = live.written(root, later, live.day_after(7))
    now = store.load_field("men", live.SEASON, source=snapshot.digest)
    assert now.source != field.source
    app = finished(visit("bracket", season="2027"))
    assert not app.exception and not app.error
    np.testing.assert_allclose(odds(app), expected(now, live.day_after(6)))


def test_a_bracket_scores_itself(visit: Visit, field: Field) -> None:
    picks = no_picks(FIELD)
    for line in ("01", "02", "03"):  # of the West's three best, to the Sweet 16 and beyond
        picks = with_pick(picks, field, f"R2W{line[1]}", FIELD.seed.index(f"W{line}"))
    code = encode(picks, field)
    app = finished(visit("bracket", season="2027", mode="mine", picks=code))
    assert not app.exception and not app.error
    won = {game.slot: game.winner_id for game in store.so_far(field).results}
    right = sum(
        won[slot] == field.team_id[e]
        for slot, e in zip(field.slot, picks.entrant, strict=True)
        if slot.startswith("R1") and e >= 0
    )
    assert f"So far it has **{right} of 32 points**" in text(app)
    assert "still alive" in text(app)


@pytest.mark.parametrize("mode", ["whatif", "universe"])
def test_the_other_modes_start_from_now(visit: Visit, field: Field, mode: str) -> None:
    app = finished(visit("bracket", season="2027", mode=mode))
    assert not app.exception and not app.error
    app = finished(visit("bracket", season="2027", mode=mode, through="2027-13-99"))
    assert len(app.error) == 1 and "Choose a day" in str(app.error[0].value)


@pytest.mark.parametrize("page", ["pools", "upsets", "team", "today"])
def test_the_other_pages_stand_in_the_middle_of_a_tournament(
    visit: Visit, field: Field, page: str
) -> None:
    teams = store.load_teams("men", live.SEASON, source=field.source)
    first = store.so_far(field).results[-1]
    a, b = (teams.name[teams.row(team)] for team in (first.winner_id, first.loser_id))
    app = finished(visit(page, season="2027", a=f"2027:{a}", b=f"2027:{b}", part="race"))
    assert not app.exception and not app.error


def test_a_game_under_way_shows_its_score_on_its_own_page(field: Field) -> None:
    (one,) = store.so_far(field).under_way
    teams = [Side(live.SEASON, team, field.source) for team in (one.game.home, one.game.away)]
    spec = GameSpec("men", *teams, Venue.NEUTRAL, 500, 1)
    meeting = bracket_meeting(spec)
    assert meeting is not None and meeting.played is None and meeting.under_way == one.game
    said = header.under_way(spec, meeting, one.game, ("Home", "Away"))
    assert said.startswith("Under way: **Home 30, Away 33** (Halftime). Home wins from here with")


def test_a_final_comes_to_the_page_by_itself(
    visit: Visit, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the site to the odds: the page asks for scores while games are on, nobody clicks."""
    day, evening = DAYS[-1], datetime(2027, 3, 20, 1, tzinfo=UTC)  # 21:00 Eastern
    read = {live.day_after(4): f"{day}T13:00Z"}
    first = live.later_than(ROWS, live.day_after(4), unseen=False)
    live.written(root, first, day, read=read)
    espn = dict(store.espn_teams("men", live.SEASON)[["team_id", "espn_id"]].to_numpy())
    game = ROWS[ROWS["date"] == day].iloc[0]
    world = World()
    world.put(
        "men", day,
        event(
            int(game.event_id), espn[game.home], espn[game.away], day=day, neutral=True,
            score=(int(game.home_points), int(game.away_points)),
            headline="NCAA Men's Basketball Championship - East Region - 1st Round",
        ),
    )  # fmt: skip
    with FakeEspn(world) as fake:
        for name in ("HARDWOOD_ESPN", "HARDWOOD_NCAA_MIRROR"):
            monkeypatch.setenv(name, fake.address)
        monkeypatch.setattr(current_season, "first_day", lambda season: f"{season}-03-10")
        monkeypatch.setattr(gates, "teams_seen", lambda *_: [])
        monkeypatch.setattr(gates, "lost_games", lambda *_: [])  # the day's other games
        for name, function in FUNCTIONS.items():
            monkeypatch.setattr(live_ratings, name, function)
        work = Refreshes(root, lambda: 0)
        monkeypatch.setattr(freshness, "refreshes", lambda: work)
        monkeypatch.setattr(freshness, "_now", lambda: evening)
        app = finished(visit("bracket", season="2027"))
        assert "Games are on" in text(app) and not app.exception
        until = time.monotonic() + 60
        while work.running() and time.monotonic() < until:
            time.sleep(0.05)
    assert work.came is not None and work.came.games == 1, work.came
    app = finished(app.run())
    now = store.load_field("men", live.SEASON, source=store.source_of("men", live.SEASON))
    assert any(g.slot == game.slot for g in store.so_far(now).results)
    assert "After the games of 19 Mar" in text(app)
    np.testing.assert_allclose(odds(app), expected(now, day))
