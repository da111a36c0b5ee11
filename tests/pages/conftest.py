"""The app as a script, without a browser: widgets, messages, tables, the URL."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engine.domain.specs import BracketSpec

ENTRY = Path(__file__).parents[2] / "streamlit_app.py"

Visit = Callable[..., AppTest]


@pytest.fixture
def visit() -> Visit:
    """``visit("game", league="men", a="2026:Duke")``: a page opened by a link of those values."""

    def visit_(page: str = "bracket", **params: str) -> AppTest:
        app = AppTest.from_file(str(ENTRY), default_timeout=60)
        if page == "bracket":
            app.query_params.update(params)
            return app.run()
        app.run()
        app.switch_page(f"pages/{page}.py")
        app.query_params.update(params)
        return app.run()

    return visit_


def text(app: AppTest) -> str:
    """Everything written on the page."""
    said = [*app.title, *app.subheader, *app.markdown, *app.caption]
    return "\n".join(str(element.value) for element in said)


def waiting(app: AppTest) -> list[Any]:
    """The jobs that the visitor's page waits for."""
    return list(app.session_state["runs"].waiting.values()) if "runs" in app.session_state else []


def shown(app: AppTest) -> BracketSpec | None:
    """The visitor's last finished run without locks."""
    return app.session_state["runs"].shown


def play(app: AppTest) -> AppTest:
    """Press Play."""
    (button,) = (one for one in app.button if one.label.endswith("universes"))
    return button.click().run()


def finished(app: AppTest) -> AppTest:
    """Run the page again until it waits for nothing, as the progress fragment does."""
    until = time.monotonic() + 60
    while (jobs := waiting(app)) and time.monotonic() < until:
        jobs[0].wait(60)
        app.run()
    assert not waiting(app)
    return app
