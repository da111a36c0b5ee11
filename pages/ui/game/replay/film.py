"""The game as a film: win probability, score and plays, tied together by one slider.

All of it is drawn once; the slider works in the browser and asks the server for nothing.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.game.replay import tables
from pages.ui.shell import html
from pages.ui.shell.format import chance, plain

SERIES = ("minutes", "when", "score", "chance", "text")  # what the browser is told of each moment

CSS = """
.film { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 18px 40px }
.now { grid-column: 1 / -1; display: grid; grid-template-columns: auto auto 1fr; gap: 2px 26px;
  align-items: baseline; border-bottom: 1px solid var(--st-border-color); padding-bottom: 8px }
.now .when { color: var(--soft); min-width: 118px }
.now .score-now { font-size: 26px; font-weight: 700; white-space: nowrap }
.now .what-now { min-height: 1.35em }
.now .chance-now { font-weight: 600; white-space: nowrap; margin-right: 14px }
.stage { position: relative; height: 250px; margin: 22px 0 24px 44px;
  border: solid var(--st-border-color); border-width: 0 0 1px 1px }
.stage svg { position: absolute; inset: 0; width: 100%; height: 100% }
.stage .a { fill: var(--team-a); fill-opacity: .8 }
.stage .b { fill: var(--team-b); fill-opacity: .8 }
.stage .line { fill: none; stroke: var(--st-text-color); stroke-width: 1.3;
  vector-effect: non-scaling-stroke }
.stage .even, .stage .end { stroke: var(--soft); stroke-width: 1;
  vector-effect: non-scaling-stroke }
.stage .end { stroke-dasharray: 3 4 }
.stage b, .stage small { position: absolute; pointer-events: none }
.stage b { left: 6px; font-weight: 600; font-size: 14px; padding: 0 5px; border-radius: 5px;
  background: color-mix(in srgb, var(--st-background-color) 72%, transparent) }
.stage small { color: var(--soft); font-size: 13px; white-space: nowrap }
.stage .tick { right: 100%; margin-right: 7px; translate: 0 50% }
.stage .name { bottom: 100%; margin-bottom: 3px; translate: -50% 0 }
.stage .minute { top: 100%; margin-top: 3px; translate: -50% 0 }
.stage .turned { position: absolute; width: 13px; height: 13px; margin: -6.5px; rotate: 45deg;
  background: var(--st-background-color); border: 2px solid var(--st-text-color);
  box-sizing: border-box; pointer-events: none }
.stage .cursor { position: absolute; top: 0; bottom: 0; width: 2px; margin-left: -1px;
  background: var(--st-primary-color); pointer-events: none }
.stage .cursor::after { content: ""; position: absolute; left: -8px; bottom: -10px; width: 18px;
  height: 18px; border-radius: 50%; background: var(--st-primary-color);
  border: 3px solid var(--st-background-color); box-sizing: border-box }
.stage .dot-now { position: absolute; left: -5px; width: 12px; height: 12px; margin-top: -6px;
  border-radius: 50%; background: var(--st-primary-color);
  border: 2px solid var(--st-background-color); box-sizing: border-box }
.stage input { position: absolute; inset: -14px 0 -22px; width: 100%; height: calc(100% + 36px);
  margin: 0; opacity: 0; cursor: ew-resize; touch-action: pan-y }
.stage:has(input:focus-visible) { outline: 2px solid var(--st-primary-color); outline-offset: 6px }
.swings { display: grid; gap: 2px; margin: 0; padding: 0 }
.swings button { display: grid; grid-template-columns: 118px 1fr auto; gap: 12px; width: 100%;
  text-align: left; font: inherit; color: inherit; background: none; border: 0; cursor: pointer;
  border-bottom: 1px solid var(--st-border-color); padding: 6px 2px }
.swings button:hover, .film tr[data-i]:hover { background: var(--st-secondary-background-color) }
.swings span { color: var(--soft) }
.swings strong { white-space: nowrap; font-weight: 600 }
.film h3 { font-size: 16px; font-weight: 600; margin: 0 0 4px; padding: 0 }
.film button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px }
.side { display: flex; flex-direction: column; min-width: 0 }
.which { display: flex; gap: 6px; margin-bottom: 8px }
.which button { font: inherit; font-size: 14px; color: inherit; background: none; padding: 4px 12px;
  border: 1px solid var(--st-border-color); border-radius: 8px; cursor: pointer }
.which button[aria-pressed=true] { border-color: var(--st-primary-color); font-weight: 600 }
.film .plays { height: 520px; overflow-y: auto; position: relative; display: block;
  scrollbar-width: thin }
