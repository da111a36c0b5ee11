"""What a drawn bracket is made of: teams, slots, wires and glyphs as SVG text. Pure.

Everything drawn for a team in a slot is one group ``.t`` with the entrant in ``data-e``, inside a
group with the slot in ``data-s``; the browser finds by them what to light, to focus and to send.
Colors come from CSS classes (bracket.css, bracket_export.py); every string is escaped here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from pages.ui.drawing.view import View
from pages.ui.shell.format import percent

CONDENSE = 0.75  # names are narrowed no further than this

# Advance widths of printable ASCII in hundredths of an em: Source Sans, the app's own typeface.
_WIDTH = (
    "20 29 43 50 50 82 61 25 30 30 42 50 25 31 25 35 50 50 50 50 50 50 50 50 "
    "50 50 25 25 50 50 50 42 85 54 59 57 62 53 49 62 65 26 48 58 49 73 65 66 "
    "57 66 57 53 54 64 52 79 51 48 54 30 35 30 50 50 54 50 55 46 56 50 29 50 "
    "54 25 25 50 26 83 55 54 56 56 35 42 34 54 47 72 45 47 42 30 24 30 50"
)
_EM = [int(w) / 100 for w in _WIDTH.split()]

# Glyphs in a box of 10 by 10: shapes that differ without their color.
GLYPH = {
    "lock": "M2 4.3V3.4a3 3 0 0 1 6 0v.9h.9V9.4H1.1V4.3zM3.5 4.3h3v-.9a1.5 1.5 0 0 0-3 0z",
    "pick": "M5 .6a4.4 4.4 0 1 1-.01 0zM5 1.9a3.1 3.1 0 1 0 .01 0zM5 3.1a1.9 1.9 0 1 1-.01 0z",
    "right": "M1 5.6 2.2 4.4 4 6.2 8 1.7 9.2 2.8 4.1 8.5z",
    "missed": "M2.2 1.2 5 4 7.8 1.2 8.8 2.2 6 5 8.8 7.8 7.8 8.8 5 6 2.2 8.8 1.2 7.8 4 5 1.2 2.2z",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a team is set: height of its row, and its text's CSS class, size and weight, in SVG
    units; ``base`` is the text's base line from the top, ``indent`` where its name begins."""

    height: float
    kind: str
    size: float
    bold: bool
    base: float
    indent: float = 22
    small: float = 11


CELL = Look(22, "lead", 13, True, 15.5)
LINE = Look(15, "other", 12, False, 11.5)
ROW = Look(40, "lead", 15, True, 25, 27, 12)
UNDER = Look(40, "less", 15, False, 25, 27, 12)
HALF = Look(40, "half", 13, False, 25, 27, 12)
TIGHT = (11, 12)  # size of the names of two teams that share a row, on a desk and on a phone
TITLE = Look(36, "title", 22, True, 22, 0, 11)


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


# Pieces -----------------------------------------------------------------------------------------


def text(x: float, y: float, words: str, kind: str, width: float | None = None) -> str:
    squeeze = f' textLength="{width:.0f}" lengthAdjust="spacingAndGlyphs"' if width else ""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}"{squeeze}>{escape(words)}</text>'


def name(x: float, y: float, words: str, room: float, look: Look) -> str:
    """A team's name in at most ``room`` units."""
    shown, width = fit(words, room, look.size, look.bold)
    return text(x, y, shown, look.kind, width)


def bar(
    kind: str, x: float, y: float, w: float, h: float, radius: float = 0, heat: str = ""
) -> str:
    """A rounded rectangle of CSS class ``kind``."""
    size = f'x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}"'
    rounded = f' rx="{radius:g}"' if radius else ""
    return f'<rect class="{kind}" {size}{rounded}{heat}/>'


def wire(path: str, owner: str) -> str:
    """A connector. ``owner`` is the slot whose winner walks along it, or ``i`` and the slot that a
    team enters by it."""
    return f'<path class="wire" data-w="{owner}" d="{path}"/>'


def junction(x1: float, ends: Sequence[float], x2: float, y: float, owners: Sequence[int]) -> str:
    """From the two feeders of a slot to its cell. What they share is drawn once, for both."""
    x = (x1 + x2) / 2
    ways = zip(ends, owners, strict=True)
    arms = [wire(f"M{x1:g} {start:g}H{x:g}V{y:g}", str(owner)) for start, owner in ways]
    return "".join(arms) + wire(f"M{x:g} {y:g}H{x2:g}", " ".join(map(str, owners)))


def glyph(mark: str, x: float, y: float, size: float = 10, kind: str = "glyph") -> str:
    """A mark with its left upper corner at ``x``, ``y``."""
    scale = f"scale({size / 10:g})" if size != 10 else ""
    at = f"translate({x:.0f} {y:.0f}){scale}"
    return f'<path class="{kind}" transform="{at}" d="{GLYPH[mark]}"/>'


# Teams in slots ---------------------------------------------------------------------------------


def tint(prob: float) -> str:
    """Color by probability. Opacity stays under one half: text keeps its contrast."""
    return f' fill-opacity="{0.05 + 0.43 * prob:.2g}"'


def heat(view: View, slot: int, entrant: int) -> str:
    """The color of a team in a slot."""
    return tint(view.chance(slot, entrant))


