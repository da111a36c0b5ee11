"""The games of a day as cards: two sides with their odds, expected score and result."""

from html import escape
from typing import Any

import pandas as pd

from engine.domain.teams import League
from engine.domain.venue import Venue
from pages.ui.shell import address, html
from pages.ui.shell.format import percent
from pages.ui.today import wording

# The component's shadow root takes its own rules; nothing of it reaches another page.
CSS = """
.games { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr));
  gap: 12px }
.games a { display: grid; grid-template-columns: minmax(0, 1fr) 46px 42px 44px; gap: 0 6px;
  align-items: baseline; padding: 9px 13px 10px; border: 1px solid var(--st-border-color);
  border-radius: 10px; height: 100%; box-sizing: border-box; align-content: start }
.games a.open { grid-template-columns: minmax(0, 1fr) 46px 42px }
.games a.bare { grid-template-columns: minmax(0, 1fr) 44px }
.games a:hover { border-color: var(--st-primary-color) }
.games small, .games .top { color: var(--soft); font-size: 13px }
.games .top { text-align: right }
.games .when { text-align: left; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.games .when b { font-weight: 600; color: var(--st-text-color) }
.games .team { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; font-size: 16px;
  line-height: 1.6 }
.games .n { text-align: right; font-size: 16px }
.games .n.soft { color: var(--soft) }
.games .won, .games .likely { font-weight: 700 }
.games .bar { grid-column: 1 / -1; position: relative; display: flex; gap: 2px; height: 7px;
  margin: 6px 0 5px }
.games .bar i { border-radius: 3px; min-width: 2px }
.games .bar i.a { background: var(--team-a) }
.games .bar i.b { background: var(--team-b) }
.games .bar s { position: absolute; top: -2px; height: 11px; box-sizing: border-box;
  border: 1.5px solid var(--st-text-color); border-radius: 3px; min-width: 5px; opacity: .75 }
.games .foot { grid-column: 1 / -1; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis }
.games .off .team { color: var(--soft) }
"""
SIDES = (("away", "a"), ("home", "b"))  # the visitor is named first


def draw(games: pd.DataFrame, league: League, season: int) -> dict[str, str] | None:
    """The cards; returns the Game page's parameters when one was clicked."""
    rows: list[Any] = games.to_dict("records")
    links = {str(row["event_id"]): _params(row, league, season) for row in rows}
    cards = "".join(f"<li>{_card(row, links[str(row['event_id'])])}</li>" for row in rows)
    clicked = html.show(f'<style>{CSS}</style><ul class="games">{cards}</ul>', "games")
    return links.get(clicked or "")


def _params(row: dict[str, Any], league: League, season: int) -> dict[str, str]:
    """The same game on the Game page."""
    away, home = row["away_name"], row["home_name"]
    venue = Venue.NEUTRAL if row["neutral"] else Venue.B
    return address.pairing(league, (season, away), (season, home), venue)


def _card(row: dict[str, Any], params: dict[str, str]) -> str:
    said, scored = _has(row)
    place = wording.place(row)
    when = f"<b>{escape(wording.state(row))}</b>{escape(f' · {place}' if place else '')}"
    win = "now" if wording.is_live(row) else "win"
    heads = [*([win, "exp."] if said else []), *(["score"] if scored else [])]
    if not heads:
        heads = [""]
    top = f'<span class="top when">{when}</span>' + "".join(
        f'<span class="top">{head}</span>' for head in heads
    )
    sides = "".join(_side(row, side, color) for side, color in SIDES)
    foot = f'<small class="foot">{escape(wording.below(row))}</small>'
    inside = f"{top}{sides}{_bar(row) if said else ''}{foot}"
    link = html.wrapped_link("game", params, str(row["event_id"]), inside)
    kind = "bare" if len(heads) == 1 else "open" if not scored else ""
    off = " off" if row["status"] in wording.OVER else ""
    label = escape(spoken(row), quote=True)
    return link.replace("<a ", f'<a aria-label="{label}" class="{kind}{off}" ', 1)


def _has(row: dict[str, Any]) -> tuple[bool, bool]:
    """(odds to show?, a score to show?)."""
    played = row["status"] not in wording.OVER
    return played and bool(row["said"]), played and row["home_points"] == row["home_points"]


def _side(row: dict[str, Any], side: str, color: str) -> str:
    """Rank, name and record, and up to three numbers."""
    said, scored = _has(row)
    points = row[f"{side}_points"]
    won = row["status"] == "final" and points == max(row["home_points"], row["away_points"])
    numbers = []
    if said:
        prob = _prob(row, side)
        numbers += [(percent(prob), "likely" if prob >= 0.5 else "soft")]
        numbers += [(f"{row[f'{side}_expected']:.0f}", "soft")]
    if scored:
        numbers += [(f"{points:.0f}", "won" if won else "")]
    record = f"{row[f'{side}_wins']}–{row[f'{side}_losses']}"
    name = f'<span class="{"won" if won else ""}">{escape(row[f"{side}_name"])}</span>'
    return (
        f'<span class="team"><span class="dot {color}"></span>'
        f"<small>{row[f'{side}_rank']}</small> {name} <small>{record}</small></span>"
        + "".join(f'<span class="n {kind}">{text}</span>' for text, kind in numbers or [("", "")])
    )


def _prob(row: dict[str, Any], side: str) -> float:
    """The chance that a side wins: from here, where the game is under way."""
    home = row["live_prob"] if wording.is_live(row) else row["win_prob"]
    return float(home if side == "home" else 1.0 - home)


def _bar(row: dict[str, Any]) -> str:
    """Both probabilities, and on them the range by the ratings' error."""
    first = 100 * _prob(row, "away")
    low, high = 100 * (1.0 - row["stronger"]), 100 * (1.0 - row["weaker"])
    range_ = f'<s style="left:{low:.1f}%;width:{high - low:.1f}%"></s>'
    return (
        f'<span class="bar"><i class="a" style="flex:{first:.1f}"></i>'
        f'<i class="b" style="flex:{100 - first:.1f}"></i>'
        f"{'' if wording.is_live(row) else range_}</span>"
    )


def spoken(row: dict[str, Any]) -> str:
    """A game in one sentence."""
    words = f"{row['away_name']} {wording.at(row)} {row['home_name']}, {wording.state(row)}"
    if row["status"] == "final" or wording.is_live(row):
        words += f" {row['away_points']:.0f} to {row['home_points']:.0f}"
    if row["status"] in wording.OVER or not row["said"]:
        return f"{words}."
    chance = percent(_prob(row, "away"))
    expected = f"{row['away_expected']:.0f} to {row['home_expected']:.0f}"
    return f"{words}. {row['away_name']} to win: {chance}; expected {expected}."
