"""The drawn bracket for a desk: a view -> SVG text, both sides of the tree. Pure.

Later rounds have more room, so their slots list more teams. The drawing for narrow screens is made
of the same parts (bracket_narrow.py).
"""

from html import escape

import numpy as np

from engine.domain.field import ROUND_NAMES
from pages.ui.drawing.parts import (
    CELL,
    GLYPH,
    LINE,
    TITLE,
    Look,
    bar,
    entry,
    glyph,
    junction,
    name,
    slot_box,
    slot_group,
    standing,
    team,
    text,
    text_width,
    wire,
)
from pages.ui.drawing.view import View, reach_of

ENTRY = Look(21, "name", 13, False, 15)

# The tree ---------------------------------------------------------------------------------------


def region_rounds(view: View, top: int, flip: bool = False) -> list[list[int]]:
    """Slots under region final ``top`` by round, last round first, in the order of a printed
    bracket (1-16, 8-9, 5-12, 4-13, then the lower half mirrored)."""
    if view.field.round[top] == 1:
        return [[top]]
    strong, weak = (-f - 1 for f in view.children(top))
    halves = [region_rounds(view, strong, flip), region_rounds(view, weak, True)]
    upper, lower = reversed(halves) if flip else halves
    return [[top]] + [a + b for a, b in zip(upper, lower, strict=True)]


def final_slots(view: View) -> tuple[int, tuple[int, int], tuple[int, int, int, int]]:
    """The championship, its two semifinals, and the four region finals (left pair, right pair)."""
    final = int(np.flatnonzero(view.field.round == 6)[0])
    semis = tuple(-f - 1 for f in view.children(final))
    regions = tuple(-f - 1 for s in semis for f in view.children(s))
    return final, (semis[0], semis[1]), (regions[0], regions[1], regions[2], regions[3])


def region_name(view: View, slot: int) -> str:
    """The name of the region that ``slot`` is in."""
    anyone = int(np.argmax(reach_of(view.field)[slot]))
    letter = view.field.seed[anyone][0]
    return view.field.region.get(letter, letter)


def play_ins(view: View, region_final: int | None = None) -> list[int]:
    """The games of round 0, all or those that feed one region."""
    slots = [int(s) for s in np.flatnonzero(view.field.round == 0)]
    if region_final is None:
        return slots
    reach = reach_of(view.field)
    return [s for s in slots if (reach[s] & reach[region_final]).any()]


def svg(width: float, height: float, label: str, inside: str, kind: str = "desk") -> str:
    """A drawing of that size with its name for a screen reader.

    Quotes are single in the end: the browser gets it inside JSON, where a double one costs two
    bytes. Text has none by then, it is escaped.
    """
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" class="{kind}"'
        f' role="group" aria-label="{escape(label)}">{inside}</svg>'
    )
    return drawn.replace('"', "'")


# Both sides -------------------------------------------------------------------------------------

WIDE = 1360
_ROW = 22
_FIRST, _COLUMN, _GAP = 120, 129, 8
_TOP = (36, 440)  # where the upper and the lower region start
_BELOW = 46  # from one game of round 0 to the next below it
_FIRST_FOUR, _STRIP = 734, 838  # where they start: in the free middle, or below the bracket
_ACROSS = 4  # of them in a row of the strip


def _column(round_: int) -> float:
    """Left edge of the winners of ``round_`` on the left side."""
    return _FIRST + (round_ - 1) * _COLUMN + round_ * _GAP


def _side(x: float, w: float, right: bool) -> float:
    """Mirror a left-side box to the right side."""
    return WIDE - x - w if right else x


def _game(view: View, slot: int, x: float, y: float) -> str:
    """A first-round game: two teams on one card."""
    strong, weak = view.children(slot)
    rows = entry(view, strong, x, y, _FIRST, ENTRY)
    rows += entry(view, weak, x, y + _ROW - 2, _FIRST, ENTRY)
    return slot_group(view, slot, bar("card", x, y + 1, _FIRST, 2 * _ROW - 4, 5) + rows, "pair")


