"""A visitor's way through the Pools page: the answer, a forced pick, my bracket, rivals."""

import re

from playwright.sync_api import expect

from engine import store
from engine.bracket.fill import filled
from engine.bracket.pick_code import encode
from engine.bracket.picks import no_picks
from engine.run import load_win_matrix
from tests.browser.conftest import Open, settled

FIELD = store.load_field("men", 2026)
ODDS = store.load_default("men", 2026)[1]
WIN = load_win_matrix("men", 2026).win
CODE = encode(filled(no_picks(FIELD), FIELD, "seeds", WIN, ODDS), FIELD)


def test_a_pool_from_its_rules_to_its_rivals(open_page: Open) -> None:
    page = open_page("/pools")
    expect(page.get_by_text("In a pool of 30 this bracket wins")).to_be_visible()
    expect(page.locator(".wide svg .slot")).to_have_count(67)
    entries = page.get_by_role("spinbutton", name="Entries")
    entries.fill("50")
    entries.press("Enter")
    expect(page.get_by_text("In a pool of 50 this bracket wins")).to_be_visible()
    settled(page)
    page.locator(".wide .slot .t:not(.pick)").first.click()
    expect(page).to_have_url(re.compile("force="))
    expect(page.get_by_role("button", name=re.compile("Release"))).to_be_visible()
    page.get_by_role("radio", name="Rivals").or_(
        page.get_by_role("button", name="Rivals", exact=True)
    ).first.click()
    box = page.get_by_role("textbox", name="My rivals’ brackets")
    box.fill(f"Ann {CODE}\nBob has none")
    box.press("Control+Enter")
    expect(page.get_by_text("Line 2 (“Bob has none”)")).to_be_visible()
    expect(page.get_by_text("1 rival could be read")).to_be_visible()
    expect(page).to_have_url(re.compile("rivals=Ann"))


def test_a_phone_shows_the_entry_region_by_region(open_page: Open) -> None:
    page = open_page(f"/pools?part=mine&picks={CODE}", size="phone")
    expect(page.get_by_text("my bracket wins")).to_be_visible()
    page.goto(page.url.split("?")[0])
    settled(page)
    expect(page.locator(".panel svg")).to_have_attribute("aria-label", "East region")
