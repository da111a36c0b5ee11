"""Own data on the pages: brought, used, named, stopped; links that were made with them."""

import pytest
from streamlit.testing.v1 import AppTest

from engine.bracket import pick_code
from engine.bracket import picks as p
from pages.ui.runs import tournaments
from pages.ui.shell import own_data
from tests.own_files import field_csv, own, ratings_csv
from tests.pages.conftest import Visit, finished, text


def pressed(app: AppTest, label: str) -> AppTest:
    (button,) = (one for one in app.button if one.label == label)
    return button.click().run()


def brought(app: AppTest, kind: str, content: bytes, season: int) -> AppTest:
    """Bring a file with the dialog, as a visitor does."""
    app = pressed(app, "My own data")
    app.selectbox(key="own_season").set_value(season)
    app.button_group(key="own_kind").set_value(kind)
    app = app.run()
    (box,) = app.get("file_uploader")
    box.set_value((f"{kind}.csv", content, "text/csv"))
    return app.run()


@pytest.fixture(autouse=True)
def few_universes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A first run is quick."""
    monkeypatch.setattr(tournaments, "DEFAULT_UNIVERSES", 400)


@pytest.fixture(scope="module")
def mark() -> str:
    """What the field is called."""
    return own(2027, field=field_csv()).mark


def test_an_own_field_of_the_coming_season_is_played_and_named(visit: Visit, mark: str):
    app = finished(brought(visit("bracket", season="2027"), "field", field_csv(), 2027))
    assert not app.exception and not app.error
    assert app.title[0].value == "Men's bracket 2027"
    assert "of 400 simulated tournaments" in text(app)
    assert f"field of 76 teams, {mark}" in text(app)
    assert app.query_params["data"] == f"own-{mark}" and app.query_params["season"] == "2027"
    for page in ("game", "upsets", "accuracy", "method", "compare", "today"):
        app = app.switch_page(f"pages/{page}.py").run()
        assert not app.exception and f"{mark}" in text(app), page
        used = page in own_data.USED_BY
        assert ("This page shows the public data." in text(app)) != used, page
    app = pressed(app.switch_page("pages/bracket.py").run(), "Stop using them")
    assert mark not in text(app)
    assert "Selection Sunday" in text(app)


def test_every_mode_of_the_bracket(visit: Visit):
    app = finished(brought(visit("bracket"), "field", field_csv(), 2026))
    for mode in ("whatif", "mine", "universe", "odds"):
        app = finished(app.button_group(key="pick_mode").set_value(mode).run())
        assert not app.exception and not app.error, mode
        assert "pick_through" not in [one.key for one in app.select_slider]
        assert "show_real" not in [one.key for one in app.toggle]
    app = finished(app.button_group(key="pick_mode").set_value("mine").run())
    app = pressed(app, "Fill the rest")
    assert not app.exception and "Your bracket is complete" in text(app)
    assert app.query_params["picks"].startswith("D")
    assert not [one for one in app.get("page_link") if "pool" in one.proto.label]


def test_pools_stay_with_the_public_data(visit: Visit):
    app = finished(brought(visit("bracket"), "field", field_csv(), 2026))
    app = finished(app.switch_page("pages/pools.py").run())
    assert not app.exception and not app.error and "This page shows the public data." in text(app)


def test_a_game_of_the_coming_season_is_placed_in_the_own_field(visit: Visit):
    app = finished(brought(visit("bracket"), "field", field_csv(), 2027))
    app = app.switch_page("pages/game.py")
    app.query_params.update(league="men", a="2027:Duke", b="2027:Houston")
    app = app.run()
    assert not app.exception and not app.error
    assert app.title[0].value == "1 Duke v 2 Houston" and "East, Elite Eight" in text(app)
    app.query_params["u"] = "17"
    app = app.run()
    assert not app.exception and not app.error
    for page in ("compare", "team"):
        app = app.switch_page(f"pages/{page}.py")
        app.query_params.update(league="men", a="2027:Duke", b="2027:Houston")
        app = app.run()
        assert not app.exception and not app.error, page


def test_own_ratings_on_the_game_page(visit: Visit):
    link = {"league": "men", "a": "2026:Duke", "b": "2026:North Carolina"}
    app = brought(visit("game", **link), "ratings", ratings_csv(Duke=15.0), 2026)
    assert not app.exception and not app.error and "ratings of 365 teams" in text(app)
    assert app.query_params["data"].startswith("own-")
    ahead = [line for line in text(app).splitlines() if line.startswith("On average **Duke by")]
    app = pressed(app, "Stop using them")
    public = [line for line in text(app).splitlines() if line.startswith("On average **Duke by")]
    assert "data" not in app.query_params and ahead != public


def test_all_faults_of_a_file_are_a_table_and_nothing_changes(visit: Visit):
    bad = field_csv().decode().replace("Duke", "Dook").replace("East,2,", "East,77,").encode()
    app = brought(visit("bracket"), "field", bad, 2026)
    (error,) = app.error
    assert "all 3 faults" in str(error.value)
    (table,) = (one.value for one in app.dataframe if "Nearest names" in one.value)
    assert table["Line"].tolist() == ["2", "3", "–"] and "“" not in table["Value"][0]
    assert table["Column"].tolist()[:2] == ["team", "seed"] and "Duke" in table["Nearest names"][0]
    assert "In use" not in text(app)


def test_a_link_made_with_own_data_that_are_not_here(visit: Visit, mark: str):
    data = own(2027, field=field_csv())
    field = data.field
    picks = p.with_pick(p.no_picks(field), field, "R6CH", field.seed.index("W01"))
    code = pick_code.encode(picks, field)
    app = visit("bracket", season="2027", mode="mine", picks=code, data=f"own-{mark}")
    assert not app.exception and not app.error
    assert f"This link was made with own data ({mark}) that are not here." in text(app)
    assert not app.query_params.get("data", "").startswith("own-")
    app = finished(brought(app, "field", field_csv(), 2027))
    assert not app.error and "that are not here" not in text(app)
    assert app.query_params["picks"] == code
    assert "Duke** wins the title" in text(app)
    app = pressed(app, "Stop using them")
    assert not app.error and "picks" not in app.query_params


@pytest.mark.parametrize("name", ["own-", "own-0", "own-<script>", "own-" + "9" * 5000, "own-²"])
def test_a_bad_name_never_raises(visit: Visit, name: str):
    app = visit("game", league="men", a="2026:Duke", b="2026:Kansas", data=name)
    assert not app.exception and "that are not here" in text(app)
    app = pressed(app, "Go on without them")
    assert "that are not here" not in text(app)


def test_nobody_elses_data_are_found_by_their_digest(visit: Visit):
    other = own(2026, ratings=ratings_csv(Duke=15.0))
    app = visit("game", league="men", a="2026:Duke", b="2026:Kansas", data=other.digest)
    (error,) = app.error
    assert "not kept here any more" in str(error.value)
