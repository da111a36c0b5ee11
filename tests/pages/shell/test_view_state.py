"""What a session looks at: links, Back, other tournaments, undo; without Streamlit."""

import pytest

from pages.ui.shell.view_state import ViewState, parameters

NAMES = ("league", "season", "locks", "u")
PLAIN = {"league": "men", "season": "2026"}
MEN, WOMEN = ("men", "2026"), ("women", "2026")


@pytest.fixture
def view() -> ViewState:
    return ViewState()


def draw(view: ViewState, url: dict[str, str], page: str = "bracket") -> dict[str, str]:
    """One run of a page opened with ``url``: the query parameters it is left with."""
    view.open(page, NAMES, url)
    return view.close(page, NAMES, PLAIN, url)


def test_a_first_visit_has_a_plain_url(view: ViewState) -> None:
    assert draw(view, {}) == {}
    view.put("season", "2026")
    assert draw(view, {}) == {}  # the same by another way


def test_a_link_is_taken_over_and_known_as_such_once(view: ViewState) -> None:
    assert draw(view, {"season": "2019"}) == {"season": "2019"}
    assert view.text == {"season": "2019"} and view.link == {"season"}
    draw(view, {"season": "2019"})
    assert view.link == frozenset()


def test_a_widget_changes_the_url(view: ViewState) -> None:
    draw(view, {})
    view.put("season", "2019")
    assert draw(view, {}) == {"league": "men", "season": "2019"}


def test_back_on_the_same_page_forgets_what_came_after(view: ViewState) -> None:
    draw(view, {})
    view.put("locks", "B123")
    after = draw(view, {})
    assert after["locks"] == "B123"
    assert draw(view, {}) == {} and "locks" not in view.text


def test_another_page_keeps_the_view_but_a_link_closes_the_open_universe(view: ViewState) -> None:
    draw(view, {"season": "2019", "u": "17"})
    assert draw(view, {}, "game")["u"] == "17"
    draw(view, {"season": "2019"}, "compare")
    assert "u" not in view.text and view.text["season"] == "2019"


def test_what_belongs_to_a_tournament_waits_for_it(view: ViewState) -> None:
    view.text.update(locks="B123", league="men")
    view.set_aside(MEN)
    view.bring_back(WOMEN)
    assert view.text == {"league": "men"}
    view.set_aside(WOMEN)
    view.bring_back(MEN)
    assert view.text["locks"] == "B123"


def test_undo_is_by_tournament_and_ends_at_the_first(view: ViewState) -> None:
    view.change("locks", "B1", MEN)
    view.change("locks", "B2", MEN)
    assert not view.can_undo("locks", WOMEN)
    view.undo("locks", MEN)
    assert view.text["locks"] == "B1"
    view.undo("locks", MEN)
    view.undo("locks", MEN)
    assert "locks" not in view.text and not view.can_undo("locks", MEN)


def test_unknown_and_endless_parameters_are_cut() -> None:
    assert parameters({"league": "x" * 99, "evil": "1"}, NAMES, 80) == {"league": "x" * 80}
