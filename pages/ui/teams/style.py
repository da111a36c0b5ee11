"""The style of the parts that describe teams, and the page's own HTML around each of them."""

from html import escape
from typing import Any

import pandas as pd

from pages.ui.shell.format import plain
from pages.ui.shell.page import TEAM_C, TEAM_D

CSS = """<style>
#root { --team-c: TEAM_C; --team-d: TEAM_D; --grid: var(--st-border-color) }
.mark { display: inline-block; flex: none; width: 12px; height: 12px; box-sizing: border-box }
.mark.a { background: var(--team-a); border-radius: 2px }
.mark.b { background: var(--team-b); border-radius: 50% }
.mark.c { background: var(--team-c); clip-path: polygon(50% 4%, 100% 96%, 0 96%) }
.mark.d { background: var(--team-d); clip-path: polygon(50% 0, 100% 50%, 50% 100%, 0 50%) }
.said { font-size: 16px; margin: 0 0 12px; text-wrap: pretty }
.note { color: var(--soft); font-size: 14px; margin: 10px 0 0; text-wrap: pretty }
details { margin: 12px 0 0; font-size: 14px }
summary { cursor: pointer; color: var(--soft); width: fit-content; padding: 6px 0 }
details:not([open]) > div { display: none }
details > div { overflow-x: auto; max-height: 420px }
details table { width: auto; min-width: 60% }
details td, details th { padding: 4px 16px 4px 0; border-bottom: 1px solid var(--grid);
  white-space: nowrap; text-align: right }
details td:first-child, details th:first-child { text-align: left }

.heads { display: grid; gap: 14px; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)) }
.heads > div { border-left: 5px solid var(--team); padding: 2px 0 2px 14px; min-width: 0 }
.heads .name { font-size: 22px; font-weight: 700; line-height: 1.2; overflow-wrap: anywhere }
.heads .name .mark { margin-right: 8px }
.heads small { display: block; color: var(--soft); font-size: 14.5px }
:is(.heads, .grid-table) a { text-decoration: underline; text-decoration-color: var(--grid);
  text-underline-offset: 3px }
:is(.heads, .grid-table) a:hover { text-decoration-color: var(--st-primary-color) }

.places { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 12px 28px }
.places h3 { font-size: 15px; font-weight: 600; margin: 0; padding: 0; color: var(--soft) }
.places .wins { display: flex; justify-content: space-between; font-size: 30px; font-weight: 700;
  letter-spacing: -.01em }
.places .bar { position: relative; display: flex; gap: 3px; height: 12px; margin: 4px 0 }
.places .bar i { border-radius: 6px; background: var(--team); min-width: 3px }
.places .bar u { position: absolute; top: -3px; bottom: -3px; background: var(--st-text-color);
  opacity: .3; border-radius: 3px }
.places small { color: var(--soft); font-size: 14px }
.grid-table { font-size: 15px }
.grid-table th, .grid-table td { padding: 6px 10px 6px 0; text-align: right;
  border-bottom: 1px solid var(--grid); vertical-align: baseline }
.grid-table tr > :first-child { text-align: left }
.grid-table thead th { color: var(--soft); font-size: 14px }
.grid-table small { color: var(--soft); font-size: 13.5px; display: block }
.grid-table td b { font-weight: 600 }
.grid-table .mark { margin-right: 7px; width: 10px; height: 10px }

.led h3 { font-size: 17px; font-weight: 600; margin: 0; padding: 18px 0 0 }
.led section:first-of-type h3 { padding-top: 0 }
.led .row { display: grid; gap: 0 18px; align-items: center; padding: 6px 0;
  border-bottom: 1px solid var(--grid); font-size: 15px;
  grid-template-columns: minmax(130px, 210px) minmax(160px, 1fr) calc(var(--n) * var(--w)) }
.led .axis { border: 0; padding: 0 0 2px; color: var(--soft); font-size: 13px; align-items: end }
.led .axis .bars { height: 20px; background: none }
.led .axis b { position: absolute; bottom: 1px; font-weight: 400; translate: -50% 0;
  white-space: nowrap }
.led .bars { position: relative; height: calc(var(--n) * 11px + 6px) }
.led .bars s { position: absolute; top: -7px; bottom: -7px; width: 2px; margin-left: -1px;
  background: #8b8070 }
.led .bars i { position: absolute; height: 8px; border-radius: 2px; background: var(--team) }
.led .bars u { position: absolute; height: 2px; margin-top: 3px;
  background: var(--st-text-color); opacity: .55 }
.led .vals { display: grid; grid-template-columns: repeat(var(--n), 1fr); gap: 0 8px }
.led .vals span { text-align: right; line-height: 1.2 }
.led .vals b { font-weight: 600 }
.led .vals small { display: block; color: var(--soft); font-size: 13px }
.led .axis .vals span { display: flex; justify-content: flex-end; align-items: baseline; gap: 6px;
  color: var(--st-text-color); font-weight: 600; min-width: 0; overflow-wrap: anywhere }
.led .axis .mark { width: 10px; height: 10px }

.plot { position: relative; margin: 6px 8px 34px 44px; border-left: 1px solid var(--grid);
  border-bottom: 1px solid var(--grid) }
.plot svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: hidden }
.plot svg * { vector-effect: non-scaling-stroke }
.plot > b { position: absolute; font-weight: 400; font-size: 13px; color: var(--soft);
  white-space: nowrap }
.plot > b.x { top: calc(100% + 5px); translate: -50% 0 }
.plot > b.y { right: calc(100% + 6px); translate: 0 50% }
.plot > b.in { translate: -50% -50%; background: var(--st-background-color); padding: 0 3px }
.plot > b.across { top: calc(100% + 22px); right: 0 }
.plot > b.up { bottom: calc(100% + 4px); left: -44px }
.plot:has(> .across) { margin: 26px 8px 52px 44px }
.plot > b.who { color: var(--st-text-color); font-weight: 600; font-size: 14px; translate: 0 -50%;
  padding-left: 11px; text-shadow: 0 0 3px var(--st-background-color),
  0 0 3px var(--st-background-color), 0 0 5px var(--st-background-color) }
.plot > b.who.left { translate: -100% -50%; padding: 0 11px 0 0 }
.plot > b.small { font-size: 12.5px; font-weight: 400; color: var(--soft); padding-left: 6px }
.plot i { position: absolute; translate: -50% -50%; }
.plot i.speck { width: 5px; height: 5px; border-radius: 50%; background: #8b8070; opacity: .38 }
.plot i.entrant { width: 7px; height: 7px; border-radius: 50%; background: #8b8070; opacity: .95 }
.plot i.mark { width: 15px; height: 15px; filter: drop-shadow(0 0 1.5px
  var(--st-background-color)) }
.plot i.game { width: 8px; height: 8px; border-radius: 50%; background: var(--team);
  box-sizing: border-box; border: 1.5px solid var(--team) }
.plot i.game.lost { background: var(--st-background-color) }
.plot i[data-tip]:hover { z-index: 5; opacity: 1 }
.plot i[data-tip]:hover::after { content: attr(data-tip); position: absolute; z-index: 9;
  bottom: calc(100% + 6px); left: 50%; translate: -50% 0; padding: 5px 9px; border-radius: 6px;
  background: var(--st-text-color); color: var(--st-background-color); font: 13px var(--st-font);
  white-space: nowrap; pointer-events: none }
.plot i[data-tip].east:hover::after { left: auto; right: 0; translate: 0 0 }
.keys { display: flex; flex-wrap: wrap; gap: 4px 20px; font-size: 14px; margin: 0 0 8px }
.keys span { display: inline-flex; align-items: center; gap: 7px }
.keys i.game { width: 9px; height: 9px; border-radius: 50%; border: 1.5px solid var(--soft);
  box-sizing: border-box; background: var(--soft) }
.keys i.lost { background: none }

.rounds .cell { display: grid; grid-template-columns: 1fr 56px; gap: 8px; align-items: center }
.rounds .cell i { display: block; height: 9px; border-radius: 2px; background: var(--team);
  min-width: 2px; justify-self: end }
.chips { display: inline-flex; gap: 3px; flex-wrap: wrap; justify-content: flex-end }
.chips i { font-style: normal; font-size: 12px; font-weight: 600; width: 19px; text-align: center;
  line-height: 19px; border-radius: 4px; border: 1px solid var(--grid) }
.chips i.won { background: #6f6657; border-color: #6f6657; color: #fff }
.teams { display: grid; gap: 22px 36px; grid-template-columns: repeat(auto-fit,
  minmax(300px, 1fr)); align-items: start }
.teams caption { text-align: left; font-weight: 600; font-size: 16px; padding: 0 0 4px }
.teams caption .mark { margin-right: 8px }
.named, .teams > :only-child { max-width: 980px }
.named.path { max-width: 1160px }
.named.results :is(td, th):nth-child(2), .named.path :is(td, th):last-child {
  text-align: left; padding-left: 28px }
.ways { display: grid; grid-template-columns: repeat(auto-fill, minmax(160px, 1fr)); gap: 4px 22px }
.results .off { white-space: nowrap; min-width: 150px }
.rail2 { display: inline-block; position: relative; width: 90px; height: 9px; margin-right: 10px;
  background: linear-gradient(#8b8070, #8b8070) 50% 0 / 1px 100% no-repeat }
.rail2 i { position: absolute; top: 0; height: 100%; border-radius: 2px; background: #8b8070 }
.rail2 i.down { background: none; box-sizing: border-box; border: 1.5px solid #8b8070 }

@media print {
  details { display: none }
  .led { display: grid; grid-template-columns: 1fr 1fr; gap: 0 48px; align-items: start }
  .led section:first-of-type { grid-column: 1 / -1 }
  .led .row { padding: 3px 0 }
}
@container (max-width: 720px) {
  .led .row { grid-template-columns: 1fr; gap: 3px }
  .led .axis .vals { order: -1 }
  .led .vals span { text-align: left }
  .led .axis .vals span { justify-content: flex-start; font-size: 12px; gap: 4px }
  .places { grid-template-columns: 1fr }
  .plot { margin-left: 36px }
  .grid-table { font-size: 14px }
  .grid-table th, .grid-table td { padding-right: 6px }
  .named.results :is(td, th):nth-child(2), .named.path :is(td, th):last-child {
    padding-left: 6px }
  .results .off { min-width: 0 }
  .rail2 { display: none }
  .results td:nth-child(3) { white-space: nowrap }
  .rounds .cell { grid-template-columns: 1fr }
  .rounds .cell i { justify-self: end; height: 6px }
}
@container (max-width: 520px) { .plot > b.small { display: none } }
</style>""".replace("TEAM_C", TEAM_C).replace("TEAM_D", TEAM_D)

