"""Own data in a real browser: a file with faults, a good one, its files and its link."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, settled, shot
from tests.own_files import field_csv

PLAYED_MS = 120_000  # the first universes wait until the workers have started


def bring(page: Page, path: Path) -> None:
    page.locator("[role=dialog] input[type=file]").set_input_files(path)


def test_a_field_is_brought_played_downloaded_and_linked(open_page: Open, tmp_path: Path) -> None:
    good, bad = tmp_path / "field.csv", tmp_path / "bad.csv"
    good.write_bytes(field_csv())
    bad.write_bytes(field_csv().replace(b"W,East,1,Duke", b"W,East,17,Dook"))
    page = open_page("/?season=2027")
    page.get_by_role("button", name="My own data").click()
    bring(page, bad)
    expect(page.get_by_text("The file was not taken. Below: all 3 faults.")).to_be_visible()
    shot(page, "own_data_faults")
    bring(page, good)
    notice = page.locator(".st-key-about_own_data")
    expect(notice).to_contain_text("field of 76 teams", timeout=PLAYED_MS)
    sentence = page.get_by_text("simulated tournaments", exact=False).first
    expect(sentence).to_be_visible(timeout=PLAYED_MS)
    settled(page)
    shot(page, "own_data_bracket")
    link = page.url
    mark = link.split("data=own-")[1][:12]
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Odds (CSV)").click()
    assert f"own-{mark}" in waiting.value.suggested_filename
    head, first = waiting.value.path().read_text().splitlines()[:2]
    assert head.endswith("own_data") and first.endswith(mark)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Drawing (SVG)").click()
    assert mark in waiting.value.path().read_text()

    other = open_page(link.split("/", 3)[3].join(["/", ""]))
    notice = other.locator(".st-key-about_own_data")
    expect(notice).to_contain_text("was made with own data")
    expect(other.get_by_text("Selection Sunday").first).to_be_visible()
    other.get_by_role("button", name="Go on without them").click()
    expect(notice).to_have_count(0)

    page.get_by_role("button", name="Stop using them").click()
    expect(page.locator(".st-key-about_own_data")).to_have_count(0)
    assert "own-" not in settled(page).url
