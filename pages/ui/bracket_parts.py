"""What a drawn bracket is made of: games, cells, lines and wires as SVG text. Pure.

A slot shows the team that is likeliest to come through it in a cell whose colour deepens with the
probability, and further candidates below. Colours come from CSS classes (see bracket_component);
every string is escaped here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from engine.field import Field
from engine.results import F8
from pages.ui.words import heading_for, percent, reaching

CELL = 22  # height of a cell, in SVG units (about a CSS pixel)
LINE = 15  # height of a line under a cell
SIZE = {"name": (13, False), "lead": (13, True), "other": (12, False), "title": (22, True)}
CONDENSE = 0.8  # names are narrowed no further than this

# Advance widths of printable ASCII in hundredths of an em: Source Sans, the app's own typeface.
_WIDTH = (
    "20 29 43 50 50 82 61 25 30 30 42 50 25 31 25 35 50 50 50 50 50 50 50 50 "
    "50 50 25 25 50 50 50 42 85 54 59 57 62 53 49 62 65 26 48 58 49 73 65 66 "
    "57 66 57 53 54 64 52 79 51 48 54 30 35 30 50 50 54 50 55 46 56 50 29 50 "
    "54 25 25 50 26 83 55 54 56 56 35 42 34 54 47 72 45 47 42 30 24 30 50"
)
_EM = [int(w) / 100 for w in _WIDTH.split()]


@dataclass(frozen=True, slots=True)
class Odds:
    """What is drawn. Axes: E entrants, S slots. ``prob[S, E]``: the share of universes in which an
    entrant wins a slot."""

    field: Field
    name: Sequence[str]
    prob: F8
    universes: int

    def likeliest(self, slot: int, count: int) -> list[int]:
        """The ``count`` entrants most often through ``slot``, none that never was."""
        order = np.argsort(-self.prob[slot], kind="stable")[:count]
        return [int(e) for e in order if self.prob[slot, e] > 0]

    def children(self, slot: int) -> tuple[int, int]:
        """Feeders of a slot: an entrant (>= 0) or the winner of slot ``-f - 1``."""
        strong, weak = self.field.feeder[slot]
        return int(strong), int(weak)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Estimated width of ``text`` in SVG units."""
    em = sum(_EM[ord(c) - 32] if 32 <= ord(c) < 127 else 0.55 for c in text)
    return em * size * (1.04 if bold else 1.0)


def fit(text: str, room: float, size: float, bold: bool = False) -> tuple[str, float | None]:
    """``text`` and, if it must be condensed a little to fit ``room``, the width to give it.

    Beyond that it is cut with an ellipsis.
    """
    width = text_width(text, size, bold)
    if width <= room:
        return text, None
    if width <= room / CONDENSE:
        return text, room
    while text and text_width(text + "…", size, bold) > room / CONDENSE:
        text = text[:-1].rstrip()
    return text + "…", room


# Parts ------------------------------------------------------------------------------------------


def text(x: float, y: float, words: str, kind: str, width: float | None = None) -> str:
    squeeze = f' textLength="{width:.0f}" lengthAdjust="spacingAndGlyphs"' if width else ""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}"{squeeze}>{escape(words)}</text>'


def label(x: float, y: float, name: str, room: float, kind: str) -> str:
    """A team's name in at most ``room`` units."""
    size, bold = SIZE[kind]
    shown, width = fit(name, room, size, bold)
    return text(x, y, shown, kind, width)


def wire(x1: float, y1: float, x2: float, y2: float) -> str:
    """A connector: level, upright, level again."""
    middle = (x1 + x2) / 2
    return f'<path class="wire" d="M{x1:g} {y1:g}H{middle:g}V{y2:g}H{x2:g}"/>'


def team(odds: Odds, slot: int, entrant: int, inside: str) -> str:
    """One team in one slot: what is lit together, and what the pointer reads."""
    title = reaching(
        odds.name[entrant],
        int(odds.field.round[slot]),
        float(odds.prob[slot, entrant]),
        odds.universes,
    )
    return f'<g class="t" data-e="{entrant}"><title>{escape(title)}</title>{inside}</g>'


