"""Links are untrusted: each bad value gives one clear sentence, never a traceback or a stand-in."""

import pytest

from engine import store
from engine.errors import DamagedData
from tests.pages.conftest import Visit

BAD = [
    ("bracket", {"season": "2020"}, "cancelled"),
    ("bracket", {"season": "1850"}, "season"),
    ("bracket", {"season": "$x^2$<b>"}, "season"),
    ("bracket", {"league": "martians"}, "league"),
    ("bracket", {"universes": "abc"}, "whole number from 1 to 100,000"),
    ("bracket", {"universes": str(10**9)}, "whole number from 1 to 100,000"),
    ("bracket", {"universes": "-5"}, "whole number"),
    ("bracket", {"seed": "1e5"}, "possible seed"),
    ("bracket", {"seed": "9" * 100_000}, "possible seed"),
    ("upsets", {"season": "2020"}, "cancelled"),
    ("upsets", {"league": "x"}, "league"),
    ("game", {"a": "2026:Dook", "b": "2026:Siena"}, "Duke"),
    ("game", {"a": "2020:Duke", "b": "2026:Siena"}, "2020"),
    ("game", {"a": "2026:Duke", "b": "2026:99999"}, "99999"),
    ("game", {"a": "2026:Duke", "b": "2026:Duke"}, "cannot play itself"),
    ("game", {"a": "2026:Duke", "b": "2026:Siena", "venue": "moon"}, "venue"),
    ("game", {"a": "2026:Duke", "b": "2026:Siena", "universes": "0"}, "whole number"),
    ("compare", {"a": "2026:Kanzas", "b": "2026:Siena"}, "Kansas"),
    ("compare", {"a": ":::", "b": "\x00"}, "season"),
    ("compare", {"a": "2026:Duke", "b": "2026:Siena", "d": "2026:Dook"}, "Duke"),
    ("compare", {"a": "2026:Duke", "b": "2026:Siena", "among": "moon"}, "Use all or field."),
    ("team", {"a": "2026:Dook"}, "Duke"),
    ("team", {"a": "1850:Duke"}, "season"),
    ("accuracy", {"league": "x"}, "league"),
    ("accuracy", {"show": "future"}, "Use record or field or machine."),
    ("accuracy", {"games": "<b>"}, "choice of “Games”"),
    ("accuracy", {"score": "9" * 5000}, "choice of “Measure”"),
    ("accuracy", {"show": "machine", "season": "2020"}, "cancelled"),
    ("accuracy", {"show": "machine", "league": "women", "season": "2009"}, "from 2010"),
    ("method", {"season": "20"}, "season"),
    ("today", {"date": "yesterday"}, "Write it like"),
    ("today", {"date": "1999-12-31"}, "Choose a day from"),
    ("today", {"league": "x"}, "league"),
    ("today", {"team": "Kanzas"}, "Kansas"),
    ("today", {"conference": "<b>"}, "not a conference"),
    ("today", {"order": "best"}, "choice of “Order”"),
]


def words(message: str) -> str:
    """A message as it is read: without the backslashes that keep Markdown from acting."""
    return message.replace("\\", "")


@pytest.mark.parametrize(("page", "params", "said"), BAD, ids=lambda v: str(v)[:40])
def test_one_clear_sentence(visit: Visit, page: str, params: dict[str, str], said: str) -> None:
    app = visit(page, **params)
    assert not app.exception
    shown = [words(error.value) for error in app.error]
    assert any(said in message for message in shown), shown
    assert all(len(message) < 250 for message in shown)
    assert app.title  # the page is still a page
    assert app.segmented_control


def test_no_stand_in_for_a_wrong_team(visit: Visit) -> None:
    app = visit("game", a="2026:Dook", b="2026:Siena")
    assert app.title[0].value == "Game"
    assert app.selectbox(key="pick_a_team").value is None
    assert app.selectbox(key="pick_b_team").value == "Siena"
    assert not app.dataframe


@pytest.mark.parametrize("page", ["bracket", "upsets", "method"])
def test_the_latest_tournament_stands_under_the_notice_of_a_wrong_season(
    visit: Visit, page: str
) -> None:
    app = visit(page, season="2020")
    assert len(app.error) == 1 and "2020" in app.error[0].value
    assert app.selectbox(key="pick_season").value == store.tournament_seasons("men")[-1]
    assert "season" not in app.query_params
    app.selectbox(key="pick_season").set_value(2019).run()
    assert not app.error and app.query_params["season"] == "2019"


def test_too_many_universes_are_refused_aloud_and_once(visit: Visit) -> None:
    app = visit()
    app.number_input(key="pick_universes").set_value(250_000).run()
    assert len(app.error) == 1
    assert "from 1 to 100,000" in words(app.error[0].value)
    assert app.number_input(key="pick_universes").value == 10_000
    app.number_input(key="pick_universes").set_value(20_000).run()
    assert not app.error


def test_markup_in_a_link_is_not_rendered(visit: Visit) -> None:
    app = visit("game", a="2026:**x** :red[y] <b>", b="2026:Siena")
    assert "\\*\\*x\\*\\*" in app.error[0].value and "\\<b\\>" in app.error[0].value


def test_bad_number_leaves_the_bracket_standing(visit: Visit) -> None:
    app = visit(universes="abc")
    assert len(app.error) == 1
    assert len(app.dataframe[0].value) == 68
    assert app.number_input(key="pick_universes").value == 10_000


@pytest.mark.parametrize("page", ["bracket", "game", "upsets", "compare", "method"])
def test_damaged_data_is_said_on_every_page(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    def damaged(*_: object, **__: object) -> None:
        raise DamagedData("The embedded data is damaged: teams.parquet is cut.", "Restore it.")

    monkeypatch.setattr(store, "load_teams", damaged)
    app = visit(page, a="2026:Duke", b="2026:Siena")
    assert not app.exception
    assert [words(error.value) for error in app.error] == [
        "The embedded data is damaged: teams.parquet is cut. Restore it."
    ]
    assert app.title[0].value == page.capitalize()
