"""What my bracket wins in the pool that was described on the Pools page, and the way there."""

import streamlit as st

from engine.bracket.pick_code import encode
from engine.bracket.picks import Picks
from engine.errors import HardwoodError
from engine.run.pools import pool_board
from pages.ui.bracket.page_context import PageContext
from pages.ui.runs import pools
from pages.ui.shell import address, notices, pool, pool_words


def draw(context: PageContext, picks: Picks) -> None:
    """The chance, if a pool is described and every game is picked; and the link to its page."""
    if not context.running and context.happened:
        return
    asked = context.asked.pool
    complete = picks.counted(context.field) == int(context.field.counted.sum())
    with st.container(horizontal=True, vertical_alignment="center", key="pool_chance"):
        if asked.described and complete and not context.running:
            _chance(context, picks)
        st.page_link(
            "pages/pools.py",
            label="This bracket in my pool" if complete else "Pools: what to enter in mine",
            icon=":material/groups:",
            query_params=_link(context, picks, complete),
        )


def _link(context: PageContext, picks: Picks, complete: bool) -> dict[str, str]:
    view = address.view()
    found = {"league": context.league, "season": str(context.season)}
    found |= {name: view[name] for name in pool.NAMES if name in view}
    if complete:
        part = "race" if context.running else "mine"
        found |= {"part": part, "picks": encode(picks, context.field)}
    return found


def _chance(context: PageContext, picks: Picks) -> None:
    board = pool_board(context.league, context.season, context.field.source)
    spec = context.asked.pool.spec(context.field, context.spec)
    try:
        found = pools.worth(spec, context.spec, board.chosen(picks))
    except HardwoodError as error:
        notices.show(error)
        return
    st.markdown(
        f"In your pool of {spec.pool.entries:,} it wins "
        f"**{pool_words.with_error(found.win_prob, found.win_prob_se)}** "
        f"({pool_words.span(found)} under other publics and odds), {pool_words.fair(found)}."
    )
