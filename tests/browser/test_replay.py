"""From a bar of the histogram to one game and back, as a visitor does it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, settled, shot
from tests.browser.test_dashboard import GAME_CHARTS, LOW_CONTRAST, WIDER_THAN_SCREEN

PAIR = "/game?a=2026:Duke&b=2026:Connecticut"
CHART = "[data-testid=stVegaLiteChart] svg.marks"
# The middle of the tallest bar on screen.
TALLEST_BAR = """(chart) => {
  const bars = [...chart.querySelectorAll(".mark-rect path")];
  const boxes = bars.map((bar) => bar.getBoundingClientRect());
  const tallest = boxes.reduce((a, b) => (b.height > a.height ? b : a));
  return [tallest.left + tallest.width / 2, tallest.top + tallest.height / 2];
}"""


def click_bar(page: Page) -> None:
    """Click the tallest bar of the margin's histogram."""
    chart = page.locator(CHART).first
    expect(page.locator(CHART)).to_have_count(GAME_CHARTS)
    chart.scroll_into_view_if_needed()
    x, y = chart.evaluate(TALLEST_BAR)
    page.mouse.click(x, y)
    expect(page.get_by_text("ended in this range")).to_be_visible()
    settled(page)


def score(page: Page) -> list[str]:
    """Both sides' points in the header of a game."""
    points: Locator = page.locator(".final .win")
    expect(points).to_have_count(2)
    return points.all_inner_texts()


def test_a_bar_leads_to_a_game_that_its_link_opens_again(open_page: Open) -> None:
    page = open_page(PAIR)
    click_bar(page)
    link = page.locator(".found a").nth(1)
    listed = link.locator("b").inner_text()
    link.click()
    expect(page).to_have_url(re.compile(r"[?&]u=\d+"))
    settled(page)
    assert "–".join(score(page)) == listed
    expect(page.locator(".stage")).to_have_count(1)
    expect(page.locator(".box")).to_have_count(2)
    seen = page.locator(".plays tbody tr:visible")
    plays = seen.count()
    page.get_by_role("button", name="Every play").click()
    expect(page.locator(".every")).to_be_visible()
    assert seen.count() > plays
    story = page.get_by_text("led by up to").inner_text()
    page.reload()
    settled(page)
    assert "–".join(score(page)) == listed
    expect(page.get_by_text(story)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Open a game")).to_be_visible()


def test_closing_keeps_the_range_and_the_files_are_whole(open_page: Open) -> None:
    page = open_page(PAIR)
    click_bar(page)
    chosen = page.get_by_text("ended in this range").inner_text()
    page.locator(".found a").first.click()
    settled(page)
    expect(page.locator(".final")).to_be_visible()
    lines = {}
    for what in ("play-by-play", "box score"):
        with page.expect_download() as caught:
            page.get_by_role("button", name=f"Download the {what} as CSV").click()
        lines[what] = caught.value.path().read_text().splitlines()
    assert lines["play-by-play"][0].startswith("period,period_name,clock")
    assert len(lines["play-by-play"]) > 150
    assert lines["box score"][0].startswith("team,player,starter,minutes,points")
    page.get_by_role("button", name="All 10,000 universes").click()
    expect(page.get_by_text(chosen)).to_be_visible()
    expect(page.locator(CHART)).to_have_count(GAME_CHARTS)


def test_the_slider_ties_line_score_and_plays(open_page: Open) -> None:
    page = open_page(f"{PAIR}&u=17")
    slider = page.get_by_role("slider", name="Moment of the game")
    slider.focus()
    slider.press("Home")
    expect(page.locator(".now .score-now")).to_have_text("0–0")
    expect(page.locator(".plays tr.here")).to_have_count(0)
    slider.press("ArrowRight")
    here = page.locator(".plays tr.here")
    expect(here).to_have_count(1)
    expect(page.locator(".now .score-now")).to_have_text(here.locator(".at").inner_text())
    expect(page.locator(".now .play-now")).to_have_text(here.locator(".what span").inner_text())
    page.locator(".swings button").first.click()
    swing = page.locator(".swings button").first.inner_text()
    assert page.locator(".now .when").inner_text() in swing
    assert page.locator(".now .play-now").inner_text() in swing
    box, row = page.locator(".film .plays").bounding_box(), here.bounding_box()
    assert box and row and box["y"] <= row["y"] <= box["y"] + box["height"]
    page.locator(".film .plays tr.told:not(.end)").first.click()
    assert slider.get_attribute("aria-valuetext").startswith("1st half, 1")
    slider.press("End")
    expect(page.locator(".now .when")).to_have_text("2nd half, 00:00")


def test_surprise_me(open_page: Open) -> None:
    page = open_page(PAIR)
    page.get_by_role("button", name="An overtime one").click()
    expect(page.locator(".periods").get_by_text("OT", exact=True)).to_be_visible()
    settled(page)
    page.get_by_role("button", name="A blowout").click()
    expect(page.locator(".periods").get_by_text("OT", exact=True)).to_have_count(0)
    settled(page)
    a, b = map(int, score(page))
    assert abs(a - b) > 25


@pytest.mark.parametrize(("size", "theme"), [("desktop", "dark"), ("phone", "light")])
def test_a_game_is_not_cut_or_hard_to_read(open_page: Open, size: str, theme: str) -> None:
    page = open_page(f"{PAIR}&u=17", size=size, theme=theme)
    expect(page.locator(".stage")).to_be_visible()
    expect(page.locator(".plays")).to_be_visible()
    shot(page, f"replay-{size}-{theme}")
    assert page.evaluate(WIDER_THAN_SCREEN) == []
    assert page.evaluate(LOW_CONTRAST) == []
