"""The bracket's modes in a real browser: clicks on the drawing, a phone, the keyboard, files."""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from engine import store
from engine.domain.field import Field
from tests.browser.conftest import Open, settled, shot
from tests.browser.server import Server, cpu_seconds

CLICK_CPU_S = 1.5  # of the server for a click; some 0.2 s on a usual machine
PAYLOAD = 300_000  # bytes
PLAYED_MS = 60_000  # a first click waits until the workers have started
ROOT = {"desktop": ".wide", "phone": ".panel"}
LEDE = "[data-testid=stMain] [data-testid=stMarkdown] p"
# Asked at every frame: the sentence below the title tells of the odds with these locks.
SAYS = f"""(words) => {{
  const said = document.querySelector("{LEDE}")?.textContent ?? "";
  return said.startsWith("With") && said.includes(words);
}}"""


@pytest.fixture(scope="module")
def field() -> Field:
    return store.load_field("men", 2026)


def team(page: Page, field: Field, slot: str, seed: str, size: str = "desktop") -> Locator:
    """A team's row in the drawing of a slot."""
    s, e = field.slot.index(slot), field.seed.index(seed)
    return page.locator(f'{ROOT[size]} [data-s="{s}"] [data-e="{e}"]:not(.ghost)').last


def click(page: Page, field: Field, slot: str, seed: str, size: str = "desktop") -> None:
    """Click the team's name, away from its number."""
    row = team(page, field, slot, seed, size)
    row.scroll_into_view_if_needed()
    row.locator("text").first.hover(force=True)
    row.locator("text").nth(1).click(force=True)


def lede(page: Page) -> Locator:
    """The sentence below the title."""
    return page.locator(LEDE).first


def chip(page: Page, label: str) -> Locator:
    return page.locator(".st-key-chips").get_by_role("button", name=label)


# What if ----------------------------------------------------------------------------------------


def test_a_click_costs_far_less_than_the_page(
    open_page: Open, field: Field, server: Server
) -> None:
    """New odds of 10,000 universes come from the games already played: a click is quicker than
    opening the page, whatever the machine."""
    start = time.monotonic()
    page = open_page("/?mode=whatif")
    opened, took, used = time.monotonic() - start, [], []
    for slot, seed, words in (
        ("R1W1", "W16", "Siena to the Round of 32"),
        ("R1W1", "W01", "Duke to the Round of 32"),
        ("R1X2", "X15", "Idaho to the Round of 32"),
        ("R2Y1", "Y08", "Georgia to the Sweet 16"),
        ("R3Z1", "Z04", "Arkansas to the Elite Eight"),
    ):
        row = team(page, field, slot, seed).locator("text").nth(1)
        row.hover(force=True)
        start, before = time.monotonic(), cpu_seconds(server)
        row.click(force=True)
        page.wait_for_function(SAYS, arg=words, timeout=PLAYED_MS)
        took.append(time.monotonic() - start)
        expect(team(page, field, slot, seed)).to_have_class(re.compile("lock"))
        settled(page)
        used.append(cpu_seconds(server) - before)
    print("click to new odds:", ", ".join(f"{t:.2f} s" for t in took), f"page: {opened:.2f} s")
    assert min(took) < opened, (took, opened)
    assert min(used) < CLICK_CPU_S, used
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    shot(page, "whatif-clicked")


