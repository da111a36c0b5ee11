"""The drawn bracket: a field and its slot probabilities -> SVG text. Pure; knows no Streamlit.

Two drawings share their parts: ``wide`` (both sides of the tree, for a desk) and ``narrow`` (one
region in 358 units, for a phone). Later rounds have more room, so their slots list more teams.
"""

from html import escape

import numpy as np

from engine.field import ROUND_NAMES
from pages.ui.bracket_parts import (
    CELL,
    LINE,
    Odds,
    bar,
    candidates,
    game,
    label,
    line,
    slot_box,
    slot_group,
    team,
    text,
    text_width,
    wire,
)
from pages.ui.words import percent

# The tree ---------------------------------------------------------------------------------------


def region_rounds(odds: Odds, top: int, flip: bool = False) -> list[list[int]]:
    """Slots under region final ``top`` by round, last round first, in the order of a printed
    bracket (1-16, 8-9, 5-12, 4-13, then the lower half mirrored)."""
    if odds.field.round[top] == 1:
        return [[top]]
    strong, weak = (-f - 1 for f in odds.children(top))
    halves = [region_rounds(odds, strong, flip), region_rounds(odds, weak, True)]
    upper, lower = reversed(halves) if flip else halves
    return [[top]] + [a + b for a, b in zip(upper, lower, strict=True)]


def final_slots(odds: Odds) -> tuple[int, tuple[int, int], tuple[int, int, int, int]]:
    """The championship, its two semifinals, and the four region finals (left pair, right pair)."""
    final = int(np.flatnonzero(odds.field.round == 6)[0])
    semis = tuple(-f - 1 for f in odds.children(final))
    regions = tuple(-f - 1 for s in semis for f in odds.children(s))
    return final, (semis[0], semis[1]), (regions[0], regions[1], regions[2], regions[3])


def region_name(odds: Odds, region_final: int) -> str:
    """The name of the region that ``region_final`` decides."""
    anyone = int(np.argmax(odds.field.reach()[region_final]))
    letter = odds.field.seed[anyone][0]
    return odds.field.region.get(letter, letter)


def first_four(odds: Odds, region_final: int | None = None) -> list[int]:
    """The First Four games, all or those that feed one region."""
    slots = [int(s) for s in np.flatnonzero(odds.field.round == 0)]
    if region_final is None:
        return slots
    reach = odds.field.reach()
    return [s for s in slots if (reach[s] & reach[region_final]).any()]


def _svg(width: float, height: float, label: str, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="group"'
        f' aria-label="{escape(label, quote=True)}">{inside}</svg>'
    )


# Wide: both sides of the tree -------------------------------------------------------------------

WIDE, TALL = 1360, 806
_ROW = 22
_FIRST, _COLUMN, _GAP = 120, 129, 8
_TOP = (36, 440)  # where the upper and the lower region start


def _column(round_: int) -> float:
    """Left edge of the winners of ``round_`` on the left side."""
    return _FIRST + (round_ - 1) * _COLUMN + round_ * _GAP


def _side(x: float, w: float, right: bool) -> float:
    """Mirror a left-side box to the right side."""
    return WIDE - x - w if right else x


def _wide_region(odds: Odds, region_final: int, top: float, right: bool) -> str:
    rounds = region_rounds(odds, region_final)[::-1]
    title_x = WIDE - 2 if right else 2
    drawn = [text(title_x, top - 9, region_name(odds, region_final), "region" + " end" * right)]
    for i, slot in enumerate(rounds[0]):
        drawn.append(game(odds, slot, _side(0, _FIRST, right), top + 2 * i * _ROW, _FIRST, _ROW))
    for r, slots in enumerate(rounds, 1):
        x, span = _column(r), _ROW * 2**r
        over = top - 9 if r < 4 else top + 8 * _ROW - 18
        label_x, end = _side(x + 2, 0, right), " end" * right
        drawn.append(text(label_x, over, ROUND_NAMES[r + 1], "over" + end))
        for i, slot in enumerate(slots):
            middle = top + span * (i + 0.5)
            drawn += [_wires(r, x, middle, span, right)]
            drawn += [slot_box(odds, slot, _side(x, _COLUMN, right), middle, _COLUMN, r + 1)]
    return "".join(drawn)


def _wires(round_: int, x: float, middle: float, span: float, right: bool) -> str:
    """From the two feeders of a slot to its cell."""
    start = _FIRST if round_ == 1 else _column(round_ - 1) + _COLUMN
    ends = [middle] if round_ == 1 else [middle - span / 4, middle + span / 4]
    mirror = (lambda v: WIDE - v) if right else (lambda v: v)
    return "".join(wire(mirror(start), y, mirror(x), middle) for y in ends)