def _cell(odds: Odds, slot: int, entrant: int, x: float, y: float, w: float) -> str:
    """The likeliest team of a slot. Opacity stays under one half: text keeps its contrast."""
    prob = float(odds.prob[slot, entrant])
    seed = str(odds.field.seed_line(entrant))
    share = percent(prob)
    left = x + 9 + text_width(seed, 11)
    room = x + w - 10 - text_width(share, 13, True) - left
    return team(
        odds,
        slot,
        entrant,
        f'<rect class="cell" x="{x:g}" y="{y:g}" width="{w:g}" height="{CELL}" rx="4"/>'
        f'<rect class="heat" x="{x:g}" y="{y:g}" width="{w:g}" height="{CELL}" rx="4"'
        f' fill-opacity="{0.05 + 0.43 * prob:.2f}"/>'
        + text(x + 5, y + 15.5, seed, "seed on")
        + label(left, y + 15.5, odds.name[entrant], room, "lead")
        + text(x + w - 5, y + 15.5, share, "lead end"),
    )


def line(odds: Odds, slot: int, entrant: int, x: float, y: float, w: float) -> str:
    """A further candidate, below the cell."""
    share = percent(float(odds.prob[slot, entrant]))
    seed = str(odds.field.seed_line(entrant))
    left = x + 9 + text_width(seed, 11)
    room = x + w - 9 - text_width(share, 12) - left
    hit = f'<rect class="hit" x="{x:g}" y="{y - 11.5:g}" width="{w:g}" height="{LINE}" rx="3"/>'
    return team(
        odds,
        slot,
        entrant,
        hit
        + text(x + 5, y, seed, "seed")
        + label(left, y, odds.name[entrant], room, "other")
        + text(x + w - 5, y, share, "other end"),
    )


def slot_box(odds: Odds, slot: int, x: float, middle: float, w: float, count: int) -> str:
    """A slot: its likeliest team centred on ``middle``, up to ``count - 1`` more below."""
    teams = odds.likeliest(slot, count)
    top = middle - CELL / 2
    drawn = [_cell(odds, slot, teams[0], x, top, w)]
    drawn += [
        line(odds, slot, e, x, top + CELL + LINE * i - 2, w) for i, e in enumerate(teams[1:], 1)
    ]
    return slot_group(odds, slot, teams, "".join(drawn))


def slot_group(odds: Odds, slot: int, teams: Sequence[int], inside: str) -> str:
    """All of a slot in one group that a screen reader says in one sentence."""
    said = ", ".join(f"{odds.name[e]} {percent(float(odds.prob[slot, e]))}" for e in teams)
    title = escape(f"{heading_for(int(odds.field.round[slot]))}: {said}", quote=True)
    name = escape(odds.field.slot[slot], quote=True)
    return f'<g class="slot" role="img" data-slot="{name}" aria-label="{title}">{inside}</g>'


def _entrant(odds: Odds, feeder: int, x: float, y: float, w: float, row: float) -> str:
    """A team in the first column, or the two that play for its place in the First Four."""
    if feeder >= 0:
        teams, name = [feeder], odds.name[feeder]
    else:
        teams = odds.likeliest(-feeder - 1, 2)
        name = " / ".join(odds.name[e] for e in teams)
    base = y + row / 2 + 4.5
    shown = text(x + 20, base, str(odds.field.seed_line(teams[0])), "seed end")
    shown += label(x + 26, base, name, w - 31, "name")
    who = " ".join(str(e) for e in teams)
    hit = f'<rect class="hit" x="{x:g}" y="{y:g}" width="{w:g}" height="{row:g}" rx="4"/>'
    return f'<g class="t" data-e="{who}"><title>{escape(name)}</title>{hit}{shown}</g>'


def game(odds: Odds, slot: int, x: float, y: float, w: float, row: float) -> str:
    """A first-round game: two teams on one card."""
    strong, weak = odds.children(slot)
    rows = _entrant(odds, strong, x, y, w, row - 1) + _entrant(
        odds, weak, x, y + row - 2, w, row - 1
    )
    return bar("card", x, y + 1, w, 2 * row - 4, 5) + rows


def bar(kind: str, x: float, y: float, w: float, h: float, radius: float) -> str:
    """A rounded rectangle of CSS class ``kind``."""
    size = f'x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{radius:g}"'
    return f'<rect class="{kind}" {size}/>'


def candidates(odds: Odds, slot: int, title: str, x: float, y: float, w: float, count: int) -> str:
    """A titled list of a slot's candidates."""
    return text(x + 2, y + 11, title, "over") + slot_box(odds, slot, x, y + 18 + CELL / 2, w, count)
