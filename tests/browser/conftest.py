"""A running dashboard and a real Chromium, shared by all browser tests of a session."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import chromium
from tests.browser.server import ROOT, Server, serve

ARTEFACTS = ROOT / "artefacts"
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
THEMES = ("light", "dark")
SETTLE_MS = 60_000
expect.set_options(timeout=SETTLE_MS)  # a slow machine is no fault
LAUNCH = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard, up and healthy."""
    with serve(tmp_path_factory.mktemp("server") / "log") as running:
        yield running


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    """Where the dashboard is, without a slash at the end."""
    return server.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    path = chromium.find()
    if path is None:
        pytest.fail("No Chromium: run `python -m tests.browser.chromium`, which gets one.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(LAUNCH))
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, base_url: str) -> Iterator[Open]:
    """``open_page("/game?seed=1", size="phone", theme="dark")``: a settled page of a new visitor.

    The test fails when a page raises a JavaScript error or asks any other host for something.
    """
    contexts = []
    faults: list[str] = []

    def open_(path: str = "/", size: str = "desktop", theme: str = "light") -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"JavaScript error: {error}"))
        page.on("request", lambda request: faults.extend(_foreign(request.url, base_url)))
        page.goto(base_url + path)
        settled(page)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


def settled(page: Page, timeout_ms: int = SETTLE_MS) -> Page:
    """Wait until the page's script has run to its end."""
    done = "[data-testid='stApp'][data-test-script-state='notRunning']"
    expect(page.locator(done)).to_be_attached(timeout=timeout_ms)
    return page


def shot(page: Page, name: str) -> Path:
    """The whole page as ``artefacts/<name>.png``."""
    ARTEFACTS.mkdir(exist_ok=True)
    path = ARTEFACTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def _foreign(url: str, base_url: str) -> list[str]:
    ours = url.startswith((base_url, base_url.replace("http", "ws", 1), "data:", "blob:", "about:"))
    return [] if ours else [f"request to another host: {url}"]
