"""The drawn bracket as a Streamlit component: both drawings, the region chooser, the lit path.

Wide screens get the whole tree, narrow ones a region at a time; which, is the browser's choice, so
turning a phone needs no rerun. Pointing at a team lights it wherever it may get to.
"""

import streamlit as st

from pages.ui import bracket_svg
from pages.ui.bracket_parts import Odds

HTML = """
<div class="frame">
  <div class="wide"></div>
  <div class="narrow">
    <div class="chooser" role="group" aria-label="Region"></div>
    <div class="panel"></div>
    <div class="finals"></div>
  </div>
</div>
"""

CSS = """
:host { display: block }
.frame {
  --ink: var(--st-text-color);
  --paper: var(--st-background-color);
  --soft: color-mix(in srgb, var(--ink) 76%, var(--paper));
  --line: var(--st-border-color);
  --heat: var(--st-primary-color);
  container-type: inline-size; font-family: var(--st-font); color: var(--ink);
}
svg { display: block; width: 100%; height: auto; overflow: visible;
  font-variant-numeric: tabular-nums }
text { font-size: 13px; fill: var(--ink) }
.seed { font-size: 11px; fill: var(--soft) }
.seed.on { fill: var(--ink) }
.lead { font-weight: 600 }
.other { font-size: 12px; fill: var(--soft) }
.over { font-size: 11px; font-weight: 600; fill: var(--soft) }
.region { font-size: 17px; font-weight: 700 }
.title { font-size: 22px; font-weight: 700 }
.end { text-anchor: end }
.mid { text-anchor: middle }
.card { fill: var(--st-secondary-background-color) }
.cell { fill: var(--paper); stroke: color-mix(in srgb, var(--heat) 35%, var(--line)) }
.heat, .bar { fill: var(--heat) }
.track { fill: var(--line) }
.hit { fill: transparent }
.wire { fill: none; stroke: var(--line); stroke-width: 1.25 }
.t { transition: opacity .12s }
.lighting .t { opacity: .38 }
.lighting .t.lit { opacity: 1 }
.t.lit .hit { fill: color-mix(in srgb, var(--heat) 16%, transparent) }
.t.lit .cell { stroke: var(--heat); stroke-width: 2 }
.narrow { display: block }
.wide { display: none }
.chooser { display: flex; flex-wrap: wrap; gap: 2px; padding: 3px; margin-bottom: 14px;
  border-radius: 9px; background: var(--st-secondary-background-color) }
.chooser button { flex: 1 1 auto; min-height: 40px; padding: 0 5px; border: 0; border-radius: 7px;
  background: none; color: var(--soft); font: 600 14px var(--st-font); cursor: pointer;
  white-space: nowrap }
.chooser button[aria-pressed="true"] { background: var(--paper); color: var(--ink);
  box-shadow: 0 1px 2px rgb(0 0 0 / .18) }
.chooser button:focus-visible { outline: 2px solid var(--heat); outline-offset: 1px }
.panel { touch-action: pan-y; max-width: 520px }
.finals { display: none }
@container (min-width: 760px) {
  .narrow { display: grid; grid-template-columns: 1fr 1fr; gap: 0 40px; align-items: start }
  .chooser { grid-column: 1 / -1 }
  .chooser button:last-child { display: none }
  .finals { display: block }
}
@container (min-width: 1060px) {
  .wide { display: block }
  .narrow { display: none }
}
@media print { .wide { display: block } .narrow { display: none } }
@media (prefers-reduced-motion: reduce) { .t { transition: none } }
"""

JS = """
export default function ({ data, parentElement }) {
  const find = (name) => parentElement.querySelector(name);
  const [wide, narrow, chooser, panel, finals] =
    [".wide", ".narrow", ".chooser", ".panel", ".finals"].map(find);
  if (wide.drawn !== data.wide) {
    wide.innerHTML = data.wide;
    wide.drawn = data.wide;
  }
  finals.innerHTML = data.regions.at(-1).svg;

  const open = (index) => {
    panel.at = (index + data.regions.length) % data.regions.length;
    panel.innerHTML = data.regions[panel.at].svg;
    [...chooser.children].forEach((b, i) => b.setAttribute("aria-pressed", i === panel.at));
  };
  chooser.replaceChildren(...data.regions.map((region, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = region.name;
    button.onclick = () => open(i);
    return button;
  }));
  open(panel.at ?? 0);

  let from = null;
  panel.ontouchstart = (e) => { from = e.touches[0]; };
  panel.ontouchend = (e) => {
    const to = e.changedTouches[0];
    const dx = to.clientX - from.clientX;
    if (Math.abs(dx) > 60 && Math.abs(dx) > 2 * Math.abs(to.clientY - from.clientY)) {
      open(panel.at + (dx < 0 ? 1 : -1));
    }
  };

  const frame = find(".frame");
  const light = (e) => {
    const ids = (e.target.closest?.("[data-e]")?.dataset.e ?? "").split(" ").filter(Boolean);
    frame.querySelectorAll(".lit").forEach((t) => t.classList.remove("lit"));
    frame.classList.toggle("lighting", ids.length > 0);
    ids.forEach((id) => frame.querySelectorAll(`[data-e~="${id}"]`)
      .forEach((t) => t.classList.add("lit")));
  };
  frame.onpointerover = light;
  frame.onpointerleave = light;
}
"""

_component = st.components.v2.component("hardwood_bracket", html=HTML, css=CSS, js=JS)


def bracket(odds: Odds, key: str = "bracket") -> None:
    """Draw the bracket."""
    _component(key=key, data=drawings(odds))


def drawings(odds: Odds) -> dict[str, object]:
    """What the browser gets: the whole tree, and for narrow screens each region and the finals."""
    regions = bracket_svg.final_slots(odds)[2]
    panels = [
        {"name": bracket_svg.region_name(odds, slot), "svg": bracket_svg.narrow(odds, slot)}
        for slot in regions
    ]
    panels.append({"name": "Final Four", "svg": bracket_svg.narrow_finals(odds)})
    return {"wide": bracket_svg.wide(odds), "regions": panels}