def team(
    view: View, slot: int, entrant: int, x: float, y: float, w: float, look: Look, cell: bool
) -> str:
    """One team in one slot: seed line, name, marks and number; in a colored ``cell`` or plain."""
    mark = view.mark(slot, entrant)
    radius = min(look.height / 4, 8)
    state = standing(view, slot, entrant) if cell else ""
    shade = "" if state else heat(view, slot, entrant)
    kind = f"cell {state}".rstrip()
    box = (
        bar(kind, x, y, w, look.height, radius, shade) if cell else bar("hit", x, y, w, look.height)
    )
    base = y + look.base
    inside, room = _right(view, slot, entrant, x + w - 5, base, look)
    seed = text(x + look.indent - 5, base, str(view.field.seed_line(entrant)), "seed")
    named = name(x + look.indent, base, view.name[entrant], room - x - look.indent, look)
    group = " ".join(filter(None, ("t", mark, state)))
    return f'<g class="{group}" data-e="{entrant}">{box}{seed}{named}{inside}</g>'


def standing(view: View, slot: int, entrant: int) -> str:
    """``open`` in a slot that waits for a pick, ``out`` where another team stands in it; such cells
    are hollow."""
    stands = view.stands(slot)
    if stands is None:
        return "" if view.pick is None else "open"
    return "" if stands == entrant else "out"


def _right(
    view: View, slot: int, entrant: int, x: float, base: float, look: Look
) -> tuple[str, float]:
    """Number, change, glyph and surprise, from the right edge inwards; where the name must end."""
    number, mark = view.number(slot, entrant), view.mark(slot, entrant)
    if look is CELL and mark == "lock" and number == "100%":  # the lock says it, the name has room
        return glyph(mark, x - 11, base - 10.5, 11, "glyph num"), x - 15
    drawn = text(x, base, number, f"{look.kind} num")
    x -= max(text_width(number, look.size, look.bold), look.size) + 5
    beside = view.change(slot, entrant) or view.overtime(slot, entrant)
    if beside:
        drawn += text(round(x), base, beside, "small end")
        x -= text_width(beside, 11, True) + 4
    if mark in GLYPH:
        size = 9 if look.size < 15 else 12
        drawn += glyph(mark, x - size, base - size + 0.5, size)
        x -= size + 3
    marks = "!" * view.surprise(slot, entrant)
    if marks:
        drawn += text(round(x), base, marks, "small end")
        x -= 4 * len(marks) + 4
    return drawn, x


def slot_group(view: View, slot: int, inside: str, kind: str = "slot") -> str:
    """All of a slot in one group."""
    return f'<g class="{kind}" data-s="{slot}">{inside}</g>'


def slot_box(view: View, slot: int, x: float, middle: float, w: float, count: int) -> str:
    """A slot on a desk: one team in a cell centered on ``middle``, up to ``count - 1`` below."""
    top = middle - CELL.height / 2
    first, *others = view.shown(slot, count)
    drawn = [team(view, slot, first, x, top, w, CELL, cell=True)]
    top += CELL.height + 1
    drawn += [
        team(view, slot, e, x, top + LINE.height * i, w, LINE, cell=False)
        for i, e in enumerate(others)
    ]
    return slot_group(view, slot, "".join(drawn))


def stack(view: View, slot: int, teams: Sequence[int], x: float, y: float, w: float) -> str:
    """A slot on a phone: its teams one below the other, each large enough for a finger."""
    first = view.shown(slot, 1)[0]
    drawn = [
        team(view, slot, e, x, y + 42 * i, w, ROW if e == first else UNDER, cell=True)
        for i, e in enumerate(teams)
    ]
    return slot_group(view, slot, "".join(drawn))


def playing_for(view: View, feeder: int) -> list[int]:
    """Who stands at a feeder: one team, or the two of a game of round 0 that is still open."""
    if feeder >= 0:
        return [feeder]
    stands = view.stands(-feeder - 1)
    return view.shown(-feeder - 1, 2) if stands is None else [stands]


def entry(view: View, side: int, x: float, y: float, w: float, look: Look, number: str = "") -> str:
    """A team in the first column. Two that play for its place share it; ``number`` goes to the
    last."""
    teams = playing_for(view, side)
    base, left, room = y + look.base, x + look.indent, w - look.indent - 4
    words = [("/ " if i else "") + view.name[e] for i, e in enumerate(teams)]
    if sum(text_width(part, look.size) for part in words) > (room - 4) / CONDENSE:
        look = replace(look, kind="tight", size=TIGHT[look.height > CELL.height])
    width = [text_width(part, look.size) for part in words]
    squeeze = min(1, (room - 4 * (len(words) - 1)) / sum(width))
    line = text(left - 5, base, str(view.field.seed_line(teams[0])), "seed")
    drawn, start = [], x
    for i, e in enumerate(teams):
        end = left + width[i] * squeeze + 4 if e != teams[-1] else x + w
        drawn.append(
            f'<g class="t in" data-e="{e}">'
            + bar("hit", start, y, end - start, look.height)
            + ("" if i else line)
            + name(left, base, words[i], width[i] * squeeze + 0.1, look)
            + (number if e == teams[-1] else "")
            + "</g>"
        )
        start = left = end
    return "".join(drawn)


def together(view: View, slot: int, teams: Sequence[int]) -> str:
    """The probability that any of ``teams`` comes through ``slot``."""
    return percent(float(sum(view.prob[slot, e] for e in teams)))
