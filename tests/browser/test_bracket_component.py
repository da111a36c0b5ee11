"""The drawn bracket in a real browser: lit, clicked, walked, swiped, and kept over reruns."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from engine import store
from tests.browser.conftest import SIZES, settled, shot
from tests.browser.server import serve

APP = Path(__file__).parent / "bracket_app.py"
VANDERBILT = 9  # the 10 seed in the East of 2025, meets the 7 seed in R1W7
SLOT = {name: slot for slot, name in enumerate(store.load_field("men", 2025).slot)}
WAY = ("R1W7", "R2W2", "R3W2", "R4W1", "R5WX", "R6CH")
FORGE = """(team, slot) => {
  team.parentElement.dataset.s = slot;
  team.dispatchEvent(new MouseEvent('click', { bubbles: true }));
}"""
COUNT_MESSAGES = """() => {
  const send = WebSocket.prototype.send;
  window.asked = 0;
  WebSocket.prototype.send = function (data) { window.asked++; return send.call(this, data); };
}"""
FOCUSED = """() => {
  let found = null;
  const walk = (root) => root.querySelectorAll('*').forEach((e) => {
    if (e.shadowRoot) { found = e.shadowRoot.activeElement ?? found; walk(e.shadowRoot); }
  });
  walk(document);
  return found?.getAttribute('aria-label') ?? found?.textContent ?? '';
}"""


@pytest.fixture(scope="module")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("bracket") / "log", APP) as running:
        yield running.url


@pytest.fixture
def draw(browser: Browser, app_url: str) -> Iterator:
    """``draw("lock", "phone")``: the bracket with that layer; JavaScript errors fail the test."""
    contexts, faults = [], []

    def draw_(layer: str = "lock", size: str = "desktop", **how: object) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=size == "phone", **how
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(f"{app_url}/?layer={layer}")
        settled(page)
        expect(page.locator(".panel svg")).to_have_count(1)
        return page

    yield draw_
    for context in contexts:
        context.close()
    assert faults == []


def cell(page: Page, slot: str, team: int, place: str = ".wide") -> Locator:
    """A team in a slot."""
    return page.locator(f'{place} .slot[data-s="{SLOT[slot]}"] .t[data-e="{team}"]:not(.hidden)')


def entry(page: Page, team: int) -> Locator:
    """A team in the first column of the desk's drawing."""
    return page.locator(f'.wide .pair .t[data-e="{team}"]')


def press(page: Page, *keys: str) -> str:
    """Press keys and tell what has the focus then."""
    for key in keys:
        page.keyboard.press(key)
    return str(page.evaluate(FOCUSED))


def told(page: Page) -> Locator:
    return page.get_by_text(re.compile("^told "))


# Pointing ---------------------------------------------------------------------------------------


def test_pointing_lights_the_whole_way_with_its_numbers(draw) -> None:
    page = draw()
    entry(page, VANDERBILT).hover()
    expect(page.locator(".lighting")).to_have_count(1)
    for slot in WAY:  # listed there or not
        there = cell(page, slot, VANDERBILT)
        expect(there).to_have_class(re.compile("lit"))
        expect(there.locator(".num")).to_have_text(re.compile(r"^(<1|\d+)%$"))
    expect(page.locator(".wide .wire.lit")).to_have_count(9)
    card = page.locator("div.card")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Vanderbilt")
    expect(card.locator("th")).to_have_text(
        ["R32", "Sweet 16", "Elite 8", "Final 4", "Final", "Title"]
    )
    expect(card.locator("tr.main td")).to_have_text([re.compile(r"^\d+\.\d%$")] * 6)
    expect(card.locator("tr.less td").first).to_have_text(re.compile(r"^± \d\.\d$"))
    page.get_by_role("button", name="Run again").hover()
    expect(page.locator(".lighting")).to_have_count(0)
    expect(page.locator(".ghost")).to_have_count(0)
    expect(card).not_to_be_visible()
    expect(told(page)).to_have_text("told 0:")


def test_lighting_asks_the_server_for_nothing(draw) -> None:
    page = draw()
    page.evaluate(COUNT_MESSAGES)
    for team in (0, 9, 20, 40):
        entry(page, team).hover()
        expect(entry(page, team)).to_have_class(re.compile("lit"))
    assert page.evaluate("window.asked") == 0


def test_a_lit_way_stays_off_where_a_team_was_beaten(draw) -> None:
    page = draw("score")
    loser = page.locator(f'.wide .slot[data-s="{SLOT["R1W1"]}"] .t').nth(1)  # Duke's first opponent
    loser.hover()
    expect(page.locator(".ghost")).to_have_count(0)
    expect(page.locator(".wide .slot .t.lit")).to_have_count(2)  # its First Four game and this one


