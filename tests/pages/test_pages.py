"""Every page on its good path: what it says, what it offers, what the link keeps."""

import pytest

from engine import store
from engine.domain.specs import DEFAULT_UNIVERSES, BracketSpec
from tests.pages.conftest import Visit, finished, play, shown, text, waiting

DUKE, SIENA = "2026:Duke", "2026:Siena"


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
    finished(play(app))
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
    assert not waiting(app) and "20,001 universes" in app.info[0].value
    assert "10,000 simulated tournaments" in text(app)
    play(app)
    assert len(waiting(app)) == 1 or shown(app).universes == 20_001
    app.session_state["runs"].leave_all()


def test_cancel_keeps_what_was_shown(visit: Visit) -> None:
    app = visit()
    app.number_input(key="pick_universes").set_value(100_000).run()
    play(app)
    assert next(one for one in app.button if one.label.startswith("Play")).disabled
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
    assert app.title[0].value == "Duke v Siena"
    assert "Half of the universes" in text(app)
    assert [len(frame.value.columns) for frame in app.dataframe] == [4, 4, 4, 4]
    assert app.dataframe[0].value["universes"].sum() == 2000


def test_game_across_seasons_and_by_id(visit: Visit) -> None:
    app = visit("game", a="2015:1246", b="2026:duke", venue="b", universes="500")
    assert not app.error
    assert app.title[0].value == "Kentucky 2015 v Duke 2026"
    assert app.selectbox(key="pick_venue").value == "b"


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


def test_upsets_stand_beside_history(visit: Visit) -> None:
    app = visit("upsets")
    assert not app.exception and not app.error
    frame = app.dataframe[0].value
    assert len(frame) == 32
    assert frame["upset_prob"].is_monotonic_decreasing
    assert frame["history_games"].min() > 0
    assert "likeliest upset" in text(app)


def test_compare_shows_both_teams(visit: Visit) -> None:
    app = visit("compare", a=DUKE, b="2015:Kentucky")
    assert not app.exception and not app.error
    frame = app.dataframe[0].value
    assert {"Pace", "Offensive efficiency", "Games won"} <= set(frame["measure"])
    assert frame["a_percentile"].between(0, 100).all()


def test_method_names_what_runs_here(visit: Visit) -> None:
    app = visit("method")
    assert not app.exception and not app.error
    said = text(app)
    assert store.data_version() in said and "worker process" in said
    assert "One possession" in said