@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_a_team_is_sent_through_and_let_go(
    open_page: Open, field: Field, size: str, theme: str
) -> None:
    page = open_page("/?mode=whatif", size=size, theme=theme)
    expect(page.get_by_text("Nobody is sent through yet.")).to_be_visible()
    click(page, field, "R1W1", "W16", size)
    expect(chip(page, "Siena to the Round of 32")).to_be_visible()
    expect(lede(page)).to_contain_text("With Siena", timeout=PLAYED_MS)
    expect(team(page, field, "R1W1", "W16", size)).to_have_class(re.compile("lock"))
    click(page, field, "R1W8", "W09", size)
    expect(chip(page, "TCU to the Round of 32")).to_be_visible()
    expect(page).to_have_url(re.compile("locks=.{24}"))
    shot(page, f"whatif-{size}-{theme}")
    settled(page)
    click(page, field, "R1W1", "W16", size)
    expect(chip(page, "Siena to the Round of 32")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(chip(page, "Siena to the Round of 32")).to_be_visible()
    chip(page, "TCU").click()
    expect(chip(page, "TCU")).to_have_count(0)
    address = page.url
    page.get_by_role("button", name="Release all").click()
    expect(page.get_by_text("Nobody is sent through yet.")).to_be_visible()
    page.goto(address)
    expect(chip(page, "Siena to the Round of 32")).to_be_visible()


def test_the_tournament_as_it_stood(open_page: Open) -> None:
    page = open_page("/?mode=whatif")
    slider = page.get_by_role("slider", name=re.compile("What happened"))
    slider.focus()
    for stage in ("Round of 64", "Round of 32", "Sweet 16"):
        page.keyboard.press("ArrowRight")
        expect(lede(page)).to_contain_text(f"Going into the {stage}")
        settled(page)
    shot(page, "whatif-sweet-16")
    page.go_back()
    expect(lede(page)).to_contain_text("Going into the Round of 32")


def test_a_click_on_the_odds_opens_the_game(open_page: Open, field: Field) -> None:
    page = open_page("/")
    team(page, field, "R1W1", "W16").locator("text").last.click(force=True)
    expect(page).to_have_url(re.compile("/game"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 Duke v 16 Siena")


# My bracket -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "theme"), [("desktop", "dark"), ("phone", "light")])
def test_a_bracket_is_picked_and_filled(
    open_page: Open, field: Field, size: str, theme: str
) -> None:
    page = open_page("/?mode=mine", size=size, theme=theme)
    expect(page.get_by_text("Nothing is picked yet.")).to_be_visible()
    click(page, field, "R1W1", "W16", size)
    expect(lede(page)).to_contain_text("1 of 63 games")
    click(page, field, "R1W8", "W09", size)
    expect(lede(page)).to_contain_text("2 of 63 games")
    click(page, field, "R2W1", "W16", size)
    expect(lede(page)).to_contain_text("3 of 63 games")
    page.get_by_role("button", name="Fill the rest").click()
    expect(lede(page)).to_contain_text("Your bracket is complete")
    expect(page.get_by_role("heading", name="Expected points")).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart] svg")).to_have_count(1)
    page.get_by_text("Show the real results").click()
    expect(page.get_by_text(re.compile("picks were right"))).to_be_visible()
    shot(page, f"mine-{size}-{theme}")
    address = page.url
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("Nothing is picked yet.")).to_be_visible()
    page.goto(address)
    expect(lede(page)).to_contain_text("Your bracket is complete")


# One universe -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_game_of_a_universe_opens_its_replay(open_page: Open, field: Field, size: str) -> None:
    page = open_page("/?mode=universe&universe=4217", size=size)
    expect(lede(page)).to_contain_text("In universe 4,217")
    shot(page, f"universe-{size}-light")
    rows = [team(page, field, "R1W1", seed, size) for seed in ("W01", "W16")]
    points = [row.locator("text").last.text_content() for row in rows]
    rows[0].locator("text").nth(1).click(force=True)
    expect(page).to_have_url(re.compile(r"/game\?.*u=4217"))
    expect(page.locator(".score.final .win").first).to_be_visible()
    shown = page.locator(".score.final .win").all_inner_texts()
    assert sorted(shown) == sorted(points), (shown, points)


def test_spice_and_another(open_page: Open) -> None:
    page = open_page("/?mode=universe")
    page.get_by_role("radio", name="Max").or_(page.get_by_role("button", name="Max")).first.click()
    expect(page.get_by_text("The wildest tenth of the universes.")).to_be_visible()
    before = lede(page).inner_text()
    page.get_by_role("button", name="Another").click()
    expect(lede(page)).not_to_have_text(before)
    expect(page.get_by_text("The wildest tenth of the universes.")).to_be_visible()


# Keyboard, files, weight -------------------------------------------------------------------------


def test_everything_by_keyboard(open_page: Open, field: Field) -> None:
    page = open_page("/?mode=whatif")
    expect(team(page, field, "R1W1", "W16")).to_be_visible()
    page.get_by_role("combobox", name=re.compile("Force a champion")).focus()
    for _ in range(6):  # past the two buttons that are off
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED_IN_BRACKET):
            break
    assert page.evaluate(FOCUSED_IN_BRACKET), "the bracket is no tab stop"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("l")
    expect(chip(page, "Siena to the Round of 32")).to_be_visible()
    settled(page)
    page.keyboard.press("l")
    expect(page.get_by_text("Nobody is sent through yet.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/game"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Siena")


FOCUSED_IN_BRACKET = """() => {
  let e = document.activeElement;
  while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
  return Boolean(e && e.closest && e.closest('g.t'));
}"""


def test_files_are_what_they_say(open_page: Open) -> None:
    page = open_page("/?mode=universe&universe=4217")
    for label, begins, least in (
        ("Picture (PNG)", b"\x89PNG\r\n", 100_000),
        ("Drawing (SVG)", b"<svg", 20_000),
        ("Page to print (PDF)", b"%PDF-", 10_000),
        ("Games (CSV)", b"slot,round,team_a", 2_000),
    ):
        with page.expect_download() as caught:
            page.get_by_role("button", name=label).click()
        data = caught.value.path().read_bytes()
        assert data.startswith(begins) and least < len(data) < 5_000_000, label


def test_what_travels_is_small(open_page: Open, field: Field) -> None:
    page = open_page("/")
    weighed: list[int] = []
    page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda f: weighed.append(len(f)))
    )
    page.goto(page.url + "?mode=whatif")
    settled(page)
    expect(team(page, field, "R1W1", "W16")).to_be_visible()
    first = sum(weighed)
    weighed.clear()
    click(page, field, "R1W1", "W16")
    expect(chip(page, "Siena to the Round of 32")).to_be_visible()
    settled(page)
    print(f"first paint {first:,} bytes, a click {sum(weighed):,}")
    assert 20_000 < first < PAYLOAD and 20_000 < sum(weighed) < PAYLOAD


def test_a_bad_link_leaves_a_page_to_play_with(open_page: Open, field: Field) -> None:
    page = open_page("/?mode=whatif&locks=" + "B" * 20_000)
    expect(page.get_by_text("too long")).to_be_visible()
    click(page, field, "R1W1", "W16")
    expect(chip(page, "Siena to the Round of 32")).to_be_visible()
    expect(page.get_by_text("too long")).to_have_count(0)
