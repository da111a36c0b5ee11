"""Compare and Team in a browser: names lead to teams, and a comparison is one printed page."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open, settled


def test_a_name_leads_to_its_team_and_a_season_to_that_season(open_page: Open) -> None:
    page = open_page("/compare?a=2026:Duke&b=2026:Florida")
    page.get_by_role("link", name="Florida", exact=True).first.click()
    expect(page.get_by_role("heading", name="Florida 2026", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile("/team.*a=2026"))
    page.get_by_role("link", name="2019", exact=True).click()
    expect(page.get_by_role("heading", name="Florida 2019", level=1)).to_be_visible()


def test_a_comparison_is_one_printed_page(open_page: Open) -> None:
    page = open_page("/compare?a=2026:Duke&b=2026:UConn&c=2026:Siena&d=2026:Michigan")
    expect(page.get_by_role("heading", name="Share and keep")).to_be_visible()
    settled(page)
    expect(page.get_by_role("img", name=re.compile("Through the season"))).to_be_visible()
    body = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", body)) == 1