LETTERS = "abcd"


def part(body: str, sentence: str = "", note: str = "", frame: pd.DataFrame | None = None) -> str:
    """One part of a page as HTML: its sentence (``**bold**``), its picture, the note with errors
    and sources, and the table behind it."""
    said = f'<p class="said">{bold(sentence)}</p>' if sentence else ""
    source = f'<p class="note">{escape(note)}</p>' if note else ""
    return f"{CSS}{said}{body}{source}{'' if frame is None else behind(frame, plain(sentence))}"


def bold(sentence: str) -> str:
    """Escaped HTML of a sentence with ``**bold**`` words."""
    words = escape(sentence).split("**")
    return "".join(f"<b>{w}</b>" if i % 2 else w for i, w in enumerate(words))


def behind(frame: pd.DataFrame, label: str = "") -> str:
    """A table behind a chart, folded."""
    heads = "".join(f"<th>{escape(str(name))}</th>" for name in frame)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(_text(x))}</td>" for x in row) + "</tr>"
        for row in frame.itertuples(index=False)
    )
    title = escape(f"Table behind the picture. {label}", quote=True)
    return (
        f"<details><summary>As a table</summary><div><table aria-label='{title}'><thead><tr>{heads}"
        f"</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """The rows of a frame, columns as attributes."""
    return list(frame.itertuples())


def _text(value: object) -> str:
    if isinstance(value, float):
        return "–" if value != value else f"{value:.3f}" if abs(value) < 1 else f"{value:.1f}"
    return str(value)


def mark(k: int) -> str:
    """A team's shape in its color; ``k`` counts from 0."""
    return f'<i class="mark {LETTERS[k]}"></i>'


def color(k: int) -> str:
    """A style attribute's value that sets ``--team``."""
    return f"--team:var(--team-{LETTERS[k]})"
