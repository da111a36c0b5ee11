"""The Game page's head on a phone, its charts' names, and its one printed sheet."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open, settled
from tests.browser.test_dashboard import GAME_CHARTS

PAIR = "/game?a=2026:Connecticut&b=2026:Duke"
CHARTS = "[data-testid=stVegaLiteChart] svg.marks"
FIRST_ROW = 400  # pixels from the top of a phone's screen of 844


def test_a_phone_shows_the_chances_and_the_score_at_once(open_page: Open) -> None:
    page = open_page(PAIR, size="phone")
    expect(page.get_by_role("heading", name="1 Duke v 2 Connecticut")).to_be_visible()
    team = page.locator(".score .team").first.bounding_box()
    expected = page.locator(".expected").bounding_box()
    assert team and team["y"] <= FIRST_ROW
    assert expected and expected["y"] + expected["height"] <= 844


def test_every_chart_has_its_words_for_a_screen_reader(open_page: Open) -> None:
    page = open_page(PAIR)
    expect(page.locator(CHARTS)).to_have_count(GAME_CHARTS)
    for chart in page.get_by_test_id("stVegaLiteChart").all():
        assert chart.get_attribute("role") == "graphics-document"
        assert len(chart.get_attribute("aria-label") or "") > 40


def test_teams_are_changed_and_swapped_with_the_keyboard(open_page: Open) -> None:
    page = open_page(PAIR)
    page.get_by_role("button", name="Swap").press("Enter")
    expect(page.get_by_role("heading", name="2 Connecticut v 1 Duke")).to_be_visible()
    page.get_by_role("button", name="Teams").press("Enter")
    expect(page.get_by_role("combobox", name=re.compile("Second team"))).to_be_visible()


def test_the_page_is_printed_on_one_sheet(open_page: Open) -> None:
    page = open_page(PAIR)
    expect(page.locator(CHARTS)).to_have_count(GAME_CHARTS)
    page.get_by_role("button", name="Replay 400 universes").click()
    expect(page.locator(".st-key-expected_box table")).to_have_count(2)
    settled(page)
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", sheets)) == 1
