"""Every page on its good path: what it says, what it offers, what the link keeps."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from engine import store
from engine.domain.specs import DEFAULT_UNIVERSES, BracketSpec
from tests.pages.conftest import Visit, finished, play, shown, text, waiting

DUKE, SIENA = "2026:Duke", "2026:Siena"


def button(app: AppTest) -> Button:
    """The button that plays what the controls ask for."""
    return next(one for one in app.button if one.label.endswith("universes"))


def test_bracket_first_paint_needs_no_run(visit: Visit) -> None:
    app = visit()
    assert not app.exception and not app.error
    assert app.title[0].value == f"Men's bracket {store.tournament_seasons('men')[-1]}"
    assert f"{DEFAULT_UNIVERSES:,} simulated tournaments" in text(app)
    assert not waiting(app)
    assert len(app.dataframe[0].value) == 68
    assert dict(app.query_params) == {}


@pytest.mark.parametrize(("league", "season"), [("women", 2026), ("men", 2003), ("women", 2010)])
def test_bracket_of_other_seasons(visit: Visit, league: str, season: int) -> None:
    app = visit(league=league, season=str(season))
    assert not app.exception and not app.error
    assert app.title[0].value == f"{league.capitalize()}'s bracket {season}"


def test_seasons_without_boxes_say_so(visit: Visit) -> None:
    assert "No box scores" in text(visit(league="women", season="2016"))
    assert "No box scores" not in text(visit(league="men", season="2016"))


def test_play_shows_the_seed_asked_for_and_is_remembered(visit: Visit) -> None:
    app = visit()
    app.number_input(key="pick_universes").set_value(400).run()
    app.number_input(key="pick_seed").set_value(11).run()
    assert "10,000 simulated tournaments" in text(app)  # nothing changes before Play
    assert button(app).proto.type == "primary"
    finished(play(app))
    assert button(app).proto.type == "secondary"  # what it would play is on screen
    assert "400 simulated tournaments" in text(app)
    assert shown(app) == BracketSpec("men", 2026, 400, 11)
    assert app.query_params["seed"] == "11" and app.query_params["universes"] == "400"
    play(app)
    assert not waiting(app) and app.toast


def test_link_plays_the_run_it_names(visit: Visit) -> None:
    app = finished(visit(universes="300", seed="12"))
    assert "300 simulated tournaments" in text(app)
    assert shown(app) == BracketSpec("men", 2026, 300, 12)


def test_a_link_alone_starts_no_large_run_but_offers_it(visit: Visit) -> None:
    app = visit(universes="20001", seed="13")
    assert not waiting(app) and "This link asks for 20,001 universes" in text(app)
    assert "10,000 simulated tournaments" in text(app)
    app.toggle(key="show_real").set_value(True).run()
    assert "This link asks" in text(app)  # the offer stands until it is taken
    next(button for button in app.button if button.label == "Play them").click().run()
    assert "This link asks" not in text(app)
    assert len(waiting(app)) == 1 or shown(app).universes == 20_001
    app.session_state["runs"].leave_all()


def test_cancel_keeps_what_was_shown(visit: Visit) -> None:
    app = visit()
    app.number_input(key="pick_universes").set_value(100_000).run()
    play(app)
    assert button(app).disabled
    app.button(key="cancel").click().run()
    assert "cancelled" in app.info[0].value
    assert f"{DEFAULT_UNIVERSES:,} simulated" in text(app)
    assert not waiting(app)


def test_league_switch_keeps_the_season(visit: Visit) -> None:
    app = visit(season="2018")
    app.segmented_control(key="pick_league").set_value("women").run()
    assert app.title[0].value == "Women's bracket 2018"


def test_league_switch_that_cannot_keep_the_season_says_so(visit: Visit) -> None:
    app = visit(season="2005")
    app.segmented_control(key="pick_league").set_value("women").run()
    assert not app.exception
    assert len(app.error) == 1 and "2010" in app.error[0].value
    assert app.title[0].value == "Women's bracket 2026"
    app.selectbox(key="pick_season").set_value(2012).run()
    assert not app.error and app.title[0].value == "Women's bracket 2012"


def test_game_begins_with_nobody(visit: Visit) -> None:
    app = visit("game")
    assert not app.exception and not app.error
    assert app.selectbox(key="pick_a_team").value is None
    assert app.selectbox(key="pick_b_team").value is None
    assert len(app.get("page_link")) >= 4  # pairings to begin with


def test_game_of_a_link(visit: Visit) -> None:
    app = visit("game", a=DUKE, b=SIENA, universes="2000")
    assert not app.exception and not app.error
    assert app.title[0].value == "1 Duke v 16 Siena"
    assert "Half of the universes" in text(app)
    histograms = [frame for frame in app.dataframe if "universes" in frame.value]
    assert [len(frame.value.columns) for frame in histograms] == [4, 8, 4, 4, 4]
    assert app.dataframe[0].value["universes"].sum() == 2000


def test_game_across_seasons_and_by_id(visit: Visit) -> None:
    app = visit("game", a="2015:1246", b="2026:duke", venue="b", universes="500")
    assert not app.error
    assert app.title[0].value == "Kentucky 2015 v Duke 2026"
    assert app.segmented_control(key="pick_venue").value == "b"


def test_choosing_teams_writes_the_link(visit: Visit) -> None:
    app = visit("game")
    app.selectbox(key="pick_a_team").set_value("Duke").run()
    app.selectbox(key="pick_b_team").set_value("Kansas").run()
    app.selectbox(key="pick_b_season").set_value(2012).run()
    assert app.title[0].value == "Duke 2026 v Kansas 2012"
    assert app.query_params["a"] == "2026:Duke" and app.query_params["b"] == "2012:Kansas"


def test_league_switch_keeps_the_schools(visit: Visit) -> None:
    app = visit("game", a=DUKE, b="2026:1242", universes="500")
    app.segmented_control(key="pick_league").set_value("women").run()
    assert not app.error and app.title[0].value == "Duke v Kansas"
    assert app.query_params["league"] == "women"


def test_view_outlives_a_change_of_page(visit: Visit) -> None:
    app = visit("game", a=DUKE, b=SIENA, universes="500")
    app.query_params.clear()
    app.switch_page("pages/compare.py").run()
    assert app.title[0].value == "Duke and Siena"
    assert app.query_params["a"] == DUKE


@pytest.mark.parametrize("page", ["game", "compare"])
def test_the_season_of_the_bracket_is_kept_on_the_way(visit: Visit, page: str) -> None:
    app = visit(season="2018")
    app.query_params.clear()
    app.switch_page(f"pages/{page}.py").run()
    assert app.selectbox(key="pick_a_season").value == 2018
    assert "begin with a pairing of 2018" in text(app)
    app.selectbox(key="pick_a_team").set_value("Virginia").run()
    app.selectbox(key="pick_b_team").set_value("UMBC").run()
    assert app.query_params["a"] == "2018:Virginia" and app.query_params["b"] == "2018:UMBC"


def test_a_link_without_a_season_means_the_latest(visit: Visit) -> None:
    app = visit(season="2018")
    app.query_params.clear()
    app.query_params.update(a="Duke", b="Siena")
    app.switch_page("pages/compare.py").run()
    assert app.selectbox(key="pick_a_season").value == store.seasons("men")[-1]


def test_every_tab_has_its_own_title(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    titles: list[str] = []
    monkeypatch.setattr(st, "set_page_config", lambda title, *_, **__: titles.append(title))
    for page, params in (
        ("bracket", {"season": "2018"}),
        ("game", {"a": DUKE, "b": SIENA, "universes": "500"}),
        ("method", {}),
    ):
        visit(page, **params)
        assert titles[-1].endswith(" · Hardwood")
    last = [title for title in titles if "·" in title]
    assert "Men's bracket 2018 · Hardwood" in last and "1 Duke v 16 Siena · Hardwood" in last


def test_upsets_stand_beside_history(visit: Visit) -> None:
    app = visit("upsets")
    assert not app.exception and not app.error
    frame = app.dataframe[0].value
    assert len(frame) == 62  # of 63 games one was between two first seeds
    assert all(part["upset_prob"].is_monotonic_decreasing for _, part in frame.groupby("near_even"))
    assert frame.loc[frame["round"] == 1, "history_games"].min() > 0
    assert "The likeliest:" in text(app)


def test_method_names_what_runs_here(visit: Visit) -> None:
    app = visit("method")
    assert not app.exception and not app.error
    said = text(app)
    assert store.data_version() in said and "worker process" in said
    for fact in ("Python: 3.", "Cores this server may use: ", "Memory it may use: ", "Snapshot"):
        assert fact in said
    assert "One possession" in said