# Clicking ---------------------------------------------------------------------------------------


def test_a_click_on_a_name_sends_through_and_on_a_number_opens(draw) -> None:
    page = draw()
    expect(told(page)).to_have_text("told 0:")  # the first draw tells nothing
    entry(page, VANDERBILT).locator("text.name").click()
    expect(told(page)).to_have_text("told 1: advance R1W7 1435")
    expect(page.get_by_text("returned: advance")).to_be_visible()
    expect(cell(page, "R1W7", VANDERBILT)).to_have_class(re.compile("lock"))
    cell(page, "R2W2", VANDERBILT).locator(".num").click()
    expect(told(page)).to_have_text("told 2: advance R1W7 1435; open R2W2 1435")
    cell(page, "R1W7", VANDERBILT).locator(".lead:not(.num)").click()
    expect(told(page)).to_contain_text("told 3:")
    expect(cell(page, "R1W7", VANDERBILT)).not_to_have_class(re.compile("lock"))


CLICK = """(part) => {
  const all = (root, what) => [...root.querySelectorAll(what)].map((t) =>
    `${t.closest('[data-s]').dataset.s} ${t.dataset.e}`);
  const root = part.closest('.frame');
  part.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  return [all(root, '.wide .sent'), all(root, '.wide .unsent')];  // before the server can answer
}"""


def test_a_click_is_marked_before_the_server_answers_and_its_drawing_settles_it(draw) -> None:
    page = draw()
    here = f"{SLOT['R1W7']} {VANDERBILT}"
    entry(page, VANDERBILT).hover()
    sent, unsent = entry(page, VANDERBILT).locator("text.name").evaluate(CLICK)
    assert (set(sent), unsent) == ({here}, [])
    expect(cell(page, "R1W7", VANDERBILT)).to_have_class(re.compile("lock"))
    expect(page.locator(".sent, .unsent")).to_have_count(0)
    pair = page.locator(f'.wide .pair[data-s="{SLOT["R1W7"]}"] .t:not([data-e="{VANDERBILT}"])')
    pair.hover()
    sent, unsent = pair.locator("text.name").evaluate(CLICK)
    assert len(set(sent)) == 1 and here not in sent and set(unsent) == {here}
    expect(told(page)).to_contain_text("told 2:")
    expect(page.locator(".sent, .unsent")).to_have_count(0)


def test_an_action_is_told_once_whatever_runs_after_it(draw) -> None:
    page = draw()
    entry(page, VANDERBILT).locator("text.name").click()
    expect(told(page)).to_contain_text("told 1:")
    for _ in range(2):
        page.get_by_role("button", name="Run again").click()
        expect(page.get_by_text("returned: nothing")).to_be_visible()
        settled(page)
    expect(told(page)).to_contain_text("told 1:")


def test_what_is_unchanged_is_not_drawn_again(draw) -> None:
    page = draw()
    page.evaluate("""() => {
      const walk = (root) => root.querySelectorAll('*').forEach((e) => {
        if (e.classList.contains('slot')) e.stays = true;
        if (e.shadowRoot) walk(e.shadowRoot);
      });
      walk(document);
    }""")
    entry(page, VANDERBILT).locator("text.name").click()
    expect(cell(page, "R1W7", VANDERBILT)).to_have_class(re.compile("lock"))
    kept = page.locator(".wide .slot").evaluate_all("slots => slots.filter(s => s.stays).length")
    assert kept == 67


def test_a_forged_slot_is_refused_with_a_notice(draw) -> None:
    page = draw()
    entry(page, 0).evaluate(FORGE, SLOT["R1W5"])  # a game of others
    expect(page.get_by_text("named a game that this team cannot play in")).to_be_visible()
    expect(page.get_by_text("Choose a team in the bracket")).to_be_visible()
    expect(told(page)).to_have_text("told 0:")
    expect(page.locator(".wide svg .slot")).to_have_count(67)
    entry(page, VANDERBILT).locator("text.name").click()
    expect(told(page)).to_have_text("told 1: advance R1W7 1435")
    expect(page.get_by_text("cannot play in")).to_have_count(0)


