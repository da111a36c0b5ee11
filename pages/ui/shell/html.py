"""Small pieces of escaped HTML in the app's own theme, and links in them that change the page.

For what Streamlit's elements cannot draw: the scoreboard of a game, the list of possible upsets.
"""

from collections.abc import Callable
from html import escape
from urllib.parse import urlencode

import streamlit as st

from pages.ui.shell.page import TEAM_A, TEAM_B

CSS = """
:host { display: block }
#root { font-family: var(--st-font); color: var(--st-text-color);
  font-variant-numeric: tabular-nums;
  --soft: color-mix(in srgb, var(--st-text-color) 76%, var(--st-background-color));
  --team-a: TEAM_A; --team-b: TEAM_B; container-type: inline-size; line-height: 1.35 }
#root:focus { outline: none }
a { color: inherit; text-decoration: none }
a:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px;
  border-radius: 6px }

.score { display: grid; grid-template-columns: 1fr auto 1fr; gap: 4px 24px;
  align-items: end; padding: 4px 0 8px }
.score .team { font-size: 20px; font-weight: 600; min-width: 0; overflow-wrap: anywhere }
.score .team::before { content: ""; display: inline-block; width: 12px; height: 12px;
  margin-right: 8px; border-radius: 3px; background: var(--team) }
.score .win { font-size: clamp(44px, 9cqi, 68px); font-weight: 700; line-height: 1.05;
  letter-spacing: -.02em }
.score .win small { font-size: .42em; font-weight: 600; letter-spacing: 0 }
.score .note { color: var(--soft); font-size: 15px }
.score .right { text-align: right }
.score .right .team::before { display: none }
.score .right .team { position: relative; padding-right: 21px }
.score .right .team::after { content: ""; position: absolute; right: 0; bottom: .4em; width: 13px;
  height: 13px; border-radius: 50%; background: var(--team) }
.expected { align-self: center; text-align: center; color: var(--soft); font-size: 15px }
.expected b { display: block; font-size: 34px; font-weight: 600; color: var(--st-text-color) }
.split { grid-column: 1 / -1; display: flex; gap: 3px; height: 14px; margin: 6px 0;
  position: relative }
.split i { border-radius: 7px; background: var(--team); min-width: 3px }
.split s { position: absolute; inset-block: -3px; border-inline: 2px solid var(--st-text-color);
  background: color-mix(in srgb, var(--st-background-color) 38%, transparent) }
.strip { display: grid; grid-template-columns: repeat(7, auto); margin: 10px 0 0; gap: 12px 20px;
  justify-content: space-between }
.strip dt { font-size: 14px; color: var(--soft) }
.strip dd { margin: 0; font-size: 18px; font-weight: 600; white-space: nowrap }
.strip small { display: block; font-size: 13px; font-weight: 400; color: var(--soft) }

.rail { position: relative; height: 22px; margin: 0 7px }
.rail::before { content: ""; position: absolute; inset: 10px 0 auto; height: 2px;
  border-radius: 1px; background: var(--st-border-color) }
.rail i { position: absolute; top: 50%; width: 13px; height: 13px; margin: -6.5px 0 0 -6.5px;
  border-radius: 50%; box-sizing: border-box; box-shadow: 0 0 0 2px var(--st-background-color) }
.rail s { position: absolute; top: 50%; height: 4px; margin-top: -2px; border-radius: 2px }
i.model, s.model { background: var(--st-primary-color) }
s.rating { background: color-mix(in srgb, var(--st-primary-color) 26%, transparent) }
.rail s.rating { height: 14px; margin-top: -7px }
.key s.rating { display: inline-block; width: 22px; height: 12px; border-radius: 2px;
  margin-right: 7px; vertical-align: -1px }
i.past { background: var(--st-background-color); border: 2.5px solid var(--soft);
  border-radius: 3px }
s.past { background: var(--soft); opacity: .45 }
.rail i.a { background: var(--team-a); border-radius: 3px; margin-top: -10px }
.rail i.b { background: var(--team-b); margin-top: -3px }

ul { list-style: none; margin: 0; padding: 0 }
.upsets li { display: grid; grid-template-columns: minmax(230px, 320px) 1fr 60px; gap: 0 28px;
  align-items: center; padding: 9px 10px; border-bottom: 1px solid var(--st-border-color) }
.upsets li:not(.key):hover { background: var(--st-secondary-background-color) }
.upsets b { font-weight: 600 }
.upsets small, .upsets .key { color: var(--soft); font-size: 14px }
.upsets small { display: block }
.upsets a, .gains a { text-decoration: underline; text-decoration-color: var(--st-border-color);
  text-underline-offset: 3px }
.upsets a:hover, .gains a:hover { text-decoration-color: var(--st-primary-color) }
.upsets .prob { font-size: 19px; font-weight: 600; text-align: right }
.tiers summary { cursor: pointer; padding: 14px 10px 4px; list-style-position: inside }
.tiers summary h3 { display: inline; font-size: 17px; font-weight: 700; padding: 0; margin: 0 }
.tiers summary small { font-weight: 400; color: var(--soft); font-size: 14px; margin-left: 6px }
.upsets.rounds li { grid-template-columns: minmax(210px, 270px) 1fr 86px 132px 236px;
  gap: 2px 24px }
.rounds .prob { line-height: 1.15 }
.rounds .prob small { font-weight: 400; font-size: 13px; white-space: nowrap }
.rounds .points { white-space: nowrap; color: var(--soft); font-size: 15px }
.rounds .points > b { color: var(--st-text-color) }
.rounds .why { grid-column: 1 / -1; margin: 0; color: var(--soft); font-size: 14px }
.upsets .go { display: flex; gap: 6px }
.upsets .go a { padding: 3px 10px; border: 1px solid var(--st-border-color); border-radius: 7px;
  font-size: 14px; text-decoration: none; white-space: nowrap }
.upsets .go a:hover { border-color: var(--st-primary-color) }

.lines { display: grid; grid-template-columns: repeat(8, minmax(0, 1fr)); gap: 16px }
.lines h3 { font-size: 15px; font-weight: 600; margin: 0 0 6px; padding: 0; text-align: center }
.lines small { display: block; text-align: center; color: var(--soft); font-size: 13.5px;
  margin-top: 6px }
.lines small b { display: block; color: var(--st-text-color); font-size: 15px }
.column { position: relative; height: 150px; border-bottom: 2px solid var(--st-border-color);
  background: linear-gradient(var(--st-border-color) 1px, transparent 1px) 0 25% / 100% 37.5px }
.column s { position: absolute; left: 18%; right: 18%; border-radius: 4px;
  background: color-mix(in srgb, var(--soft) 24%, transparent) }
.column u { position: absolute; left: 18%; right: 18%; height: 2px; margin-bottom: -1px;
  background: var(--soft) }
.column i { position: absolute; left: 50%; width: 13px; height: 13px; border-radius: 50%;
  margin: 0 0 -6.5px -6.5px; box-sizing: border-box; background: var(--st-background-color);
  border: 2.5px solid var(--st-primary-color) }
.column i.came { background: var(--st-primary-color) }
.key span { margin-right: 18px; white-space: nowrap }
.key i { display: inline-block; width: 12px; height: 12px; margin-right: 7px; border-radius: 50%;
  box-sizing: border-box; vertical-align: -1px }
.key i.past { border-radius: 3px }
.marks { display: flex; justify-content: space-between; margin: 0 7px }
.upsets .plot:not(.marks) { margin: -9px 0; padding: 9px 0; background-size: calc(50% - 7px) 100%;
  background-position: 7px 0; background-repeat: repeat-x; background-image:
  linear-gradient(90deg, var(--st-border-color) 1px, transparent 1px) }
.marks b { width: 0; display: flex; justify-content: center; font-weight: 400 }

.moves li, .weak li { display: grid; gap: 0 24px; align-items: center; padding: 8px 10px;
  border-bottom: 1px solid var(--st-border-color) }
.moves li { grid-template-columns: minmax(190px, 260px) 1fr 128px 104px }
.weak li { grid-template-columns: 1fr 52px 48px; padding: 8px 2px }
.gains li { grid-template-columns: 1fr 56px 104px }
.roots li { grid-template-columns: 1fr 92px }
.moves b, .weak b { font-weight: 600 }
.moves small, .weak small, .cards small { display: block; color: var(--soft); font-size: 14px }
.moves .now, .moves .diff, .weak .now, .weak .diff { text-align: right; white-space: nowrap }
.moves .diff { color: var(--soft); font-size: 15px }
.moves s { background: var(--st-primary-color) }
.moves .up s, .moves .up i.model { background: var(--team-b) }

.cards { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 16px }
.cards section { padding: 14px 16px; border-radius: 8px; min-width: 0;
  background: var(--st-secondary-background-color) }
.cards h3 { font-size: 15px; font-weight: 600; margin: 0 0 2px; color: var(--soft); padding: 0 }
.cards b { display: block; font-size: 26px; font-weight: 700; line-height: 1.25 }
.tally { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 14px 36px;
  padding: 6px 0 2px }
.tally div { border-top: 4px solid #8b8070; padding-top: 8px }
.tally .hardwood { border-color: var(--team-a) }
.tally .seeds { border-color: var(--team-b) }
.tally span { display: block; font-size: 17px; font-weight: 600 }
.tally b { display: block; font-size: 40px; font-weight: 700; line-height: 1.15;
  letter-spacing: -.02em }
.tally small { color: var(--soft); font-size: 15px }

.titles li { display: grid; gap: 0 14px; align-items: center; padding: 7px 0; font-size: 15px;
  grid-template-columns: minmax(120px, 190px) 1fr 52px minmax(110px, 170px);
  border-bottom: 1px solid var(--st-border-color) }
.titles .won b { color: var(--st-link-color) }
.titles .bar { height: 10px; border-radius: 3px; background: var(--team-a); min-width: 2px }
.titles .prob { text-align: right; font-weight: 600 }
.titles small { color: var(--soft); font-size: 14px }

.measures { display: grid; grid-template-columns: 1fr 1fr; gap: 26px 56px; padding: 4px 0 8px }
.measures section:first-child { grid-column: 1 / -1 }
.measures h3 { font-size: 17px; font-weight: 600; margin: 0; padding: 0 0 4px }
.measures li { display: grid; grid-template-columns: minmax(120px, 190px) 58px 1fr 58px;
  gap: 0 14px; align-items: center; padding: 7px 0; border-bottom: 1px solid var(--st-border-color);
  font-size: 15px }
.measures .value { text-align: right; font-weight: 600 }
.measures .value.right { text-align: left }

.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap }
.dot { display: inline-block; flex: none; width: 10px; height: 10px; margin-right: 7px }
.dot.a { background: var(--team-a); border-radius: 2px }
.dot.b { background: var(--team-b); border-radius: 50% }
table { border-collapse: collapse; width: 100% }
th { font-weight: inherit; text-align: left }
abbr { text-decoration: none }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 20px 48px; align-items: start }
.pair caption { text-align: left; font-size: 17px; font-weight: 600; padding: 4px 0 6px }
.pair thead { color: var(--soft); font-size: 13px }
.pair td, .pair th { border-bottom: 1px solid var(--st-border-color); padding: 5px 0 5px 8px;
  vertical-align: baseline }
.pair tr > :first-child { padding-left: 0 }

.final .lost { color: var(--soft); font-weight: 500 }
.periods { align-self: center; min-width: 0 }
.small td, .small th { padding: 3px 0 3px 18px; text-align: right; font-size: 15px }
.small tr > :first-child { padding-left: 0; text-align: left; overflow-wrap: anywhere }
.small thead { color: var(--soft) }
.small td:last-child, .small th:last-child { font-weight: 600 }

.box { font-size: 14.5px }
.box td, .box thead th { text-align: right; white-space: nowrap }
.box thead th:first-child { text-align: left }
.box .starter > th { font-weight: 600 }
.box .total > * { font-weight: 600; border-bottom: 0 }
.box small { display: none }
.ball tbody tr:not(.starter) > th { font-weight: 400 }
.ball i { display: block; font-style: normal; font-weight: 400; font-size: 13px;
  color: var(--soft) }

.totals { max-width: 640px; font-size: 15px }
.totals td, .totals th { border-bottom: 1px solid var(--st-border-color); padding: 5px 0;
  font-weight: 400; width: 28% }
.totals tbody th { width: auto; text-align: center; color: var(--soft) }
.totals td:last-child, .totals thead th:last-child { text-align: right }
.totals thead th { font-weight: 600; text-align: left }
.totals .factor td { font-weight: 600 }
.totals .factor th { color: var(--st-text-color) }

.plays { font-size: 15px }
.plays .clock { width: 42px; color: var(--soft) }
.plays .what { display: flex; align-items: baseline }
.plays .at { width: 56px; text-align: right; white-space: nowrap }
.plays .prob { width: 64px; text-align: right; white-space: nowrap; color: var(--soft) }
.plays th:nth-child(n + 3) { text-align: right }
.plays .prob .dot { width: 8px; height: 8px; margin-right: 5px }
.every tr:not(.scored, .end) .what, .every tr:not(.scored, .end) .at { color: var(--soft) }
.every .scored .what, .every .scored .at { font-weight: 600 }
.plays .end td { color: var(--soft); border-bottom: 0; padding-top: 8px }
.plays .turn td { background: color-mix(in srgb, var(--st-primary-color) 13%, transparent) }
.plays em { font-style: normal; font-weight: 600; font-size: 13px; margin-left: 8px;
  white-space: nowrap; color: var(--st-link-color) }

.found { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 8px }
.found a { display: block; padding: 7px 12px; border: 1px solid var(--st-border-color);
  border-radius: 8px }
.found a:hover { border-color: var(--st-primary-color) }
.found b { font-size: 18px; font-weight: 600 }
.found small { display: block; color: var(--soft); font-size: 13.5px }

@container (max-width: 1080px) { .strip { grid-template-columns: repeat(4, auto) } }
@container (max-width: 640px) { .strip { grid-template-columns: repeat(2, 1fr); gap: 10px 16px }
  .strip dd { font-size: 16px } }
@container (max-width: 980px) { .pair { grid-template-columns: minmax(0, 1fr) } }
@container (max-width: 560px) {
  .titles li { grid-template-columns: minmax(96px, 128px) 1fr 44px; gap: 0 10px }
  .titles small { grid-column: 1 / -1 }
  .box .wide { display: none }
  .box small { display: block; font-weight: 400; color: var(--soft); font-size: 13px }
  .found { grid-template-columns: 1fr 1fr }
  .plays { font-size: 14.5px }
  .plays .clock, .plays .prob { font-size: 13px; width: 36px }
  .plays .prob { width: 46px }
  .plays .at { width: 46px }
  .plays td, .plays th { padding-left: 5px }
}
@container (max-width: 900px) { .measures { grid-template-columns: minmax(0, 1fr) } }
@container (max-width: 900px) { .cards { grid-template-columns: 1fr 1fr } }
@container (max-width: 640px) {
  .moves li { grid-template-columns: 1fr auto; gap: 2px 12px; padding: 10px 0 }
  .moves .rail { grid-row: 2; grid-column: 1 }
  .moves .diff { grid-row: 2; grid-column: 2 }
  .cards { gap: 10px }
  .cards section { padding: 12px }
  .cards b { font-size: 22px }
  .upsets li { grid-template-columns: 1fr 58px; padding: 11px 0 }
  .upsets .plot { grid-row: 2; grid-column: 1 / -1; margin-top: 4px }
  .upsets .key span { display: block }
  .upsets.rounds li { grid-template-columns: 1fr auto }
  .upsets.rounds .key { grid-template-columns: 1fr }
  .upsets.rounds .key span { display: inline-block; margin-right: 12px }
  .rounds .points, .rounds .why { grid-column: 1 / -1 }
  .rounds .points small { display: inline; margin-left: 10px }
  .upsets .go { grid-column: 1 / -1; margin: 6px 0 }
  .upsets .go a { flex: 1; text-align: center; padding: 8px 4px }
  .lines { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 18px 10px }
  .measures li { grid-template-columns: 1fr 1fr; padding: 10px 0 6px }
  .measures .what { grid-row: 1; grid-column: 1 / -1; color: var(--soft); font-size: 14px;
    text-align: center; margin-bottom: -19px }
  .measures .value { text-align: left; grid-column: 1; grid-row: 2 }
  .measures .value.right { text-align: right; grid-column: 2; grid-row: 2 }
  .measures .rail { grid-column: 1 / -1; grid-row: 3 }
  .score .team { font-size: 17px }
  .score { grid-template-columns: 1fr 1fr }
  .score > div:empty { display: none }
  .expected { grid-row: 2; grid-column: 1 / -1 }
  .expected b { display: inline; font-size: 22px; margin-right: 8px }
  .score { align-items: start }
  .score .note { font-size: 14px }
  .score .wide { display: none }
  .periods { grid-row: 2; grid-column: 1 / -1; margin-top: 8px }
}
""".replace("TEAM_A", TEAM_A).replace("TEAM_B", TEAM_B)

JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector("#root");
  if (root.drawn !== data.html) {
    root.innerHTML = data.html;
    root.drawn = data.html;
  }
  if (data.arrive && root.arrived !== data.arrive) {
    const top = innerWidth < 768 ? ".st-key-close" : "h1";
    document.querySelector(top)?.scrollIntoView({ block: "center" });
    document.querySelector(top)?.scrollIntoView({ block: "start" });
    root.arrived = data.arrive;
    root.tabIndex = -1;
    if (navigator.userActivation?.hasBeenActive && document.activeElement === document.body)
      root.focus({ preventScroll: true });  // what was clicked is gone
  }
  root.onclick = (e) => {
    const link = e.target.closest("a[data-go]");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    setTriggerValue("go", link.dataset.go);
  };
}
"""

_component = st.components.v2.component(
    "hardwood_markup", html='<div id="root"></div>', css=CSS, js=JS
)


def show(
    html: str, key: str, on_go: Callable[[str], None] | None = None, arrive: str = ""
) -> str | None:
    """Draw trusted, already escaped HTML; returns the ``data-go`` of a link just clicked, after
    ``on_go`` has been told. When ``arrive`` changes the page is scrolled to where a game
    begins."""

    def on_click() -> None:
        went = st.session_state[key].get("go")
        if on_go is not None and isinstance(went, str):
            on_go(went)

    data = {"html": html, "arrive": arrive}
    result = _component(key=key, data=data, on_go_change=on_click)
    went = result.get("go")
    return went if isinstance(went, str) else None


def page_link(page: str, params: dict[str, str], go: str, words: str) -> str:
    """A link that opens ``page`` with these query parameters, in a new tab too; ``words`` are plain
    text."""
    return wrapped_link(page, params, go, escape(words))


def wrapped_link(page: str, params: dict[str, str], go: str, html: str) -> str:
    """The same around trusted HTML."""
    href = escape(f"{page}?{urlencode(params)}", quote=True)
    return f'<a href="{href}" target="_self" data-go="{escape(go, quote=True)}">{html}</a>'