.film .plays table { margin-bottom: 10px }
.film .plays caption { text-align: left; font-size: 16px; font-weight: 600; padding: 4px 0 6px }
.film .plays thead { color: var(--soft); font-size: 13px }
.film .plays td, .film .plays th { border-bottom: 1px solid var(--st-border-color);
  padding: 5px 0 5px 8px; text-align: left; vertical-align: baseline; font-weight: 400 }
.film .plays th:nth-child(n + 3), .film .plays .at, .film .plays .prob { text-align: right }
.film tr[data-i] { cursor: pointer }
.film .plays:not(.every) tr[data-i]:not(.told) { display: none }
.film .later td { color: var(--soft) } .film .later .dot { opacity: .45 }
.film .here td { background: color-mix(in srgb, var(--st-primary-color) 20%, transparent) }
@container (max-width: 980px) { .film { grid-template-columns: minmax(0, 1fr) }
  .film .plays { height: 380px } }
@container (max-width: 560px) { .now { grid-template-columns: auto 1fr }
  .now .what-now { grid-column: 1 / -1; min-height: 2.7em } .now .score-now { text-align: right }
  .stage { height: 200px; margin-left: 36px }
  .swings button { grid-template-columns: 1fr auto } .swings span { grid-column: 1 / -1 } }
