"""The Accuracy page in a real browser, clicked through at both widths."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, settled, shot
from tests.browser.test_dashboard import LOW_CONTRAST, WIDER_THAN_SCREEN

CHARTS = "[data-testid=stVegaLiteChart] svg"


def choose(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).or_(
        page.get_by_role("radio", name=name, exact=True)
    ).first.click()
    settled(page)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_from_the_record_to_a_surprise_and_its_game(open_page: Open, size: str) -> None:
    page = open_page("/accuracy", size=size, theme="dark")
    expect(page.locator(CHARTS)).to_have_count(7)
    expect(page.locator(".tally div")).to_have_count(3)
    choose(page, "Last month before it")
    expect(page.locator(".tally div")).to_have_count(2)
    expect(page).to_have_url(re.compile("games=season"))
    choose(page, "Women")
    expect(page.get_by_role("heading", name="Women's accuracy")).to_be_visible()
    choose(page, "Time machine")
    expect(page).to_have_url(re.compile("show=machine"))
    page.get_by_role("combobox", name=re.compile("Season")).click()
    page.keyboard.type("2016")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The women's tournament of 2016")).to_be_visible()
    settled(page)
    expect(page.locator(".upsets li:not(.key)")).to_have_count(12)
    assert page.evaluate(WIDER_THAN_SCREEN) == []
    assert page.evaluate(LOW_CONTRAST) == []
    shot(page, f"machine-clicked-{size}")
    winner = page.locator(".upsets li:not(.key) a").first
    name = winner.inner_text().split(" ", 1)[1]
    winner.click()
    expect(page).to_have_url(re.compile("/game"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.get_by_text(re.compile("by the ratings’ error")).first).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="The women's tournament of 2016")).to_be_visible()
