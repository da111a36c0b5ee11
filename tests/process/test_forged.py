"""Values that no control can have, sent to a real server: a sentence, and the session goes on."""

import pytest

from tests.browser.server import serve
from tests.fuzz import widgets
from tests.load.session import Visitor
from tests.process.test_load import alone

PAIR = {"league": "men", "a": "2026:Duke", "b": "2026:Siena"}
PAGES = {"": {"mode": "universe"}, "game": PAIR}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serve(tmp_path_factory.mktemp("forged") / "log") as running:
        yield running


@pytest.mark.parametrize("page", PAGES)
def test_a_forged_value_ends_in_a_sentence_and_the_session_goes_on(server, page):
    assert alone(widgets.forge(server.url, page, PAGES[page])) == []
    assert "Traceback" not in server.log.read_text()


def test_the_sentence_is_on_the_page_once(server):
    async def said():
        async with Visitor(server.url) as visitor:
            await visitor.open("accuracy", {})
            control = widgets.controls(visitor.drawn)["button_group"]
            asked = visitor.asking("accuracy", {})
            await visitor.tell("accuracy", widgets.claim(asked, control, "bool_value", True))
            first = [one.alert.body for one in visitor.drawn if one.HasField("alert")]
            await visitor.open("accuracy", {})
            return first, [one for one in visitor.drawn if one.HasField("alert")]

    first, then = alone(said())
    assert len(first) == 1 and "cannot have" in first[0] and not then
