"""What every page shares on screen: its frame, its heading, two colors for two teams."""

from pathlib import Path

import streamlit as st

from pages.ui.shell import forged

HERE = Path(__file__).parent
ICON = HERE / "icon.png"
WORDMARK = HERE / "wordmark.svg"

# Blue and burnt orange stay apart for color-blind eyes and clear 3:1 on both backgrounds.
TEAM_A = "#c8602a"
TEAM_B = "#3d7ebf"
# The third and the fourth team stay apart from these, and clear 3:1 on both backgrounds. A
# triangle and a diamond go with them.
TEAM_C = "#1f8f84"
TEAM_D = "#a6559d"

PAGES = {
    "bracket": "Bracket",
    "today": "Today",
    "game": "Game",
    "upsets": "Upsets",
    "compare": "Compare",
    "team": "Team",
    "pools": "Pools",
    "accuracy": "Accuracy",
    "method": "Method",
}

CSS = """<style>
.stMainBlockContainer { padding-inline: clamp(1rem, 3.2vw, 3rem); max-width: 1480px;
  margin: 0 auto }
.stApp { font-variant-numeric: tabular-nums }
.st-key-controls [data-testid="stButtonGroup"] button,
.st-key-modes [data-testid="stButtonGroup"] button,
.st-key-bracket_tools [data-testid="stButtonGroup"] button { min-height: 2.5rem }
.st-key-modes [data-testid="stButtonGroup"] button { padding-inline: 1.1rem; font-weight: 600 }
.st-key-modes { margin-top: .5rem; column-gap: 1.75rem }
.st-key-modes [data-testid="stMarkdown"] { flex: 1 1 20rem; }
.st-key-chips { min-height: 2.5rem }
.st-key-refresh { margin-block: -.75rem -.5rem; gap: 0 .75rem }
.st-key-about_own_data { background: color-mix(in srgb, #c8602a 9%, transparent);
  padding: .5rem 1rem }
/* Where it is seen from anywhere on the page, and moves nothing when it comes or goes. */
[class*="st-key-progress"] { position: fixed; z-index: 99; bottom: 1rem;
  left: 50%; translate: -50% 0;
  width: min(34rem, calc(100vw - 2rem)) !important; padding: .75rem 1rem; border-radius: .75rem;
  background: light-dark(#fdfbf7, #221c16);
  border: 1px solid color-mix(in srgb, currentColor 20%, transparent);
  box-shadow: 0 6px 24px rgb(0 0 0 / .2) }
/* What is typed into a team box is looked up, not added: "Add: UConn" reads "Find UConn". */
[role="option"][data-key="__creatable__"] [data-item-hl] { padding-left: .9rem;
  clip-path: inset(0 0 0 2.4rem round .4rem) }
[role="option"][data-key="__creatable__"]::before { content: "Find"; position: absolute;
  left: .85rem }
h1 { letter-spacing: -.015em; text-wrap: balance }
.stMainBlockContainer p { text-wrap-style: pretty }
/* Streamlit's faded text falls short of 4.5:1. */
[data-testid="stCaptionContainer"] { opacity: .78 }
[data-testid="stVegaLiteChart"] svg text { fill: currentColor; opacity: .78 }
[class*="st-key-page_"] span { color: inherit !important }
/* White on the accent falls short in the dark theme, so the main button is deep orange in both. */
button[data-testid="stBaseButton-primary"]:not(:disabled) {
  background: #ae420c; border-color: #ae420c; color: #fff }
button[data-testid="stBaseButton-primary"]:hover:not(:disabled) { background: #953607 }
@media (min-width: 768px) {
  [data-testid="stLayoutWrapper"]:has(> .st-key-phone_nav) { display: none }
}
@media (max-width: 767px) {
  .st-key-pick_round [role="radiogroup"] { flex-wrap: wrap; row-gap: .25rem; overflow: visible;
    mask: none }
  h1 { font-size: 1.7rem !important }
  .st-key-controls > :has(> .st-key-more_teams), .st-key-controls > .st-key-more_teams { order: -1 }
  .st-key-controls:has(.st-key-more_teams) > :first-child { order: -2 }
  .st-key-surprise, .st-key-controls { gap: .5rem }
  [class*="st-key-pool_parts"] [role="radiogroup"] { flex-wrap: wrap; row-gap: .4rem }
  .st-key-surprise > :first-child { flex-basis: 100% }
  [data-testid="stExpandSidebarButton"] { display: none }
  .st-key-phone_nav { display: flex; justify-content: space-between; gap: 0; flex-wrap: nowrap;
    margin: -1rem -3px -.5rem; overflow-x: auto; scrollbar-width: none;
    border-bottom: 1px solid color-mix(in srgb, currentColor 16%, transparent) }
  .st-key-phone_nav > * { flex: none }
  .st-key-phone_nav a { padding: .5rem 2px }
  .st-key-phone_nav a p { font-size: 12px }
  .st-key-pick_league [data-testid="stWidgetLabel"],
  :is(.st-key-day, .st-key-own_upload, .st-key-swap) button p { position: absolute;
    width: 1px; overflow: hidden; clip-path: inset(50%) }
  [data-testid="stLayoutWrapper"]:has(> .st-key-day) { order: 1 }
}
h1, .st-key-close { scroll-margin-top: 5rem }
@media print {
  header, .st-key-controls.st-key-controls, .st-key-phone_nav.st-key-phone_nav, .stButton,
  .stDownloadButton, [class*="st-key-screen_only"] { display: none !important }
}
/* A game fits on one sheet, laid out as on a desktop and scaled by the printer. */
@page sheet { size: 490mm 693mm; margin: 10mm }
@media print {
  html:has(.st-key-screen_only_finder) { page: sheet;
    & .stMainBlockContainer { padding-block: 0 !important }
    & [data-testid="stVerticalBlock"] { gap: .35rem !important }
    & [data-testid="stHeading"] h3 { padding-block: .5rem .25rem !important }
    & [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) { display: flex !important;
      flex-wrap: nowrap !important }
    & [data-testid="stColumn"] { min-width: 0 !important; margin-bottom: 0 !important }
    & [data-testid="stVegaLiteChart"] svg { max-width: 100%; height: auto }
    & :is(.stSlider, [data-testid="stExpander"], [data-testid="stElementToolbar"]),
    & :is([data-testid="stElementContainer"], [data-testid="stLayoutWrapper"]):has(> :is(.stSlider,
      .stButton, [data-testid="stExpander"])) { display: none !important }
  }
}
</style>"""


def configure() -> None:
    """Page config, styles and wordmark; first thing of every run."""
    forged.refuse()
    st.set_page_config("Hardwood", ICON, layout="wide")
    st.html(CSS)
    st.logo(WORDMARK, size="large")


def navigation() -> st.Page:
    """The menu on top; phones, where Streamlit folds it behind an arrow, get a row of links
    instead, which is pushed sideways where a screen is narrower than 390 pixels."""
    pages = [st.Page(f"pages/{name}.py", title=title) for name, title in PAGES.items()]
    page = st.navigation(pages, position="top")
    with st.container(horizontal=True, key="phone_nav"):
        for other in pages:
            st.page_link(other)
    st.session_state["entered"] = True
    return page


def enter() -> None:
    """Make sure that a page runs inside the entry file.

    Until its first st.navigation a server serves a deep link by running the page's file alone,
    because the folder is called pages. Registering the navigation and running again mends that.
    """
    if "entered" not in st.session_state:
        navigation()
        st.rerun()


def heading(title: str, lede: str = "") -> None:
    """The page's title, also in the browser's tab, and one sentence that says what it shows."""
    st.set_page_config(f"{title} · Hardwood")
    st.title(title, anchor=False)
    if lede:
        st.markdown(lede)
