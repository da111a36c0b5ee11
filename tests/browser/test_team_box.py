"""Typing into a team box as a visitor does it: text, then Enter."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, settled


def type_team(page: Page, box: str, text: str) -> None:
    """Put text into a team box and press Enter."""
    field = page.get_by_role("combobox", name=re.compile(box))
    field.click()
    field.press("ControlOrMeta+a")
    field.type(text)
    field.press("Enter")


def test_a_spelling_a_seed_and_a_mistake(open_page: Open) -> None:
    page = open_page("/compare")
    type_team(page, "First team", "UConn")
    expect(page).to_have_url(re.compile("a=2026%3AConnecticut"))
    settled(page)
    type_team(page, "Second team", "1 East")
    expect(page.get_by_role("heading", name="Connecticut and Duke")).to_be_visible()
    settled(page)
    type_team(page, "Second team", "Dook")
    expect(page.get_by_text("Nearest names: Duke")).to_be_visible()
    expect(page.get_by_role("combobox", name=re.compile("Second team"))).to_have_value("Duke")
    expect(page.get_by_role("heading", name="Connecticut and Duke")).to_be_visible()
