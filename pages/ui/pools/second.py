"""Second chance: what to enter in a pool whose brackets start at the real Sweet 16."""

from dataclasses import replace

import streamlit as st

from engine.bracket.picks import no_picks
from pages.ui import runs
from pages.ui.pools import answer, wording
from pages.ui.pools.pool_context import SWEET_16, PoolContext, locked_through
from pages.ui.runs import pools


def draw(context: PoolContext) -> str:
    """The recommended bracket from the Sweet 16 on, beside its alternatives; the page's
    sentence."""
    if not context.knows(SWEET_16):
        return "A second chance opens once the Sweet 16 is known."
    locked = locked_through(context, SWEET_16)
    prob = runs.slot_prob(locked)
    if prob is None or runs.result(locked) is None:
        return "The rest of the tournament is being played."
    asked = replace(context.asked, force=no_picks(context.field))
    second = PoolContext(context.field, locked, prob, asked, context.part, since=SWEET_16)
    found = pools.advice(second.spec, locked)
    answer.draw(second, found)
    st.caption(
        "Everybody fills the bracket from the real Sweet 16 on, and only those rounds score. "
        "Rivals are drawn from the public that knows who is left."
    )
    return "Going into the real Sweet 16: " + wording.answer(
        asked.pool, found.figures, found.most_points[1], found.chalk[1]
    )