def _region(view: View, region_final: int, top: float, right: bool) -> str:
    rounds = region_rounds(view, region_final)[::-1]
    drawn = [
        text(_side(2, 0, right), top - 9, region_name(view, region_final), "region" + _end(right))
    ]
    drawn += [
        _game(view, slot, _side(0, _FIRST, right), top + 2 * i * _ROW)
        for i, slot in enumerate(rounds[0])
    ]
    for r, slots in enumerate(rounds, 1):
        x, span = _column(r), _ROW * 2**r
        over = top - 9 if r < 4 else top + 8 * _ROW - 18
        drawn.append(text(_side(x + 2, 0, right), over, ROUND_NAMES[r + 1], "over" + _end(right)))
        for i, slot in enumerate(slots):
            middle = top + span * (i + 0.5)
            feeders = [slot] if r == 1 else rounds[r - 2][2 * i : 2 * i + 2]
            drawn.append(_wires(feeders, r, x, middle, span, right))
            drawn.append(slot_box(view, slot, _side(x, _COLUMN, right), middle, _COLUMN, r + 1))
    return "".join(drawn)


def _end(right: bool) -> str:
    return " end" if right else ""


def _wires(
    feeders: list[int], round_: int, x: float, middle: float, span: float, right: bool
) -> str:
    """From what feeds a slot to its cell."""
    into = _side(x, 0, right)
    if round_ == 1:
        return wire(f"M{_side(_FIRST, 0, right):g} {middle:g}H{into:g}", f"i{feeders[0]}")
    start = _side(_column(round_ - 1) + _COLUMN, 0, right)
    return junction(start, (middle - span / 4, middle + span / 4), into, middle, feeders)


def _center(view: View) -> str:
    """Champion on top, the two finalists in the middle, a First Four below."""
    final, semis, regions = final_slots(view)
    middle = (_TOP[0] + _TOP[1] + 16 * _ROW) / 2
    x = _column(4)
    drawn = []
    for s, right in enumerate((False, True)):
        for above, slot in zip((True, False), regions[2 * s : 2 * s + 2], strict=True):
            column, top = _side(x + 20, 0, right), _TOP[0] if above else _TOP[1]
            under = CELL.height / 2 + 3 * LINE.height
            start = top + 8 * _ROW + (under + 22 if above else -CELL.height / 2 - 18)
            end = middle - CELL.height / 2 - 18 if above else middle + under + 6
            drawn.append(wire(f"M{column:g} {start:g}V{end:g}", str(slot)))
        over = text(_side(x + 2, 0, right), middle - 18, "Finalist", "over" + _end(right))
        drawn += [over, slot_box(view, semis[s], _side(x, _COLUMN, right), middle, _COLUMN, 4)]
        inner, up = _side(x + _COLUMN, 0, right), _side(WIDE / 2 - 3, 0, right)
        card = 8 + card_height(view, final)
        drawn.append(wire(f"M{inner:g} {middle:g}H{up:g}V{card:g}", str(semis[s])))
    drawn.append(champion(view, final, WIDE / 2 - 110, 8, 220))
    return "".join(drawn)


# Round 0 ----------------------------------------------------------------------------------------


