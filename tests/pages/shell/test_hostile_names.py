"""A team's name is text in all drawn HTML, whatever stands in it. Markdown knows no scripts."""

import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from engine import store
from tests.pages.conftest import Visit

NAME = "Duke<script>alert(1)</script>\"'><b>**x** :red[y] $z$ ]]>&"
PAGES = {
    "bracket": {},
    "game": {"a": "2026:1181", "b": "2026:1373"},
    "compare": {"a": "2026:1181", "b": "2026:1373"},
    "team": {"a": "2026:1181"},
    "upsets": {},
}


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Duke goes by ``NAME``."""
    load = store.load_teams

    def load_teams(*args: object, **kwargs: object) -> object:
        teams = load(*args, **kwargs)  # type: ignore[arg-type]
        names = tuple(NAME if name == "Duke" else name for name in teams.name)
        return replace(teams, name=names)

    monkeypatch.setattr(store, "load_teams", load_teams)


def markup(app: AppTest) -> str:
    """All that a browser would take for HTML."""
    drawn = (part.proto.json or part.proto.mixed.json for part in app.get("bidi_component"))
    parts = [json.loads(text).get("html", "") for text in drawn if text]
    return "\n".join([*parts, *(part.proto.body for part in app.get("html"))])


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("page", PAGES)
def test_a_hostile_name_is_drawn_as_text(visit: Visit, page: str) -> None:
    app = visit(page, **PAGES[page])
    assert not app.exception
    html = markup(app)
    assert "<script>alert" not in html and "<b>**x" not in html