@media print { .film .plays { height: auto } .which { display: none } }
"""

JS = """
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector("#root");
  if (root.drawn === data.html) return;
  root.innerHTML = data.html;
  root.drawn = data.html;
  const find = (what) => root.querySelector(what);
  const stage = find(".stage"), range = find("input"), list = find(".plays");
  const rows = [...root.querySelectorAll("tr[data-i]")];
  const { minutes, prob, score, when, chance, text } = data;
  const end = minutes[minutes.length - 1], last = minutes.length - 1;
  let at = 0;
  const visible = (row) => list.classList.contains("every") || row.classList.contains("told");

  const show = (i) => {
    at = Math.min(Math.max(i, 0), last);
    find(".cursor").style.left = `${100 * minutes[at] / end}%`;
    find(".dot-now").style.top = `${100 - 100 * prob[at]}%`;
    find(".when").textContent = when[at];
    find(".score-now").textContent = score[at];
    find(".chance-now").textContent = chance[at];
    find(".play-now").textContent = text[at];
    range.value = 60 * minutes[at];
    range.setAttribute("aria-valuetext", `${when[at]}, ${score[at]}, ${chance[at]}. ${text[at]}`);
    let here = null;
    for (const row of rows) {
      const n = Number(row.dataset.i);
      row.classList.toggle("later", n > at);
      row.classList.remove("here");
      if (n <= at && visible(row)) here = row;
    }
    here?.classList.add("here");
    const top = (one) => one.getBoundingClientRect().top;
    if (here) list.scrollTop += top(here) - top(list) - list.clientHeight / 2;
    else list.scrollTop = 0;
  };
  const step = (by) => {
    const told = [0, ...rows.filter(visible).map((row) => Number(row.dataset.i))];
    return by > 0 ? told.find((n) => n > at) ?? last : told.findLast((n) => n < at) ?? 0;
  };

  range.oninput = () => {
    const seconds = Number(range.value) + 0.5;
    show(minutes.findLastIndex((minute) => 60 * minute <= seconds));
  };
  range.onkeydown = (e) => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[e.key];
    if (by) { e.preventDefault(); show(step(by)); }
  };
  root.onclick = (e) => {
    const which = e.target.closest("[data-every]"), to = e.target.closest("[data-i]");
    if (which) {
      list.classList.toggle("every", which.dataset.every === "yes");
      for (const one of root.querySelectorAll("[data-every]"))
        one.setAttribute("aria-pressed", one === which);
      show(at);
    } else if (to) show(Number(to.dataset.i));
  };
  show(data.at);
}
"""

_component = st.components.v2.component(
    "hardwood_film", html='<div id="root"></div>', css=html.CSS + CSS, js=JS
)


def draw(
    series: pd.DataFrame,
    rows: pd.DataFrame,
    periods: pd.DataFrame,
    turning: int | None,
    swings: Sequence[int],
    team: tuple[str, str],
    sentence: str,
) -> None:
    """Everything of one game.

    ``series``: minutes, win_prob, when, score, chance and text, its row 0 the start; ``rows``:
    ``play_by_play.table``, one row less; ``turning`` and ``swings``: rows of that; ``periods``:
    begin, end, short; ``sentence``: what a screen reader says of the line."""
    _component(
        key="film",
        data={
            "html": markup(series, rows, periods, turning, swings, team, sentence),
            "at": len(rows) if turning is None else turning + 1,
            **{name: series[name].tolist() for name in SERIES},
            "prob": series["win_prob"].round(4).tolist(),
        },
    )


def markup(
    series: pd.DataFrame,
    rows: pd.DataFrame,
    periods: pd.DataFrame,
    turning: int | None,
    swings: Sequence[int],
    team: tuple[str, str],
    sentence: str,
) -> str:
    """The film as HTML; everything that is text is escaped."""
    end = float(series["minutes"].iloc[-1])
    stage = (
        f'<div class="stage">{_line(series, periods, end, sentence)}'
        f"{_words(periods, end, team)}{_turned(series, turning, end)}"
        '<div class="cursor"><div class="dot-now"></div></div>'
        f'<input type="range" min="0" max="{60 * end:.0f}" step="1" '
        'aria-label="Moment of the game"></div>'
    )
    moved = "".join(_swing(series, at, team) for at in swings)
    return (
        '<div class="film"><div class="now"><span class="when"></span>'
        '<span class="score-now"></span><span class="what-now"><span class="chance-now"></span>'
        f'<span class="play-now"></span></span></div><div>{stage}'
        f'<h3>The largest swings</h3><div class="swings">{moved}</div></div>'
        '<div class="side"><div class="which">'
        '<button data-every="no" aria-pressed="true">Scoring plays</button>'
        '<button data-every="yes" aria-pressed="false">Every play</button></div>'
        f'<div class="plays" tabindex="0" aria-label="Play-by-play">'
        f"{tables.plays(rows, team, turning)}</div></div></div>"
    )


# --- The line ------------------------------------------------------------------------------------


def _line(series: pd.DataFrame, periods: pd.DataFrame, end: float, sentence: str) -> str:
    """Win probability as steps; the area to even in the color of the side that it is of."""
    x = (1000 * series["minutes"] / end).tolist()
    y = (1000 * (1 - series["win_prob"])).tolist()
    ends = "".join(
        f'<line class="end" x1="{at:.1f}" x2="{at:.1f}" y1="0" y2="1000"/>'
        for at in (1000 * periods["end"].iloc[:-1] / end).tolist()
    )
    label = escape(plain(sentence), quote=True)
    return (
        '<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" '
        f'aria-label="{label}"><path class="a" d="{_area(x, [min(v, 500.0) for v in y])}"/>'
        f'<path class="b" d="{_area(x, [max(v, 500.0) for v in y])}"/>{ends}'
        '<line class="even" x1="0" x2="1000" y1="500" y2="500"/>'
        f'<path class="line" d="{_steps(x, y)}"/></svg>'
    )


def _steps(x: list[float], y: list[float]) -> str:
    """A step-after path through the points."""
    start = f"M{x[0]:.1f} {y[0]:.1f}"
    return start + "".join(f"H{a:.1f}V{b:.1f}" for a, b in zip(x[1:], y[1:], strict=True))


def _area(x: list[float], y: list[float]) -> str:
    return f"{_steps(x, y)}V500H{x[0]:.1f}Z"


def _words(periods: pd.DataFrame, end: float, team: tuple[str, str]) -> str:
    """Whose half is which, the scale, the minutes and the periods' names."""
    sides = (
        f'<b style="top:6px">{escape(team[0])} wins</b>'
        f'<b style="bottom:6px">{escape(team[1])} wins</b>'
    )
    ticks = "".join(
        f'<small class="tick" style="bottom:{share}%">{share}%</small>' for share in (0, 50, 100)
    )
    minutes = "".join(
        f'<small class="minute" style="left:{100 * m / end:.1f}%">{m}</small>'
        for m in range(0, int(end) + 1, 10)
    )
    middle = (50 * (periods["begin"] + periods["end"]) / end).tolist()
    names = "".join(
        f'<small class="name" style="left:{at:.1f}%">{escape(name)}</small>'
        for at, name in zip(middle, periods["short"].tolist(), strict=True)
    )
    return sides + ticks + minutes + names


def _turned(series: pd.DataFrame, turning: int | None, end: float) -> str:
    if turning is None:
        return ""
    row = series.iloc[turning + 1]
    left, top = 100 * row["minutes"] / end, 100 * (1 - row["win_prob"])
    return f'<i class="turned" style="left:{left:.1f}%;top:{top:.1f}%"></i>'


def _swing(series: pd.DataFrame, at: int, team: tuple[str, str]) -> str:
    """One play and what it did to the side that it helped."""
    row: Any = series.iloc[at + 1]
    before, after = float(series["win_prob"].iloc[at]), float(row["win_prob"])
    side = 0 if after > before else 1
    start, now = (before, after) if side == 0 else (1 - before, 1 - after)
    return (
        f'<button data-i="{at + 1}"><span>{escape(row["when"])}</span>{escape(row["text"])}'
        f"<strong>{escape(team[side])} {chance(start)} → {chance(now)}</strong></button>"
    )
