"""Team boxes take any spelling, nickname or seed; what they cannot find changes nothing."""

import pytest
from streamlit.testing.v1 import AppTest

from engine import store
from tests.pages.conftest import Visit, finished

FIRST, CHAMPION = "pick_a_team", "pick_champion"


def typed(app: AppTest, key: str, text: str) -> AppTest:
    """Type text into a box and press Enter."""
    box = app.selectbox(key=key)
    box.options.append(text)  # AppTest knows no text that is not an option
    return box.set_value(text).run()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("UConn", "Connecticut"),
        ("Ole Miss", "Mississippi"),
        ("UNC", "North Carolina"),
        ("FAU", "FL Atlantic"),
        ("St. John's", "St John's"),
        ("1 East", "Duke"),
        ("duk", "Duke"),
    ],
)
def test_a_box_takes_what_people_call_a_team(visit: Visit, text: str, name: str) -> None:
    app = typed(visit("compare"), FIRST, text)
    assert not app.exception and not app.error
    assert app.selectbox(key=FIRST).value == name
    assert app.query_params["a"] == f"2026:{name}"


@pytest.mark.parametrize(
    ("text", "said"), [("Dook", "Nearest names: Duke"), ("Huskies", "may be any of Connecticut")]
)
def test_what_is_no_team_is_told_once_and_the_choice_stays(
    visit: Visit, text: str, said: str
) -> None:
    app = typed(visit("game", a="2026:Siena", universes="500"), FIRST, text)
    assert len(app.error) == 1 and said in app.error[0].value.replace("\\", "")
    assert app.selectbox(key=FIRST).value == "Siena"
    app.run()
    assert not app.error and app.selectbox(key=FIRST).value == "Siena"


def test_a_champion_is_forced_by_nickname_or_seed_of_the_field(visit: Visit) -> None:
    app = finished(typed(visit(mode="whatif"), CHAMPION, "Huskies"))
    assert "Connecticut to the title" in [button.label for button in app.button]
    app = finished(typed(app, CHAMPION, "16 East"))
    assert "Siena to the title" in [button.label for button in app.button]
    typed(app, CHAMPION, "Memphis")  # rated, not in the field
    assert "No team called “Memphis”" in app.error[0].value
    assert "Siena to the title" in [button.label for button in app.button]


def test_a_link_names_a_team_by_its_seed(visit: Visit) -> None:
    app = visit("compare", a="2026:1 East", b="2026:UConn")
    assert not app.error and app.title[0].value == "Duke and Connecticut"


def test_the_filter_of_today_takes_a_spelling_and_can_be_emptied(visit: Visit) -> None:
    app = typed(visit("today"), "pick_team", "UConn")
    assert not app.exception and app.query_params["team"] == "Connecticut"
    app = typed(app, "pick_team", "Dook")
    assert "Nearest names: Duke" in app.error[0].value.replace("\\", "")
    assert app.selectbox(key="pick_team").value == "Connecticut"
    app.selectbox(key="pick_team").set_value(None).run()
    assert "team" not in app.query_params


def test_rivals_love_a_team_by_its_nickname(visit: Visit) -> None:
    app = visit("pools")
    box = app.multiselect(key="pool_loved")
    box.options.extend(["Huskies", "Dook"])
    app = box.set_value(["Huskies", "Dook"]).run()
    assert not app.exception and len(app.error) == 1
    teams = store.load_teams("men", 2026)
    assert app.query_params["loved"] == str(int(teams.team_id[teams.row("Connecticut")]))
