"""The drawn bracket for narrow screens: one region, or the last three games, in 358 units. Pure.

Every team is a row that a finger can hit. The first column holds the round of 64; the second the
rest of the region, each game between the two that feed it.
"""

from engine.domain.field import ROUND_NAMES
from pages.ui.drawing.desk import (
    final_slots,
    play_ins,
    region_name,
    region_rounds,
    svg,
    winner,
)
from pages.ui.drawing.parts import (
    HALF,
    ROW,
    UNDER,
    bar,
    entry,
    heat,
    junction,
    playing_for,
    slot_group,
    stack,
    standing,
    team,
    text,
    together,
)
from pages.ui.drawing.view import View
from pages.ui.shell.format import heading_for

NARROW = 358
_PITCH = 104  # from one first-round game to the next
_HALF = 41  # half the height of two rows, the height of one
_COLUMN = 172
_RIGHT = NARROW - _COLUMN
_PLAY_IN = 114  # from one row of round 0 to the next
_STEP = 8  # how far each later round is set in


def narrow(view: View, region_final: int) -> str:
    """One region."""
    rounds = region_rounds(view, region_final)[::-1]
    drawn = [text(2, 12, heading_for(1), "over")]
    for i, slot in enumerate(rounds[0]):
        middle = _PITCH * (i + 0.5) + 8
        drawn.append(_first_round(view, slot, middle - _HALF))
    for r, slots in enumerate(rounds[1:], 2):
        for i, slot in enumerate(slots):
            middle = _PITCH * 2 ** (r - 2) * (2 * i + 1) + 8
            if r == 2:
                ends = (middle - _PITCH / 2, middle + _PITCH / 2)
                feeders = rounds[0][2 * i : 2 * i + 2]
                drawn.append(junction(_COLUMN, ends, _RIGHT, middle, feeders))
            teams = view.shown(slot, 2)
            top = middle - _HALF * len(teams) / 2
            x = _RIGHT + _STEP * (r - 2)
            drawn.append(text(x + 2, top - 5, ROUND_NAMES[r + 1], "over"))
            drawn.append(stack(view, slot, teams, x, top, _COLUMN - 2 * _STEP))
    height = 8 * _PITCH + 12
    games, title = play_ins(view, region_final), view.field.round_names[0]
    for i, slot in enumerate(games):
        top = height + 12 + _PLAY_IN * (i // 2)
        drawn.append(_candidates(view, slot, title, _RIGHT * (i % 2), top, 2))
    label = f"{region_name(view, region_final)} region"
    return svg(NARROW, height + _PLAY_IN * -(-len(games) // 2), label, "".join(drawn), "phone")


def _first_round(view: View, slot: int, y: float) -> str:
    """Both teams of a game, the better seed on top."""
    drawn, first = [], view.shown(slot, 1)[0]
    for i, side in enumerate(view.children(slot)):
        teams, top = playing_for(view, side), y + 42 * i
        if len(teams) == 1:
            look = ROW if teams[0] == first else UNDER
            drawn.append(team(view, slot, teams[0], 0, top, _COLUMN, look, cell=True))
            continue
        likelier = max(teams, key=lambda e: view.prob[slot, e])
        state = standing(view, slot, likelier)
        shade = "" if state else heat(view, slot, likelier)
        drawn.append(bar(f"cell {state}".rstrip(), 0, top, _COLUMN, 40, 8, shade))
        both = text(_COLUMN - 5, top + ROW.base, together(view, slot, teams), "less num")
        drawn.append(entry(view, side, 0, top, _COLUMN - 36, HALF, both))
    return slot_group(view, slot, "".join(drawn))


def _candidates(view: View, slot: int, title: str, x: float, y: float, count: int) -> str:
    """A titled slot with several teams."""
    teams = view.shown(slot, count)
    return text(x + 2, y + 11, title, "over") + stack(view, slot, teams, x, y + 18, _COLUMN)


def narrow_finals(view: View) -> str:
    """Champion, finalists and the four region winners."""
    final, semis, regions = final_slots(view)
    drawn = [champion(view, final)]
    y = 322.0
    for i, slot in enumerate(semis):
        drawn.append(_candidates(view, slot, "Finalist", _RIGHT * i, y, 3))
    for i, slot in enumerate(regions):
        title = f"{region_name(view, slot)}, Final Four"
        top = y + 158 * (1 + i // 2)
        drawn.append(_candidates(view, slot, title, _RIGHT * (i % 2), top, 3))
    return svg(NARROW, y + 3 * 158, "Final Four", "".join(drawn), "phone")


def champion(view: View, final: int) -> str:
    """Who wins it all, and the next five."""
    best, *others = view.shown(final, 6)
    drawn = bar("card", 0, 0, NARROW, 308, 10) + text(14, 22, "Champion", "over")
    drawn += winner(view, final, best, 14, 28, NARROW - 28)
    drawn += "".join(
        team(view, final, e, 14, 78 + 44 * i, NARROW - 28, UNDER, cell=True)
        for i, e in enumerate(others)
    )
    return slot_group(view, final, drawn)
