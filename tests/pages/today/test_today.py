"""The Today page: any day of the season, with and without a snapshot, and links to it."""

import os
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from engine import store
from engine.run.season import days, live_ratings
from engine.tables.season_record import season_log_loss
from pages.ui.today import cards, choosers, wording
from tests.feed.conftest import Command, november
from tests.feed.fake_espn import FakeEspn
from tests.feed.quick import FUNCTIONS
from tests.feed.shapes import event
from tests.pages.conftest import Visit, text

EMPTY, COMING = "2026-11-05", "2026-11-07"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six days of a made-up November: one without a game, one to come with a game canceled, one
    without a time, and one against a team outside Division I."""
    world = november()
    world.put("men", EMPTY)
    first, second, *others = world.events["men", COMING]
    first["competitions"][0]["status"]["type"] = {
        "name": "STATUS_CANCELED", "state": "post", "completed": False, "detail": "Canceled",
    }  # fmt: skip
    second["competitions"][0]["timeValid"] = False
    host = int(others[0]["competitions"][0]["competitors"][0]["team"]["id"])
    outside = event(499_999_999, host, 777_777, day=COMING)
    world.put("men", COMING, first, second, *others, outside)
    with FakeEspn(world) as fake, mock.patch.multiple(live_ratings, **FUNCTIONS):
        command = Command(fake, tmp_path_factory.mktemp("today") / "live")
        assert command().code == 0
    return command.live


@pytest.fixture
def snapshot(live: Path, monkeypatch: pytest.MonkeyPatch) -> store.Snapshot:
    """That snapshot in use, on the morning of the day to come."""
    monkeypatch.setenv("HARDWOOD_LIVE", str(live))
    monkeypatch.setattr(choosers, "today", lambda: COMING)
    found = store.snapshot_in_use()
    assert found is not None
    return found


def button(app, key: str):
    return app.button(key=key)


def test_without_a_snapshot_last_season_s_last_month_is_shown(visit: Visit) -> None:
    app = visit("today")
    assert not app.exception and not app.error
    assert app.title[0].value == "Sunday, 15 March 2026"
    said = text(app)
    assert "No game of this season is here yet" in said and "Data through 6 April 2026." in said
    assert "5 men’s games" in said and "Log loss 0.5" in said
    assert any(one.label == "Refresh" and not one.disabled for one in app.button)
    assert dict(app.query_params) == {}
    app.segmented_control(key="pick_league").set_value("women").run()
    assert not app.exception and "Data through 5 April 2026." in text(app)


def test_a_copy_may_offer_no_refresh(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARDWOOD_REFRESH", "off")
    assert "Refresh" not in [one.label for one in visit("today").button]


def test_the_coming_day_has_odds_without_a_forecast_for_a_canceled_game(
    visit: Visit, snapshot: store.Snapshot
) -> None:
    app = visit("today")
    assert not app.exception and not app.error
    assert app.title[0].value == "Today, 7 November"
    assert "12 men’s games" in text(app) and "Data through 6 Nov, fetched" in text(app)
    frame = app.dataframe[0].value
    assert frame["win_prob"].between(0, 1).all() and set(frame["said"]) == {"by today’s ratings"}
    assert "1 game against teams outside Division I" in [one.label for one in app.expander]


def test_a_final_stands_beside_what_was_said(visit: Visit, snapshot: store.Snapshot) -> None:
    app = visit("today", date="2026-11-06")
    frame = app.dataframe[0].value
    assert set(frame["said"]) == {"evening before"} and (frame["status"] == "final").all()
    assert "Least expected:" in text(app) and "games through 6 Nov" in text(app)


def test_without_a_kept_forecast_a_final_has_none(snapshot: store.Snapshot) -> None:
    bare = replace(snapshot, eve_forecasts=snapshot.eve_forecasts[:0])
    games = days.day_games(days.of_snapshot(bare, "men"), "2026-11-06")
    assert set(games["said"]) == {""} and games["win_prob"].isna().all()
    assert wording.below(games.iloc[0].to_dict()) == "No forecast kept"


def test_how_games_stand(snapshot: store.Snapshot) -> None:
    games = days.day_games(days.of_snapshot(snapshot, "men"), COMING)
    states = [wording.state(row) for row in games.to_dict("records")]
    assert sorted(set(states)) == ["7:00 PM ET", "Canceled", "TBD"]
    assert states[-1] == "TBD"  # after those whose time is known
    canceled = games[games["status"] == "canceled"].iloc[0].to_dict()
    assert cards.spoken(canceled).endswith("Canceled.") and wording.below(canceled) == ""
    records = games[["home_wins", "home_losses", "away_wins", "away_losses"]].sum().sum()
    finals = days.rated(snapshot.games)
    assert records == 2 * (finals["status"] == "final").sum()


def test_an_empty_day_offers_the_days_beside_it(visit: Visit, snapshot: store.Snapshot) -> None:
    app = visit("today", date=EMPTY)
    assert not app.exception and not app.error
    assert "No Division I game" in text(app) and "games" not in [f.label for f in app.expander]
    button(app, "day_before").click().run()
    assert (
        app.title[0].value == "Wednesday, 4 November" and app.query_params["date"] == "2026-11-04"
    )
    button(app, "day_after").click().run()
    assert app.title[0].value == "Friday, 6 November"  # over the empty one


def test_filters_are_kept_in_the_link(visit: Visit, snapshot: store.Snapshot) -> None:
    teams = snapshot.teams("men")
    game = days.rated(snapshot.games).iloc[0]
    name = teams.name[teams.row(int(game["home"]))]
    app = visit("today", date=COMING, team=name)
    assert not app.error and "1 men’s game**" in text(app)
    conference = teams.conference[teams.row(int(game["home"]))]
    app.selectbox(key="pick_conference").set_value(conference).run()
    assert app.query_params["conference"] == conference and app.query_params["team"] == name
    assert "data" not in app.query_params
    button(app, "day_before").click().run()
    assert app.title[0].value == "Friday, 6 November" and "1 men’s game**" in text(app)


@pytest.mark.parametrize(("order", "best"), [("close", "close"), ("rank", "ranks")])
def test_orders(visit: Visit, snapshot: store.Snapshot, order: str, best: str) -> None:
    app = visit("today", date=COMING, order=order)
    games = days.day_games(days.of_snapshot(snapshot, "men"), COMING)
    games = games.assign(ranks=-games["home_rank"] - games["away_rank"])
    first = games.sort_values(best, ascending=False, kind="stable").iloc[0]
    assert app.dataframe[0].value["home_name"].iloc[0] == first["home_name"]
    assert app.query_params["order"] == order


def test_a_card_opens_the_same_game(snapshot: store.Snapshot) -> None:
    games = days.day_games(days.of_snapshot(snapshot, "men"), COMING)
    row = games.iloc[0].to_dict()
    assert cards._params(row, "men", 2027) == {
        "league": "men",
        "a": f"2027:{row['away_name']}",
        "b": f"2027:{row['home_name']}",
        "venue": "b",
        "data": snapshot.digest,
    }
    assert cards._params(row | {"neutral": True}, "men", 2027)["venue"] == "neutral"


def test_the_last_month_agrees_with_the_record() -> None:
    """The odds shown, from the formula, are those of the embedded record, counted."""
    for league in ("men", "women"):
        season = days.of_last_month(league)
        last = season_log_loss(season.eves, season.games).iloc[-1]
        known = store.frame("record", league)
        of = known[(known["what"] == "season") & (known["first"] == 2026)].iloc[0]
        assert last["games"] == of["games"]
        assert last["log_loss"] == pytest.approx(float(of["log_loss"]), abs=0.003)


def test_records_of_the_last_month_count_the_whole_season() -> None:
    season = days.of_last_month("men")
    rows = days.day_games(season, "2026-03-15")
    row = rows.iloc[0]
    table = season.teams
    at = table.row(int(row["home"]))
    won = row["home_points"] > row["away_points"]
    assert (row["home_wins"], row["home_losses"]) == (
        table.wins[at] - won,
        table.losses[at] - (not won),
    )


def test_method_names_the_source(visit: Visit, snapshot: store.Snapshot) -> None:
    app = visit("method")
    assert not app.exception and not app.error
    said = text(app)
    assert f"Snapshot `{snapshot.name}`" in said and "from ESPN" in said
    asked = next(frame.value for frame in app.dataframe if "host" in frame.value)
    assert "Men’s games of 2026-11-06" in set(asked["what"]) and (asked["status"] == 200).all()
    assert os.environ["HARDWOOD_LIVE"] not in said