def test_a_team_is_dragged_along_its_way_and_nowhere_else(draw) -> None:
    page = draw()
    champion = page.locator(f'.wide .slot[data-s="{SLOT["R6CH"]}"]')
    entry(page, VANDERBILT).locator("text.name").hover()
    page.mouse.down()
    page.locator(f'.wide .slot[data-s="{SLOT["R1X1"]}"] .cell').hover()  # another region's game
    expect(page.locator(".chip")).to_be_visible()
    expect(page.locator(".slot.target")).to_have_count(0)
    page.mouse.up()
    expect(page.locator(".chip")).not_to_be_visible()
    entry(page, VANDERBILT).locator("text.name").hover()
    page.mouse.down()
    champion.locator("text.title").first.hover()
    expect(page.locator(".slot.target")).to_have_count(1)
    page.mouse.up()
    expect(told(page)).to_have_text("told 1: advance R6CH 1435")
    expect(cell(page, "R6CH", VANDERBILT)).to_have_class(re.compile("lock"))


# Keyboard ---------------------------------------------------------------------------------------


def test_the_whole_tree_is_walked_by_keyboard_alone(draw) -> None:
    page = draw()
    page.get_by_role("button", name="Run again").focus()
    first = press(page, "Tab")
    assert first == "Round of 64, first game of the East: Duke, seed 1, 92% to win it"
    assert "seed 16" in press(page, "ArrowDown")
    assert press(page, "ArrowUp") == first
    ways = [press(page, "ArrowRight").split(":")[0] for _ in range(6)]
    assert ways == [
        "Round of 64, first game of the East",
        "Round of 32, first game of the East",
        "Sweet 16, upper game of the East",
        "Elite Eight, final of the East",
        "Final Four, East against Midwest",
        "Championship game",
    ]
    assert "South against West" in press(page, "ArrowRight")  # on, into the other half
    assert press(page, "ArrowRight").startswith("Elite Eight, final of the South")
    assert press(page, "ArrowLeft").startswith("Final Four, South against West")
    assert "seed 1," in press(page, "Home")
    assert press(page, "End").startswith("Championship game")
    expect(page.locator(".lighting")).to_have_count(1)
    press(page, "Escape")
    expect(page.locator(".lighting")).to_have_count(0)
    press(page, "Tab")
    assert page.evaluate(FOCUSED) in ("", first) or "Championship" not in page.evaluate(FOCUSED)


def test_a_long_shot_is_sent_to_the_title_by_keyboard(draw) -> None:
    page = draw()
    entry(page, VANDERBILT).focus()
    assert press(page, "End") == "Championship game: Vanderbilt, seed 10, <1% to win it"
    press(page, "l")
    expect(told(page)).to_have_text("told 1: advance R6CH 1435")
    expect(cell(page, "R6CH", VANDERBILT)).to_have_class(re.compile("lock"))
    assert press(page).startswith("Championship game: Vanderbilt, seed 10, 100% to win it")
    assert page.evaluate(FOCUSED).endswith("sent through")
    expect(page.locator(".lighting")).to_have_count(1)  # the way stays lit where the focus is
    press(page, "Enter")
    expect(told(page)).to_contain_text("open R6CH 1435")
    press(page, "L")
    expect(told(page)).to_contain_text("told 3:")
    expect(page.locator(".wide .t.lock")).to_have_count(0)


def test_there_is_one_tab_stop_and_a_visible_ring(draw) -> None:
    page = draw()
    stops = page.locator('.wide [tabindex="0"]')
    expect(stops).to_have_count(1)
    page.get_by_role("button", name="Run again").focus()
    press(page, "Tab", "ArrowDown", "ArrowDown", "ArrowRight")
    expect(stops).to_have_count(1)
    ink = page.locator(".whole").evaluate("e => getComputedStyle(e).color")
    ring = stops.locator("rect").first
    expect(ring).to_have_css("stroke", ink)
    expect(ring).to_have_css("stroke-width", "2.5px")


# Phones and tablets ------------------------------------------------------------------------------


def swipe(page: Page, by: int) -> None:
    """A finger across the panel."""
    page.locator(".panel").evaluate(
        """(panel, by) => {
          const at = (x) => [new Touch({ identifier: 1, target: panel, clientX: x, clientY: 400 })];
          const tell = (type, x) => panel.dispatchEvent(new TouchEvent(type, {
            bubbles: true, touches: type === 'touchstart' ? at(x) : [], changedTouches: at(x) }));
          tell('touchstart', 200);
          tell('touchend', 200 + by);
        }""",
        by,
    )


def test_a_phone_shows_one_region_chosen_or_swiped(draw) -> None:
    page = draw(size="phone")
    panel = page.locator(".panel svg")
    expect(panel).to_have_attribute("aria-label", "East region")
    swipe(page, -120)
    expect(panel).to_have_attribute("aria-label", "Midwest region")
    swipe(page, 120)
    swipe(page, 120)
    expect(panel).to_have_attribute("aria-label", "Final Four")  # round the corner
    swipe(page, 30)
    expect(panel).to_have_attribute("aria-label", "Final Four")
    page.get_by_role("button", name="South", exact=True).tap()
    expect(panel).to_have_attribute("aria-label", "South region")
    page.get_by_role("button", name="Run again").tap()
    settled(page)
    expect(panel).to_have_attribute("aria-label", "South region")