def _round_0(view: View) -> str:
    """A First Four in the free middle; more games in a strip below the bracket, by region."""
    games = play_ins(view)
    if not games:
        return ""
    top = _FIRST_FOUR if len(games) <= _ACROSS else _STRIP
    title = text(WIDE / 2, top - 20, view.field.round_names[0], "over mid")
    if top == _STRIP:
        return title + "".join(_row(view, *row) for row in _strip(view))
    drawn = []
    for i, slot in enumerate(games):
        left = _side(_column(4), _COLUMN, i % 2 == 1) if len(games) > 1 else (WIDE - _COLUMN) / 2
        drawn.append(slot_box(view, slot, left, top + _BELOW * (i // 2), _COLUMN, 2))
    return title + "".join(drawn)


def _strip(view: View) -> list[tuple[list[int], int, bool, str]]:
    """(games, row, on the right, region) of every row: each region on its side of the bracket."""
    _, _, regions = final_slots(view)
    rows = []
    for right in (False, True):
        below = 0
        for region in regions[2 * right : 2 * right + 2]:
            games = play_ins(view, region)
            for first in range(0, len(games), _ACROSS):
                name_ = "" if first else region_name(view, region)
                rows.append((games[first : first + _ACROSS], below, right, name_))
                below += 1
    return rows


def _row(view: View, games: list[int], below: int, right: bool, region: str) -> str:
    """Games in the columns of the bracket next to its middle, the region's name before them."""
    middle = _STRIP + _BELOW * below
    columns = [_column(4 - i) for i in range(len(games))]
    drawn = [
        text(_side(columns[-1] - 12, 0, right), middle + 5.5, region, "region" + _end(not right))
    ]
    order = games if right else games[::-1]  # from left to right on both sides
    drawn += [
        slot_box(view, slot, _side(x, _COLUMN, right), middle, _COLUMN, 2)
        for slot, x in zip(order, columns, strict=True)
    ]
    return "".join(drawn)


def tall(view: View) -> float:
    """The height of the whole bracket."""
    if len(play_ins(view)) <= _ACROSS:
        return 806
    return _STRIP + _BELOW * max(below for _, below, _, _ in _strip(view)) + 32


def champion(view: View, final: int, x: float, y: float, w: float) -> str:
    """The card in the middle: who wins it all."""
    best, *others = view.shown(final, 6)
    drawn = bar("card", x, y, w, card_height(view, final), 8) + text(
        x + 14, y + 21, "Champion", "over"
    )
    drawn += winner(view, final, best, x + 14, y + 25, w - 28)
    drawn += "".join(
        team(view, final, e, x + 9, y + 68 + LINE.height * i, w - 18, LINE, cell=False)
        for i, e in enumerate(others)
    )
    return slot_group(view, final, drawn)


def card_height(view: View, final: int) -> float:
    """The champion's name and bar, and a line for each that might be it as well."""
    return 68 + LINE.height * (len(view.shown(final, 6)) - 1) + 5


def winner(view: View, final: int, best: int, x: float, y: float, w: float) -> str:
    """The champion in large type over a bar of its probability."""
    number, mark = view.number(final, best), view.mark(final, best)
    edge = x + w - 10 - text_width(number, TITLE.size, True)
    signs = ""
    if mark in GLYPH:
        signs, edge = glyph(mark, edge - 14, y + TITLE.base - 14, 14), edge - 20
    marks = "!" * view.surprise(final, best)
    if marks:
        signs, edge = text(edge, y + TITLE.base, marks, "title end"), edge - 7 * len(marks) - 4
    room = edge - x
    head = bar("hit", x - 5, y, w + 10, TITLE.height + 2)
    head += name(x, y + TITLE.base, view.name[best], room, TITLE)
    head += text(x + w, y + TITLE.base, number, "title num") + signs
    head += bar("track", x, y + 31, w, 5, 2.5)
    head += bar("bar", x, y + 31, max(w * view.chance(final, best), 2), 5, 2.5)
    group = " ".join(filter(None, ("t", mark, standing(view, final, best))))
    return f'<g class="{group}" data-e="{best}">{head}</g>'


def wide(view: View) -> str:
    """The whole bracket, two-sided."""
    _, _, regions = final_slots(view)
    places = ((_TOP[0], False), (_TOP[1], False), (_TOP[0], True), (_TOP[1], True))
    drawn = [
        _region(view, slot, top, right) for slot, (top, right) in zip(regions, places, strict=True)
    ]
    inside = "".join(drawn) + _center(view) + _round_0(view)
    return svg(WIDE, tall(view), "The whole bracket", inside)
