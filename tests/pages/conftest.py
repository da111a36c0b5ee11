"""The app as a script, without a browser: widgets, messages, tables, the URL."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

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
