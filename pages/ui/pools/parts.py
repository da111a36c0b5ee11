"""One way into the parts of the Pools page."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from engine.bracket.pick_code import decode
from engine.bracket.picks import Picks, no_picks
from engine.domain.field import Field
from engine.domain.specs import whole_number
from engine.errors import BadInput
from pages.ui.pools import answer, mine, rivals, why, wording
from pages.ui.pools.pool_context import PoolContext
from pages.ui.runs import pools
from pages.ui.shell import address

PARTS = {
    "entry": "What to enter",
    "mine": "My bracket",
    "rivals": "Rivals",
}


def names() -> tuple[str, ...]:
    """The query parameters of the parts; a long list of rivals is not one of them."""
    short = len(address.view().get("rivals", "")) <= rivals.IN_A_LINK
    return ("part", "picks", "happened", *(("rivals",) if short else ()))


SWEET_16, END = 2, 6


@dataclass(frozen=True, slots=True)
class AskedPart:
    """What the address says besides the pool. ``picks``: my bracket; ``happened``: the last round
    taken as it was really played."""

    part: str
    picks: Picks
    happened: int


def read(ask: address.Controls, field: Field) -> AskedPart:
    """The checked values; a bad one goes to ``ask.problems``, and the usual one stands in."""
    ask.plain["part"] = "entry"
    view = address.view()
    code = view.get("picks")
    happened = ask.check(
        view.get("happened", str(SWEET_16)), lambda t: whole_number(t, "last round played", -1, END)
    )
    return AskedPart(
        ask.check(view.get("part", "entry"), _check) or "entry",
        (ask.check(code, lambda t: decode(t, field)) if code else None) or no_picks(field),
        SWEET_16 if happened is None else happened,
    )


def _check(text: str) -> str:
    if text in PARTS:
        return text
    raise BadInput(f"“{text[:24]}” is not a part of this page.", f"Use {', '.join(PARTS)}.")


def choose(part: str) -> None:
    """The switch between the parts."""
    st.session_state["pick_part"] = part
    with st.container(horizontal=True, key="modes"):
        st.segmented_control(
            "Part",
            list(PARTS),
            format_func=PARTS.__getitem__,
            required=True,
            key="pick_part",
            on_change=_answer,
            label_visibility="collapsed",
        )


def _answer() -> None:
    part = st.session_state["pick_part"]
    address.put("part", "" if part == "entry" else part)


def _entry(context: PoolContext) -> str:
    found = pools.advice(context.spec, context.played)
    why.draw(context, answer.draw(context, found))
    rules = context.asked.pool
    return wording.answer(rules, found.figures, found.most_points[1], found.chalk[1])


def _mine(context: PoolContext) -> str:
    return mine.draw(context, rivals.among(context))


DRAW: dict[str, Callable[[PoolContext], str]] = {
    "entry": _entry,
    "mine": _mine,
    "rivals": rivals.draw,
}