def test_a_tap_sends_through_and_its_numbers_rise_from_below(draw) -> None:
    page = draw(size="phone")
    row = cell(page, "R1W7", VANDERBILT, ".panel")
    row.scroll_into_view_if_needed()
    at = row.bounding_box()
    assert at["height"] >= 39.5
    row.locator("text").nth(1).tap()
    expect(told(page)).to_have_text("told 1: advance R1W7 1435")
    expect(row).to_have_class(re.compile("lock"))
    expect(row).to_have_attribute("aria-pressed", "true")
    assert row.bounding_box()["y"] == pytest.approx(at["y"], abs=1)  # nothing scrolled
    sheet = page.locator("div.card")
    expect(sheet).to_contain_text("Tap the name to release it")
    box = sheet.bounding_box()
    assert box["x"] == 0 and box["width"] == 390 and abs(box["y"] + box["height"] - 844) < 2
    row.locator(".num").tap()
    expect(told(page)).to_contain_text("told 2:")
    expect(told(page)).to_contain_text("open R1W7 1435")
    page.locator("h1, [data-testid=stText]").first.tap()
    shot(page, "component-phone-tapped")


def test_a_phone_can_be_read_without_zooming(draw) -> None:
    page = draw(size="phone")
    small = page.locator(".panel text, .chooser button").evaluate_all(
        """nodes => nodes.filter((n) => {
          const scale = n.getScreenCTM ? n.getScreenCTM().a : 1;
          return parseFloat(getComputedStyle(n).fontSize) * scale < 11.9;
        }).map((n) => n.textContent)"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_walk_goes_on_across_regions_of_a_narrow_screen(draw) -> None:
    page = draw(size="phone")
    page.get_by_role("button", name="East", exact=True).focus()
    assert press(page, "Tab").startswith("Round of 64, first game of the East: Duke")
    panel = page.locator(".panel svg")
    assert press(page, "End").startswith("Championship game: Duke")
    expect(panel).to_have_attribute("aria-label", "Final Four")
    assert press(page, "ArrowLeft", "ArrowLeft").startswith("Elite Eight, final of the East")
    assert press(page, "ArrowLeft").startswith("Sweet 16, upper game of the East")
    expect(panel).to_have_attribute("aria-label", "East region")


def test_a_field_of_76_is_walked_from_its_opening_round_on(draw) -> None:
    """Missouri and San Diego St play for line 11 of the Midwest."""
    page = draw("large")
    missouri = page.locator(".wide .slot").filter(has_text="Missouri")
    opening = missouri.filter(has_text="San Diego St")
    opening.locator(".t").nth(1).focus()
    first = "Opening Round, for seed 11 of the Midwest"
    assert press(page).startswith(f"{first}: San Diego St, seed 11, 50%")
    assert press(page, "ArrowLeft").startswith("Round of 64, fifth game of the Midwest")
    assert press(page, "ArrowRight").startswith("Round of 64, fifth game of the Midwest")
    missouri.last.locator(".t").first.focus()
    assert press(page, "End").startswith("Championship game: ")
    shot(page, "component-large-desktop-light")


def test_a_phone_lists_the_opening_round_of_each_region(draw) -> None:
    page = draw("large", "phone", color_scheme="dark")
    title = page.locator(".panel text", has_text="Opening Round")
    for region in ("East", "South", "Midwest", "West"):
        page.get_by_role("button", name=region, exact=True).click()
        expect(title).to_have_count(3)
    shot(page, "component-large-phone-dark")


# Looks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_every_layer_is_drawn(draw, size: str) -> None:
    for layer, theme in zip(("lock", "pick", "real", "score"), ("light", "dark") * 2, strict=True):
        page = draw(layer, size, color_scheme=theme)
        expect(page.locator(".panel svg")).to_have_count(1)
        shot(page, f"component-{layer}-{size}-{theme}")
        page.close()


def test_motion_and_forced_colours_are_respected(draw) -> None:
    page = draw(reduced_motion="reduce", forced_colors="active")
    cell_ = page.locator(".wide .slot .cell").first
    assert cell_.evaluate("e => getComputedStyle(e).transitionDuration") in ("0s", "")
    name = page.locator(".wide .slot .lead").first
    ink, paper = (
        name.evaluate("e => getComputedStyle(e).fill"),
        cell_.evaluate("e => getComputedStyle(e).fill"),
    )
    assert ink != paper
