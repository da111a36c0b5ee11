"""One way into the parts of the Pools page."""

from collections.abc import Callable

import streamlit as st

from engine.errors import BadInput
from pages.ui.pools import answer, why, wording
from pages.ui.pools.pool_context import PoolContext
from pages.ui.runs import pools
from pages.ui.shell import address

PARTS = {
    "entry": "What to enter",
}
NAMES = ("part",)


def read(ask: address.Controls) -> str:
    """The part that the view asks for; the first where it names none."""
    ask.plain["part"] = "entry"
    return ask.check(address.view().get("part", "entry"), _check) or "entry"


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


DRAW: dict[str, Callable[[PoolContext], str]] = {"entry": _entry}