def _centre(odds: Odds) -> str:
    """Champion on top, the two finalists in the middle, the First Four below."""
    final, semis, _ = final_slots(odds)
    middle = (_TOP[0] + _TOP[1] + 16 * _ROW) / 2
    x = _column(4)
    drawn = []
    for slot, right in zip(semis, (False, True), strict=True):
        for top in _TOP:
            column = _side(x + 20, 0, right)
            above = top < middle
            start = top + 8 * _ROW + (CELL / 2 + 4 * LINE + 6 if above else -CELL / 2 - 18)
            end = middle - CELL / 2 - 18 if above else middle + CELL / 2 + 3 * LINE + 6
            drawn.append(f'<path class="wire" d="M{column:g} {start:g}V{end:g}"/>')
        drawn.append(text(_side(x + 2, 0, right), middle - 18, "Finalist", "over" + " end" * right))
        drawn.append(slot_box(odds, slot, _side(x, _COLUMN, right), middle, _COLUMN, 4))
    drawn.append(_champion(odds, final, WIDE / 2 - 110, 8, 220))
    games = first_four(odds)
    if games:
        drawn.append(text(WIDE / 2, 714, "First Four", "over mid"))
    for i, slot in enumerate(games):
        left = _side(x, _COLUMN, i % 2 == 1) if len(games) > 1 else (WIDE - _COLUMN) / 2
        drawn.append(slot_box(odds, slot, left, 734 + 46 * (i // 2), _COLUMN, 2))
    return "".join(drawn)


def _champion(odds: Odds, final: int, x: float, y: float, w: float) -> str:
    """The card in the middle: who wins it all."""
    best, *others = odds.likeliest(final, 6)
    share_of_all = float(odds.prob[final, best])
    share = percent(share_of_all)
    drawn = bar("card", x, y, w, 148, 8)
    drawn += text(x + 14, y + 21, "Champion", "over")
    room = w - 34 - text_width(share, 24, True)
    head = label(x + 14, y + 47, odds.name[best], room, "title")
    head += text(x + w - 14, y + 47, share, "title end")
    head += bar("track", x + 14, y + 57, w - 28, 5, 2.5)
    head += bar("bar", x + 14, y + 57, max((w - 28) * share_of_all, 2), 5, 2.5)
    drawn += team(odds, final, best, head)
    for i, e in enumerate(others):
        drawn += line(odds, final, e, x + 9, y + 80 + 15 * i, w - 18)
    return slot_group(odds, final, [best, *others], drawn)


def wide(odds: Odds) -> str:
    """The whole bracket, two-sided."""
    _, _, regions = final_slots(odds)
    places = ((_TOP[0], False), (_TOP[1], False), (_TOP[0], True), (_TOP[1], True))
    drawn = [
        _wide_region(odds, slot, top, right)
        for slot, (top, right) in zip(regions, places, strict=True)
    ]
    return _svg(WIDE, TALL, "The whole bracket", "".join(drawn) + _centre(odds))


# Narrow: one region, or the last three games, on a phone ----------------------------------------

NARROW = 358
_PHONE_ROW = 29
_PHONE = ((0, 118), (122, 112), (242, 116))  # left edge and width of the three columns


def narrow(odds: Odds, region_final: int) -> str:
    """One region. Its last three rounds share a column, each slot between the two that feed it."""
    rounds = region_rounds(odds, region_final)[::-1]
    drawn = []
    for i, slot in enumerate(rounds[0]):
        y = 2 * i * _PHONE_ROW
        (x1, w1), (x2, w2), _ = _PHONE
        drawn.append(game(odds, slot, x1, y, w1, _PHONE_ROW))
        drawn.append(wire(w1, y + _PHONE_ROW - 1, x2, y + _PHONE_ROW - 1))
        drawn.append(slot_box(odds, slot, x2, y + _PHONE_ROW - 1, w2, 2))
    drawn += [_late_round(odds, rounds[r - 1], r) for r in (2, 3, 4)]
    height = 16 * _PHONE_ROW
    games = first_four(odds, region_final)
    for i, slot in enumerate(games):
        drawn.append(candidates(odds, slot, "First Four", 184 * (i % 2), height + 14, 174, 2))
    label = f"{region_name(odds, region_final)} region"
    return _svg(NARROW, height + (84 if games else 4), label, "".join(drawn))


def _late_round(odds: Odds, slots: list[int], round_: int) -> str:
    """The winners of rounds 2, 3 and 4 of a region, in the third column of a phone."""
    x, w = _PHONE[2][0] + 5 * (round_ - 2), _PHONE[2][1] - 10
    span = _PHONE_ROW * 2**round_
    drawn = []
    for i, slot in enumerate(slots):
        middle = span * (i + 0.5) - 1
        drawn.append(text(x + 2, middle - CELL / 2 - 4, ROUND_NAMES[round_ + 1], "over"))
        if round_ == 2:
            ends = (middle - span / 4, middle + span / 4)
            drawn += [wire(sum(_PHONE[1]), y, x, middle) for y in ends]
        drawn.append(slot_box(odds, slot, x, middle, w, 2))
    return "".join(drawn)


def narrow_finals(odds: Odds) -> str:
    """Champion, finalists and the four region winners on a phone."""
    final, semis, regions = final_slots(odds)
    drawn = [_champion(odds, final, 0, 0, NARROW)]
    for i, slot in enumerate(semis):
        drawn.append(candidates(odds, slot, "Finalist", 184 * i, 164, 174, 4))
    for i, slot in enumerate(regions):
        title = f"{region_name(odds, slot)}, Final Four"
        drawn.append(candidates(odds, slot, title, 184 * (i % 2), 268 + 104 * (i // 2), 174, 4))
    return _svg(NARROW, 476, "Final Four", "".join(drawn))
